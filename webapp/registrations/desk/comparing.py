"""What was handed in last beside what came before, with what the town had asked: also where nothing was changed."""

from dataclasses import dataclass

from webapp.registrations.facts import COMMENTABLE, FIELDS, lines_of, place_of
from webapp.registrations.models import Handover


@dataclass(frozen=True)
class Compared:
    """One answer of two handovers; `asked` is what the town had asked to be corrected there."""

    label: str
    asked: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Whether the answer is another one."""
        return self.before != self.after


def compare(handovers: list[Handover], comments: dict[str, str]) -> list[Compared]:
    """The answers that changed or that the town had asked about, in the order of the screens; none at first."""
    if len(handovers) < 2:
        return []
    before, after = ({line.key: line.value for line in lines_of(row.content)} for row in handovers[-2:])
    asked = {key: text for key, text in comments.items() if key in FIELDS}
    shown = [key for key in FIELDS if key in asked or before.get(key, "") != after.get(key, "")]
    return [Compared(str(FIELDS[key]), asked.get(key, ""), before.get(key, ""), after.get(key, "")) for key in shown]


def asked_at_large(comments: dict[str, str]) -> list[tuple[str, str]]:
    """What was asked about a whole screen and not about one answer."""
    return [(str(COMMENTABLE[key]), text) for key, text in comments.items() if key in COMMENTABLE and key not in FIELDS]


def fields_by_place() -> list[tuple[str, list[str]]]:
    """The keys of single answers, screen by screen: (the screen's words, keys)."""
    found: dict[str, list[str]] = {}
    for key in FIELDS:
        found.setdefault(str(place_of(key).label), []).append(key)
    return list(found.items())
