"""The demo's donations: by many people, in sums that people give, nobody twice to the same project."""

from collections import Counter

from flask import Flask
from sqlmodel import col, select

from webapp.core.clock import in_tokyo
from webapp.pledges.models import Pledge, PledgeStatus
from webapp.projects.models import Project
from webapp.receipts.models import Receipt


def test_many_people_give_plausible_sums_and_each_once_to_a_project(demo_app: Flask) -> None:
    with demo_app.extensions["futamachi"].database.transaction(read_only=True) as s:
        pledges = s.exec(select(Pledge)).all()
        projects = s.exec(select(Project)).all()
    assert (
        max(
            Counter(
                (pledge.user_id or pledge.email or pledge.donor_name, pledge.project_id) for pledge in pledges
            ).values()
        )
        == 1
    )
    assert len({pledge.user_id for pledge in pledges}) >= 20
    assert max(pledge.amount for pledge in pledges) <= 100_000
    raised = Counter[str]()
    for pledge in pledges:
        raised[pledge.project_id] += pledge.amount
    assert all(0.05 < raised[p.id] / p.goal_yen < 1.5 for p in projects if p.id in raised)


def test_some_give_without_an_account_and_not_everything_is_paid(demo_app: Flask) -> None:
    with demo_app.extensions["futamachi"].database.transaction(read_only=True) as s:
        online = select(Pledge).where(col(Pledge.user_id).is_(None), col(Pledge.entered_by).is_(None))
        guests = s.exec(online).all()
    assert {guest.status for guest in guests} == {PledgeStatus.PAID, PledgeStatus.AWAITING, PledgeStatus.LAPSED}
    assert all(guest.is_demo and guest.email.endswith("@demo.example") for guest in guests)


def test_every_donation_lies_inside_the_period_of_its_project(demo_app: Flask) -> None:
    with demo_app.extensions["futamachi"].database.transaction(read_only=True) as s:
        chosen = select(Pledge, Project).join(Project, col(Project.id) == Pledge.project_id)
        rows = s.exec(chosen.where(col(Pledge.paid_at).is_not(None))).all()
        days = dict(s.exec(select(Receipt.pledge_id, Receipt.received_on)).all())
    over = [(pledge, project) for pledge, project in rows if project.closed_at is not None]
    assert len(over) >= 10
    for pledge, project in rows:
        assert project.opens_on <= in_tokyo(pledge.created_at).date() <= project.closes_on
        assert project.opens_on <= days[pledge.id] <= project.closes_on
    assert len({days[pledge.id] for pledge, _project in over}) >= 10
