"""How finely a home is shown on maps: where its town is, where its 字 is if that is known, or not at all."""

from typing import Annotated

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask
from webapp.municipalities.travel import line_km

Spot = tuple[float, float]
"""Latitude and longitude in degrees."""

#: about a kilometre: what was given for a 字 never tells a house, whatever was typed
DIGITS = 2
#: no 字 lies farther from the middle of its town
FARTHEST_KM = 80
_SOUTH, _NORTH, _WEST, _EAST = 20.0, 46.0, 122.0, 154.0
_NEEDED = ("aza_latitude", "aza_longitude")


class MapGrain(Labelled):
    """How finely."""

    TOWN = "town", _l("市町村の中心に示す")
    AZA = "aza", _l("字の中心に示す（約1kmの刻み）")
    HIDDEN = "hidden", _l("地図に示さない")


def why_no_latitude(value: float) -> str:
    """Why this is no latitude in Japan."""
    return "" if _SOUTH <= value <= _NORTH else _("日本の緯度を入れてください。例：36.08")


def why_no_longitude(value: float) -> str:
    """Why this is no longitude in Japan."""
    return "" if _WEST <= value <= _EAST else _("日本の経度を入れてください。例：137.82")


class Position(ask.Details):
    """The home's own choice; left open, it is the coarsest."""

    map_grain: Annotated[
        MapGrain | None,
        Ask(
            _l("地図での示し方"),
            hint=_l(
                "選ばなければ、市町村の中心に示します。地図に示さない家には、道のりの目安も出ません。家の位置そのものは、どれを選んでも出ません。"
            ),
        ),
    ] = None
    aza_latitude: Annotated[
        float | None,
        Ask(
            _l("字の中心の緯度"),
            hint=_l("例：36.08。約1kmの刻みに丸めて使います。"),
            is_public=False,
            check=why_no_latitude,
        ),
    ] = None
    aza_longitude: Annotated[
        float | None,
        Ask(_l("字の中心の経度"), hint=_l("例：137.82"), is_public=False, check=why_no_longitude),
    ] = None


def is_asked(details: Position, name: str) -> bool:
    """Whether a question is asked: the middle of the 字 only of a home that is shown there."""
    return name not in _NEEDED or details.map_grain is MapGrain.AZA


def still_open(details: Position) -> list[Ask]:
    """What is missing of a home that is to be shown at its 字."""
    return ask.unanswered(details, _NEEDED) if details.map_grain is MapGrain.AZA else []


def shown_spot(details: Position, town: Spot | None) -> Spot | None:
    """Where maps show the home, given the middle of its town; None where they do not.

    Coordinates of a 字 that lies too far from its town are not believed: then it is the town's.
    """
    if details.map_grain is MapGrain.HIDDEN:
        return None
    if details.map_grain is not MapGrain.AZA or details.aza_latitude is None or details.aza_longitude is None:
        return town
    spot = round(details.aza_latitude, DIGITS), round(details.aza_longitude, DIGITS)
    is_near = town is not None and line_km((town[1], town[0]), (spot[1], spot[0])) <= FARTHEST_KM
    return spot if is_near else town
