"""What is done with receipts: they are issued in the transaction that marks a pledge paid."""

from datetime import datetime

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.pledges.models import Pledge
from webapp.receipts import queries
from webapp.receipts.models import Receipt
from webapp.receipts.numbering import next_number

trail.ACTION_LABELS |= {"receipt.issue": _l("受領証明書を発行した")}


def issue(pledge: Pledge, *, at: datetime, by: Actor) -> None:
    """Follow a paid pledge: its receipt gets the next number of the donor's day of payment in Japan."""
    if queries.receipt_of(pledge) is not None:
        return
    day = in_tokyo(at).date()
    receipt = Receipt(
        pledge_id=pledge.id,
        municipality_code=pledge.municipality_code,
        year=day.year,
        number=next_number(pledge.municipality_code, day.year),
        amount=pledge.amount,
        donor_name=pledge.donor_name,
        donor_address=pledge.donor_address,
        received_on=day,
    )
    session().add(receipt)
    session().flush()
    trail.record(receipt, "receipt.issue", by=by)
