"""The log of consenting residents as the ranking learns from it, and its newest part kept apart for measuring."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlmodel import select

from matching import Offer, Resident
from matching.feedback import Feedback
from webapp.core.database import session
from webapp.listings.models import ListingKind
from webapp.listings.queries import for_matching, published_for_matching
from webapp.matches.adapter import offer_of
from webapp.matches.learning import FeedbackColumns, feedback_rows
from webapp.matches.models import MatchPerson
from webapp.matches.people.pool import pool
from webapp.matches.store import places_of_towns
from webapp.matches.taken import taken
from webapp.municipalities.statistics.wishes import standings

#: with fewer looks at listings nothing is learned
LEAST_VIEWS = 300
#: this part of the residents, those who were active last, is never learned from and only measured
HELD_OUT = 0.2
_ACTIONS = {"ignored": 0, "viewed": 1, "not_now": 1, "interested": 2, "applied": 2}
_ANSWERS = {"": -1, "declined": 0, "accepted": 1}
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Evidence:
    """Both sides and what happened between them. `published`: offers of now; `offers` also holds those of earlier days
    that the feedback is about. `at`: when each row was shown, seconds. `was_shown`: found as a suggestion."""

    residents: Sequence[Resident]
    offers: Sequence[Offer]
    published: Sequence[Offer]
    feedback: Feedback
    at: NDArray[np.float64]
    was_shown: Flags

    @property
    def views(self) -> int:
        """How often somebody looked at a listing for certain."""
        return int(self.feedback.is_examined.sum())

    def part(self, chosen: Flags) -> Feedback:
        """Some rows of the feedback."""
        told = self.feedback
        return Feedback(
            told.resident[chosen], told.offer[chosen], told.position[chosen], told.action[chosen], told.answer[chosen]
        )

    def held_out(self) -> Flags:
        """(rows,): what concerns the residents who were active last; nothing of theirs is learned from."""
        who = self.feedback.resident
        newest = np.full(len(self.residents), -np.inf)
        np.maximum.at(newest, who, self.at)
        active = np.flatnonzero(np.isfinite(newest))
        order = active[np.lexsort((active, newest[active]))]
        kept_apart = order[len(order) - int(np.ceil(HELD_OUT * len(order))) :]
        return np.isin(who, kept_apart)


def read() -> Evidence:
    """Everything there is, of people who consent today and are not secret; others' rows stay nameless and unused."""
    rows = feedback_rows()
    users = dict(session().exec(select(MatchPerson.id, MatchPerson.user_id)).all())
    people = pool().people
    residents = [people[key].profile for key in sorted(people)]
    published, others = _offers(set(rows.listing))
    offers = sorted([*published, *others], key=lambda offer: offer.id)
    number = {one.id: place for place, one in enumerate(residents)}
    place = {one.id: row for row, one in enumerate(offers)}
    known = [
        row for row in range(len(rows)) if users.get(rows.person[row], "") in number and rows.listing[row] in place
    ]
    who = [number[users[rows.person[row]]] for row in known]
    return Evidence(residents, offers, published, *_columns(rows, known, who, place))


def places_to_give(offers: Sequence[Offer]) -> NDArray[np.int64]:
    """(offers,) places left, -1 without a limit; a home has one, whoever is asked about it."""
    homes = ListingKind.HOME.value
    left = [(1 if o.kind == homes else -1) if o.capacity_left is None else o.capacity_left for o in offers]
    return np.array(left, dtype=np.int64)


def _offers(mentioned: set[str]) -> tuple[list[Offer], list[Offer]]:
    places, towns = places_of_towns(), standings()
    held = taken()
    published = [offer_of(row, places, held[row.id], towns) for row in published_for_matching()]
    earlier = sorted(mentioned - {offer.id for offer in published})
    found = [row for start in range(0, len(earlier), 500) for row in for_matching(earlier[start : start + 500])]
    return published, [replace(offer_of(row, places, 0, towns), capacity_left=None) for row in found]


def _columns(rows: FeedbackColumns, known: list[int], who: list[int], place: dict[str, int]) -> tuple[Any, ...]:
    positions = [rows.position[row] for row in known]
    feedback = Feedback(
        np.array(who, dtype=np.int32),
        np.array([place[rows.listing[row]] for row in known], dtype=np.int32),
        np.array([(position or 1) - 1 for position in positions], dtype=np.int32),
        np.array([_ACTIONS[rows.action[row]] for row in known], dtype=np.int8),
        np.array([_ANSWERS[rows.place[row]] for row in known], dtype=np.int8),
    )
    at = np.array([rows.at[row].timestamp() for row in known], dtype=np.float64)
    return feedback, at, np.array([position is not None for position in positions], dtype=bool)
