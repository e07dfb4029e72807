"""What is done with pledges; money itself is moved by `payments`, the layer above."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.pledges import agreement, letters
from webapp.pledges.models import PLEDGE, Pledge, PledgeStatus, Receipt, ReceiptCounter
from webapp.projects.models import Project

trail.ACTION_LABELS |= {
    "pledge.offer": _l("寄附を申し出た"),
    "receipt.issue": _l("受領証明書を発行した"),
}
HIGHEST_YEN = 10_000_000


def must_take(project: Project, amount: int) -> None:
    """Raise RuleBroken when the project takes no pledge of this amount now."""
    if not project.takes_pledges:
        raise RuleBroken(_("この取り組みは、いま寄附を受け付けていません。受付期間を確かめてください。"))
    if not municipalities.is_running(project.municipality_code):
        raise RuleBroken(_("この市町村はいま、ふたまちで受付をしていません。"))
    lowest = int(municipalities.setting("pledge_minimum_yen", project.municipality_code))
    if not lowest <= amount <= HIGHEST_YEN:
        raise RuleBroken(_("寄附は%(low)s円から%(high)s円までです。", low=f"{lowest:,}", high=f"{HIGHEST_YEN:,}"))


def offer(project: Project, *, amount: int, donor: dict[str, Any], by: Actor) -> Pledge:
    """Write down a donor's commitment with the agreement they accepted; nothing is paid yet."""
    must_take(project, amount)
    if by.user_id is None:
        raise NotAllowed(_("寄附をするには、サインインしてください。"))
    pledge = Pledge(
        project_id=project.id,
        municipality_code=project.municipality_code,
        user_id=by.user_id,
        amount=amount,
        agreement_version=agreement.VERSION,
        agreed_at=now(),
        is_demo=project.is_demo,
        **donor,
    )
    session().add(pledge)
    session().flush()
    trail.record(pledge, "pledge.offer", by=by)
    return pledge


def mark_paid(pledge: Pledge, paid_at: datetime, *, by: Actor) -> Receipt:
    """The money is there: the pledge is paid, the receipt gets its number, the donor a letter."""
    PLEDGE.apply(pledge, "pay", by=by)
    pledge.paid_at = paid_at
    receipt = _issue_receipt(pledge, paid_at)
    trail.record(receipt, "receipt.issue", by=by)
    letters.thanks(
        pledge, receipt, session().get_one(User, pledge.user_id), session().get_one(Project, pledge.project_id)
    )
    return receipt


def mark_awaiting(pledge: Pledge, *, by: Actor) -> None:
    """A convenience-store slip was issued."""
    if pledge.status is PledgeStatus.PENDING:
        PLEDGE.apply(pledge, "await_slip", by=by)


def mark_lapsed(pledge: Pledge, *, by: Actor) -> None:
    """Nothing was paid in time; tell the donor once."""
    if pledge.status in (PledgeStatus.PENDING, PledgeStatus.AWAITING):
        PLEDGE.apply(pledge, "lapse", by=by)
        letters.lapsed(pledge, session().get_one(User, pledge.user_id), session().get_one(Project, pledge.project_id))


def mark_refunded(pledge: Pledge, *, by: Actor) -> None:
    """Everything was given back."""
    if pledge.status is PledgeStatus.PAID:
        PLEDGE.apply(pledge, "refund", by=by)


def _issue_receipt(pledge: Pledge, paid_at: datetime) -> Receipt:
    day = in_tokyo(paid_at).date()
    receipt = Receipt(
        pledge_id=pledge.id,
        municipality_code=pledge.municipality_code,
        year=day.year,
        number=_next_number(pledge.municipality_code, day.year),
        amount=pledge.amount,
        donor_name=pledge.donor_name,
        donor_address=pledge.donor_address,
        received_on=day,
    )
    session().add(receipt)
    session().flush()
    return receipt


def _next_number(municipality_code: str, year: int) -> int:
    """Raise the counter in this transaction: numbers run without gaps because a rollback takes the raise back."""
    insert: Any = sqlite_insert if session().get_bind().dialect.name == "sqlite" else pg_insert
    statement = (
        insert(ReceiptCounter)
        .values(municipality_code=municipality_code, year=year, last_number=1)
        .on_conflict_do_update(
            index_elements=["municipality_code", "year"], set_={"last_number": ReceiptCounter.last_number + 1}
        )
        .returning(ReceiptCounter.last_number)
    )
    return int(session().execute(statement).scalar_one())
