"""Later work of accounts: letters to whom a forgotten password belongs, and forgetting what is over."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, delete, or_, select

from webapp.accounts import actions
from webapp.accounts.models import Membership, OneTimeLink, SignIn, User
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler

#: long enough for anybody to ask what happened, short enough to hold no needless data
KEPT = timedelta(days=30)


@handler(actions.RESET_ASKED, title=_l("パスワードを決め直すメールを書く"))
def send_reset_link(payload: dict[str, Any]) -> None:
    """Write the letter if there is such an account."""
    actions.send_reset_link(payload["email"])


def forget_old() -> None:
    """Drop what nobody needs any more: dead links and sign-ins, sign-ups that were never verified."""
    s = session()
    forgotten = select(User.id).where(
        col(User.email_verified_at).is_(None), col(User.closed_at).is_(None), col(User.created_at) < now() - KEPT
    )
    s.execute(
        delete(OneTimeLink).where(
            or_(col(OneTimeLink.expires_at) < now() - KEPT, col(OneTimeLink.user_id).in_(forgotten))
        )
    )
    s.execute(delete(SignIn).where(or_(col(SignIn.expires_at) < now() - KEPT, col(SignIn.revoked_at) < now() - KEPT)))
    s.execute(delete(Membership).where(col(Membership.user_id).in_(forgotten)))
    s.execute(delete(User).where(col(User.id).in_(forgotten)))
