"""What becomes of a scout: the person answers, the place takes it back, time runs out; no name leaves before a yes."""

from dataclasses import replace

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings import queries as listings
from webapp.matches import events
from webapp.matches.models import EventKind
from webapp.matches.scouting import asking, letters, queries
from webapp.matches.scouting.models import SCOUT, DeclineReason, Scout, ScoutBlock
from webapp.residents import actions as residents
from webapp.residents.models import ConsentPurpose, ConsentScreen
from webapp.residents.queries import profile_of_user

trail.ACTION_LABELS |= {
    "scout.send": _l("お声かけを送った"),
    "scout.erase": _l("お声かけから本人の情報を消した"),
    "scout_block.block": _l("お声かけの相手を止めた"),
    "scout_block.unblock": _l("お声かけの相手を止めるのをやめた"),
}


def consider(scout: Scout, *, by: Actor) -> None:
    """The person tells that they think about it; the clock runs on."""
    _move(scout, "consider", by)


def accept(scout: Scout, *, by: Actor, answer: str = "") -> None:
    """The person wants to hear more: name and address go to this place, and the consent to it is noted."""
    person = _addressee(scout, by)
    if not listings.by_id(scout.listing_id).is_public:
        raise RuleBroken(_("この掲載は終わったか、いまは休んでいます。名前と連絡先は伝えていません。"))
    profile = profile_of_user(person.id)
    if profile is None or profile.is_confidential:
        raise RuleBroken(
            _("「秘匿を希望する」を選んでいるため、名前と連絡先は伝えられません。まちの窓口に直接相談してください。")
        )
    _move(scout, "accept", by, answer)
    asking.log_answer(scout, EventKind.INTERESTED)
    scout.contact = {"name": profile.full_name or person.display_name, "email": person.email}
    residents.consent(
        person.id, {ConsentPurpose.CONTACT: True}, by=by, given_to=scout.sender, screen=ConsentScreen.SCOUT
    )
    letters.tell_person(scout, letters.contact_given)
    letters.tell_place(scout, letters.accepted)


def decline(scout: Scout, *, by: Actor, reason: DeclineReason | None = None, answer: str = "") -> None:
    """The person says no; why is theirs to say or not."""
    _move(scout, "decline", by, answer)
    asking.log_answer(scout, EventKind.NOT_NOW)
    scout.decline_reason = reason
    letters.tell_place(scout, letters.declined)


def retract(scout: Scout, *, by: Actor) -> None:
    """The person takes name and address back from a place."""
    person = _addressee(scout, by)
    _move(scout, "retract", by)
    scout.contact = {}
    residents.consent(
        person.id, {ConsentPurpose.CONTACT: False}, by=by, given_to=scout.sender, screen=ConsentScreen.SCOUT
    )
    letters.tell_place(scout, letters.retracted)


def withdraw(scout: Scout, *, by: Actor, reason: str) -> None:
    """The place takes its question back, and with it its yes to who had said 「興味あり」."""
    end(scout, by=by, reason=reason)
    if scout.user_id and events.has_happened(scout.user_id, scout.listing_id, EventKind.PLACE_ACCEPTED):
        asking.log_answer(scout, EventKind.PLACE_DECLINED)


def end(scout: Scout, *, by: Actor, reason: str) -> None:
    """The question goes for a reason that says nothing of the person."""
    SCOUT.apply(scout, "withdraw", by=by, reason=reason)
    scout.answered_at = now()
    letters.tell_person(scout, letters.withdrawn)


def expire(scout: Scout, *, by: Actor) -> None:
    """End what was not answered in time; nothing happens to what was."""
    if queries.is_over(scout, now()):
        SCOUT.apply(scout, "expire", by=by)
        letters.tell_place(scout, letters.expired)


def remind(scout: Scout) -> None:
    """One letter to who has not answered yet."""
    if scout.is_open and not queries.is_over(scout, now()):
        letters.tell_person(scout, letters.reminder)


def block(scout: Scout, *, by: Actor) -> None:
    """Hear nothing more from this sender: an open question is declined, and the person is found no more."""
    person = _addressee(scout, by)
    if person.id not in queries.blocking(scout.sender):
        row = ScoutBlock(user_id=person.id, sender=scout.sender)
        session().add(row)
        session().flush()
        trail.record(row, "scout_block.block", by=by)
    for open_one in queries.between(scout.sender, person.id):
        if open_one.is_open:
            decline(open_one, by=by)


def unblock(row: ScoutBlock, *, by: Actor) -> None:
    """Let this sender ask again."""
    trail.record(row, "scout_block.unblock", by=by)
    session().delete(row)


def _move(scout: Scout, name: str, by: Actor, answer: str = "") -> None:
    """By the person, but without their id: the trail of a town must not lead from one listing to another."""
    _addressee(scout, by)
    SCOUT.apply(scout, name, by=replace(by, user_id=None))
    if name != "consider":
        scout.answered_at, scout.answer = now(), answer.strip()


def _addressee(scout: Scout, by: Actor) -> User:
    if scout.user_id is None or by.user_id != scout.user_id:
        raise NotAllowed(_("ほかの人へのお声かけには答えられません。"))
    return accounts.user(scout.user_id)
