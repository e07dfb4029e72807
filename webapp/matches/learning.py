"""The log as columns for learning: one row for each time a listing was put before a person, and what came of it.

A place answers in the log only where it answers somebody: it asks a person who had said 「興味あり」 to this very listing
(accepted), or takes that question back (declined). Nobody applies for a listing in the product yet, so APPLICATION is
never written: a registration is with a town and for no listing, who accepts a question hears more (INTERESTED), and who
likes what the desk suggests says so like for any other listing. A place cannot yet say no to somebody's interest, so few
answers of places are there to learn from, and yeses outnumber noes.
"""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from webapp.core.bulk import table_of
from webapp.core.database import session
from webapp.matches.models import EventKind, MatchEvent

#: event → how far the person went; the furthest counts
_STEPS = {EventKind.VIEW: 1, EventKind.INTERESTED: 2, EventKind.APPLICATION: 3}
ACTIONS = ("ignored", "viewed", "interested", "applied")
NOT_NOW = "not_now"
_PLACE = {EventKind.PLACE_ACCEPTED: "accepted", EventKind.PLACE_DECLINED: "declined"}


@dataclass
class FeedbackColumns:
    """Columns of equal length. `action` is one of `ACTIONS` or "not_now", `place` is accepted, declined or "".

    `position` counts from 1; None where the person found the listing without being shown it as a suggestion.
    """

    person: list[str] = field(default_factory=list)
    listing: list[str] = field(default_factory=list)
    page: list[str] = field(default_factory=list)
    position: list[int | None] = field(default_factory=list)
    score: list[float | None] = field(default_factory=list)
    model_version: list[str] = field(default_factory=list)
    at: list[datetime] = field(default_factory=list)
    action: list[str] = field(default_factory=list)
    place: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.person)


def feedback_rows(since: datetime | None = None) -> FeedbackColumns:
    """What was shown since then and what followed; people stand under the log's names, nothing else is said of them.

    What only the staff of a town saw is left out: the person could not answer it.

    What a person does counts for the last time the listing was put before them.
    """
    columns, newest = FeedbackColumns(), dict[tuple[str, str], int]()
    event = table_of(MatchEvent).c
    chosen = sa.select(
        event.person,
        event.listing_id,
        event.kind,
        event.page,
        event.position,
        event.score,
        event.model_version,
        event.at,
    )
    chosen = chosen.where(event.kind != EventKind.PROPOSED).order_by(event.at, event.id)
    for row in session().execute(chosen.where(event.at >= since) if since else chosen):
        pair = (row.person, row.listing_id)
        if row.kind is EventKind.IMPRESSION or pair not in newest:
            newest[pair] = _open(columns, row)
        _take(columns, newest[pair], row.kind)
    return columns


def _open(columns: FeedbackColumns, row: sa.Row) -> int:  # type: ignore[type-arg]
    columns.person.append(row.person)
    columns.listing.append(row.listing_id)
    columns.page.append(row.page)
    columns.position.append(row.position)
    columns.score.append(row.score)
    columns.model_version.append(row.model_version)
    columns.at.append(row.at)
    columns.action.append(ACTIONS[0])
    columns.place.append("")
    return len(columns) - 1


def _take(columns: FeedbackColumns, place: int, kind: EventKind) -> None:
    before = columns.action[place]
    if kind in _PLACE:
        columns.place[place] = _PLACE[kind]
    elif kind is EventKind.NOT_NOW:
        columns.action[place] = NOT_NOW
    elif kind is EventKind.TAKEN_BACK:
        columns.action[place] = ACTIONS[1] if before in (NOT_NOW, ACTIONS[2]) else before
    else:
        columns.action[place] = _further(before, _STEPS.get(kind, 0))


def _further(before: str, step: int) -> str:
    """Looking again does not undo 「今は違う」, asking does."""
    if before == NOT_NOW:
        return ACTIONS[step] if step > 1 else NOT_NOW
    return ACTIONS[max(step, ACTIONS.index(before))]
