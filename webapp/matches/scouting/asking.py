"""A place asks one person: what it needs, what forbids it, and the clocks that start."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.jobs import enqueue
from webapp.corporations.models import Corporation
from webapp.listings.models import Listing
from webapp.matches import events
from webapp.matches.models import EventKind, MatchFeedback, Verdict
from webapp.matches.scouting import letters, queries, rules
from webapp.matches.scouting.models import Scout
from webapp.matches.taken import is_full
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality, ProgrammeStatus
from webapp.residents.models import ConsentPurpose, Resident
from webapp.residents.queries import consents_of, profile_of_user

REMIND, EXPIRE = "scout_reminder", "scout_expiry"


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
    take_turns(asked.sender, asked.corporation_id, [asked.user_id])
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
    letters.tell_person(scout, letters.arrived)
    if _is_interested(asked.user_id, listing.id):
        log_answer(scout, EventKind.PLACE_ACCEPTED)
    enqueue(EXPIRE, {"scout": scout.id}, key=f"{EXPIRE}:{scout.id}", run_at=scout.reply_by)
    remind_at = scout.sent_at + rules.REMIND_AFTER
    if remind_at < scout.reply_by:
        enqueue(REMIND, {"scout": scout.id}, key=f"{REMIND}:{scout.id}", run_at=remind_at)
    return scout


def take_turns(sender: str, corporation_id: str | None, user_ids: Collection[str]) -> None:
    """Wait until nobody else asks for this sender, nor asks these people: limits are counted before a row is added.

    First the sender, then the people by id; who asks several in one transaction names all of them at the beginning.
    """
    body = select(Corporation.id).where(Corporation.id == corporation_id)
    town = select(Municipality.code).where(Municipality.code == sender)
    people = select(Resident).where(col(Resident.user_id).in_(user_ids)).order_by(col(Resident.user_id))
    for rows in (body if corporation_id else town, people):
        session().exec(rows.with_for_update(key_share=True).execution_options(populate_existing=True)).all()


def _is_interested(user_id: str, listing_id: str) -> bool:
    """Whether the person said so before: only then does a question say yes to somebody."""
    mine = (MatchFeedback.user_id == user_id, MatchFeedback.listing_id == listing_id)
    chosen = select(MatchFeedback.id).where(*mine, MatchFeedback.verdict == Verdict.INTERESTED)
    return session().exec(chosen).first() is not None


def _refuse(listing: Listing, asked: Asked, words: Words) -> None:
    programme = municipalities.programme(listing.municipality_code)
    if not listing.is_public or (programme is not None and programme.status is not ProgrammeStatus.ACTIVE):
        raise RuleBroken(_("いまは受け付けていない掲載のため、お声かけできません。"))
    if len(words.message.strip()) < rules.SHORTEST_MESSAGE:
        raise RuleBroken(_("その人だけの理由を、%(n)s字以上で書いてください。", n=rules.SHORTEST_MESSAGE))
    if not words.facts:
        raise RuleBroken(_("合うと考えた理由を、一つ以上選んでください。"))
    if is_full(listing):
        raise RuleBroken(
            _("この掲載の枠は、返事を待っている人と受けた人で埋まっています。枠が空いてからお声かけしてください。")
        )
    if sentence := queries.standing_of(asked.sender).refusal or crowding(listing, asked):
        raise RuleBroken(sentence)
    if rules.is_copy(words.message, queries.messages_of(asked.sender)):
        raise RuleBroken(
            _(
                "前に別の人へ送った文章と、ほとんど同じです。同じ文章を何人にも送ることはできません。"
                "この人に声をかける理由を、この人のために書いてください。"
            )
        )


def crowding(listing: Listing, asked: Asked) -> str:
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
    given = {purpose for purpose, row in consents_of(asked.user_id).items() if row.counts}
    return profile is not None and not profile.is_confidential and {ConsentPurpose.MATCHING, found_by} <= given


def log_answer(scout: Scout, kind: EventKind) -> None:
    """What learning reads: what the person answers, and what the place answers who said 「興味あり」 before."""
    if scout.user_id is not None:
        events.write([events.Happening(scout.user_id, scout.listing_id, kind)])
