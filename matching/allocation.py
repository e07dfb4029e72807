"""Gives places of a batch event to households: deferred acceptance with places that families take together or not at all.

Households ask down their list; an offer keeps those it ranks highest (Gale & Shapley 1962). If nobody has company the
result is stable, and no stable one is better for any household. With families a stable result need not exist, and to
find out is NP-hard (McDermid & Manlove, J. Comb. Optim. 2010); so a family that was turned away comes back only
where places stay free, while a single household is called back whenever one does. Hence nobody who comes alone ever
has a reason to complain: no offer they like better has room or keeps anyone ranked lower. Families who might are told.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from matching.model import check_range

NOWHERE = 1 << 30


@dataclass(frozen=True, slots=True)
class Household:
    """Who asks. size: places needed, all of one offer. choices: ids of offers, best first."""

    id: str
    size: int
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slots:
    """What is given out. places: how many. ranking: ids of the households that are welcome, best first."""

    id: str
    places: int
    ranking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assignment:
    """placed: household → offer. unplaced: household → why. free: offer → places left over, where any are.

    disputed: (family, offer) that would both rather have each other than what they got; mostly none, singles never.
    Codes of why: no_choice (asked for nothing), not_ranked (no chosen offer ranked them), too_large (no such offer has
    that many places at all), no_room_together (places are left, but not enough for all of them), full (others were
    ranked higher).
    """

    placed: dict[str, str]
    unplaced: dict[str, str]
    free: dict[str, int]
    disputed: tuple[tuple[str, str], ...]


def assign(households: Sequence[Household], offers: Sequence[Slots]) -> Assignment:
    """Who gets a place where; the same input, in any order, gives the same result.

    A pair comes together only if each has listed the other. ValueError: an id or an entry of a list twice, an unknown
    id in a list, a size below 1, places below 0.
    """
    households = sorted(households, key=lambda household: household.id)
    offers = sorted(offers, key=lambda offer: offer.id)
    for household in households:
        check_range("size", household.size, 1)
    for offer in offers:
        check_range("places", offer.places, 0)
    wishes = _entries([(one.id, one.choices) for one in households], [one.id for one in offers])
    ranks = _entries([(one.id, one.ranking) for one in offers], [one.id for one in households])
    desk = _desk(households, offers, wishes, ranks)
    desk.settle()
    return _told(desk, households, offers)


@dataclass(frozen=True, slots=True)
class _Entries:
    """All entries of all lists, one list after the other: whose list, who stands there, at which place of the list."""

    owner: NDArray[np.int64]
    entry: NDArray[np.int64]
    place: NDArray[np.int64]


@dataclass(slots=True)
class _Desk:
    """The state of the procedure; households and offers by number, a household's wishes from start[h] to start[h + 1].

    at: wish a household holds, NOWHERE if none. asked: wish it asks for next. kept: per offer, a heap of (-rank,
    household) with the worst on top; who has left stays in it until seen. waiting: single households an offer turned
    away, by rank; kept only where families may leave places free.
    """

    size: list[int]
    places: list[int]
    start: memoryview
    offer: memoryview
    rank: memoryview
    free: list[int] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    kept: list[list[tuple[int, int, int]]] = field(default_factory=list)
    waiting: list[list[tuple[int, int, int]]] = field(default_factory=list)
    asking: deque[int] = field(default_factory=deque)
    has_families: bool = False

    def __post_init__(self) -> None:
        self.free = list(self.places)
        self.at = [NOWHERE] * len(self.size)
        self.asked = [self.start[h] for h in range(len(self.size))]
        self.kept = [[] for _ in self.places]
        self.waiting = [[] for _ in self.places]
        self.has_families = max(self.size, default=1) > 1
        self.asking = deque(sorted(range(len(self.size)), key=lambda h: (-self.size[h], h)))

    def settle(self) -> None:
        """Ask until nobody asks any more; then let families take what stays free, which disturbs nobody."""
        self._ask_all()
        families = [h for h, size in enumerate(self.size) if size > 1]
        while any([self._improve(family) for family in families]):
            pass

    def _ask_all(self) -> None:
        while self.asking:
            h = self.asking.popleft()
            while self.at[h] == NOWHERE and self.asked[h] < self.start[h + 1]:
                wish = self.asked[h]
                self.asked[h] += 1
                self._ask(h, wish)

    def _ask(self, h: int, wish: int) -> None:
        offer = self.offer[wish]
        if self.free[offer] < self.size[h] and (self._has_better(offer, wish) or not self._make_room(h, wish)):
            self._wait(h, wish)
            return
        self._seat(h, wish)
        self._call_back(offer)

    def _has_better(self, offer: int, wish: int) -> bool:
        """Whether even the last one kept is surely ranked higher: how most askers are turned away, so it must be quick."""
        kept = self.kept[offer]
        return bool(kept) and -kept[0][0] < self.rank[wish] and self.at[kept[0][1]] == kept[0][2]

    def _make_room(self, h: int, wish: int) -> bool:
        """Send the lowest ranked away until h fits; nobody, if not even all who are ranked lower would do."""
        offer, rank, needed = self.offer[wish], self.rank[wish], self.size[h]
        if needed > self.places[offer] or self._below(offer, rank, needed) < needed:
            return False
        kept = self.kept[offer]
        while self.free[offer] < needed:
            _, other, held = heappop(kept)
            if self.at[other] == held:
                self._leave(other)
                self._wait(other, held)
                self.asked[other] = held + 1
                self.asking.append(other)
        return True

    def _below(self, offer: int, rank: int, needed: int) -> int:
        """Places that are free or held by someone ranked below ``rank``; counting may stop at ``needed``."""
        kept = self.kept[offer]
        while kept and self.at[kept[0][1]] != kept[0][2]:
            heappop(kept)
        if not kept or -kept[0][0] < rank:
            return self.free[offer]
        if self.free[offer] + self.size[kept[0][1]] >= needed:
            return needed
        lower = {other for worst, other, held in kept if -worst > rank and self.at[other] == held}
        return self.free[offer] + sum(self.size[other] for other in lower)

    def _seat(self, h: int, wish: int) -> None:
        offer = self.offer[wish]
        self.at[h] = wish
        self.free[offer] -= self.size[h]
        heappush(self.kept[offer], (-self.rank[wish], h, wish))

    def _leave(self, h: int) -> None:
        self.free[self.offer[self.at[h]]] += self.size[h]
        self.at[h] = NOWHERE

    def _wait(self, h: int, wish: int) -> None:
        if self.has_families and self.size[h] == 1:
            heappush(self.waiting[self.offer[wish]], (self.rank[wish], h, wish))

    def _call_back(self, offer: int) -> None:
        """Fill free places with those who were turned away and still like it better, and then the places they leave."""
        offers = [offer]
        while offers:
            offer = offers.pop()
            while self.free[offer] and self.waiting[offer]:
                _, h, wish = heappop(self.waiting[offer])
                if wish < self.at[h]:
                    if self.at[h] != NOWHERE:
                        offers.append(self.offer[self.at[h]])
                        self._leave(h)
                    self._seat(h, wish)

    def _improve(self, family: int) -> bool:
        """Move a family to the best offer with enough places left, if it is better than what they have."""
        better = range(self.start[family], min(self.at[family], self.start[family + 1]))
        wish = next((wish for wish in better if self.free[self.offer[wish]] >= self.size[family]), None)
        if wish is None:
            return False
        if self.at[family] != NOWHERE:
            left = self.offer[self.at[family]]
            self._leave(family)
            self._call_back(left)
        self._seat(family, wish)
        return True

    def disputed(self, h: int) -> Iterable[int]:
        """Wishes of a household that its offer would rather grant than what it does."""
        for wish in range(self.start[h], min(self.at[h], self.start[h + 1])):
            if self._below(self.offer[wish], self.rank[wish], self.size[h]) >= self.size[h]:
                yield wish


def _entries(lists: list[tuple[str, tuple[str, ...]]], ids: list[str]) -> _Entries:
    number = {one: place for place, one in enumerate(ids)}
    if len(number) != len(ids):
        raise ValueError("an id is given twice")
    entry: list[int] = []
    for owner, chosen in lists:
        if len(set(chosen)) != len(chosen):
            raise ValueError(f"{owner} lists somebody twice")
        try:
            entry.extend(map(number.__getitem__, chosen))
        except KeyError as unknown:
            raise ValueError(f"{owner} lists {unknown}, which is not there") from None
    lengths = np.array([len(chosen) for _, chosen in lists], dtype=np.int64)
    owner_of = np.repeat(np.arange(len(lists)), lengths)
    place = np.arange(len(entry)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return _Entries(owner_of, np.array(entry, dtype=np.int64), place)


def _desk(households: list[Household], offers: list[Slots], wishes: _Entries, ranks: _Entries) -> _Desk:
    """The desk with the wishes that the offer answers by a rank."""
    keys = ranks.entry * len(offers) + ranks.owner
    order = np.argsort(keys, kind="stable")
    wanted = wishes.owner * len(offers) + wishes.entry
    found = np.searchsorted(keys[order], wanted)
    found[found == len(keys)] = 0
    is_mutual = keys[order][found] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
    start = np.searchsorted(wishes.owner[is_mutual], np.arange(len(households) + 1)).astype(np.int64)
    rank = ranks.place[order][found[is_mutual]] if len(keys) else found[is_mutual]
    return _Desk(
        [household.size for household in households],
        [offer.places for offer in offers],
        start.data,
        wishes.entry[is_mutual].data,
        rank.data,
    )


def _told(desk: _Desk, households: list[Household], offers: list[Slots]) -> Assignment:
    placed, unplaced, disputed = {}, {}, []
    for h, household in enumerate(households):
        if desk.at[h] != NOWHERE:
            placed[household.id] = offers[desk.offer[desk.at[h]]].id
        else:
            unplaced[household.id] = _why(desk, h, household)
        if household.size > 1:
            disputed += [(household.id, offers[desk.offer[wish]].id) for wish in desk.disputed(h)]
    free = {offer.id: desk.free[o] for o, offer in enumerate(offers) if desk.free[o]}
    return Assignment(placed, unplaced, free, tuple(disputed))


def _why(desk: _Desk, h: int, household: Household) -> str:
    """The code for who got nothing."""
    asked = [desk.offer[wish] for wish in range(desk.start[h], desk.start[h + 1])]
    if not asked:
        return "not_ranked" if household.choices else "no_choice"
    if all(desk.places[offer] < household.size for offer in asked):
        return "too_large"
    return "no_room_together" if any(desk.free[offer] for offer in asked) else "full"
