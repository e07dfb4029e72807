"""Dates of the demo that lie back: what was decided months ago, what waits for days, what residents looked at."""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.activities.records.models import ActivityRecord, RecordStatus
from webapp.certificates.models import Certificate
from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.inquiries.reports.models import PENDING, Report
from webapp.listings.models import OFFERED, Listing, ListingStatus
from webapp.matches.events import Happening, write
from webapp.matches.models import EventKind, MatchEvent
from webapp.registrations.models import Registration, RegistrationStatus

DAY = timedelta(days=1)
#: how many days ago somebody last said that a listing still holds, one listing after the other
_SAID = (4, 19, 41, 66, 97, 133, 182)
#: application → days since it came, days since it was decided, days to the deadline
_CAME: dict[str, tuple[int, int | None, int | None]] = {
    "minor": (15, None, -1),
    "confidential": (6, None, 4),
    "correction": (23, None, None),
    "refused": (71, 62, None),
    "approved": (97, 90, None),
}
_LOOKED_OVER, _LOOKERS = 84, 24


def seed(world: World) -> None:
    """Set them back once."""
    if session().exec(select(MatchEvent.id).where(MatchEvent.kind == EventKind.VIEW).limit(1)).first():
        return
    _registrations(world)
    _waiting_work()
    _listings()
    _looks(world)
    session().flush()


def _registrations(world: World) -> None:
    """Who has been on the register for months was decided then; its certificate was issued then."""
    made: dict[str, Registration] = world.things["registrations"]
    for key, (came, decided, due) in _CAME.items():
        row = made[key]
        row.submitted_at = now() - came * DAY
        row.decided_at = now() - decided * DAY if decided else row.decided_at
        row.due_on = today() + due * DAY if due else row.due_on
    standing = (Registration.status == RegistrationStatus.APPROVED, col(Registration.valid_from) < today())
    for row in session().exec(select(Registration).where(*standing)):
        began = _noon(row.valid_from or today())
        row.submitted_at, row.decided_at = began - 8 * DAY, began
        session().execute(
            sa.update(Certificate).where(col(Certificate.registration_id) == row.id).values(issued_at=began)
        )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), TOKYO)


def _waiting_work() -> None:
    claims = select(ActivityRecord).where(ActivityRecord.status == RecordStatus.CLAIMED)
    for days, record in zip((9, 16), session().exec(claims.order_by(col(ActivityRecord.id))), strict=False):
        record.claimed_at = now() - days * DAY
    reports = select(Report).where(col(Report.status).in_(PENDING)).order_by(col(Report.id))
    for days, report in zip((11, 4), session().exec(reports), strict=False):
        report.reported_at = now() - days * DAY
    sent = select(Listing).where(Listing.status == ListingStatus.SUBMITTED).order_by(col(Listing.id))
    for listing in session().exec(sent):
        listing.submitted_at = now() - 5 * DAY


def _listings() -> None:
    shown = select(Listing).where(
        col(Listing.status).in_(OFFERED), Listing.source == "", Listing.as_of == today(), col(Listing.is_demo)
    )
    for number, listing in enumerate(session().exec(shown.order_by(col(Listing.id)))):
        listing.as_of = today() - _SAID[number % len(_SAID)] * DAY


def _looks(world: World) -> None:
    """Residents looked at what the corporation of the main town shows: some listings more often than others."""
    chosen = select(Listing.id).where(
        Listing.municipality_code == MAIN_TOWN,
        col(Listing.corporation_id).is_not(None),
        col(Listing.status).in_(OFFERED),
        Listing.source == "",
    )
    listings = list(session().exec(chosen.order_by(col(Listing.id))))
    lookers = [user.id for key, user in sorted(world.users.items()) if key.startswith("crowd")][:_LOOKERS]
    write(
        [
            Happening(user_id, listing_id, EventKind.VIEW, at=now() - (7 * place + 11 * number) % _LOOKED_OVER * DAY)
            for place, listing_id in enumerate(listings)
            for number, user_id in enumerate(lookers[: max(3, _LOOKERS - 4 * place)])
        ]
    )
