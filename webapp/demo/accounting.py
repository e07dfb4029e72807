"""Demo books: a budget account, donations over the counter and by transfer, and one difference to look into."""

from datetime import timedelta

from sqlmodel import select

from webapp.accounting import budget
from webapp.accounting.models import Reconciliation, ReconciliationDifference
from webapp.accounting.offline.actions import Offline, write_down
from webapp.accounting.states import DifferenceKind
from webapp.accounts.queries import actor_of
from webapp.core.clock import fiscal_year, now, today
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.payments.models import SHARED, PaymentAttempt
from webapp.pledges.models import PaymentMethod, Pledge
from webapp.projects.models import Project, ProjectStatus

MATSUMOTO = "202029"


def seed(world: World) -> None:
    """In the town whose staff have demo accounts."""
    clerk = actor_of(world.users["clerk"])
    year = fiscal_year(today())
    budget.put(MAIN_TOWN, year, None, code="18-01-01-03", name="寄附金／総務費寄附金／ふるさと寄附金（見本）", by=clerk)
    chosen = select(Project).where(Project.municipality_code == MAIN_TOWN, Project.status == ProjectStatus.PUBLISHED)
    project = next(project for project in session().exec(chosen) if project.takes_pledges)
    for number, (name, amount, method) in enumerate(
        (("見本 一郎", 30_000, PaymentMethod.CASH), ("見本 ふみ江", 8_000, PaymentMethod.BANK_TRANSFER)), start=1
    ):
        write_down(
            project,
            Offline(
                amount=amount,
                method=method,
                donor_name=name,
                donor_address=f"長野県松本市見本町{number}-2-3",
                home_code=MATSUMOTO,
                number=f"見本-{number}",
                arrived_on=today(),
            ),
            by=clerk,
        )
    _difference()


def _difference() -> None:
    first = select(PaymentAttempt, Pledge).join(Pledge).where(Pledge.municipality_code == MAIN_TOWN)
    attempt, pledge = session().exec(first.where(PaymentAttempt.captured > 0).limit(1)).one()
    run = Reconciliation(account=SHARED, since=now() - timedelta(days=35), compared=18)
    session().add(run)
    session().flush()
    session().add(
        ReconciliationDifference(
            run_id=run.id,
            account=SHARED,
            municipality_code=MAIN_TOWN,
            kind=DifferenceKind.FEE,
            reference=attempt.payment_ref or "",
            pledge_id=pledge.id,
            here_yen=attempt.captured * 36 // 1000,
            there_yen=attempt.captured * 36 // 1000 + 20,
        )
    )
