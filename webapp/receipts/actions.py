"""What is done with receipts: they follow the money of their pledge; a clerk corrects them or gives them again."""

from datetime import datetime
from typing import Final

from sqlmodel import select

from webapp.certificates.paper import sheets
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue
from webapp.keys import actions as keys
from webapp.pledges.models import HOLDING, Pledge, PledgeStatus
from webapp.receipts import days, letters, queries
from webapp.receipts.models import Receipt, ReceiptCopy, ReceiptVoid, VoidReason
from webapp.receipts.numbering import next_number

trail.ACTION_LABELS |= {
    "receipt.issue": _l("受領証明書を発行した"),
    "receipt.void": _l("受領証明書を無効にした"),
    "receipt.copy": _l("受領証明書を再発行した"),
}
PREPARE: Final = "receipts.prepare_signing"
_UNPAID: Final = {PledgeStatus.CHARGED_BACK: VoidReason.CHARGED_BACK}


def follow_paid(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as every follower is called
    """Lent to pledges: the money is there, so its receipt gets the next number; a void one before is named by it."""
    last = queries.last_of(pledge)
    if last is None or queries.void_of(last) is not None:
        _issue(pledge, instead_of=last, by=by)


def follow_unpaid(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as every follower is called
    """Lent to pledges: the money went back, so the receipt proves nothing any more."""
    standing = queries.standing_of(pledge)
    if standing is not None:
        reason = _UNPAID.get(pledge.status, VoidReason.REFUNDED)
        _void(standing, reason, by=by)
        letters.voided(pledge, standing, reason)


def follow_changed(pledge: Pledge, *, at: datetime, by: Actor) -> None:  # noqa: ARG001 - as every follower is called
    """Lent to pledges: the town holds another amount, so a new receipt says how much."""
    standing = queries.standing_of(pledge)
    if standing is not None and standing.amount != pledge.kept_yen:
        _void(standing, VoidReason.PARTLY_REFUNDED, by=by)
        letters.replaced(pledge, standing, _issue(pledge, instead_of=standing, by=by))


def correct(receipt: Receipt, *, donor_name: str, donor_address: str, reason: str, by: Actor) -> Receipt:
    """Make a receipt void whose name or address is wrong, and issue a new number that names the old one."""
    pledge = _locked(receipt, by)
    if not reason.strip():
        raise RuleBroken(_("直す理由を書いてください。記録に残ります。"))
    name, address = donor_name.strip(), donor_address.strip()
    if (name, address) == (receipt.donor_name, receipt.donor_address):
        raise RuleBroken(_("氏名も住所も、いまの受領証明書と同じです。直すところがあるときだけ、訂正してください。"))
    pledge.donor_name, pledge.donor_address = name, address
    _void(receipt, VoidReason.CORRECTED, by=by, words=reason.strip())
    made = _issue(pledge, instead_of=receipt, by=by)
    letters.replaced(pledge, receipt, made)
    return made


def give_again(receipt: Receipt, *, reason: str, by: Actor) -> ReceiptCopy:
    """Under its own number, marked as given again from now on, and written down with the reason."""
    _locked(receipt, by)
    if not reason.strip():
        raise RuleBroken(_("再発行の理由を書いてください。記録に残ります。"))
    copy = ReceiptCopy(
        receipt_id=receipt.id,
        municipality_code=receipt.municipality_code,
        number=queries.copies_of(receipt) + 1,
    )
    session().add(copy)
    session().flush()
    trail.record(receipt, "receipt.copy", by=by, reason=reason.strip())
    return copy


def _locked(receipt: Receipt, by: Actor) -> Pledge:
    """The pledge, locked until this transaction ends. Raises when the receipt is another town's or void by now."""
    if not by.may_act_for(receipt.municipality_code):
        raise NotThere
    chosen = select(Pledge).where(Pledge.id == receipt.pledge_id).with_for_update()
    pledge = session().exec(chosen.execution_options(populate_existing=True)).one()
    if queries.void_of(receipt) is not None or pledge.status not in HOLDING:
        raise RuleBroken(_("この受領証明書は、もう無効です。新しい番号のものを確かめてください。"))
    return pledge


def _issue(pledge: Pledge, *, instead_of: Receipt | None, by: Actor) -> Receipt:
    day = days.received_on(pledge)
    receipt = Receipt(
        pledge_id=pledge.id,
        replaces_id=instead_of.id if instead_of else None,
        municipality_code=pledge.municipality_code,
        year=day.year,
        number=next_number(pledge.municipality_code, day.year),
        amount=pledge.kept_yen,
        donor_name=pledge.donor_name,
        donor_address=pledge.donor_address,
        received_on=day,
    )
    session().add(receipt)
    session().flush()
    trail.record(receipt, "receipt.issue", by=by)
    if receipt.number == 1:  # keys may be out of reach just now: no payment waits for them
        enqueue(PREPARE, {"municipality": receipt.municipality_code}, key=f"{PREPARE}:{receipt.id}")
    return receipt


def prepare_signing(municipality_code: str) -> None:
    """Make sure that the town can sign its sheets."""
    keys.ensure(municipality_code)
    sheets.ensure(municipality_code)


def _void(receipt: Receipt, reason: VoidReason, *, by: Actor, words: str = "") -> None:
    session().add(ReceiptVoid(receipt_id=receipt.id, municipality_code=receipt.municipality_code, reason=reason))
    session().flush()
    trail.record(receipt, "receipt.void", by=by, to_status=reason, reason=words)
