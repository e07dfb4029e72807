"""A town's year: 10,000 registrations renewed, and 10,000 expired, with their certificates and without PDF sheets."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlmodel import SQLModel, col, func, select

from tests.bench.harness import Report
from tests.bench.measure_pledges import postgres_address
from tests.bench.workbench import service
from tests.factories.accounts import a_clerk, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.residents import TOKYO_SHINJUKU
from webapp.accounts.models import User
from webapp.certificates.models import Certificate, CertificateStatus
from webapp.core.actor import system_actor
from webapp.core.bulk import table_of
from webapp.core.clock import now, today
from webapp.core.database import Database, session
from webapp.registrations import following
from webapp.registrations.following import FOLLOWERS, FOLLOWERS_OF_MANY
from webapp.registrations.life import batch, jobs
from webapp.registrations.life.models import Renewal, RenewalRun, RenewalStatus
from webapp.registrations.models import Handover, Registration, RegistrationStatus, StayFrequency
from webapp.residents.models import Resident, Step
from webapp.residents.snapshot import GIVEN_TO_TOWNS, snapshot_of

PEOPLE = 10_000
CHUNK = 200
GOAL_SECONDS = 60
ALONE, TOWN = "152242", "202151"
BY = system_actor("bench")


def measure(report: Report) -> None:
    """Note the seconds of a yearly run and of a night of expiry, on both databases."""
    with service() as (app, database):
        year(report, app, database, "SQLite")
    with postgres_address() as url, service(url) as (app, database):
        year(report, app, database, "PostgreSQL")


def year(report: Report, app: Flask, database: Database, engine: str) -> None:
    """One town without certificates, so that the two parts can be told apart, and one with them."""
    with app.app_context():
        for code in (ALONE, TOWN):
            people(database, code)
        issued = seconds(lambda: issue(database))
        report.add(f"{PEOPLE} first certificates, {engine}", issued, "s", note="numbers, claims, tokens, letters")
        with without_followers(app):
            own = seconds(lambda: renew(database, ALONE))
        whole = seconds(lambda: renew(database, TOWN))
        report.add(f"{PEOPLE} renewed with certificates, {engine}", whole, "s", at_most=GOAL_SECONDS)
        report.add(f"  of that without certificates, {engine}", own, "s", note="registration, trail, letter")
        with without_followers(app):
            own = expire(database, ALONE)
        whole = expire(database, TOWN)
        report.add(f"{PEOPLE} expired with certificates, {engine}", whole, "s", at_most=GOAL_SECONDS)
        report.add(f"  of that without certificates, {engine}", own, "s")
        for name, figure in faults(database).items():
            report.add(f"  {name}, {engine}", figure, "", at_most=0)


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


@contextmanager
def without_followers(app: Flask) -> Iterator[None]:
    """Nobody is told that registrations change."""
    extras = app.extensions["futamachi"].extras
    kept = {key: extras.get(key, ()) for key in (FOLLOWERS, FOLLOWERS_OF_MANY)}
    extras |= dict.fromkeys(kept, ())
    try:
        yield
    finally:
        extras |= kept


def people(database: Database, code: str) -> None:
    """So many people registered with a town, whose registration ends in ten days and who have confirmed."""
    with database.transaction():
        a_programme(code)
    numbers = range(PEOPLE)
    for begin in range(0, PEOPLE, 1000):
        rows = [row for number in numbers[begin : begin + 1000] for row in _person(code, number)]
        with database.transaction() as opened:
            for table in (User, Resident, Registration, Handover, Renewal):
                opened.execute(sa.insert(table_of(table)), [_columns(row) for row in rows if type(row) is table])


def _person(code: str, number: int) -> Sequence[SQLModel]:
    user = User(email=f"{code}-{number}@example.jp", display_name=f"住民 {number}", email_verified_at=now())
    resident = Resident(
        user_id=user.id, family_name="住民", given_name=f"{number}", family_kana="ジュウミン", given_kana="バン",
        birth_date=today().replace(year=1980), home_code=TOKYO_SHINJUKU, days_per_month=6, adults=2,
        answered=[step.value for step in Step],
    )  # fmt: skip
    profile = snapshot_of(resident, GIVEN_TO_TOWNS)
    registration = Registration(
        user_id=user.id, municipality_code=code, status=RegistrationStatus.APPROVED,
        stay_frequency=StayFrequency.MONTHLY, snapshot=profile, submitted_at=now(), decided_at=now(),
        valid_from=today() - timedelta(days=355), valid_until=today() + timedelta(days=10),
    )  # fmt: skip
    content = {"application": {"bases": [], "stay_frequency": "monthly", "purpose": ""}, "profile": profile}
    renewal = Renewal(
        registration_id=registration.id, municipality_code=code, ends_on=today() + timedelta(days=10),
        status=RenewalStatus.CONFIRMED, confirmed_at=now(),
    )  # fmt: skip
    return user, resident, registration, Handover(registration_id=registration.id, number=1, content=content), renewal


def _columns(row: SQLModel) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in table_of(type(row)).columns}


def issue(database: Database) -> None:
    """The first certificates of the town that has them."""
    cursor = ""
    while True:
        with database.transaction() as opened, following.together():
            chosen = select(Registration).where(Registration.municipality_code == TOWN, col(Registration.id) > cursor)
            rows = opened.exec(chosen.order_by(col(Registration.id)).limit(CHUNK)).all()
            for row in rows:
                following.tell(row, by=BY)
        if not rows:
            return
        cursor = rows[-1].id


def renew(database: Database, code: str) -> None:
    """What "renew all that confirmed" does after the button."""
    with database.transaction():
        run = batch.start(code, with_changed=False, by=actor_of(a_clerk(code)))
    batch.go_on(run.id, chunk=CHUNK)


def expire(database: Database, code: str) -> float:
    """Seconds of the night in which all of a town's registrations have ended."""
    with database.transaction() as opened:
        ended = sa.update(Registration).where(col(Registration.municipality_code) == code)
        opened.execute(ended.values(valid_until=today() - timedelta(days=1)))
    return seconds(lambda: jobs.day({}))


def faults(database: Database) -> dict[str, int]:
    """What should have happened and has not, or twice."""
    with database.transaction(read_only=True):
        runs = session().exec(select(RenewalRun)).all()
        living = select(func.count()).where(col(Certificate.status) == CertificateStatus.ISSUED)
        held = select(Certificate.registration_id).where(col(Certificate.status) == CertificateStatus.EXPIRED)
        standing = select(func.count()).where(col(Registration.status) == RegistrationStatus.APPROVED)
        return {
            "not renewed": 2 * PEOPLE - sum(run.done for run in runs),
            "not expired": session().exec(standing).one(),
            "certificates that still stand": session().exec(living).one(),
            "certificates missing or doubled": abs(PEOPLE - len(session().exec(held).all())),
        }
