"""What becomes of reports: told, taken up, decided and answered, taken to the operator, taken back."""

from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from webapp.core import ratelimit, trail
from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.jobs import enqueue
from webapp.core.templating import show_date
from webapp.core.workdays import end_of_working_day_after
from webapp.core.workflow import Move
from webapp.inquiries.reports import letters
from webapp.inquiries.reports.models import REPORT, Report, ReportKind, ReportReason, ReportStatus
from webapp.inquiries.threads import clock
from webapp.inquiries.threads.models import Thread
from webapp.listings import actions as listings
from webapp.listings import queries as known_listings
from webapp.listings.models import Listing
from webapp.municipalities import queries as municipalities

REMIND, OVERDUE = "report_reminder", "report_overdue"
A_DAY, MOST_A_DAY = timedelta(days=1), 10
trail.ACTION_LABELS |= {"report.tell": _l("知らせた"), "report.blank_email": _l("返事を送ったので宛先を消した")}


@dataclass(frozen=True)
class About:
    """What a report is about; `municipality_code` is the town that decides."""

    municipality_code: str
    listing: Listing | None = None
    thread: Thread | None = None


def tell(
    kind: ReportKind, reason: ReportReason, text: str, *, about: About, by: Actor, email: str = "", address: str = ""
) -> Report:
    """Tell a town. A visitor may leave an address for the answer; `address` is where the request came from."""
    if by.user_id is None and not by.is_system and kind is not ReportKind.LISTING:
        raise NotAllowed(_("サインインしてから申し出てください。"))
    report = _written(kind, reason, text, about, by, address)
    report.email = "" if by.user_id else email.strip().lower()
    letters.tell_town(report, letters.arrived)
    last_morning = in_tokyo(clock.last_day(report.due_at)).replace(hour=9, minute=0, second=0).astimezone(UTC)
    enqueue(REMIND, {"report": report.id}, key=f"{REMIND}:{report.id}", run_at=last_morning)
    enqueue(OVERDUE, {"report": report.id}, key=f"{OVERDUE}:{report.id}", run_at=report.due_at)
    return report


def tell_operator(reason: ReportReason, text: str, *, about: About, by: Actor) -> Report:
    """A confidential word for the operator alone: the town hears nothing."""
    if by.user_id is None:
        raise NotAllowed(_("サインインしてから相談してください。"))
    report = _written(ReportKind.CONFIDENTIAL, reason, text, about, by)
    report.is_for_operator = True
    REPORT.apply(report, "raise", by=replace(by, user_id=None))
    letters.tell_operators(report, letters.raised)
    return report


def _written(kind: ReportKind, reason: ReportReason, text: str, about: About, by: Actor, address: str = "") -> Report:
    ratelimit.hit("report", by.user_id or address, limit=MOST_A_DAY, per=A_DAY)
    days = int(municipalities.setting("report_answer_days", about.municipality_code))
    report = Report(
        kind=kind,
        reason=reason,
        municipality_code=about.municipality_code,
        listing_id=about.listing.id if about.listing else None,
        thread_id=about.thread.id if about.thread else None,
        user_id=by.user_id if kind is not ReportKind.ABUSE else None,
        text=text.strip(),
        due_at=end_of_working_day_after(now(), days),
    )
    session().add(report)
    session().flush()
    trail.record(report, "report.tell", by=replace(by, user_id=None), to_status=report.status)
    return report


def take(report: Report, *, by: Actor) -> None:
    """The town looks into it."""
    REPORT.apply(report, "take", by=by)
    letters.tell_person(report, letters.taken)


def decide(report: Report, answer: str, *, is_upheld: bool, by: Actor, hides: bool = False) -> None:
    """The town says what it found; a listing that is wrong may go out of the public view with it."""
    if hides and not is_upheld:
        raise RuleBroken(_("掲載を休止できるのは、問題を認めるときだけです。"))
    REPORT.apply(report, "uphold" if is_upheld else "dismiss", by=by, reason=answer)
    report.decision, report.decided_at = answer.strip(), now()
    if hides and report.listing_id:
        listing = known_listings.by_id(report.listing_id)
        if listing.is_public:
            listings.pause(listing, by=by, reason=recorded("掲載の問題の知らせを、まちが認めました。"))
    letters.tell_person(report, letters.decided)
    _forget_address(report, by)


def raise_to_operator(report: Report, *, by: Actor) -> None:
    """The person goes one step further: after the town's answer, or when there was none in time."""
    _own(report, by)
    if report.is_pending and report.due_at > now():
        raise RuleBroken(
            _(
                "まちが答える期限（%(day)s）までは、運営者には申し出られません。それまで待ってください。",
                day=show_date(clock.last_day(report.due_at)),
            )
        )
    REPORT.apply(report, "raise", by=replace(by, user_id=None))
    letters.tell_operators(report, letters.raised)


def conclude(report: Report, answer: str, *, by: Actor) -> None:
    """The operator's last word."""
    REPORT.apply(report, "conclude", by=by, reason=answer)
    report.decision, report.decided_at = answer.strip(), now()
    letters.tell_person(report, letters.concluded)


def withdraw(report: Report, *, by: Actor) -> None:
    """The person takes it back."""
    _own(report, by)
    REPORT.apply(report, "withdraw", by=replace(by, user_id=None))


def _own(report: Report, by: Actor) -> None:
    if report.user_id is None or report.user_id != by.user_id:
        raise NotAllowed(_("ほかの人の申し出は扱えません。"))


def _forget_address(report: Report, by: Actor) -> None:
    if report.email:
        report.email = ""
        trail.record(report, "report.blank_email", by=by)


def open_to_person(report: Report, *, by: Actor) -> list[Move[ReportStatus]]:
    """What the person may do now; to the operator only after the town's answer or its deadline."""
    is_early = report.is_pending and report.due_at > now()
    return [
        move
        for move in REPORT.open_moves(report, by=by)
        if move.name == "withdraw" or (move.name == "raise" and not is_early)
    ]
