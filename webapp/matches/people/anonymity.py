"""How little may be said of a nameless person: coarse enough that several others are described by the same words."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
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
HOUSEHOLDS = {"one": _l("1人"), "two": _l("2人"), "more": _l("3人以上")}
DAYS = {"few": _l("月に4日まで"), "some": _l("月に5〜10日"), "many": _l("月に11日以上")}
_HOMES = ("prefecture", "region", "")
_Described = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is told: codes, empty where telling would narrow it down too far. `home` is two digits or a region."""

    home: str = ""
    rhythm: str = ""
    household: str = ""


class Crowd:
    """The people among whom a single one is to disappear; for jobs the household is never told."""

    def __init__(self, people: Iterable[Person], *, tells_household: bool) -> None:
        self._people = list(people)
        households = ("household", "") if tells_household else ("",)
        self._ways = sorted(product(_HOMES, ("rhythm", ""), households), key=_loss)

    @cached_property
    def _counts(self) -> Counter[tuple[Any, _Described]]:
        return Counter((way, _describe(person, way)) for way in self._ways for person in self._people)

    def sketch(self, person: Person) -> Sketch:
        """As much as at least five people of the crowd have in common with this person."""
        for way in self._ways:
            described = _describe(person, way)
            if self._counts[way, described] >= SMALLEST_GROUP:
                return Sketch(*described)
        return Sketch()


def _loss(way: tuple[str, str, str]) -> tuple[int, int]:
    """How much is left unsaid; where it is the same, the household goes first and the home last."""
    home, rhythm, household = way
    lost = _HOMES.index(home) + (not rhythm) + (not household)
    return lost, _HOMES.index(home) * 4 + (not rhythm) * 2


def _describe(person: Person, way: tuple[str, str, str]) -> _Described:
    home, rhythm, household = way
    places = {"prefecture": person.prefecture, "region": region_of(person.prefecture), "": ""}
    return places[home], f"{_days(person)}.{person.stay_days}" if rhythm else "", _size(person) if household else ""


def region_of(prefecture: str) -> str:
    """The part of the country of a prefecture's two digits."""
    number = int(prefecture)
    return next(code for code, (first, last, _label) in REGIONS.items() if first <= number <= last)


def _days(person: Person) -> str:
    return "few" if person.days <= 4 else "some" if person.days <= 10 else "many"


def _size(person: Person) -> str:
    return {1: "one", 2: "two"}.get(person.people, "more")


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
