"""How long the way to a town is: from the reader's own town and from the nearest of the big cities."""

from dataclasses import dataclass

from webapp.core.actor import Actor, Role
from webapp.municipalities import gazetteer
from webapp.municipalities.models import Municipality
from webapp.municipalities.travel import Trip, line_km, trip
from webapp.residents import queries as residents

#: 新宿区, 名古屋市, 大阪市, 福岡市, 仙台市, 札幌市, 広島市: by code, because names are looked up
CITIES = ("131041", "231002", "271004", "401307", "041009", "011002", "341002")
SHOWN = 3


@dataclass(frozen=True)
class Way:
    """From where, and how far."""

    place: str
    trip: Trip
    is_home: bool = False


def ways_to(town: Municipality, actor: Actor) -> list[Way]:
    """The reader's own way first, then the nearest cities; nothing where nobody knows where the town lies."""
    if town.longitude is None or town.latitude is None:
        return []
    here, home = (town.longitude, town.latitude), _home_of(actor)
    known = {entry.code: entry for entry in gazetteer.entries() if entry.code in {*CITIES, home} and entry.point}
    ways = {
        code: Way(entry.full_name, trip(line_km(entry.point, here), code, town.code), code == home)
        for code, entry in known.items()
        if entry.point and code != town.code
    }
    cities = sorted((way for code, way in ways.items() if code in CITIES and code != home), key=lambda w: w.trip.km)
    return [*([ways[home]] if home in ways else []), *cities[:SHOWN]]


def _home_of(actor: Actor) -> str:
    profile = residents.profile_of(actor) if actor.has(Role.RESIDENT) else None
    return (profile.home_code or "") if profile else ""
