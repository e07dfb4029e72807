"""Writing down donations that the payment page did not see: they are paid at once, with receipt and ledger."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from sqlmodel import select

from webapp.accounting.models import OfflineDonation
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import TOKYO, now, today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.payments import ledger
from webapp.payments.welcome import STILL_COUNTING
from webapp.pledges import actions as pledges
from webapp.pledges.models import HOLDING, ONLINE, PaymentMethod, Pledge
from webapp.pledges.rules import HIGHEST_YEN, must_be_a_person
from webapp.projects.models import Project
from webapp.projects.queries import locked
from webapp.receipts import days

trail.ACTION_LABELS |= {
    "pledge.write_down": _l("窓口などで受けた寄附を記録した"),
    "offline_donation.take_back": _l("記録した寄附を取り消した"),
}
METHODS: Final = tuple(method for method in PaymentMethod if method not in ONLINE)
#: who moves the pledge; what a clerk did is recorded by itself
BY: Final = system_actor("accounting")
#: instead of the version of words on a screen: the donor signed a form of the town
ON_PAPER: Final = "paper"
#: a day without a time is noon, far from both midnights
NOON: Final = time(12)


@dataclass(frozen=True, kw_only=True)
class Offline:
    """One donation as it was received; `sent_on` of a bank transfer only."""

    amount: int
    method: PaymentMethod
    donor_name: str
    donor_address: str
    home_code: str
    number: str
    arrived_on: date
    sent_on: date | None = None
    email: str = ""
    source: str = ""


def write_down(project: Project, given: Offline, *, by: Actor) -> OfflineDonation:
    """One donation, paid and with its receipt. Raises RuleBroken for what cannot be, also for a number met before."""
    if not by.may_act_for(project.municipality_code):
        raise NotThere
    project = locked(project.id)  # its sums are not fixed meanwhile
    must_be_possible(project, given)
    if known(project.municipality_code, given.source, given.number) is not None:
        raise RuleBroken(_("番号%(number)sの寄附は、もう記録されています。", number=given.number))
    pledge = Pledge(
        project_id=project.id,
        municipality_code=project.municipality_code,
        email=given.email,
        amount=given.amount,
        method=given.method,
        donor_name=given.donor_name,
        donor_address=given.donor_address,
        home_code=given.home_code,
        agreement_version=ON_PAPER,
        agreed_at=now(),
        entered_by=by.user_id,
        is_demo=project.is_demo,
    )
    row = OfflineDonation(
        municipality_code=project.municipality_code,
        pledge_id=pledge.id,
        source=given.source,
        number=given.number,
        arrived_on=given.arrived_on,
        sent_on=given.sent_on,
    )
    session().add(pledge)
    session().flush()
    session().add(row)
    session().flush()
    trail.record(pledge, "pledge.write_down", by=by)
    paid_at = datetime.combine(_received_on(project, given), NOON, TOKYO)
    pledges.mark_paid(pledge, paid_at, method=given.method, by=BY)
    _book(pledge, paid_at)
    return row


def take_back(row: OfflineDonation, *, reason: str, by: Actor) -> None:
    """It was written down by mistake, or the money was given back: receipt void, ledger reversed."""
    pledge = session().get_one(Pledge, row.pledge_id, with_for_update=True)
    if not by.may_act_for(row.municipality_code):
        raise NotThere
    if not reason.strip():
        raise RuleBroken(_("取り消す理由を書いてください。記録に残ります。"))
    if row.taken_back or pledge.status not in HOLDING:
        raise RuleBroken(_("この寄附は、もう取り消されています。"))
    row.taken_back = True
    moment = now()
    ledger.book(
        f"offline_back:{pledge.id}",
        "offline_back",
        debit=ledger.pledges_account(pledge),
        credit=ledger.bank_account(pledge.municipality_code),
        amount=pledge.kept_yen,
        at=moment,
        municipality_code=pledge.municipality_code,
        pledge_id=pledge.id,
        reverses=f"offline:{pledge.id}",
    )
    pledges.mark_refunded(pledge, at=moment, by=BY)
    trail.record(row, "offline_donation.take_back", by=by, reason=reason.strip())


def known(municipality_code: str, source: str, number: str) -> OfflineDonation | None:
    """The donation with this number from this place, if it was written down."""
    chosen = select(OfflineDonation).where(
        OfflineDonation.municipality_code == municipality_code,
        OfflineDonation.source == source,
        OfflineDonation.number == number,
    )
    return session().exec(chosen).first()


def must_be_possible(project: Project, given: Offline) -> None:
    """Raise RuleBroken, saying why, for a donation that cannot have been received so."""
    _must_still_count(project)
    must_be_a_person(given.donor_name)
    if not 1 <= given.amount <= HIGHEST_YEN:
        raise RuleBroken(_("金額は1円から%(high)s円までです。", high=f"{HIGHEST_YEN:,}"))
    if given.method not in METHODS:
        raise RuleBroken(_("支払い画面で払われた寄附は、自動で記録されます。ここには書きません。"))
    if given.arrived_on > today():
        raise RuleBroken(_("受け取った日が、これからの日になっています。"))
    if given.arrived_on < project.opens_on:
        raise RuleBroken(_("受け取った日が、この取り組みの受付を始める前になっています。"))
    if given.sent_on and given.sent_on > given.arrived_on:
        raise RuleBroken(_("振り込んだ日が、口座に入った日より後になっています。"))
    if given.method is PaymentMethod.PORTAL and not given.source:
        raise RuleBroken(_("ほかの寄附サイトで受けたときは、サイトの名前を入力してください。"))


def _must_still_count(project: Project) -> None:
    if not project.is_public:
        raise RuleBroken(_("公開していない取り組みへの寄附は記録できません。"))
    if project.status not in STILL_COUNTING:
        raise RuleBroken(
            _(
                "使える額が決まった後の取り組みには、寄附を記録できません。収支に入らないためです。ほかの取り組みを選んでください。"
            )
        )


def _received_on(project: Project, given: Offline) -> date:
    if given.method is not PaymentMethod.BANK_TRANSFER:
        return given.arrived_on
    sent_on = given.sent_on or given.arrived_on
    return days.of_transfer(project.municipality_code, sent_on=sent_on, credited_on=given.arrived_on)


def _book(pledge: Pledge, at: datetime) -> None:
    ledger.book(
        f"offline:{pledge.id}",
        "offline",
        debit=ledger.bank_account(pledge.municipality_code),
        credit=ledger.pledges_account(pledge),
        amount=pledge.amount,
        at=at,
        municipality_code=pledge.municipality_code,
        pledge_id=pledge.id,
    )
