"""What is fitted: water, power, gas, kitchen, bath, heating, line."""

from typing import Annotated

from webapp.core.i18n import lazy as _l
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind
from webapp.listings.kinds.homes.answers import Text


class Fittings(ask.Details):
    """What works in the house, and what has to be brought."""

    water: Annotated[Text, Ask(_l("水道"), hint=_l("例：公営、井戸"), max_length=60)] = None
    drainage: Annotated[Text, Ask(_l("下水"), hint=_l("例：公共下水、浄化槽、くみ取り"), max_length=60)] = None
    gas: Annotated[Text, Ask(_l("ガス"), hint=_l("例：都市ガス、プロパン"), max_length=60)] = None
    power: Annotated[Text, Ask(_l("電気"), hint=_l("例：40A"), max_length=60)] = None
    kitchen: Annotated[Text, Ask(_l("台所"), max_length=60)] = None
    bath: Annotated[Text, Ask(_l("風呂"), max_length=60)] = None
    toilet: Annotated[Text, Ask(_l("トイレ"), hint=_l("例：水洗、くみ取り"), max_length=100)] = None
    washer: Annotated[Text, Ask(_l("洗濯機置き場"), max_length=60)] = None
    heating: Annotated[Text, Ask(_l("暖房"), hint=_l("例：薪ストーブ、灯油"), max_length=60)] = None
    internet: Annotated[
        Text,
        Ask(_l("インターネット"), hint=_l("例：光回線を引ける"), max_length=100, facet=FacetKind.ANSWERED),
    ] = None
