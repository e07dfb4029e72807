"""What the makers of a listing do with its applications: choose, decline, keep waiting, call off, note who came."""

from typing import Any

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.listings import handling
from webapp.listings.models import Listing
from webapp.participations import letters, reminding, told
from webapp.participations.applying import SERVICE, locked, move_up
from webapp.participations.counts import places_taken
from webapp.participations.models import OPEN, PARTICIPATION, Participation, ParticipationCall
from webapp.participations.models import ParticipationStatus as S
from webapp.participations.terms import call_of, first_day, terms_of

trail.ACTION_LABELS |= {"participation_call.set": _l("募集のしかたを決めた")}


def set_call(listing: Listing, changes: dict[str, Any], *, by: Actor) -> ParticipationCall:
    """Decide how people are taken in; more room lets who waits move up."""
    _must_handle(listing, by)
    locked(listing.id)
    taken, wanted = places_taken(listing.id), changes.get("capacity")
    if wanted is not None and wanted < taken:
        raise RuleBroken(_("もう%(n)s人の参加が決まっています。枠はこれより小さくできません。", n=taken))
    call = call_of(listing) or ParticipationCall(listing_id=listing.id, municipality_code=listing.municipality_code)
    for name, value in changes.items():
        setattr(call, name, value)
    call.updated_at = now()
    session().add(call)
    session().flush()
    trail.record(call, "participation_call.set", by=by)
    move_up(listing)
    return call


def accept(row: Participation, *, by: Actor) -> None:
    """Give them a place. Raises RuleBroken when there is none."""
    listing = _locked_with(row, by)
    terms = terms_of(listing)
    if terms.capacity is not None and places_taken(listing.id) + row.people > terms.capacity:
        raise RuleBroken(
            _("枠が足りません。枠を広げるか、キャンセル待ちにしてください（枠%(n)s人）。", n=terms.capacity)
        )
    PARTICIPATION.apply(row, "accept", by=by)
    _note(row, "", by)
    told.tell(row, told.ACCEPTED)
    reminding.plan(row, listing)
    letters.tell_person(row, letters.accepted)


def keep_waiting(row: Participation, *, by: Actor) -> None:
    """They move up by themselves when somebody else does not come."""
    _locked_with(row, by)
    PARTICIPATION.apply(row, "keep_waiting", by=by)
    _note(row, "", by)
    letters.tell_person(row, letters.waits)


def decline(row: Participation, *, reason: str, by: Actor) -> None:
    """Not this time; the person reads why."""
    _locked_with(row, by)
    PARTICIPATION.apply(row, "decline", by=by, reason=reason)
    _note(row, reason, by)
    told.tell(row, told.DECLINED)
    letters.tell_person(row, letters.declined)


def call_off(listing: Listing, *, reason: str, by: Actor) -> int:
    """It does not take place: everybody hears so, nobody can apply any more. How many it concerned."""
    if not by.is_system:
        _must_handle(listing, by)
    locked(listing.id)
    call = call_of(listing) or ParticipationCall(listing_id=listing.id, municipality_code=listing.municipality_code)
    call.is_open, call.updated_at = False, now()
    session().add(call)
    chosen = select(Participation).where(Participation.listing_id == listing.id, col(Participation.status).in_(OPEN))
    rows = list(session().exec(chosen))
    for row in rows:
        PARTICIPATION.apply(row, "call_off", by=by, reason=reason)
        _note(row, reason, by)
        letters.tell_person(row, letters.called_off)
    return len(rows)


def note(row: Participation, move: str, *, by: Actor) -> None:
    """Say who came and who did not; not before the day. `move` is note_done or note_absent."""
    listing = _locked_with(row, by)
    day = first_day(listing)
    if day is not None and today() < day:
        raise RuleBroken(_("出欠は、開催の日から記録できます。"))
    was_open = row.status is S.ACCEPTED
    PARTICIPATION.apply(row, move, by=by)
    row.over_at = row.over_at or now()
    if was_open and row.status is S.DONE:
        letters.tell_person(row, letters.how_was_it)


def note_by_service(row: Participation) -> None:
    """Checking in at the place, or nobody's word against it days after, says that the person came."""
    if row.status is S.ACCEPTED:
        PARTICIPATION.apply(row, "note_done", by=system_actor(SERVICE))
        row.over_at = now()
        letters.tell_person(row, letters.how_was_it)


def _locked_with(row: Participation, by: Actor) -> Listing:
    listing = locked(row.listing_id)
    _must_handle(listing, by)
    if row.user_id is not None and row.user_id == by.user_id:
        raise RuleBroken(_("自分の応募は、自分では決められません。ほかの担当者に頼んでください。"))
    return listing


def _must_handle(listing: Listing, by: Actor) -> None:
    if not handling.handles(by, listing):
        raise NotAllowed(_("応募を扱えるのは、この掲載の担当者だけです。"))


def _note(row: Participation, reason: str, by: Actor) -> None:
    row.decided_at, row.decided_by, row.decision_reason = now(), by.user_id, reason.strip()
    row.changes += 1
