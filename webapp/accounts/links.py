"""One-time links in letters: only a hash is stored, each works once, in its time, for its purpose."""

import hashlib
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.models import LinkPurpose, OneTimeLink, User
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_token

WAITING = {LinkPurpose.RESET_SECOND_FACTOR: timedelta(hours=24)}
LIFETIMES = {
    LinkPurpose.VERIFY_EMAIL: timedelta(hours=24),
    LinkPurpose.RESET_PASSWORD: timedelta(hours=1),
    LinkPurpose.CHANGE_EMAIL: timedelta(hours=24),
    LinkPurpose.UNDO_EMAIL_CHANGE: timedelta(days=7),
    LinkPurpose.RESET_SECOND_FACTOR: timedelta(days=7),
    LinkPurpose.INVITATION: timedelta(days=14),
    LinkPurpose.TAKEOVER_CODE: timedelta(days=180),
    LinkPurpose.TAKEOVER: timedelta(hours=24),
}


def hash_token(token: str) -> str:
    """What is stored of a secret token: its SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(
    purpose: LinkPurpose, email: str, *, user: User | None = None, token: str = "", **details: Any
) -> tuple[OneTimeLink, str]:
    """A new link and its token, which only the letter will know; a code on paper brings its own."""
    token = token or new_token()
    starts = now() + WAITING[purpose] if purpose in WAITING else None
    link = OneTimeLink(
        token_hash=hash_token(token),
        purpose=purpose,
        email=email,
        user_id=user.id if user else None,
        not_before=starts,
        expires_at=(starts or now()) + LIFETIMES[purpose],
        **details,
    )
    session().add(link)
    return link, token


def find(token: str, purpose: LinkPurpose) -> OneTimeLink | None:
    """The link of this purpose, if it can still be used."""
    chosen = select(OneTimeLink).where(OneTimeLink.token_hash == hash_token(token), OneTimeLink.purpose == purpose)
    link = session().exec(chosen).first()
    return link if link is not None and link.is_usable else None


def use(link: OneTimeLink) -> None:
    """Use a link up. Raises RuleBroken when somebody was quicker or its time has not come."""
    if link.is_waiting:
        raise RuleBroken(_("この手続きは、まだ待ち時間のなかにあります。時間がたってから、もう一度開いてください。"))
    claimed: Any = session().execute(
        sa.update(OneTimeLink)
        .where(col(OneTimeLink.id) == link.id, col(OneTimeLink.used_at).is_(None))
        .values(used_at=now())
    )
    if claimed.rowcount != 1:
        raise RuleBroken(_("このリンクはすでに使われています。"))


def revoke(user: User, *purposes: LinkPurpose) -> int:
    """Make a person's open links of these purposes worthless; how many there were."""
    revoked: Any = session().execute(
        sa.update(OneTimeLink)
        .where(
            col(OneTimeLink.user_id) == user.id,
            col(OneTimeLink.purpose).in_(purposes),
            col(OneTimeLink.used_at).is_(None),
        )
        .values(used_at=now())
    )
    return int(revoked.rowcount)


def revoke_later_than(link: OneTimeLink, *purposes: LinkPurpose) -> None:
    """Make the open links of the same person that were issued after this one worthless."""
    session().execute(
        sa.update(OneTimeLink)
        .where(
            col(OneTimeLink.user_id) == link.user_id,
            col(OneTimeLink.purpose).in_(purposes),
            col(OneTimeLink.created_at) >= link.created_at,
            col(OneTimeLink.used_at).is_(None),
        )
        .values(used_at=now())
    )
