"""Signed-in browsers as rows: ending one, ending all."""

from sqlmodel import col, select

from webapp.accounts.models import SignIn, User
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session


def sign_out_everywhere(person: User, *, but: str | None = None) -> int:
    """Sign a person out in every browser, except in the sign-in with the id `but`; how many there were."""
    rows = session().exec(select(SignIn).where(SignIn.user_id == person.id, col(SignIn.revoked_at).is_(None)))
    ended = [row for row in rows if row.id != but]
    for row in ended:
        row.revoked_at = now()
    return len(ended)


def revoke(sign_in: SignIn, *, by: Actor) -> None:
    """Sign one browser out from afar."""
    sign_in.revoked_at = now()
    trail.record(sign_in, "accounts.revoke_device", by=by)
