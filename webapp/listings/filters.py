"""What a visitor looks for, read leniently from an address: a wrong value is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from webapp.core.codes import is_local_government_code
from webapp.core.i18n import lazy as _l
from webapp.core.labels import Labelled
from webapp.listings.finding.facets import Facet, facets_of
from webapp.listings.models import ListingKind

LONGEST_WORDS = 100
MOST_WORDS = 6
#: travel times one can ask for, in minutes
MINUTES = (30, 60, 90, 120, 180, 240)
#: facets that say by themselves that a home is looked for
OF_HOMES = ("deal", "max_price", "max_rent")


class Sort(Labelled):
    """The order of a list."""

    NEWEST = "newest", _l("新しい順")
    PRICE = "price", _l("安い順")
    NEAREST = "nearest", _l("近い順")
    LARGEST = "largest", _l("広い順")
    AS_OF = "as_of", _l("情報の新しい順")


@dataclass(frozen=True)
class Filters:
    """One search. Empty values filter nothing. `chosen` has the facets' arguments with their values."""

    q: str = ""
    where: str = ""
    kind: ListingKind | None = None
    prefecture: str = ""
    municipality: str = ""
    bank: str = ""
    origin: str = ""  # the code of the place one starts from, or what was typed
    within: int | None = None  # minutes from there
    chosen: tuple[tuple[str, str], ...] = ()
    exact: bool = False  # only these words, not those that mean the same
    sort: Sort = Sort.NEWEST
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Self:
        """From the query string of an address."""
        kind = _member(ListingKind, args.get("kind"))
        return cls(
            q=_words(args.get("q")),
            where=_words(args.get("where")),
            kind=kind,
            prefecture=_code(args.get("prefecture")),
            municipality=_code(args.get("municipality")),
            bank=_words(args.get("bank"))[:26],
            origin=_words(args.get("from"))[:40],
            within=next((step for step in MINUTES if str(step) == args.get("within")), None),
            chosen=_chosen(kind, args),
            exact=args.get("exact") == "1",
            sort=_member(Sort, args.get("sort")) or Sort.NEWEST,
            page=_page(args.get("page")),
        )

    @property
    def words(self) -> list[str]:
        """The words as they were typed, each of which must occur."""
        return list(dict.fromkeys(self.q.split()))[:MOST_WORDS]

    @property
    def looked_for(self) -> ListingKind | None:
        """The kind that is meant: the chosen one, or homes where only these have what was chosen."""
        return self.kind or (ListingKind.HOME if self.chosen else None)

    @property
    def facets(self) -> tuple[Facet, ...]:
        """By what the search can be narrowed further."""
        return facets_for(self.kind)

    def value(self, arg: str) -> str:
        """What was chosen of a facet; empty where nothing was."""
        return dict(self.chosen).get(arg, "")

    def but(self, **changes: Any) -> Self:
        """The same search with something changed, from its first page on; another kind has other facets."""
        changed = replace(self, **{"page": 1, **changes})
        if "kind" not in changes:
            return changed
        known = {facet.arg: facet for facet in changed.facets}
        still = tuple((arg, value) for arg, value in changed.chosen if arg in known and known[arg].read(value))
        return replace(changed, chosen=still)

    def without(self, arg: str) -> Self:
        """The same search without a facet."""
        return self.but(chosen=tuple(pair for pair in self.chosen if pair[0] != arg))

    def args(self) -> dict[str, Any]:
        """As arguments of an address, without what filters nothing and without the page."""
        names = ("q", "where", "kind", "prefecture", "municipality", "bank", "within", "sort")
        given = {name: getattr(self, name) for name in names} | {"from": self.origin, **dict(self.chosen)}
        if self.sort is Sort.NEWEST:
            given.pop("sort")
        if self.exact:
            given["exact"] = "1"
        return {name: getattr(value, "value", value) for name, value in given.items() if value not in ("", None)}


def facets_for(kind: ListingKind | None) -> tuple[Facet, ...]:
    """The facets of a kind; before one is chosen, those that only homes have."""
    if kind is None:
        return tuple(facet for facet in facets_of(ListingKind.HOME) if facet.arg in OF_HOMES)
    return facets_of(kind)


def _chosen(kind: ListingKind | None, args: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    read = ((facet.arg, facet.read(args.get(facet.arg))) for facet in facets_for(kind))
    return tuple((arg, value) for arg, value in read if value)


def _words(typed: str | None) -> str:
    words = " ".join((typed or "").split())[:LONGEST_WORDS]
    return "".join(c for c in words if c == " " or c.isprintable())


def _code(typed: str | None) -> str:
    return typed if typed and is_local_government_code(typed) else ""


def _member(kind: Any, typed: str | None) -> Any:
    return kind(typed) if typed in list(kind) else None


def _page(typed: str | None) -> int:
    is_number = bool(typed) and str(typed).isascii() and str(typed).isdecimal() and len(str(typed)) < 7
    return max(1, int(str(typed))) if is_number else 1
