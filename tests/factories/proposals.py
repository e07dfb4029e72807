"""Proposals of communities for tests: written, proposed, found good, published, funded."""

from datetime import timedelta
from typing import Any

from tests.factories.accounts import BY, a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.projects import a_first_day
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.corporations.files import Upload
from webapp.hubs.communities import actions as communities
from webapp.hubs.communities.models import Community
from webapp.projects.models import PROJECT, Project
from webapp.projects.proposals import actions
from webapp.projects.proposals.models import Check
from webapp.projects.reports import scheduling
from webapp.projects.reviews import actions as reviews
from webapp.projects.reviews.models import FindingKind

TOWN = "202151"
PAPER = Upload("0123456789.pdf", "領収書.pdf", "application/pdf", 10)


def a_community(*, days_old: int = 120) -> tuple[Community, Actor]:
    """An active one and its organiser."""
    a_programme(TOWN)
    organiser = actor_of(a_resident_user())
    values = {"name": "石垣の会", "theme": "", "about": "石垣を積む", "wish": ""}
    community = communities.propose(TOWN, values, shown_name="世話人", by=organiser)
    communities.approve(community, by=BY)
    community.created_at = now() - timedelta(days=days_old)
    return community, organiser


def what_is_written(**changes: Any) -> dict[str, Any]:
    """Everything that a proposal must say."""
    opens_on = a_first_day()
    ends_on = opens_on + timedelta(days=200)
    written = {
        "summary": "崩れた石垣を積み直します。",
        "story": "三年前の大雨で崩れました。",
        "plan": "石を集め、職人と積みます。",
        "team": "石垣の会の十人です。",
        "goal_yen": 1_000_000,
        "minimum_yen": 400_000,
        "budget": [{"label": "石材", "yen": 600_000}, {"label": "職人の日当", "yen": 400_000}],
        "below_goal": "積める段数だけ積みます。",
        "above_goal": "道も直します。",
        "alternative": "棚田の保全基金",
        "opens_on": opens_on,
        "closes_on": opens_on + timedelta(days=60),
        "ends_on": ends_on,
        "report_due_on": ends_on + timedelta(days=30),
        "budget_item": "2款1項6目",
    }
    return written | changes


def a_draft(*, days_old: int = 120, **changes: Any) -> tuple[Project, Actor]:
    """A proposal that may be sent, and who sends it."""
    community, organiser = a_community(days_old=days_old)
    project = actions.begin(TOWN, "棚田の石垣を積み直す", community_id=community.id, by=organiser)
    actions.write(project, what_is_written(**changes), by=organiser)
    scheduling.plan(project, [(project.opens_on + timedelta(days=100), "石が集まる")])
    given = {kind: actions.Answer("あります。", 3 if kind is Check.PEOPLE else None) for kind in Check}
    actions.answer(project, given, by=organiser)
    return project, organiser


def in_review(**changes: Any) -> tuple[Project, Actor, Actor]:
    """A proposal that the town examines: the project, its organiser, a clerk."""
    project, organiser = a_draft(**changes)
    actions.propose(project, by=organiser)
    clerk = actor_of(a_clerk(TOWN))
    reviews.take_up(project, by=clerk)
    return project, organiser, clerk


def all_found_good(project: Project, clerk: Actor) -> None:
    """Four findings, each met."""
    for kind in FindingKind:
        reviews.find(project, kind, is_met=True, reason="確かめました。", by=clerk)


def a_closed_one(**changes: Any) -> tuple[Project, Actor, Actor]:
    """One whose period is over and whose sum is final."""
    project, organiser, clerk = in_review(**changes)
    for move in ("publish", "close"):
        PROJECT.apply(project, move, by=clerk)
    project.opens_on, project.closes_on = today() - timedelta(days=60), today() - timedelta(days=1)
    session().flush()
    return project, organiser, clerk
