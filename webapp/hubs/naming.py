"""What people are called among each other: by the name they chose, never by one where they ask for secrecy."""

from collections.abc import Iterable
from typing import Protocol

from webapp.accounts import queries as accounts
from webapp.core.actor import Actor
from webapp.core.i18n import gettext as _
from webapp.residents import queries as residents


class Named(Protocol):
    """A row about somebody under a name they chose."""

    id: str
    user_id: str | None
    shown_name: str


def names_of(rows: Iterable[Named], reader: Actor) -> dict[str, str]:
    """Row id → what this reader is told: one's own name always, nobody else's who asks for secrecy."""
    known = list(rows)
    hidden = residents.confidential_among({row.user_id for row in known if row.user_id}) - {reader.user_id}
    return {row.id: _("お名前は伏せています") if row.user_id in hidden else _told(row) for row in known}


def _told(row: Named) -> str:
    return row.shown_name or _("退会した利用者")


def suggested(actor: Actor) -> str:
    """The name with which a form begins; nothing for who asks for secrecy, so that they choose one."""
    if actor.user_id is None or residents.confidential_among({actor.user_id}):
        return ""
    return accounts.user(actor.user_id).display_name
