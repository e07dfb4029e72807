"""The land: size, rights, planning, garden, fields, where a car stands."""

from typing import Annotated

from webapp.core.i18n import lazy as _l
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask, FacetKind
from webapp.listings.kinds.homes.answers import Area, Number, Text


class Land(ask.Details):
    """What belongs to the house, and what may be done with it."""

    land_area: Annotated[Area, Ask(_l("土地の広さ"), unit="㎡")] = None
    land_area_basis: Annotated[Text, Ask(_l("土地の広さの測り方"), hint=_l("例：公簿、実測"), max_length=60)] = None
    parking: Annotated[Text, Ask(_l("駐車"), hint=_l("例：敷地内に2台"), max_length=60, facet=FacetKind.ANSWERED)] = (
        None
    )
    garden: Annotated[Text, Ask(_l("庭"), max_length=60)] = None
    farmland: Annotated[
        Text,
        Ask(
            _l("農地"),
            hint=_l("農地付きのときは広さと条件。買う・借りるには農業委員会の許可が要ります。"),
            max_length=100,
        ),
    ] = None
    forest: Annotated[Text, Ask(_l("山林"), hint=_l("例：裏山0.3ha、杉"), max_length=100)] = None
    land_category: Annotated[Text, Ask(_l("地目"), max_length=60)] = None
    planning_area: Annotated[Text, Ask(_l("都市計画区域"), max_length=60)] = None
    use_district: Annotated[Text, Ask(_l("用途地域"), max_length=60)] = None
    land_right: Annotated[Text, Ask(_l("土地の権利"), max_length=60)] = None
    private_road: Annotated[Text, Ask(_l("私道の負担"), max_length=60)] = None
    setback: Annotated[Text, Ask(_l("セットバック"), max_length=60)] = None
    road_access: Annotated[Text, Ask(_l("接する道路"), max_length=60)] = None
    coverage_ratio: Annotated[Number, Ask(_l("建ぺい率"), unit="%", high=100)] = None
    floor_area_ratio: Annotated[Number, Ask(_l("容積率"), unit="%", high=2000)] = None
