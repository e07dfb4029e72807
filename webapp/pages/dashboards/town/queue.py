"""What waits for the staff of a town, kind by kind: how much, how long by now, until when; all in one question."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from webapp.activities.records.models import ActivityRecord, RecordStatus
from webapp.core.actor import Actor
from webapp.core.bulk import table_of
from webapp.core.clock import in_tokyo, now, today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.monthly import OF_TOWNS
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.queries import WAITING as DESIGNATIONS_WAIT
from webapp.inquiries.reports.models import PENDING as REPORTS_WAIT
from webapp.inquiries.reports.models import Report
from webapp.inquiries.threads.models import WAITS, Thread, of_town
from webapp.listings.models import Listing, ListingStatus
from webapp.onestop.models import OneStopApplication, OneStopStatus
from webapp.payments.models import PaymentDispute, PaymentRefund
from webapp.payments.states import OPEN_DISPUTES, RefundStatus
from webapp.projects.models import Project
from webapp.projects.states import WAITING_FOR_THE_TOWN
from webapp.registrations.life.models import Renewal, RenewalStatus
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.registrations.premium.models import PremiumRequest, PremiumStatus

#: days since something came: up to three, up to a week, up to two weeks, longer
AGES = (3, 7, 14)
_INSTANT = table_of(Listing).c.submitted_at.type


@dataclass(frozen=True)
class Kind:
    """One kind of work: where its rows lie, which of them wait, since when, and by when somebody is to answer."""

    label: Any
    endpoint: str
    table: Any
    waits: Any
    since: Any
    due_at: Any = None
    due_on: Any = None


@dataclass(frozen=True)
class Waiting:
    """How much of one kind waits: by age, the oldest day, the nearest deadline, how many are past it."""

    label: Any
    endpoint: str
    ages: tuple[int, ...]
    oldest: date
    due: date | None
    overdue: int

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.ages)


def _kinds() -> tuple[Kind, ...]:
    """In the order in which people wait for them."""
    submitted = (RegistrationStatus.SUBMITTED, RegistrationStatus.PROPOSED)
    came = sa.func.coalesce(col(Registration.resubmitted_at), col(Registration.submitted_at))
    open_disputes = col(PaymentDispute.status).in_(OPEN_DISPUTES)
    handed_in = sa.func.coalesce(
        col(Designation.resubmitted_at), col(Designation.submitted_at), col(Designation.created_at)
    )
    since_handed_in = sa.func.coalesce(col(Project.closed_at), col(Project.submitted_at), col(Project.created_at))
    answer_due = sa.case((col(Project.closed_at).is_(None), col(Project.due_on)))
    is_towns_thread = sa.and_(of_town(Thread), col(Thread.status).in_(WAITS))
    is_towns_report = sa.and_(col(Report.status).in_(REPORTS_WAIT), col(Report.is_for_operator).is_(False))
    return (
        Kind(_l("登録の審査"), "registrations_staff.queue", Registration, col(Registration.status).in_(submitted), came, due_on=col(Registration.due_on)),
        Kind(_l("問い合わせ"), "threads_desk.index", Thread, is_towns_thread, col(Thread.waiting_since), due_at=col(Thread.due_at)),
        Kind(_l("知らせと苦情"), "reports_staff.index", Report, is_towns_report, col(Report.reported_at), due_at=col(Report.due_at)),
        Kind(_l("掲載の確認"), "listings_staff.queue", Listing, col(Listing.status) == ListingStatus.SUBMITTED, col(Listing.submitted_at)),
        Kind(_l("支援法人の指定"), "corporations_staff.index", Designation, col(Designation.status).in_(DESIGNATIONS_WAIT), handed_in, due_on=col(Designation.due_on)),
        Kind(_l("プレミアムの審査"), "premium_staff.queue", PremiumRequest, col(PremiumRequest.status) == PremiumStatus.REQUESTED, col(PremiumRequest.requested_at), due_on=col(PremiumRequest.due_on)),
        Kind(_l("登録の更新"), "renewals_staff.index", Renewal, col(Renewal.status) == RenewalStatus.CONFIRMED, col(Renewal.confirmed_at), due_on=col(Renewal.ends_on)),
        Kind(_l("担い手活動の確認"), "activities_desk.index", ActivityRecord, col(ActivityRecord.status) == RecordStatus.CLAIMED, col(ActivityRecord.claimed_at)),
        Kind(_l("取り組みの審査と額の決定"), "projects_staff.index", Project, col(Project.status).in_(WAITING_FOR_THE_TOWN), since_handed_in, due_on=answer_due),
        Kind(_l("返金の確認"), "payments_staff.index", PaymentRefund, col(PaymentRefund.status) == RefundStatus.PROPOSED, col(PaymentRefund.created_at)),
        Kind(_l("カード会社への反論"), "payments_staff.index", PaymentDispute, open_disputes, col(PaymentDispute.opened_at), due_at=col(PaymentDispute.evidence_due)),
        Kind(_l("ワンストップ特例"), "onestop_staff.queue", OneStopApplication, col(OneStopApplication.status) == OneStopStatus.RECEIVED, col(OneStopApplication.applied_at)),
    )  # fmt: skip


KINDS = _kinds()


def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits in the actor's municipalities, the most overdue and oldest first; kinds without any are left out."""
    moment = now()
    asked: dict[str, Any] = {f"edge{number}": moment - timedelta(days=days) for number, days in enumerate(AGES)}
    asked |= {"moment": moment, "day": today(), "codes": sorted(actor.municipalities)}
    rows = session().execute(_question(), asked)
    found = [_read(KINDS[row[0]], row) for row in rows if row[1]]
    return sorted(found, key=lambda one: (-one.overdue, one.oldest))


@cache
def _question() -> Any:
    """Built once: that takes longer than asking it."""
    return sa.union_all(*(_part(number, kind) for number, kind in enumerate(KINDS)))


def _part(number: int, kind: Kind) -> Any:
    edges = [sa.bindparam(f"edge{edge}", type_=_INSTANT) for edge in range(len(AGES))]
    limits = (
        (kind.due_at, sa.bindparam("moment", type_=_INSTANT)),
        (kind.due_on, sa.bindparam("day", type_=sa.Date())),
    )
    late = [due < limit for due, limit in limits if due is not None]
    count = sa.func.count()
    return (
        sa.select(
            sa.literal(number),
            count,
            count.filter(kind.since >= edges[0]),
            count.filter(sa.and_(kind.since >= edges[1], kind.since < edges[0])),
            count.filter(sa.and_(kind.since >= edges[2], kind.since < edges[1])),
            sa.func.min(kind.since, type_=_INSTANT),
            _earliest(kind.due_at, _INSTANT),
            _earliest(kind.due_on, sa.Date()),
            count.filter(sa.or_(*late)) if late else sa.literal(0),
        )
        .select_from(kind.table)
        .where(col(kind.table.municipality_code).in_(OF_TOWNS), kind.waits)
    )


def _earliest(column: Any, type_: Any) -> Any:
    return sa.cast(sa.null(), type_) if column is None else sa.func.min(column, type_=type_)


def _read(kind: Kind, row: Any) -> Waiting:
    _number, count, fresh, week, fortnight, oldest, due_at, due_on, overdue = row
    ages = (fresh, week, fortnight, count - fresh - week - fortnight)
    due = _day(due_at - timedelta(seconds=1)) if due_at else due_on
    return Waiting(kind.label, kind.endpoint, ages, _day(oldest) if oldest else today(), due, int(overdue))


def _day(moment: datetime) -> date:
    return in_tokyo(moment).date()
