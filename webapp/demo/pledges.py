"""Demo pledges of people without an account: one paid with a message, one to be paid at a store, one that nobody paid."""

from sqlmodel import select

from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.payments import actions as payments
from webapp.payments.gateway import PaymentSnapshot, PaymentState
from webapp.pledges import actions as pledges
from webapp.pledges.models import PaymentMethod
from webapp.projects.models import Project, ProjectStatus

BY = system_actor("demo")
TOKYO_SETAGAYA = "131121"
#: who, how much, what they say, under which name, how they pay, how it stands
GUESTS = (
    (
        "早川 文",
        5_000,
        "学生のころに通った道です。ともった明かりを見に行きます。",
        "ふみ",
        "konbini",
        PaymentState.PAID,
    ),
    ("矢島 圭吾", 20_000, "", "", "konbini", PaymentState.PROCESSING),
    ("榎本 りつ", 3_000, "", "", "card", PaymentState.EXPIRED),
)


def seed(_world: World) -> None:
    """Give to the main town's first project that takes pledges."""
    chosen = select(Project).where(Project.municipality_code == MAIN_TOWN, Project.status == ProjectStatus.PUBLISHED)
    project = next(project for project in session().exec(chosen) if project.takes_pledges)
    for number, guest in enumerate(GUESTS, start=1):
        _give(project, number, *guest)


def _give(
    project: Project, number: int, name: str, amount: int, message: str, shown: str, method: str, state: PaymentState
) -> None:
    """Through the real steps, with a made-up answer of the provider; no money moves."""
    donor = {
        "donor_name": name,
        "donor_address": f"東京都世田谷区見本町{number}-4-5",
        "home_code": TOKYO_SETAGAYA,
        "email": f"guest{number}@demo.example",
        "message": message,
        "shows_name": bool(shown),
        "shown_name": shown,
    }
    pledge = pledges.offer(project, amount=amount, donor=donor, method=PaymentMethod(method), by=Actor())
    attempt = payments.prepare(pledge, project, by=BY)
    is_paid = state is PaymentState.PAID
    snapshot = PaymentSnapshot(
        ref=f"cs_demo_{attempt.id}",
        payment_ref=f"pi_demo_{attempt.id}",
        reference=attempt.id,
        state=state,
        amount=amount,
        currency="jpy",
        captured=amount if is_paid else 0,
        refunded=0,
        disputed=0,
        livemode=False,
        expires_at=attempt.expires_at,
        paid_at=now() if is_paid else None,
        method=method,
    )
    payments.fold(attempt, snapshot, livemode=False)
