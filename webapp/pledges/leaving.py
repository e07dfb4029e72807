"""What donors are told when the municipality they gave to has left."""

from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.municipalities import queries as municipalities
from webapp.pledges import letters
from webapp.pledges.models import Pledge, PledgeStatus

CONCERNED = (PledgeStatus.PENDING, PledgeStatus.AWAITING, PledgeStatus.PAID)


def tell_donors_of(municipality_code: str, *, by: Actor, reason: str) -> None:  # noqa: ARG001 - as its neighbours are called
    """One letter to everybody who gave or was about to; their donations and receipts stay as they are."""
    giving = select(Pledge.user_id).where(
        Pledge.municipality_code == municipality_code, col(Pledge.status).in_(CONCERNED)
    )
    donors = select(User).where(col(User.id).in_(giving), col(User.closed_at).is_(None)).order_by(col(User.id))
    town, office = municipalities.by_code(municipality_code), municipalities.programme(municipality_code)
    for donor in session().exec(donors):
        letters.town_left(donor, town, office)
