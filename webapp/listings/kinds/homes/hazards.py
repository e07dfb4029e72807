"""What the maps of hazards say about a place: for each hazard the finding, its source and its date."""

from datetime import date
from typing import Annotated, Any, NamedTuple

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.kinds import ask
from webapp.listings.kinds.ask import Ask
from webapp.listings.kinds.homes.answers import Text


class Zone(Labelled):
    """Where a house stands on a map of one hazard."""

    OUTSIDE = "outside", _l("想定される区域の外")
    INSIDE = "inside", _l("想定される区域の中")
    UNMAPPED = "unmapped", _l("想定がまだ公表されていない")


_SOURCE = {"label": _l("出典"), "hint": _l("例：県の洪水浸水想定区域図"), "max_length": 120}
_ON = {"label": _l("出典の日付")}


class Hazards(ask.Details):
    """Flood, landslide, tsunami, storm surge. What is not answered is said to be not checked."""

    flood: Annotated[Zone | None, Ask(_l("洪水"))] = None
    flood_source: Annotated[Text, Ask(**_SOURCE, heading="洪水の出典")] = None
    flood_on: Annotated[date | None, Ask(**_ON, heading="洪水の出典の日付")] = None
    landslide: Annotated[Zone | None, Ask(_l("土砂災害"))] = None
    landslide_source: Annotated[Text, Ask(**_SOURCE, heading="土砂災害の出典")] = None
    landslide_on: Annotated[date | None, Ask(**_ON, heading="土砂災害の出典の日付")] = None
    tsunami: Annotated[Zone | None, Ask(_l("津波"))] = None
    tsunami_source: Annotated[Text, Ask(**_SOURCE, heading="津波の出典")] = None
    tsunami_on: Annotated[date | None, Ask(**_ON, heading="津波の出典の日付")] = None
    storm_surge: Annotated[Zone | None, Ask(_l("高潮"))] = None
    storm_surge_source: Annotated[Text, Ask(**_SOURCE, heading="高潮の出典")] = None
    storm_surge_on: Annotated[date | None, Ask(**_ON, heading="高潮の出典の日付")] = None
    hazard: Annotated[Text, Ask(_l("災害の想定の補足"), hint=_l("例：洪水のとき0.5m未満の浸水。避難所は公民館"))] = None


HAZARDS = ("flood", "landslide", "tsunami", "storm_surge")


class Note(NamedTuple):
    """One hazard as the page says it."""

    label: Any
    zone: Zone | None
    source: str
    on: date | None


def notes(details: Hazards) -> list[Note]:
    """All four hazards in order, also those nobody looked at."""
    asks = details.asks()
    parts = [(name, *(getattr(details, f"{name}{end}") for end in ("", "_source", "_on"))) for name in HAZARDS]
    return [Note(asks[name].label, zone, source or "", on) for name, zone, source, on in parts]


def without_source(details: Hazards) -> list[str]:
    """A finding nobody can look up helps nobody."""
    bare = [
        note for note in notes(details) if note.zone in (Zone.OUTSIDE, Zone.INSIDE) and not (note.source and note.on)
    ]
    return [_("「%(hazard)s」の想定には、出典と日付も書いてください。", hazard=note.label) for note in bare]
