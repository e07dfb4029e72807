"""What a resident waits for: how many days by now, and by when somebody means to answer."""

from dataclasses import dataclass
from datetime import date, datetime

from webapp.bookings.models import BookingStatus
from webapp.core.clock import in_tokyo, today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import measured
from webapp.core.plots import Row, stacked_rows
from webapp.core.templating import link, show_date
from webapp.inquiries.threads import clock
from webapp.pages.dashboards.panel import Panel
from webapp.pages.dashboards.resident.facts import Mine
from webapp.participations.models import ParticipationStatus
from webapp.registrations.models import RegistrationStatus

SHOWN = 8


@dataclass(frozen=True)
class Waits:
    """One thing somebody else has to answer; `due` may be unknown."""

    title: str
    since: date
    due: date | None
    href: str

    @property
    def days(self) -> int:
        """How long by now."""
        return (today() - self.since).days


def waiting(mine: Mine) -> Panel | None:
    """Everything that lies with others; None for who waits for nothing."""
    found = sorted(
        [*_registrations(mine), *_bookings(mine), *_participations(mine), *_threads(mine)], key=lambda w: w.since
    )
    if not found:
        return None
    shown = found[:SHOWN]
    return Panel(
        question=_("返事を待っているものは"),
        says=_("%(n)s件の返事を待っています。いちばん長いものは%(days)s日です。", n=len(found), days=found[0].days),
        head=[_("何を"), _("いつから"), _("日数"), _("返事の期限")],
        rows=[[one.title, one.since.isoformat(), one.days, one.due.isoformat() if one.due else ""] for one in found],
        plot=stacked_rows(
            [Row(one.title, (one.days,), measured(str(one.days), _("日")), _note(one), one.href) for one in shown],
            names=(_("待っている日数"),),
            title=_("返事を待っている日数"),
            ident="my-waiting",
        ),
    )


def _note(one: Waits) -> str:
    if one.due is None:
        return _("%(day)sから待っています", day=show_date(one.since))
    if one.due < today():
        return _("期限の%(day)sを過ぎています", day=show_date(one.due))
    return _("返事の期限は%(day)s", day=show_date(one.due))


def _day(moment: datetime | None) -> date:
    return in_tokyo(moment).date() if moment else today()


def _registrations(mine: Mine) -> list[Waits]:
    return [
        Waits(
            _("%(town)sへの登録の申請", town=town.full_name),
            _day(row.resubmitted_at or row.submitted_at),
            row.due_on,
            link("registrations.show", registration_id=row.id),
        )
        for row, town in mine.current
        if row.status_for_applicant is RegistrationStatus.SUBMITTED
    ]


def _bookings(mine: Mine) -> list[Waits]:
    return [
        Waits(calendar.title, _day(row.created_at), None, link("bookings.show", booking_id=row.id))
        for row, calendar in mine.bookings
        if row.status in (BookingStatus.REQUESTED, BookingStatus.WAITING)
    ]


def _participations(mine: Mine) -> list[Waits]:
    return [
        Waits(listing.title, _day(row.applied_at), None, link("participations.show", participation_id=row.id))
        for row, listing, _town in mine.participations
        if row.status in (ParticipationStatus.APPLIED, ParticipationStatus.WAITING)
    ]


def _threads(mine: Mine) -> list[Waits]:
    return [
        Waits(
            thread.subject,
            _day(thread.waiting_since),
            clock.last_day(thread.due_at).date() if thread.due_at else None,
            link("threads.show", thread_id=thread.id),
        )
        for thread in mine.threads
        if thread.waits
    ]
