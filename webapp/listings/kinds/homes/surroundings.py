"""What lies around: station, bus, interchange, shops, doctor, schools."""

from typing import Annotated

from webapp.core.i18n import lazy as _l
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask
from webapp.listings.kinds.homes.answers import Number, Text


class Surroundings(ask.Details):
    """Ways and distances of daily life."""

    railway_line: Annotated[Text, Ask(_l("最寄りの路線"), max_length=60)] = None
    station: Annotated[Text, Ask(_l("最寄り駅"), max_length=60)] = None
    station_minutes: Annotated[Number, Ask(_l("駅から徒歩"), unit=_l("分"), high=600)] = None
    station_metres: Annotated[Number, Ask(_l("駅まで"), unit="m")] = None
    bus_stop: Annotated[Text, Ask(_l("最寄りのバス停"), hint=_l("例：奈良井 1日5便"), max_length=60)] = None
    bus_minutes: Annotated[Number, Ask(_l("バス停から徒歩"), unit=_l("分"), high=600)] = None
    interchange_minutes: Annotated[Number, Ask(_l("高速道路のICまで車で"), unit=_l("分"), high=600)] = None
    airport_minutes: Annotated[Number, Ask(_l("空港まで車で"), unit=_l("分"), high=600)] = None
    town_hall_metres: Annotated[Number, Ask(_l("役場まで"), unit="m")] = None
    supermarket_metres: Annotated[Number, Ask(_l("スーパーまで"), unit="m")] = None
    convenience_metres: Annotated[Number, Ask(_l("コンビニまで"), unit="m")] = None
    drugstore_metres: Annotated[Number, Ask(_l("ドラッグストアまで"), unit="m")] = None
    hospital_metres: Annotated[Number, Ask(_l("総合病院まで"), unit="m")] = None
    nursery_metres: Annotated[Number, Ask(_l("保育園まで"), unit="m")] = None
    primary_school_metres: Annotated[Number, Ask(_l("小学校まで"), unit="m")] = None
    junior_high_metres: Annotated[Number, Ask(_l("中学校まで"), unit="m")] = None
    park_metres: Annotated[Number, Ask(_l("公園まで"), unit="m")] = None
    bank_metres: Annotated[Number, Ask(_l("銀行まで"), unit="m")] = None
