"""A hundred and a thousand donors at once, each notice twice: none lost, none doubled, on SQLite and PostgreSQL."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlmodel import func, select

from tests.bench.harness import Report
from tests.bench.workbench import service
from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.support import postgres
from tests.support.databases import address_of, create_database
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import Database
from webapp.payments import checks, collecting, ledger
from webapp.payments.gateway import AttemptSpec, HostedPage, PaymentSnapshot, PaymentState
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.projects.models import Project
from webapp.receipts.models import Receipt

CROWDS = (100, 1_000)
THREADS = 100
AMOUNT = 3_000


@dataclass
class QuickProvider:
    """A payment provider whose donors pay at once; it answers from memory, so that only our side is measured."""

    pages: dict[str, AttemptSpec] = field(default_factory=dict)

    def start(self, spec: AttemptSpec) -> HostedPage:
        """Open a page."""
        ref = f"cs_{spec.reference}"
        self.pages[ref] = spec
        return HostedPage(ref=ref, url=f"http://127.0.0.1/{ref}", expires_at=spec.expires_at)

    def snapshot(self, ref: str) -> PaymentSnapshot:
        """Paid in full."""
        spec = self.pages[ref]
        return PaymentSnapshot(
            ref=ref,
            payment_ref=f"pi_{ref}",
            reference=spec.reference,
            state=PaymentState.PAID,
            amount=spec.amount,
            currency="jpy",
            captured=spec.amount,
            refunded=0,
            disputed=0,
            livemode=False,
            expires_at=spec.expires_at,
            paid_at=now(),
            method="card",
        )


def measure(report: Report) -> None:
    """Note pledges a second and everything that went wrong, for both databases."""
    for donors in CROWDS:
        with service() as (app, database):
            crowd(report, app, database, "SQLite", donors)
        with postgres_address() as url, service(url) as (app, database):
            crowd(report, app, database, "PostgreSQL", donors)


@contextmanager
def postgres_address() -> Iterator[str]:
    """An empty database on a server of our own."""
    with postgres.running_server() as server:
        create_database(server, "futamachi_bench")
        yield address_of(server, "futamachi_bench")


def crowd(report: Report, app: Flask, database: Database, engine: str, count: int) -> None:
    """Let every donor offer and pay, a hundred of them at any moment, and count afterwards."""
    provider = QuickProvider()
    app.extensions["futamachi"].extras[collecting.KEY] = provider
    with app.app_context(), database.transaction():
        a_programme()
        project = a_project(goal_yen=count * AMOUNT)
        people = [a_resident_user() for _ in range(count)]
        donors = [(person, actor_of(person)) for person in people]
    gate = threading.Barrier(THREADS)  # each hundred begins together
    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        errors = list(pool.map(lambda donor: pledge_and_pay(app, database, project, provider, gate, *donor), donors))
    seconds = time.perf_counter() - began
    wrong = [error for error in errors if error]
    report.add(f"{count} pledges at once, {engine}", count / seconds, "pledges/s", note=wrong[0][:90] if wrong else "")
    with app.app_context(), database.transaction(read_only=True) as session:
        for name, figure in faults(session, len(wrong), count).items():
            report.add(f"  {name}, {count} on {engine}", figure, "", at_most=0)


def pledge_and_pay(
    app: Flask,
    database: Database,
    project: Project,
    provider: QuickProvider,
    gate: threading.Barrier,
    person: Any,
    actor: Actor,
) -> str:
    """One donor's way, with the notice delivered twice; the error that stopped it, if any."""
    try:
        with app.app_context():
            gate.wait(60)
            with database.transaction():
                pledge = a_pledge(person, project, AMOUNT)
            collecting.open_page(database, pledge.id, base_url="http://localhost", by=actor)
            ref = next(ref for ref, spec in list(provider.pages.items()) if spec.metadata["pledge"] == pledge.id)
            twice(app, lambda: collecting.sync(database, ref))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def twice(app: Flask, call: Callable[[], None]) -> None:
    """Two deliveries of the same notice at the same time."""

    def deliver() -> None:
        with app.app_context():
            call()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(deliver), pool.submit(deliver)]:
            done.result()


def faults(session: Any, errors: int, count: int) -> dict[str, int]:
    """How many of each fault there are."""
    paid = session.exec(select(func.count()).select_from(Pledge).where(Pledge.status == PledgeStatus.PAID)).one()
    receipts = session.exec(select(func.count()).select_from(Receipt)).one()
    booked = ledger.balances().get(ledger.CLEARING, 0)
    return {
        "errors": errors,
        "lost": max(0, count - paid),
        "doubled receipts": max(0, receipts - count),
        "yen too many or too few": abs(booked - count * AMOUNT),
        "broken books": len(checks.find_faults()),
    }
