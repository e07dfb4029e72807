"""Money after the period: what may be spent, what was spent, what comes back, and an account that adds up for everybody."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tests.factories import proposals as made
from tests.factories.accounts import a_clerk, actor_of
from tests.support.client import PageClient
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import in_language
from webapp.core.services import services
from webapp.projects import lent
from webapp.projects.choices import SubsidyRule
from webapp.projects.funding import KEY, Funding
from webapp.projects.models import Project, ProjectStatus
from webapp.projects.reports import actions as reports
from webapp.projects.reports import queries as carried_out
from webapp.projects.settlement import actions, sums
from webapp.projects.settlement.account import account_of
from webapp.projects.settlement.models import Subsidy

Raise = Callable[..., None]
YEN = st.integers(0, 10**9)


@pytest.fixture
def raised(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Raise]:
    """Says how much came in, what the provider took, and what is still on its way."""

    def say(yen: int, *, fee: int = 0, awaited: int = 0) -> None:
        extras = services().extras
        monkeypatch.setitem(extras, KEY, lambda ids: {key: Funding(yen, 7) for key in ids})
        monkeypatch.setitem(extras, lent.FEES, lambda ids: dict.fromkeys(ids, fee))
        monkeypatch.setitem(extras, lent.AWAITED, lambda ids: dict.fromkeys(ids, awaited))

    with app.app_context():
        yield say


def spend(project: Project, by: Actor, *payments: tuple[str, int]) -> None:
    for label, yen in payments:
        reports.spend(
            project, {"budget_label": label, "title": "支払い", "paid_on": today(), "yen": yen}, made.PAPER, by=by
        )


def reported(project: Project, organiser: Actor) -> None:
    for milestone in carried_out.milestones_of(project):
        step = reports.write(project, {"title": "途中", "body": "集めた", "milestone_id": milestone.id}, by=organiser)
        reports.publish(project, step, by=organiser)
    last = reports.write(project, {"title": "終わった", "body": "積んだ", "is_final": True}, by=organiser)
    reports.publish(project, last, by=organiser)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(YEN, YEN, YEN, st.sampled_from(SubsidyRule), st.none() | YEN, YEN, YEN)
def test_no_yen_is_lost_whatever_the_rule(
    raised: int, matching: int, cost: int, rule: SubsidyRule, cap: int | None, spent: int, own: int
) -> None:
    part = sums.grant(raised, matching, cost, rule, cap)
    assert raised + matching == part.cost_taken + part.granted + part.kept
    assert min(part.cost_taken, part.granted, part.kept) >= 0
    assert cap is None or part.granted <= cap
    end = sums.final(part.granted, spent, own)
    assert (end.settled + end.returned, end.settled + end.own) == (part.granted, spent)
    assert min(end.settled, end.returned, end.own) >= 0


def test_from_the_closing_to_a_public_account_that_adds_up(session: Session, raised: Raise) -> None:
    raised(1_000_000, fee=36_000)
    project, organiser, clerk = made.a_closed_one(matching_percent=20, matching_cap_yen=150_000)
    row = actions.decide(project, [{"label": "郵送", "yen": 14_000}], number="企第1号", by=clerk)
    assert (row.matching_yen, row.cost_yen, row.granted_yen, row.kept_yen) == (150_000, 50_000, 1_100_000, 0)
    spend(project, organiser, ("石材", 650_000), ("職人の日当", 350_000))
    assert project.status is ProjectStatus.UNDER_WAY
    reported(project, organiser)
    with pytest.raises(RuleBroken, match="まだ確かめていない領収書が2件"):
        actions.settle(project, own_yen=0, use_of_rest="基金", by=clerk)
    for expense in carried_out.expenses_of(project):
        reports.check(project, expense, by=clerk)
    with pytest.raises(RuleBroken, match="100,000円を何に使うか"):
        actions.settle(project, own_yen=0, use_of_rest=" ", by=clerk)
    actions.settle(project, own_yen=0, use_of_rest="棚田の保全基金", by=clerk)
    assert (row.settled_yen, row.returned_yen, row.return_due_on) == (1_000_000, 100_000, today() + timedelta(days=30))
    account = account_of(row)
    assert account.adds_up
    assert (account.total_in, account.total_out) == (1_150_000, 1_150_000)
    assert [(line["planned"], line["spent"]) for line in row.lines] == [(600_000, 650_000), (400_000, 350_000)]
    actions.take_back(project, by=clerk)
    with pytest.raises(RuleBroken, match="返還を待っている額はありません"):
        actions.take_back(project, by=clerk)


def test_with_all_the_town_pays_for_raising_and_beyond_the_cap_it_keeps(session: Session, raised: Raise) -> None:
    raised(1_000_000, fee=36_000)
    project, organiser, clerk = made.a_closed_one(subsidy_rule=SubsidyRule.ALL, subsidy_cap_yen=800_000)
    row = actions.decide(project, [], by=clerk)
    assert (row.cost_taken_yen, row.granted_yen, row.kept_yen) == (0, 800_000, 200_000)
    spend(project, organiser, ("石材", 900_000))
    actions.give_up(project, reason="職人が病気になりました。", by=clerk)
    reports.check(project, carried_out.expenses_of(project)[0], by=clerk)
    actions.settle(project, own_yen=0, use_of_rest="棚田の保全基金", by=clerk)
    assert (row.own_yen, row.settled_yen, row.returned_yen) == (100_000, 800_000, 0)
    assert account_of(row).adds_up
    assert [line.yen for line in account_of(row).beside] == [36_000]


def test_the_decision_waits_for_the_last_payment_and_for_the_towns_own_people(session: Session, raised: Raise) -> None:
    raised(500_000, awaited=2)
    project, organiser, clerk = made.a_closed_one()
    for status in (ProjectStatus.WAITING_FUNDS, ProjectStatus.CLOSED):
        project.status = status
        with pytest.raises(RuleBroken, match="届く見込み"):
            actions.decide(project, [], by=clerk)
    raised(500_000)
    for stranger in (organiser, actor_of(a_clerk("372081"))):
        with pytest.raises(NotAllowed):
            actions.decide(project, [], by=stranger)
    actions.decide(project, [], by=clerk)
    with pytest.raises(RuleBroken):
        actions.decide(project, [], by=clerk)


def test_the_database_itself_refuses_an_account_that_does_not_add_up(session: Session) -> None:
    project, _organiser, _clerk = made.a_closed_one()
    session.add(
        Subsidy(
            project_id=project.id, municipality_code=made.TOWN, raised_yen=100, granted_yen=99,
            rule=SubsidyRule.ALL, decided_on=today(),
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_desk_decides_and_everybody_reads(database: Any, signed_in: Any, client: PageClient) -> None:
    with database.transaction():
        project, _organiser, _clerk = made.a_closed_one()
        staff, elsewhere = a_clerk(made.TOWN), a_clerk("372081")
    client.get(f"/projects/{project.id}/account", expect=404)
    signed_in(elsewhere).get(f"/staff/projects/{project.id}/subsidy", expect=404)
    desk = signed_in(staff)
    page = desk.get(f"/staff/projects/{project.id}/subsidy")
    assert "1行目" in desk.submit(page, "決めて残す", {"costs": "郵送 -1"}, expect=422).errors()[0]
    page = desk.submit(page, "決めて残す", {"costs": "郵送　１，０００"}).follow()
    assert "使える額が決定" in page.text
    assert "取り組みは続いています" in client.get(f"/projects/{project.id}/account").text
    desk.get(f"/staff/projects/{project.id}/settle")
    desk.post(f"/staff/projects/{project.id}/settle", {"use_of_rest": "基金"}, expect=409)
    with database.transaction(), pytest.raises(NotThere):
        carried_out.reported_by(actor_of(elsewhere), project.id)


def test_the_providers_fee_is_read_in_ones_own_language_whoever_decided(session: Session, raised: Raise) -> None:
    project, organiser, clerk = made.a_closed_one()
    raised(1_000_000, fee=36_000)
    with in_language("en"):
        row = actions.decide(project, [], by=clerk)
    spend(project, organiser, ("石材", 1_000))
    reported(project, organiser)
    for receipt in carried_out.expenses_of(project):
        reports.check(project, receipt, by=clerk)
    actions.settle(project, own_yen=0, use_of_rest="次の石垣", by=clerk)
    for locale, words in (("ja", "決済の手数料"), ("en", "fees")):
        with in_language(locale):
            assert words in str(account_of(row).went_out[0].label)
