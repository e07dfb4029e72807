"""A goal is reached by the last payments: everybody is told once, however many come at once or fall away again."""

from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, col, select

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.municipalities import a_programme
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.factories.receipts import BY
from tests.payments.test_folding import an_attempt, told
from tests.payments.test_parallel import Answers, notice
from tests.projects.test_told import a_proposed_project
from webapp.core import jobs
from webapp.core.clock import now
from webapp.core.letters import Letter
from webapp.payments import collecting, inbox
from webapp.payments.gateway import PaymentState
from webapp.pledges import actions as pledges
from webapp.pledges.models import Pledge
from webapp.projects import reaching
from webapp.projects.models import Project


def letters_about(s: Session, words: str) -> list[str]:
    return sorted(s.exec(select(Letter.to_email).where(col(Letter.subject).startswith(words))))


def give(project: Project, amount: int) -> Pledge:
    pledge = a_pledge(a_resident_user(), project, amount=amount)
    pledges.mark_paid(pledge, now(), by=BY)
    return pledge


@pytest.mark.both_databases
def test_two_last_payments_at_once_tell_everybody_once(app: Flask, database: Any) -> None:
    with database.transaction() as s:
        a_programme("202151")
        clerk = a_clerk("202151")
        project = a_project(goal_yen=20_000, minimum_yen=20_000)
        donors = [a_resident_user(), a_resident_user()]
        attempts = [an_attempt(s, a_pledge(donor, project, amount=10_000)) for donor in donors]
        people = sorted(person.email for person in (clerk, *donors))
    answers = Answers({f"cs_{a.id}": told(a, PaymentState.PAID) for a in attempts})
    app.extensions["futamachi"].extras[collecting.KEY] = answers

    def deliver(attempt: Any) -> None:
        with app.app_context():
            inbox.handle(database, notice(attempt, 1))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(deliver, attempts))
    with app.app_context():
        jobs.run_due(database)
        with database.transaction() as s:
            assert letters_about(s, "目標に届きました") == people


@pytest.mark.both_databases
def test_who_pays_while_another_payment_is_not_yet_kept_waits_for_it(app: Flask, database: Any) -> None:
    with database.transaction():
        a_programme("202151")
        project = a_project(goal_yen=20_000, minimum_yen=20_000)
        first, second = (a_pledge(a_resident_user(), project, amount=10_000) for _donor in range(2))

    def pay_second() -> None:
        with app.app_context(), database.transaction() as s:
            pledges.mark_paid(s.get_one(Pledge, second.id), now(), by=BY)

    with ThreadPoolExecutor(1) as pool, app.app_context():
        with database.transaction() as s:
            pledges.mark_paid(s.get_one(Pledge, first.id), now(), by=BY)
            other = pool.submit(pay_second)
            assert wait([other], timeout=0.3).not_done
        other.result(timeout=20)
        with database.transaction() as s:
            kept = s.exec(select(jobs.Job.key).where(jobs.Job.kind == reaching.TELL)).all()
        assert kept == [f"{reaching.TELL}:{project.id}:goal"]


def test_who_passes_both_at_once_is_told_of_the_goal_only(session: Session, database: Any) -> None:
    a_programme("202151")
    project = a_project(goal_yen=30_000, minimum_yen=10_000)
    give(project, 10_000)
    give(project, 20_000)
    session.commit()
    jobs.run_due(database)
    assert letters_about(session, "最低限の目標に届きました") == []
    assert len(letters_about(session, "目標に届きました")) == 3  # the town's desk and two donors


def test_minimum_and_goal_are_told_each_once_also_after_a_refund(session: Session, database: Any) -> None:
    project, organiser, _member = a_proposed_project(session)
    clerk = a_clerk("202151")
    project.goal_yen, project.minimum_yen = 30_000, 10_000
    give(project, 5_000)
    half = give(project, 5_000)
    again = give(project, 3_000)
    pledges.mark_refunded(half, by=BY)
    session.commit()
    jobs.run_due(database)
    minimum = letters_about(session, "最低限の目標に届きました")
    assert {organiser.email, clerk.email} < set(minimum)
    assert len(minimum) == len(set(minimum)) == 4  # and the two donors whose money is still there
    whole = give(project, 30_000)
    pledges.mark_refunded(again, by=BY)
    pledges.mark_refunded(whole, by=BY)
    give(project, 6_000)  # over the minimum once more
    give(project, 30_000)  # and over the goal
    session.commit()
    jobs.run_due(database)
    assert letters_about(session, "最低限の目標に届きました") == minimum
    goal = letters_about(session, "目標に届きました")
    assert organiser.email in goal
    assert len(goal) == len(set(goal))
    assert len(session.exec(select(jobs.Job).where(jobs.Job.kind == reaching.TELL)).all()) == 2
