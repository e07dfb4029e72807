"""What donors are told when the municipality they gave to has left."""

from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.municipalities import queries as municipalities
from webapp.pledges import letters
from webapp.pledges.guests import addressee_of, draft_kind, page_of
from webapp.pledges.models import HOLDING, Pledge, PledgeStatus

CONCERNED = (PledgeStatus.PENDING, PledgeStatus.AWAITING, *HOLDING)


def tell_donors_of(municipality_code: str, *, by: Actor, reason: str) -> None:  # noqa: ARG001 - as its neighbours are called
    """One letter to everybody who gave or was about to; their donations and receipts stay as they are."""
    giving = (Pledge.municipality_code == municipality_code, col(Pledge.status).in_(CONCERNED))
    theirs = select(Pledge.user_id).where(*giving)
    donors = select(User).where(col(User.id).in_(theirs), col(User.closed_at).is_(None)).order_by(col(User.id))
    town, office = municipalities.by_code(municipality_code), municipalities.programme(municipality_code)
    for donor in session().exec(donors):
        letters.town_left(donor, town, office, "/my/pledges")
    guests = select(Pledge).where(*giving, col(Pledge.user_id).is_(None), Pledge.email != "").order_by(col(Pledge.id))
    for pledge in {pledge.email: pledge for pledge in session().exec(guests)}.values():
        letters.town_left(addressee_of(pledge), town, office, page_of(pledge), draft_kind(pledge))
