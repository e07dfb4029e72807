"""Projects: a draft of one's own town, published when the budget adds up, closed, given up with a reason."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.projects import a_first_day, a_project
from tests.support.client import PageClient
from webapp.core.errors import RuleBroken
from webapp.core.trail import history_of
from webapp.projects import actions
from webapp.projects.models import Project, ProjectStatus
from webapp.projects.reviews.models import FindingKind

TOWN = "202151"
SignedIn = Callable[..., PageClient]
OPENS = a_first_day()


def typed(**changes: str) -> dict[str, str]:
    """A filled-in form."""
    values = {
        "title": "棚田の石垣を積み直す",
        "summary": "崩れた石垣を、若い手と一緒に積み直します。",
        "story": "三年前の大雨で崩れました。",
        "goal_yen": "1,000,000",
        "budget": "石材 600000\n職人の日当　400,000円",
        "below_goal": "できる段数だけ積みます。",
        "above_goal": "道も直します。",
        "opens_on": str(OPENS),
        "closes_on": str(OPENS + timedelta(days=60)),
        "budget_item": "2款1項6目",
    }
    return {**values, **changes}


def test_a_clerk_writes_publishes_and_everybody_reads(database: Any, signed_in: SignedIn, client: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
        clerk = a_clerk(TOWN)
    desk = signed_in(clerk)
    review = desk.submit(desk.get("/staff/projects/new"), "下書きを保存する", typed()).follow()
    project_id = review.path.rsplit("/", 1)[-1]
    client.get(f"/projects/{project_id}", expect=404)
    assert "まだ判断していない項目" in review.text
    desk.post(f"/staff/projects/{project_id}/publish", expect=409)
    desk.submit(review, "審査を始める")
    for kind in FindingKind:
        form = desk.get(f"/staff/projects/{project_id}/findings/{kind.value}")
        desk.submit(form, "決めて残す", {"is_met": "yes", "reason": "確かめました。"})
    desk.submit(desk.get(f"/staff/projects/{project_id}"), "公開して寄附を受け付ける")
    page = client.get(f"/projects/{project_id}")
    assert "600,000円" in page.text
    with database.transaction() as s:
        moves = [e.action for e in history_of(s.get_one(Project, project_id)) if e.to_status]
        assert moves == ["project.start_review", "project.publish"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("budget", "石材", "1行目"),
        ("goal_yen", "千円", "数字"),
        ("closes_on", "2020-01-01", "初日より後"),
        ("title", "", "題名"),
        ("title", "長" * 81, "80字"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(
    database: Any, signed_in: SignedIn, field: str, value: str, words: str
) -> None:
    with database.transaction():
        a_programme(TOWN)
        clerk = a_clerk(TOWN)
    desk = signed_in(clerk)
    page = desk.submit(desk.get("/staff/projects/new"), "下書きを保存する", typed(**{field: value}), expect=422)
    assert any(words in error for error in page.errors()), page.errors()
    assert "三年前の大雨で崩れました。" in page.html
    with database.transaction() as s:
        assert s.exec(select(Project)).all() == []


def test_a_budget_that_does_not_add_up_blocks_publishing(session: Session) -> None:
    a_programme(TOWN)
    project = a_project(status=ProjectStatus.IN_REVIEW, goal_yen=900_000)
    with pytest.raises(RuleBroken, match="合いません"):
        actions.publish(project, by=actor_of(a_clerk(TOWN)))
    assert project.status is ProjectStatus.IN_REVIEW


def test_what_donors_read_is_not_rewritten(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        clerk = a_clerk(TOWN)
        project = a_project()
    desk = signed_in(clerk)
    page = desk.get(f"/staff/projects/{project.id}/edit")
    desk.submit(page, "下書きを保存する", {"title": "別の題名"}, expect=409)
    assert "古い駅舎" in desk.get(f"/projects/{project.id}").h1


def test_giving_up_needs_a_reason(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        clerk = a_clerk(TOWN)
        project = a_project(status=ProjectStatus.DRAFT)
    desk = signed_in(clerk)
    desk.post(f"/staff/projects/{project.id}/cancel", {"reason": " "}, expect=409)
    desk.post(f"/staff/projects/{project.id}/cancel", {"reason": "担い手が見つかりませんでした。"})
    desk.post(f"/staff/projects/{project.id}/publish", expect=409)


def test_another_towns_project_is_not_there(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        project = a_project()
        elsewhere = a_clerk("372081")
    desk = signed_in(elsewhere)
    desk.get(f"/staff/projects/{project.id}", expect=404)
    desk.get(f"/staff/projects/{project.id}/edit", expect=404)
    for verb in ("publish", "close", "cancel"):
        desk.post(f"/staff/projects/{project.id}/{verb}", {"reason": "x"}, expect=404)


def test_a_town_cannot_be_chosen_that_is_not_ones_own(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        a_programme("372081")
        clerk = a_clerk(TOWN)
    desk = signed_in(clerk)
    page = desk.get("/staff/projects/new")
    desk.submit(page, "下書きを保存する", typed(municipality_code="372081"), expect=422)


def test_text_of_a_project_is_never_markup(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_programme(TOWN)
        project = a_project(title="<script>alert(1)</script>", story="<img src=x onerror=alert(1)>")
    page = client.get(f"/projects/{project.id}")
    assert page.tree.select("main script, main img[onerror]") == []
    assert page.h1 == "<script>alert(1)</script>"


def test_a_project_that_holds_donations_is_not_given_up(session: Session) -> None:
    a_programme(TOWN)
    project = a_project()
    with pytest.raises(RuleBroken, match="寄附を受け取っている"):
        actions.cancel(project, raised_yen=2_000, by=actor_of(a_clerk(TOWN)), reason="人手がない")
    assert project.status is ProjectStatus.PUBLISHED
