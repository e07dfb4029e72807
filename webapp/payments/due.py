"""Last days of payments: refunds that wait for a second person, and proofs that card holders' banks ask for."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.deadlines.days import Deadline, counted
from webapp.payments.models import PaymentDispute, PaymentRefund
from webapp.payments.states import OPEN_DISPUTES, RefundStatus

#: a donor waits for their money; the house's own aim, no law
REFUND_WITHIN = timedelta(days=7)


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """How many a day, and the number of a dispute."""
    place = link("payments_staff.index")
    refunds = select(PaymentRefund.created_at).where(
        col(PaymentRefund.municipality_code).in_(actor.municipalities), PaymentRefund.status == RefundStatus.PROPOSED
    )
    days = [in_tokyo(moment).date() + REFUND_WITHIN for moment in session().exec(refunds)]
    yield from counted(days, _l("返金の確認"), place, "refund")
    disputes = select(PaymentDispute).where(
        col(PaymentDispute.municipality_code).in_(actor.municipalities), col(PaymentDispute.evidence_due).is_not(None)
    )
    for row in session().exec(disputes):
        if row.evidence_due is not None and row.status in OPEN_DISPUTES:
            day = in_tokyo(row.evidence_due).date()
            yield Deadline(day, _l("カード会社への回答"), row.id[-4:], place, f"dispute:{row.id}")
