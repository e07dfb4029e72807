"""What the town's work queue shows: whose, how it came in, what is late or came back, in which order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core.actor import TOWN_ROLES, Actor
from webapp.core.clock import today
from webapp.core.i18n import lazy as _l
from webapp.registrations.desk.deputies import absent_for
from webapp.registrations.models import PENDING, STANDING, Channel, Registration, RegistrationStatus
from webapp.registrations.premium.models import PremiumRequest, PremiumStatus
from webapp.registrations.queries import QueuePage, queue_for

_S = RegistrationStatus
#: what the queue can show: address value → words, statuses
SHOWS: dict[str, tuple[Any, tuple[RegistrationStatus, ...]]] = {
    "open": (_l("これから対応するもの"), PENDING),
    "submitted": (_S.SUBMITTED.label, (_S.SUBMITTED,)),
    "proposed": (_S.PROPOSED.label, (_S.PROPOSED,)),
    "correction": (_S.CORRECTION.label, (_S.CORRECTION,)),
    "approved": (_S.APPROVED.label, STANDING),
    "closed": (_l("終わったもの"), (_S.REFUSED, _S.WITHDRAWN, _S.EXPIRED, _S.ENDED)),
}
_RECEIVED = sa.func.coalesce(col(Registration.resubmitted_at), col(Registration.submitted_at))
SORTS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "due": (_l("期限の近い順"), ()),
    "old": (_l("届いた順（古いものから）"), (_RECEIVED,)),
    "new": (_l("届いた順（新しいものから）"), (_RECEIVED.desc(),)),
}
MINE, NOBODY = "mine", "nobody"
WISHES = {"premium": _l("プレミアムを希望・登録")}


@dataclass(frozen=True)
class Wanted:
    """What somebody chose; every value was checked to be one of the choices."""

    show: str = "open"
    word: str = ""
    channel: str = ""
    wish: str = ""
    who: str = ""
    overdue: bool = False
    resubmitted: bool = False
    sort: str = "due"
    page: int = 1

    @property
    def args(self) -> dict[str, Any]:
        """As values of an address, without what is not chosen."""
        known: dict[str, Any] = {
            "show": self.show, "q": self.word, "channel": self.channel, "wish": self.wish, "who": self.who,
            "overdue": "1" if self.overdue else "", "resubmitted": "1" if self.resubmitted else "", "sort": self.sort,
        }  # fmt: skip
        plain = {"show": "open", "sort": "due"}
        return {name: value for name, value in known.items() if value and plain.get(name) != value}


def staff_for(actor: Actor) -> dict[str, User]:
    """The colleagues in the actor's towns, themselves included, by id."""
    people = [person for code in sorted(actor.municipalities) for person in accounts.staff_of(code, *TOWN_ROLES)]
    return {person.id: person for person in people}


def work_for(actor: Actor, wanted: Wanted) -> QueuePage:
    """One page of the work that was asked for."""
    return queue_for(
        actor,
        statuses=SHOWS[wanted.show][1],
        word=wanted.word,
        page=wanted.page,
        also=tuple(_conditions(actor, wanted)),
        order=SORTS[wanted.sort][1],
    )


def _conditions(actor: Actor, wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.channel:
        yield col(Registration.channel) == Channel(wanted.channel)
    if wanted.wish:
        asked = select(PremiumRequest.registration_id).where(PremiumRequest.status == PremiumStatus.REQUESTED)
        yield sa.or_(col(Registration.tier) == wanted.wish, col(Registration.id).in_(asked))
    if wanted.who:
        yield _held(actor, wanted.who)
    if wanted.overdue:
        yield sa.and_(col(Registration.due_on) < today(), col(Registration.status).in_((_S.SUBMITTED, _S.PROPOSED)))
    if wanted.resubmitted:
        yield col(Registration.resubmitted_at).is_not(None)


def _held(actor: Actor, who: str) -> sa.ColumnElement[bool]:
    """Mine with the desks that lie with me; nobody's with the desks of people who have left the office."""
    holder = col(Registration.assigned_to)
    if who == MINE:
        return holder.in_({actor.user_id, *absent_for(actor)})
    if who == NOBODY:
        return sa.or_(holder.is_(None), holder.not_in(set(staff_for(actor))))
    return holder == who
