"""What is done with projects; each leaves who, when and why."""

from sqlmodel import select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.projects.models import PROJECT, Project, ProjectStatus

trail.ACTION_LABELS |= {
    "project.draft": _l("下書きをつくった"),
    "project.revise": _l("下書きを書き直した"),
}


def draft(project: Project, *, by: Actor) -> Project:
    """Keep a new draft of the actor's own municipality."""
    if not by.may_act_for(project.municipality_code):
        raise NotThere
    if not municipalities.is_running(project.municipality_code):
        raise RuleBroken(_("この市町村はいま、ふたまちで受付をしていません。"))
    project.created_by = by.user_id
    session().add(project)
    session().flush()
    trail.record(project, "project.draft", by=by)
    return project


def revise(project: Project, *, by: Actor) -> None:
    """Note that a draft was changed; a published project keeps the words that donors agreed to."""
    if project.status is not ProjectStatus.DRAFT:
        raise RuleBroken(_("公開した取り組みは、寄附者との約束になるため書き換えられません。"))
    trail.record(project, "project.revise", by=by)


def publish(project: Project, *, by: Actor) -> None:
    """Open a project for pledges: its budget must add up and its last day must lie ahead."""
    if project.budget_total != project.goal_yen:
        raise RuleBroken(
            _(
                "使いみちの合計（%(total)s円）と目標額（%(goal)s円）が合いません。どちらかを直してください。",
                total=f"{project.budget_total:,}",
                goal=f"{project.goal_yen:,}",
            )
        )
    if project.closes_on < today():
        raise RuleBroken(_("受付の最終日が過ぎています。日付を直してください。"))
    if project.status is ProjectStatus.DRAFT:
        PROJECT.apply(project, "start_review", by=by)
    PROJECT.apply(project, "publish", by=by)
    project.published_at = now()


def close(project: Project, *, by: Actor, reason: str = "") -> None:
    """Take no more pledges; payments already begun may still arrive."""
    PROJECT.apply(project, "close", by=by, reason=reason)


def cancel(project: Project, *, raised_yen: int, by: Actor, reason: str) -> None:
    """Give a project up, saying why; not while it holds donations, which were promised a use."""
    if raised_yen:
        raise RuleBroken(
            _(
                "すでに寄附を受け取っているため、取りやめられません。受付を終え、約束した使いみちに沿って進めてください。"
            )
        )
    PROJECT.apply(project, "cancel", by=by, reason=reason)


def close_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Take no more pledges for a municipality that has left."""
    chosen = select(Project).where(
        Project.municipality_code == municipality_code, Project.status == ProjectStatus.PUBLISHED
    )
    for project in session().exec(chosen):
        close(project, by=by, reason=reason)
