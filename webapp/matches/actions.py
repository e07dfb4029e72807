"""What a resident says about suggestions: interested, not now and why, and taking it back."""

from datetime import timedelta

from sqlmodel import col, delete, select

from webapp.core import letters as post
from webapp.core import ratelimit, trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings.actions import makers, town_people
from webapp.listings.models import Listing
from webapp.matches import events, letters
from webapp.matches.events import Happening
from webapp.matches.models import EventKind, MatchFeedback, MatchPerson, Verdict, WhyNotNow
from webapp.municipalities import queries as municipalities
from webapp.residents import queries as residents
from webapp.residents.models import ConsentPurpose, Resident

trail.ACTION_LABELS |= {
    "match.put_aside": _l("おすすめから外した"),
    "match.interested": _l("「興味あり」を伝えた"),
    "match.take_back": _l("おすすめへの答えを取り消した"),
}
#: letters of interest a day: more than anybody reads with care
MOST_INTERESTS = 30


def put_aside(listing: Listing, *, by: Actor, reason: WhyNotNow | None = None, model_version: str = "") -> None:
    """「今は違う」: suggest it no more; said twice it only takes the later reason."""
    feedback = _feedback(listing, by)
    if feedback is None:
        feedback = _new(listing, Verdict.NOT_NOW, model_version, by)
    elif feedback.verdict is not Verdict.NOT_NOW:
        raise RuleBroken(_("「興味あり」と伝えた掲載です。先に「興味あり」を取り消してください。"))
    if reason is not None:
        feedback.reason = reason


def show_interest(listing: Listing, *, by: Actor, shows_name: bool = False, model_version: str = "") -> None:
    """「興味あり」: the place gets a letter, once; with the person's name only if they want it.

    Who adds the name later has a second letter sent; a name that was told stays told.
    Raises RuleBroken for who is not matched at all: without consent, or asking for secrecy.
    """
    profile = _matched_profile(by)
    feedback = _feedback(listing, by)
    if feedback is not None and feedback.verdict is Verdict.INTERESTED:
        if shows_name and not feedback.shows_name:
            feedback.shows_name = True
            _tell(listing, profile.full_name)
        return
    if feedback is not None:
        take_back(listing, by=by)
        session().flush()
    ratelimit.hit("match-interest", profile.user_id, limit=MOST_INTERESTS, per=timedelta(days=1))
    is_told_already = events.has_happened(profile.user_id, listing.id, EventKind.INTERESTED)
    _new(listing, Verdict.INTERESTED, model_version, by, shows_name=shows_name)
    if shows_name or not is_told_already:
        _tell(listing, profile.full_name if shows_name else "")


def take_back(listing: Listing, *, by: Actor) -> None:
    """Undo either word; without one nothing happens."""
    feedback = _feedback(listing, by)
    if feedback is not None:
        trail.record(feedback, "match.take_back", by=by)
        session().delete(feedback)
        events.write([Happening(feedback.user_id, listing.id, EventKind.TAKEN_BACK)])


def forget(user_id: str, *, by: Actor) -> None:
    """Before an account closes or a profile is erased: no word of theirs stays, and the log becomes anonymous."""
    if by.user_id != user_id and not by.is_system:
        raise NotAllowed(_("この操作をする権限がありません。"))
    for table in (MatchFeedback, MatchPerson):
        session().execute(delete(table).where(col(table.user_id) == user_id))


def _new(
    listing: Listing, verdict: Verdict, model_version: str, by: Actor, *, shows_name: bool = False
) -> MatchFeedback:
    user_id = _signed_in(by)
    feedback = MatchFeedback(
        user_id=user_id,
        listing_id=listing.id,
        verdict=verdict,
        shows_name=shows_name,
        model_version=model_version,
        at=now(),
    )
    session().add(feedback)
    session().flush()
    is_liked = verdict is Verdict.INTERESTED
    trail.record(feedback, "match.interested" if is_liked else "match.put_aside", by=by)
    kind = EventKind.INTERESTED if is_liked else EventKind.NOT_NOW
    events.write([Happening(user_id, listing.id, kind, model_version=model_version)])
    return feedback


def _feedback(listing: Listing, by: Actor) -> MatchFeedback | None:
    chosen = select(MatchFeedback).where(
        MatchFeedback.user_id == _signed_in(by), MatchFeedback.listing_id == listing.id
    )
    return session().exec(chosen).first()


def _signed_in(by: Actor) -> str:
    if by.user_id is None:
        raise NotAllowed(_("サインインしてください。"))
    return by.user_id


def _matched_profile(by: Actor) -> Resident:
    profile = residents.profile_of(by)
    if profile is None or not residents.allows(profile.user_id, ConsentPurpose.MATCHING):
        raise RuleBroken(_("おすすめへの同意がないため、「興味あり」を伝えられません。プロフィールで同意を選べます。"))
    if profile.is_confidential:
        raise RuleBroken(
            _("秘匿を希望しているため、「興味あり」は伝えません。あなたのことを、まちに知らせないためです。")
        )
    return profile


def _tell(listing: Listing, name: str) -> None:
    """The corporation that offers it, else the town."""
    place = municipalities.by_code(listing.municipality_code)
    people = makers(listing) if listing.corporation_id else town_people(listing)
    for person in people:
        post.queue(person, letters.interested, listing=listing, place=place, name=name)
