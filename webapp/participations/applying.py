"""A person applies, and takes it back; a place that becomes free goes to who waits the longest and fits in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, Role, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings import handling
from webapp.listings.models import Listing
from webapp.participations import letters, reminding, told
from webapp.participations.counts import places_taken
from webapp.participations.models import PARTICIPATION, Participation, ParticipationStatus
from webapp.participations.queries import own_open
from webapp.participations.terms import Terms, has_begun, obstacle, terms_of
from webapp.residents import queries as residents

SERVICE = "participations"
MOST_DAYS = 3
trail.ACTION_LABELS |= {"participation.apply": _l("応募した")}


@dataclass(frozen=True)
class Answers:
    """What somebody writes in an application."""

    adults: int = 1
    children: int = 0
    children_ages: str = ""
    wished_days: Sequence[date] = ()
    shown_name: str = ""
    message: str = ""
    shares_contact: bool = False


def locked(listing_id: str) -> Listing:
    """The listing, locked until the end of the transaction: who counts its places does so alone."""
    return session().get_one(Listing, listing_id, with_for_update=True)


def apply(listing: Listing, answers: Answers, *, by: Actor) -> Participation:
    """Ask for a place: given at once where the first come are taken, else the makers read and choose.

    Raises RuleBroken when nobody can apply, when this person did already, and when there is no room.
    """
    if not by.has(Role.RESIDENT) or by.user_id is None:
        raise NotAllowed(_("応募は、二地域居住者のアカウントでしてください。"))
    locked(listing.id)
    terms = terms_of(listing)
    _refuse(listing, terms, answers, by)
    row = _row(listing, answers, by.user_id)
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        raise RuleBroken(_twice()) from None
    trail.record(row, "participation.apply", by=by, to_status=row.status)
    told.tell(row, told.APPLIED)
    if terms.is_first_come:
        _place(row, listing, terms)
    else:
        letters.tell_person(row, letters.received)
    letters.tell_makers(row, letters.came_in)
    return row


def _refuse(listing: Listing, terms: Terms, answers: Answers, by: Actor) -> None:
    if sentence := obstacle(listing, terms):
        raise RuleBroken(sentence)
    if handling.handles(by, listing):
        raise RuleBroken(_("自分が担当する掲載には応募できません。"))
    if own_open(by.user_id or "", listing.id) is not None:
        raise RuleBroken(_twice())
    if answers.children and terms.children_from is None:
        raise RuleBroken(_("この募集は、子ども連れでの参加を受け付けていません。"))
    people = answers.adults + answers.children
    if terms.capacity is not None and people > terms.capacity:
        raise RuleBroken(_("人数が枠（%(n)s人）より多くなっています。人数を減らしてください。", n=terms.capacity))
    if any(day < today() for day in answers.wished_days):
        raise RuleBroken(_("希望日に、過ぎた日が入っています。これからの日を選んでください。"))


def _twice() -> str:
    return _("この募集には、もう応募しています。マイページの「応募・参加」から確かめてください。")


def _row(listing: Listing, answers: Answers, user_id: str) -> Participation:
    """Who asks for secrecy is known to the place by a chosen name only, and gives no address."""
    is_hidden = bool(residents.confidential_among({user_id}))
    if is_hidden and not answers.shown_name:
        raise RuleBroken(_("秘匿を希望しているため、相手に見せる呼び名を入力してください。本名でなくてかまいません。"))
    return Participation(
        listing_id=listing.id,
        municipality_code=listing.municipality_code,
        corporation_id=listing.corporation_id,
        user_id=user_id,
        shown_name=answers.shown_name,
        is_alias=is_hidden,
        shares_contact=answers.shares_contact and not is_hidden,
        adults=answers.adults,
        children=answers.children,
        children_ages=answers.children_ages if answers.children else "",
        wished_days=[day.isoformat() for day in dict.fromkeys(answers.wished_days)][:MOST_DAYS],
        message=answers.message,
        is_demo=listing.is_demo,
    )


def _place(row: Participation, listing: Listing, terms: Terms) -> None:
    service = system_actor(SERVICE)
    if _fits(row, listing, terms):
        PARTICIPATION.apply(row, "accept", by=service)
        row.decided_at = now()
        reminding.plan(row, listing)
        letters.tell_person(row, letters.accepted)
    elif terms.takes_waiting:
        PARTICIPATION.apply(row, "keep_waiting", by=service)
        letters.tell_person(row, letters.waits)
    else:
        raise RuleBroken(_("枠が埋まりました。人数を減らすか、ほかの催しを探してください。"))


def _fits(row: Participation, listing: Listing, terms: Terms) -> bool:
    return terms.capacity is None or places_taken(listing.id) + row.people <= terms.capacity


def withdraw(row: Participation, *, by: Actor) -> None:
    """The person does not come after all; a place that was theirs goes on."""
    if by.user_id is None or by.user_id != row.user_id:
        raise NotAllowed(_("ほかの人の応募は扱えません。"))
    listing = locked(row.listing_id)
    if row.status is ParticipationStatus.ACCEPTED and has_begun(listing):
        raise RuleBroken(_("始まったあとは取り下げられません。事情があるときは、主催者に伝えてください。"))
    held = row.status is ParticipationStatus.ACCEPTED
    PARTICIPATION.apply(row, "withdraw", by=by)
    row.changes += 1
    letters.tell_makers(row, letters.was_withdrawn)
    if held:
        move_up(listing)


def move_up(listing: Listing) -> None:
    """Give free places to who waits, in order; a party that does not fit in lets a smaller one pass. The listing is locked."""
    terms = terms_of(listing)
    if listing.status in handling.ENDED or has_begun(listing):
        return
    chosen = select(Participation).where(
        Participation.listing_id == listing.id, Participation.status == ParticipationStatus.WAITING
    )
    for row in session().exec(chosen.order_by(col(Participation.applied_at), col(Participation.id))):
        session().flush()
        if _fits(row, listing, terms):
            PARTICIPATION.apply(row, "move_up", by=system_actor(SERVICE))
            row.decided_at, row.changes = now(), row.changes + 1
            reminding.plan(row, listing)
            letters.tell_person(row, letters.moved_up)
