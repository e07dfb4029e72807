"""What answers questions about matches: a model, the offers of now in vectors, and where it all comes from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from matching import Match, Offer, Refusal, Resident
from matching.columns import OfferTable
from matching.constraints import refusals
from matching.index import MatchIndex
from matching.learned import MatchModel
from webapp.matches.adapter import NOTHING_KNOWN, Place, Standings


@dataclass(frozen=True, slots=True)
class State:
    """How many listings are published, when one changed last, how many about then, the model in service, the prices, and what tells of held
    places, the edition of the towns' statistics: whatever is served follows from these."""

    published: int
    newest: datetime | None
    recent: int | None
    model: str | None
    market: str | None
    held: tuple[Any, ...]
    statistics: Any = None


class Ranker:
    """An index and the columns of its offers; it stays as it is, a change of listings makes another one."""

    def __init__(self, index: MatchIndex) -> None:
        self.index_ = index

    @property
    def model_(self) -> MatchModel:
        """What was learned."""
        return self.index_.model

    @cached_property
    def offers_(self) -> OfferTable:
        """The offers by id, in columns."""
        offers = self.index_.offers
        return OfferTable(tuple(offers[key] for key in sorted(offers)))

    def top_residents(self, offer: Offer, residents: Sequence[Resident], k: int = 50) -> list[Match]:
        """At most k residents who break no rule of the offer, best first."""
        return self.index_.top_residents(offer, residents, k)

    def why_not(self, resident: Resident, offer: Offer) -> list[Refusal]:
        """Every hard rule the pair breaks."""
        return refusals(resident, offer)


@dataclass
class Fitted:
    """A model with the offers of now. `stamps`: when each of them changed; `refusal`: why the model in service could
    not be read, empty when all is well; `fitted_from`: of how many listings the house's model was made; `taken`: held places by listing; `standings`: what
    is known of towns."""

    matcher: Ranker
    model_version: str
    state: State
    looked_at: float
    stamps: dict[str, datetime] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    chosen: str = ""
    refusal: str = ""
    fitted_from: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    standings: Standings = field(default_factory=lambda: NOTHING_KNOWN)

    @property
    def offers(self) -> dict[str, Offer]:
        """By id."""
        return self.matcher.index_.offers
