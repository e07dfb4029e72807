"""Three needs told as stories: who asks, why, whom they hope for, what they give."""

import json
from dataclasses import dataclass
from typing import Any

from webapp.listings import queries as listings
from webapp.listings.models import ListingKind
from webapp.municipalities import naming

SHOWN, LOOKED_AT = 3, 12
LONGEST = 110


@dataclass(frozen=True)
class Story:
    """One need as the front page tells it."""

    id: str
    title: str
    place: str
    why: str
    wanted: str
    offers: str
    frequency: str
    people: int | None
    is_demo: bool


def stories() -> list[Story]:
    """The newest needs, of as many different towns as there are."""
    rows = listings.newest(LOOKED_AT, kind=ListingKind.NEED)
    met: set[str] = set()
    first: list[Any] = []
    for row in rows:
        if row.municipality_code not in met:
            met.add(row.municipality_code)
            first.append(row)
    return [_story(row) for row in [*first, *(row for row in rows if row not in first)][:SHOWN]]


def _story(row: Any) -> Story:
    details = json.loads(row.details)
    return Story(
        id=row.id,
        title=row.title,
        place=naming.full(row.town, row.town_romaji, row.prefecture, row.municipality_code),
        why=shortened(details.get("background") or ""),
        wanted=shortened(details.get("wanted") or ""),
        offers=details.get("offers") or "",
        frequency=details.get("frequency") or "",
        people=row.capacity,
        is_demo=row.is_demo,
    )


def shortened(text: str) -> str:
    """The first sentences that fit, whole ones where there is one."""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    end = text.rfind("。", 0, LONGEST)
    return text[: end + 1] if end > 0 else text[: LONGEST - 1] + "…"
