"""What is known about applications: one's own, those of the listings one deals with, and how people are called there."""

from collections.abc import Sequence

from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.listings import handling
from webapp.listings.models import Listing
from webapp.municipalities.models import Municipality
from webapp.participations.models import HOLDS_PLACE, OPEN, OVER, Participation, ParticipationStatus
from webapp.residents import queries as residents

Own = tuple[Participation, Listing, Municipality]


def own_open(user_id: str, listing_id: str) -> Participation | None:
    """A person's application to a listing of which something may still come."""
    chosen = select(Participation).where(
        Participation.user_id == user_id, Participation.listing_id == listing_id, col(Participation.status).in_(OPEN)
    )
    return session().exec(chosen).first()


def own(actor: Actor) -> list[Own]:
    """The actor's applications, the newest first."""
    chosen = (
        select(Participation, Listing, Municipality)
        .join(Listing, col(Listing.id) == Participation.listing_id)
        .join(Municipality, col(Municipality.code) == Participation.municipality_code)
        .where(Participation.user_id == actor.user_id)
        .order_by(col(Participation.applied_at).desc(), col(Participation.id).desc())
    )
    return list(session().exec(chosen)) if actor.user_id else []


def own_participation_for(actor: Actor, participation_id: str, *, to_change: bool = False) -> Participation:
    """One of the actor's own, locked if it is to change. Raises NotThere."""
    found = session().get(Participation, participation_id)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return _locked(found) if to_change else found


def desk_participation_for(
    actor: Actor, participation_id: str, *, to_change: bool = False
) -> tuple[Participation, Listing]:
    """One to a listing whose people this actor deals with, locked if it is to change. Raises NotThere."""
    found = session().get(Participation, participation_id)
    if found is None:
        raise NotThere
    listing = handling.handled_for(actor, found.listing_id)
    return (_locked(found) if to_change else found), listing


def _locked(found: Participation) -> Participation:
    """The listing first and then the row, everywhere in this order: so nobody waits for each other."""
    session().get_one(Listing, found.listing_id, with_for_update=True)
    session().refresh(found, with_for_update=True)
    return found


def by_id(participation_id: str) -> Participation | None:
    """Whoever asks: for jobs."""
    return session().get(Participation, participation_id)


def of_listing(listing: Listing) -> list[Participation]:
    """Every application to a listing, in the order in which they came."""
    chosen = select(Participation).where(Participation.listing_id == listing.id)
    return list(session().exec(chosen.order_by(col(Participation.applied_at), col(Participation.id))))


def with_a_place(listing_id: str, user_id: str) -> Participation | None:
    """A person's participation in a listing that gave them a place."""
    chosen = select(Participation).where(
        Participation.listing_id == listing_id,
        Participation.user_id == user_id,
        col(Participation.status).in_(HOLDS_PLACE),
    )
    return session().exec(chosen.order_by(col(Participation.id).desc())).first()


def names_of(rows: Sequence[Participation]) -> dict[str, str]:
    """How each person is called at a desk, by the row's id: who asks for secrecy by the chosen name, or a number."""
    secret = residents.confidential_among({row.user_id for row in rows if row.user_id})
    return {row.id: _name(row, secret) for row in rows}


def _name(row: Participation, secret: set[str]) -> str:
    if row.shown_name and (row.is_alias or row.user_id not in secret):
        return row.shown_name
    return _("番号 %(number)s", number=row.reference)


def address_of(row: Participation) -> str:
    """The e-mail address the person gives to a place that takes them in; empty otherwise."""
    has_place = row.status in HOLDS_PLACE and row.status not in OVER
    if not has_place or not row.shares_contact or row.user_id is None:
        return ""
    return "" if residents.confidential_among({row.user_id}) else accounts.user(row.user_id).email


def absences_before(row: Participation) -> int:
    """How often the person stayed away from the same place without a word, this time left out."""
    chosen = select(Participation.id).where(
        Participation.user_id == row.user_id,
        Participation.id != row.id,
        Participation.municipality_code == row.municipality_code,
        Participation.corporation_id == row.corporation_id,
        Participation.status == ParticipationStatus.ABSENT,
    )
    return len(session().exec(chosen).all()) if row.user_id else 0


def turn_in_line(row: Participation) -> int:
    """Which one in the waiting list a person is, from 1."""
    chosen = select(Participation.id).where(
        Participation.listing_id == row.listing_id,
        Participation.status == row.status,
        col(Participation.applied_at) < row.applied_at,
    )
    return len(session().exec(chosen).all()) + 1
