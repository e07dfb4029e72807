"""What is done with pledges; money itself is moved by `payments`, the layer above."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.pledges import agreement, following, letters
from webapp.pledges.models import HOLDING, PLEDGE, PaymentMethod, Pledge, PledgeStatus
from webapp.pledges.promising import promise, withdraw_if_gone
from webapp.pledges.rules import must_be_a_person, must_be_payable, must_take
from webapp.projects.models import Project

trail.ACTION_LABELS |= {"pledge.offer": _l("寄附を申し出た")}


def offer(
    project: Project,
    *,
    amount: int,
    donor: dict[str, Any],
    method: PaymentMethod | None = None,
    wants_gift: bool = False,
    by: Actor,
) -> Pledge:
    """Write down a donor's commitment with the agreement they accepted; nothing is paid yet.

    `donor` names who gives, by the table's columns; a donor without an account has an `email` in it.
    """
    must_take(project, amount)
    must_be_a_person(donor["donor_name"])
    if method is not None:
        must_be_payable(project, amount, method)
    if by.user_id is None and not donor.get("email"):
        raise NotAllowed(_("メールアドレスを入力するか、サインインしてください。"))
    gift = promise(project, amount, donor["home_code"]) if wants_gift else None
    accepted, source = agreement.keep_both(municipalities.by_code(project.municipality_code).full_name, project)
    pledge = Pledge(
        project_id=project.id,
        municipality_code=project.municipality_code,
        user_id=by.user_id,
        amount=amount,
        method=method,
        gift_id=gift.id if gift else None,
        gift_name=gift.title if gift else "",
        agreement_version=accepted.version,
        agreement_digest=accepted.digest,
        agreement_source_digest=source.digest,
        agreed_at=now(),
        is_demo=project.is_demo,
        **donor,
    )
    session().add(pledge)
    session().flush()
    trail.record(pledge, "pledge.offer", by=by)
    return pledge


def mark_awaiting(pledge: Pledge, *, by: Actor) -> None:
    """A convenience-store slip was issued."""
    if pledge.status is PledgeStatus.PENDING:
        PLEDGE.apply(pledge, "await_slip", by=by)
        letters.awaiting(pledge, session().get_one(Project, pledge.project_id))


def mark_lapsed(pledge: Pledge, *, is_told: bool = True, by: Actor) -> None:
    """Nothing was paid in time; tell the donor once, unless a letter about their money says more."""
    if pledge.status in (PledgeStatus.PENDING, PledgeStatus.AWAITING):
        PLEDGE.apply(pledge, "lapse", by=by)
        if is_told:
            letters.lapsed(pledge, session().get_one(Project, pledge.project_id))


def mark_paid(pledge: Pledge, paid_at: datetime, *, method: PaymentMethod | None = None, by: Actor) -> None:
    """The money is there: the pledge is paid, who follows is told, the donor gets a letter."""
    if pledge.status is PledgeStatus.LAPSED:
        withdraw_if_gone(pledge)
    PLEDGE.apply(pledge, "pay", by=by)
    pledge.paid_at, pledge.method = paid_at, method or pledge.method
    following.tell(following.PAID, pledge, at=paid_at, by=by)
    letters.thanks(pledge, session().get_one(Project, pledge.project_id))


def mark_refunded(pledge: Pledge, refunded_yen: int | None = None, *, at: datetime | None = None, by: Actor) -> None:
    """So much was given back in total so far; less than before when a refund came back. All of it unless told."""
    before, pledge.refunded_yen = pledge.refunded_yen, pledge.amount if refunded_yen is None else refunded_yen
    if pledge.refunded_yen == before:
        return
    if pledge.status is PledgeStatus.CHARGED_BACK:
        return  # the card company took everything: there is nothing left that a refund could change
    with _told(pledge, at=at, by=by):
        if pledge.refunded_yen < before and pledge.status is not PledgeStatus.DISPUTED:
            PLEDGE.apply(pledge, "refund_failed", by=by)
        if pledge.refunded_yen == pledge.amount:
            PLEDGE.apply(pledge, "refund", by=by)
        elif pledge.refunded_yen and pledge.status is not PledgeStatus.DISPUTED:
            PLEDGE.apply(pledge, "refund_part", by=by)


def mark_disputed(pledge: Pledge, *, at: datetime | None = None, by: Actor) -> None:
    """The card company looks into it; until it decides, the donation stands."""
    if pledge.status in (PledgeStatus.PAID, PledgeStatus.PARTLY_REFUNDED):
        with _told(pledge, at=at, by=by):
            PLEDGE.apply(pledge, "dispute", by=by)


def mark_reinstated(pledge: Pledge, *, at: datetime | None = None, by: Actor) -> None:
    """The card company decided for the town, at once or after it had taken the money."""
    if pledge.status in (PledgeStatus.DISPUTED, PledgeStatus.CHARGED_BACK):
        with _told(pledge, at=at, by=by):
            PLEDGE.apply(pledge, "reinstate", by=by)
            if pledge.refunded_yen:
                PLEDGE.apply(pledge, "refund_part", by=by)


def mark_charged_back(pledge: Pledge, *, at: datetime | None = None, by: Actor) -> None:
    """The card company took the money back for good."""
    if pledge.status in HOLDING:
        with _told(pledge, at=at, by=by):
            PLEDGE.apply(pledge, "charge_back", by=by)


@contextmanager
def _told(pledge: Pledge, *, at: datetime | None, by: Actor) -> Iterator[None]:
    """Tell who follows, by what the town held before the block and holds after it."""
    held = pledge.status in HOLDING
    yield
    holds = pledge.status in HOLDING
    key = following.UNPAID if not holds else following.CHANGED if held else following.PAID
    following.tell(key, pledge, at=at or now(), by=by)
