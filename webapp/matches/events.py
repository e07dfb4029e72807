"""The log of what was shown and what came of it: written under names that can be cut off from the person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from webapp.core.bulk import table_of
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.ids import new_id
from webapp.matches.models import EventKind, MatchEvent, MatchPerson
from webapp.residents.models import Consent, ConsentPurpose, Resident

#: from this version on the sentence of the consent says that suggestions and answers are logged
LOGGED_SINCE = "2026-11-21"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing between a person and a listing, before it stands in the log under another name."""

    user_id: str
    listing_id: str
    kind: EventKind
    page: str = ""
    position: int | None = None
    score: float | None = None
    model_version: str = ""
    at: datetime = field(default_factory=now)


def write(happenings: Sequence[Happening]) -> int:
    """Add to the log in the open transaction, all lines in one statement; how many.

    Left out is what concerns people who may not be logged: without consent, asking for secrecy, erased.
    """
    names = _log_names(loggable({one.user_id for one in happenings}))
    rows = [_row(one, names[one.user_id]) for one in happenings if one.user_id in names]
    if rows:
        session().execute(sa.insert(table_of(MatchEvent)), rows)
    return len(rows)


def loggable(user_ids: Collection[str]) -> set[str]:
    """Who of these people agreed, by a sentence that says so, and does not ask for secrecy."""
    said = session().exec(
        select(Consent)
        .join(Resident, col(Resident.user_id) == Consent.user_id)
        .where(
            Consent.purpose == ConsentPurpose.MATCHING,
            col(Consent.user_id).in_(user_ids),
            col(Resident.is_confidential).is_(False),
        )
        .order_by(col(Consent.id))
    )
    newest = {consent.user_id: consent for consent in said}
    return {who for who, consent in newest.items() if consent.is_given and consent.text_version >= LOGGED_SINCE}


def log_name_of(user_id: str) -> str | None:
    """Under which name a person stands in the log; None before the first line and after erasure."""
    return session().exec(select(MatchPerson.id).where(MatchPerson.user_id == user_id)).first()


def of_person(user_id: str) -> list[MatchEvent]:
    """A person's lines in the log, oldest first."""
    chosen = select(MatchEvent).join(MatchPerson, col(MatchPerson.id) == MatchEvent.person)
    return list(session().exec(chosen.where(MatchPerson.user_id == user_id).order_by(col(MatchEvent.id))))


def has_happened(user_id: str, listing_id: str, kind: EventKind) -> bool:
    """Whether the log holds such a line of this person and listing."""
    chosen = select(MatchEvent.id).join(MatchPerson, col(MatchPerson.id) == MatchEvent.person)
    mine = (MatchPerson.user_id == user_id, MatchEvent.listing_id == listing_id, MatchEvent.kind == kind)
    return session().exec(chosen.where(*mine)).first() is not None


def _log_names(user_ids: Collection[str]) -> dict[str, str]:
    known = _known_names(user_ids)
    missing = [{"id": new_id(), "user_id": who} for who in sorted(user_ids) if who not in known]
    if not missing:
        return known
    dialect: Any = postgresql if session().get_bind().dialect.name == "postgresql" else sqlite
    session().execute(dialect.insert(table_of(MatchPerson)).on_conflict_do_nothing(), missing)
    return _known_names(user_ids)


def _known_names(user_ids: Collection[str]) -> dict[str, str]:
    chosen = select(MatchPerson.user_id, MatchPerson.id).where(col(MatchPerson.user_id).in_(user_ids))
    return dict(session().exec(chosen).all())


def _row(one: Happening, name: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "person": name,
        "listing_id": one.listing_id,
        "kind": one.kind,
        "page": one.page,
        "position": one.position,
        "score": one.score,
        "model_version": one.model_version,
        "at": one.at,
    }
