"""What a visitor looks for, read leniently from an address: a wrong value is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from webapp.core.codes import is_local_government_code
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.core.textnorm import normalise
from webapp.listings.models import Deal, ListingKind

LONGEST_WORDS = 100
MOST_WORDS = 6
PRICE_STEPS = (0, 500_000, 1_000_000, 3_000_000, 5_000_000, 10_000_000, 20_000_000, 50_000_000)
RENT_STEPS = (0, 20_000, 30_000, 50_000, 80_000, 100_000, 150_000)


class Sort(Labelled):
    """The order of a list."""

    NEWEST = "newest", _l("新しい順")
    PRICE = "price", _l("安い順")


@dataclass(frozen=True)
class Filters:
    """One search. Empty values filter nothing."""

    q: str = ""
    where: str = ""
    kind: ListingKind | None = None
    prefecture: str = ""
    municipality: str = ""
    deal: Deal | None = None
    max_price: int | None = None
    max_rent: int | None = None
    sort: Sort = Sort.NEWEST
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Self:
        """From the query string of an address."""
        kind = _member(ListingKind, args.get("kind"))
        is_home = kind in (None, ListingKind.HOME)
        return cls(
            q=_words(args.get("q")),
            where=_words(args.get("where")),
            kind=kind,
            prefecture=_code(args.get("prefecture")),
            municipality=_code(args.get("municipality")),
            deal=_member(Deal, args.get("deal")) if is_home else None,
            max_price=_step(args.get("max_price"), PRICE_STEPS) if is_home else None,
            max_rent=_step(args.get("max_rent"), RENT_STEPS) if is_home else None,
            sort=_member(Sort, args.get("sort")) or Sort.NEWEST,
            page=_page(args.get("page")),
        )

    @property
    def terms(self) -> list[str]:
        """The words to look for, each of which must occur."""
        return list(dict.fromkeys(normalise(self.q).split()))[:MOST_WORDS]

    @property
    def is_about_homes(self) -> bool:
        """Only homes have a sale price or a rent."""
        asked = (self.deal, self.max_price, self.max_rent)
        return self.kind is ListingKind.HOME or any(value is not None for value in asked)

    @property
    def reads_every_row(self) -> bool:
        """Neither words and prices nor the order by price can be read from an index."""
        asked = (self.deal, self.max_price, self.max_rent)
        return bool(self.terms) or self.sort is not Sort.NEWEST or any(value is not None for value in asked)

    def but(self, **changes: Any) -> Self:
        """The same search with something changed, from its first page on."""
        return replace(self, **{"page": 1, **changes})

    def args(self) -> dict[str, Any]:
        """As arguments of an address, without what filters nothing and without the page."""
        given = {name: value for name, value in vars(self).items() if value not in ("", None) and name != "page"}
        if self.sort is Sort.NEWEST:
            given.pop("sort")
        return {name: getattr(value, "value", value) for name, value in given.items()}


def _words(typed: str | None) -> str:
    words = " ".join((typed or "").split())[:LONGEST_WORDS]
    return "".join(c for c in words if c == " " or c.isprintable())


def _code(typed: str | None) -> str:
    return typed if typed and is_local_government_code(typed) else ""


def _member(kind: Any, typed: str | None) -> Any:
    return kind(typed) if typed in list(kind) else None


def _step(typed: str | None, steps: tuple[int, ...]) -> int | None:
    return next((step for step in steps if str(step) == typed), None)


def _page(typed: str | None) -> int:
    is_number = bool(typed) and str(typed).isascii() and str(typed).isdecimal() and len(str(typed)) < 7
    return max(1, int(str(typed))) if is_number else 1
