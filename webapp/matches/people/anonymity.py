"""How little may be said of a nameless person: coarse enough that several others are described by the same words."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.services import settings
from webapp.matches.people.person import Person

#: fewer people than this are never described by the same words, and no smaller number is told
SMALLEST_GROUP = 5
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8
#: first and last prefecture of each part of the country
REGIONS: dict[str, tuple[int, int, Any]] = {
    "north": (1, 7, _l("北海道・東北")),
    "kanto": (8, 14, _l("関東")),
    "chubu": (15, 23, _l("中部")),
    "kinki": (24, 30, _l("近畿")),
    "west": (31, 39, _l("中国・四国")),
    "south": (40, 47, _l("九州・沖縄")),
}
DAYS = {"few": _l("月に4日まで"), "some": _l("月に5〜10日"), "many": _l("月に11日以上")}
#: what may be said, from much to nothing: how far the home is told, and whether the days of a stay are
_WAYS = (("prefecture", True), ("prefecture", False), ("region", True), ("region", False), ("", True), ("", False))


@dataclass(frozen=True, slots=True, order=True)
class Sketch:
    """What is told: codes, empty where telling would narrow it down too far. `home` is two digits or a region."""

    home: str = ""
    rhythm: str = ""


class Crowd:
    """The people among whom a single one is to disappear, and what is told of each; of a household nothing ever is.

    Who is described by the same words as a person is told neither more nor less: at least five always are, so that
    what others are told does not single out who is left. In a crowd of fewer than five nothing is told.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = list(people)

    @cached_property
    def _told(self) -> dict[str, Sketch]:
        groups: dict[Sketch, list[Person]] = {}
        untold = sorted(self._people, key=lambda person: person.id)
        for way in _WAYS:
            alike = _alike(untold, way)
            groups |= {sketch: group for sketch, group in alike.items() if len(group) >= SMALLEST_GROUP}
            untold = [person for sketch, group in alike.items() if sketch not in groups for person in group]
        for person in untold:
            _take_in(groups, person)
        return {person.id: sketch for sketch, group in groups.items() for person in group}

    def sketch(self, person: Person) -> Sketch:
        """As much as at least four others of the crowd are told, too."""
        return self._told.get(person.id, Sketch())


def _alike(people: Iterable[Person], way: tuple[str, bool]) -> dict[Sketch, list[Person]]:
    groups: dict[Sketch, list[Person]] = {}
    for person in people:
        groups.setdefault(_describe(person, way), []).append(person)
    return groups


def _take_in(groups: dict[Sketch, list[Person]], person: Person) -> None:
    """Tell less of the group that has most in common with who is left, so that it covers them as well."""
    for way in _WAYS:
        described = _describe(person, way)
        near = [known for known in groups if _coarser(known, way) == described]
        if near:
            smallest = min(near, key=lambda known: (len(groups[known]), known))
            group = [*groups.pop(smallest), person]
            groups[described] = [*groups.get(described, []), *group]
            return


def _describe(person: Person, way: tuple[str, bool]) -> Sketch:
    return _coarser(Sketch(person.prefecture, f"{_days(person)}.{person.stay_days}"), way)


def _coarser(sketch: Sketch, way: tuple[str, bool]) -> Sketch:
    """What is left of a description; what was left out of it before stays out."""
    home, tells_rhythm = way
    if home == "region" and sketch.home.isdigit():
        told = region_of(sketch.home)
    else:
        told = sketch.home if home else ""
    return Sketch(told, sketch.rhythm if tells_rhythm else "")


def region_of(prefecture: str) -> str:
    """The part of the country of a prefecture's two digits."""
    number = int(prefecture)
    return next(code for code, (first, last, _label) in REGIONS.items() if first <= number <= last)


def _days(person: Person) -> str:
    return "few" if person.days <= 4 else "some" if person.days <= 10 else "many"


def pseudonym(listing_id: str, user_id: str) -> str:
    """The person's name for this listing, always the same here and another one at every other listing."""
    key = settings().secret_key.get_secret_value().encode()
    digest = hmac.digest(key, f"candidate:{listing_id}:{user_id}".encode(), hashlib.sha256)
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_CODE_LENGTH])
    return f"{letters[:4]}-{letters[4:]}"


def counted(number: int) -> str:
    """A number of people in words that single nobody out; zero stays zero."""
    return too_few() if is_too_few(number) else _("%(n)s人", n=f"{number:,}")


def in_cell(number: int) -> str:
    """The same for a cell of a file, where numbers stand without a unit."""
    return too_few() if is_too_few(number) else str(number)


def is_too_few(number: int) -> bool:
    """So few that the number could point at somebody."""
    return 0 < number < SMALLEST_GROUP


def too_few() -> str:
    """What is said in place of such a number."""
    return _("%(n)s人未満", n=SMALLEST_GROUP)
