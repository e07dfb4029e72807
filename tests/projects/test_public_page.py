"""The page that everybody reads: how far a project has come, what it promises, who stands behind it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from tests.factories.accounts import a_clerk
from tests.factories.municipalities import a_programme
from tests.factories.projects import a_project
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.clock import today
from webapp.projects.funding import Funding
from webapp.projects.goals import goal_of, time_left
from webapp.projects.models import ProjectStatus
from webapp.projects.page import journey_of
from webapp.projects.reports.models import Milestone

TOWN = "202151"


def standing(raised: int, **changes: Any) -> Any:
    values: dict[str, Any] = {"goal_yen": 1_000_000, "minimum_yen": 400_000} | changes
    return goal_of(a_project(**values), Funding(raised, 12))


def test_what_is_reached_and_what_comes_next_is_said(session: Session) -> None:
    a_programme(TOWN)
    stretches = [{"label": "二階の床", "yen": 1_500_000}]
    assert "最低限の目標まで、あと100,000円" in standing(300_000).sentence
    assert "目標まで、あと500,000円" in standing(500_000).sentence
    assert standing(1_000_000).sentence == "目標に届きました。ありがとうございます。"
    assert "「二階の床」まで、あと400,000円" in standing(1_100_000, stretches=stretches).sentence
    assert standing(999_999).percent == 99
    assert standing(0, goal_yen=0, minimum_yen=0, status=ProjectStatus.DRAFT).sentence == ""
    assert "集まった分で" in standing(500_000, status=ProjectStatus.CLOSED).sentence
    assert "届きませんでした" in standing(100_000, status=ProjectStatus.CLOSED).sentence


def test_the_towns_money_is_apart_and_counts_for_the_goal(session: Session) -> None:
    a_programme(TOWN)
    goal = standing(600_000, matching_percent=50, matching_cap_yen=200_000)
    assert (goal.raised, goal.matching, goal.total, goal.percent) == (600_000, 200_000, 800_000, 80)
    assert goal.share(goal.ideal) == 1
    assert standing(2_000_000).share(1_000_000) == 0.5


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 20, 3, tzinfo=UTC), "4日"),
        (datetime(2026, 11, 24, 2, 59, tzinfo=UTC), "12時間"),
        (datetime(2026, 11, 24, 14, 48, 30, tzinfo=UTC), "11分"),
        (datetime(2026, 11, 24, 15, 0, tzinfo=UTC), ""),
    ],
)
def test_the_time_that_is_left_ends_with_the_day_in_japan(
    session: Session, time_machine: Any, moment: datetime, words: str
) -> None:
    time_machine.move_to(moment, tick=False)
    a_programme(TOWN)
    day = datetime(2026, 11, 24, tzinfo=UTC).date()
    assert time_left(a_project(opens_on=day - timedelta(days=9), closes_on=day)) == words


def test_a_late_report_is_public_and_the_first_open_milestone_is_at_work(session: Session) -> None:
    a_programme(TOWN)
    project = a_project(status=ProjectStatus.UNDER_WAY, report_due_on=today() - timedelta(days=1))
    for title, days in (("土壁", -20), ("床", 20), ("お披露目", 40)):
        session.add(Milestone(project_id=project.id, title=title, due_on=today() + timedelta(days=days)))
    session.flush()
    states = [(step.label, step.state) for step in journey_of(project)]
    assert states == [
        ("寄附の受付", "done"),
        ("使える額の決定", "done"),
        ("土壁", "overdue"),
        ("床", "later"),
        ("お披露目", "later"),
        ("実績の報告", "overdue"),
        ("収支の公開", "later"),
    ]


def test_promises_stand_before_the_button_and_the_deadline_is_in_japan(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
        project = a_project(matching_percent=20, matching_cap_yen=300_000, alternative="駅前の花壇に使います。")
    page = client.get(f"/projects/{project.id}")
    promises = page.tree.select_one("#promises")
    assert promises is not None
    for words in (
        "厨房の設備から順に整えます。",
        "客席を増やします。",
        "駅前の花壇に使います。",
        "20%を、まちが足します",
        "返金されません",
    ):
        assert words in promises.text
    assert "23:59まで（日本時間）" in page.text
    assert page.tree.select_one("[data-countdown]").attrs["data-countdown"].endswith("T00:00:00+09:00")  # type: ignore[index]


def test_the_list_is_narrowed_by_words_theme_and_stage(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
        a_project(title="駅舎の台所", theme="")
        a_project(title="終わった取り組み", status=ProjectStatus.CLOSED)
        a_project(title="これからの取り組み", opens_on=today() + timedelta(days=3))
    names = lambda page: [words_of(found) for found in page.tree.select(".card__title")]  # noqa: E731
    assert names(client.get("/projects")) == ["駅舎の台所"]
    assert names(client.get("/projects?stage=after")) == ["終わった取り組み"]
    assert names(client.get("/projects?stage=soon&sort=newest")) == ["これからの取り組み"]
    assert "条件に合う取り組みはありません" in client.get("/projects?q=港").text
    assert names(client.get("/projects?q=タベモノ 駅舎&theme=nothing&town=x&stage=y&sort=z")) == []
    assert names(client.get("/projects?sort=supporters&q=ダイドコロ")) == []
    assert names(client.get("/projects?sort=near_goal&q=台所")) == ["駅舎の台所"]


def test_before_the_first_day_nobody_is_told_that_it_takes_donations_or_has_ended(
    database: Any, client: PageClient, signed_in: Any
) -> None:
    with database.transaction():
        a_programme(TOWN)
        early = a_project(opens_on=today() + timedelta(days=9), closes_on=today() + timedelta(days=40))
        late = a_project(opens_on=today() - timedelta(days=40), closes_on=today() - timedelta(days=1))
        clerk = a_clerk(TOWN)
    page, desk = client.get(f"/projects/{early.id}"), signed_in(clerk)
    review = desk.get(f"/staff/projects/{early.id}")
    for shown in (page, review):
        assert "受付はこれから" in shown.text
        assert "寄附を受付中" not in shown.text
        assert "募集は終わりました" not in shown.text
    over = client.get(f"/projects/{late.id}")  # the worker has not closed it yet
    assert "から受け付けます" not in over.text
    assert "寄附の受付は終わりました" in over.text
    assert "募集は終わりました" in desk.get(f"/staff/projects/{late.id}").text


def test_machines_read_that_one_may_give_to_the_town_and_until_when(database: Any, client: PageClient) -> None:
    last = today() + timedelta(days=9)
    with database.transaction():
        a_programme(TOWN)
        runs = a_project(opens_on=today() - timedelta(days=1), closes_on=last)
        over = a_project(status=ProjectStatus.CLOSED)
    page = client.get(f"/projects/{runs.id}")
    data = json.loads(page.tree.select_one('head script[type="application/ld+json"]').text)
    assert data["potentialAction"]["recipient"]["@type"] == "GovernmentOrganization"
    assert data["potentialAction"]["endTime"] == f"{last}T23:59:59+09:00"
    assert page.tree.select_one('link[rel="canonical"]').attrs["href"] == data["url"]
    assert "DonateAction" not in client.get(f"/projects/{over.id}").html
