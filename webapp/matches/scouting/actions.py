"""What happens to a scout: a place asks, the person answers, time runs out; nothing of the person leaves before a yes."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.listings import queries as listings
from webapp.listings.models import Listing
from webapp.matches import events
from webapp.matches.models import EventKind
from webapp.matches.scouting import letters, queries, rules
from webapp.matches.scouting.models import SCOUT, DeclineReason, Scout, ScoutBlock
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import ProgrammeStatus
from webapp.residents import actions as residents
from webapp.residents.models import ConsentPurpose
from webapp.residents.queries import consents_of, profile_of_user

REMIND, EXPIRE = "scout_reminder", "scout_expiry"
trail.ACTION_LABELS |= {
    "scout.send": _l("お声かけを送った"),
    "scout.erase": _l("お声かけから本人の情報を消した"),
    "scout_block.block": _l("お声かけの相手を止めた"),
    "scout_block.unblock": _l("お声かけの相手を止めるのをやめた"),
}


@dataclass(frozen=True)
class Asked:
    """Who asks whom: the sender's key and corporation, the person, and the name the person has for this listing."""

    sender: str
    corporation_id: str | None
    user_id: str
    candidate: str


@dataclass(frozen=True)
class Words:
    """What the place says: the reasons it chose, its own reason, what happens next, and who signs."""

    facts: list[dict[str, Any]]
    message: str
    next_step: str
    signed: str


def send(listing: Listing, asked: Asked, words: Words, *, by: Actor) -> Scout:
    """Ask one person. Raises RuleBroken for a text that is no reason of its own, and for every limit."""
    _refuse(listing, asked, words)
    code = listing.municipality_code
    scout = Scout(
        **vars(asked),
        **vars(words),
        municipality_code=code,
        listing_id=listing.id,
        sent_by=by.user_id,
        reply_by=now() + timedelta(days=municipalities.setting("scout_reply_days", code)),
    )
    try:
        with session().begin_nested():
            session().add(scout)
    except IntegrityError:
        raise RuleBroken(_("この人には、返事を待っているお声かけがすでにあります。")) from None
    trail.record(scout, "scout.send", by=by, to_status=scout.status)
    _tell_person(scout, letters.arrived)
    _log(scout, EventKind.PLACE_ACCEPTED)
    enqueue(EXPIRE, {"scout": scout.id}, key=f"{EXPIRE}:{scout.id}", run_at=scout.reply_by)
    remind_at = scout.sent_at + rules.REMIND_AFTER
    if remind_at < scout.reply_by:
        enqueue(REMIND, {"scout": scout.id}, key=f"{REMIND}:{scout.id}", run_at=remind_at)
    return scout


def _refuse(listing: Listing, asked: Asked, words: Words) -> None:
    programme = municipalities.programme(listing.municipality_code)
    if not listing.is_public or (programme is not None and programme.status is not ProgrammeStatus.ACTIVE):
        raise RuleBroken(_("いまは受け付けていない掲載のため、お声かけできません。"))
    if len(words.message.strip()) < rules.SHORTEST_MESSAGE:
        raise RuleBroken(_("その人だけの理由を、%(n)s字以上で書いてください。", n=rules.SHORTEST_MESSAGE))
    if not words.facts:
        raise RuleBroken(_("合うと考えた理由を、一つ以上選んでください。"))
    if sentence := queries.standing_of(asked.sender).refusal or _crowding(listing, asked):
        raise RuleBroken(sentence)
    if rules.is_copy(words.message, queries.messages_of(asked.sender)):
        raise RuleBroken(
            _(
                "前に別の人へ送った文章と、ほとんど同じです。同じ文章を何人にも送ることはできません。"
                "この人に声をかける理由を、この人のために書いてください。"
            )
        )


def _crowding(listing: Listing, asked: Asked) -> str:
    """Why this person is left in peace now; empty when they may be asked."""
    if asked.user_id in queries.blocking(asked.sender) or not _may_be_asked(asked):
        return _("この人には、お声かけできません。")
    earlier = queries.between(asked.sender, asked.user_id)
    if any(scout.is_open for scout in earlier):
        return _("この人には、返事を待っているお声かけがすでにあります。")
    if any(scout.listing_id == listing.id for scout in earlier):
        return _("この掲載では、この人に一度お声かけしています。同じ掲載で重ねて送ることはできません。")
    if any((scout.answered_at or scout.reply_by) > now() - rules.COOL_DOWN for scout in earlier):
        return _(
            "この人は、最近のお声かけを見送ったか、返事をしていません。%(n)s日は間をあけてください。",
            n=rules.COOL_DOWN.days,
        )
    if len(queries.open_to(asked.user_id)) >= rules.MOST_OPEN:
        return _("この人には、いま多くのお声かけが届いています。しばらく時間をおいてください。")
    return ""


def _may_be_asked(asked: Asked) -> bool:
    """Agreed to be matched and to be found by such a sender, and asks for no secrecy."""
    profile = profile_of_user(asked.user_id)
    found_by = ConsentPurpose.CORPORATIONS if asked.corporation_id else ConsentPurpose.TOWNS
    given = {purpose for purpose, row in consents_of(asked.user_id).items() if row.is_given}
    return profile is not None and not profile.is_confidential and {ConsentPurpose.MATCHING, found_by} <= given


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
    _log(scout, EventKind.INTERESTED)
    scout.contact = {"name": profile.full_name or person.display_name, "email": person.email}
    residents.consent(person.id, {ConsentPurpose.CONTACT: True}, by=by, given_to=scout.sender)
    _tell_person(scout, letters.contact_given)
    _tell_place(scout, letters.accepted)


def decline(scout: Scout, *, by: Actor, reason: DeclineReason | None = None, answer: str = "") -> None:
    """The person says no; why is theirs to say or not."""
    _move(scout, "decline", by, answer)
    _log(scout, EventKind.NOT_NOW)
    scout.decline_reason = reason
    _tell_place(scout, letters.declined)


def retract(scout: Scout, *, by: Actor) -> None:
    """The person takes name and address back from a place."""
    person = _addressee(scout, by)
    _move(scout, "retract", by)
    scout.contact = {}
    residents.consent(person.id, {ConsentPurpose.CONTACT: False}, by=by, given_to=scout.sender)
    _tell_place(scout, letters.retracted)


def withdraw(scout: Scout, *, by: Actor, reason: str) -> None:
    """The place takes its question back."""
    SCOUT.apply(scout, "withdraw", by=by, reason=reason)
    scout.answered_at = now()
    _tell_person(scout, letters.withdrawn)


def expire(scout: Scout, *, by: Actor) -> None:
    """End what was not answered in time; nothing happens to what was."""
    if queries.is_over(scout, now()):
        SCOUT.apply(scout, "expire", by=by)
        _tell_place(scout, letters.expired)


def remind(scout: Scout) -> None:
    """One letter to who has not answered yet."""
    if scout.is_open and not queries.is_over(scout, now()):
        _tell_person(scout, letters.reminder)


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


def _log(scout: Scout, kind: EventKind) -> None:
    """What learning reads: who asks says yes to a person, and the person answers."""
    if scout.user_id is not None:
        events.write([events.Happening(scout.user_id, scout.listing_id, kind)])


def _addressee(scout: Scout, by: Actor) -> User:
    if scout.user_id is None or by.user_id != scout.user_id:
        raise NotAllowed(_("ほかの人へのお声かけには答えられません。"))
    return accounts.user(scout.user_id)


def _tell_person(scout: Scout, write: Any) -> None:
    person = accounts.user(scout.user_id) if scout.user_id else None
    if person is not None and person.is_active:
        _post(person, write, scout)


def _tell_place(scout: Scout, write: Any) -> None:
    """Who asked, if they still work there; else everybody who does."""
    role = (Role.CORPORATION,) if scout.corporation_id else (Role.HUB, *TOWN_ROLES)
    people = accounts.staff_of(scout.sender, *role)
    for person in [one for one in people if one.id == scout.sent_by] or people:
        _post(person, write, scout)


def _post(person: User, write: Any, scout: Scout) -> None:
    listing = listings.by_id(scout.listing_id)
    name = queries.sender_names({scout.sender}).get(scout.sender, "")
    post.queue(person, write, scout=scout, listing=listing, sender=name)
