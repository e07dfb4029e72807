"""What a town does with projects: drafts its own, publishes, ends the period, gives up; each leaves who, when and why."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.projects import ends, lent, letters
from webapp.projects.models import PROJECT, Project, ProjectStatus
from webapp.projects.reviews import actions as reviews
from webapp.projects.rules import checking

trail.ACTION_LABELS |= {
    "project.draft": _l("下書きをつくった"),
    "project.revise": _l("下書きを書き直した"),
    "project.set_terms": _l("予算科目・上乗せ・使える額の決め方を決めた"),
}
#: the town's own words can be changed so long
_WRITTEN = (ProjectStatus.DRAFT, ProjectStatus.IN_REVIEW)


def draft(project: Project, *, by: Actor) -> Project:
    """Keep a new draft of the actor's own municipality."""
    if not by.may_act_for(project.municipality_code):
        raise NotThere
    if not municipalities.is_running(project.municipality_code):
        raise RuleBroken(_("この市町村はいま、ふたまちで受付をしていません。"))
    project.created_by = by.user_id
    project.minimum_yen = project.minimum_yen or project.goal_yen
    session().add(project)
    session().flush()
    trail.record(project, "project.draft", by=by)
    return project


def revise(project: Project, values: Mapping[str, Any], *, by: Actor) -> None:
    """Rewrite the town's own; a published project keeps the words that donors agreed to."""
    if not project.is_the_towns_own or project.status not in _WRITTEN:
        raise RuleBroken(_("公開した取り組みは、寄附者との約束になるため書き換えられません。"))
    for name, value in values.items():
        setattr(project, name, value)
    if project.status is ProjectStatus.IN_REVIEW:
        reviews.forget_findings(project)
    trail.record(project, "project.revise", by=by)


def set_terms(project: Project, values: Mapping[str, Any], *, by: Actor) -> None:
    """What the town decides about a project before it is published: budget item, matching money, how much may be spent."""
    reviews.must_examine(project, by)
    if project.is_public or project.status not in (*_WRITTEN, ProjectStatus.PROPOSED):
        raise RuleBroken(_("公開した取り組みは、寄附者との約束になるため書き換えられません。"))
    for name, value in values.items():
        setattr(project, name, value)
    trail.record(project, "project.set_terms", by=by)


def publish(project: Project, *, by: Actor) -> None:
    """Open a project for pledges: everything must be written, add up, be promised and be found good."""
    reviews.must_examine(project, by)
    checking.refuse_if_any(project, checking.BEFORE_PUBLISHING)
    PROJECT.apply(project, "publish", by=by)
    project.published_at = now()
    letters.tell_proposer(project, letters.published)


def close(project: Project, *, by: Actor, reason: str = "") -> None:
    """Take no more pledges. While payments are under way it waits for them; otherwise what was raised is final."""
    awaited = lent.awaited(project.id)
    if awaited and project.status is ProjectStatus.PUBLISHED:
        PROJECT.apply(project, "stop", by=by, reason=reason)
        letters.tell_proposer(project, letters.stopped, awaited=awaited)
        return
    if awaited:
        raise RuleBroken(
            _("まだ届く見込みの支払いが%(n)s件あります。届くか期限が切れると、自動で次に進みます。", n=awaited)
        )
    PROJECT.apply(project, "close", by=by, reason=reason)
    project.closed_at = now()
    letters.tell_proposer(project, letters.closed)
    ends.tell_donors(project, ends.End.PERIOD)


def cancel(project: Project, *, raised_yen: int, by: Actor, reason: str) -> None:
    """Give a project up, saying why; not while it holds donations, which were promised a use."""
    reviews.must_examine(project, by)
    if raised_yen or lent.awaited(project.id):
        raise RuleBroken(
            _(
                "すでに寄附を受け取っているため、取りやめられません。受付を終え、約束した使いみちに沿って進めてください。"
            )
        )
    PROJECT.apply(project, "cancel", by=by, reason=reason)
    letters.tell_companions(project, letters.cancelled, reason=reason)


def close_all_in(municipality_code: str, *, by: Actor, reason: str) -> None:
    """Take no more pledges for a municipality that has left."""
    chosen = select(Project).where(
        Project.municipality_code == municipality_code, Project.status == ProjectStatus.PUBLISHED
    )
    for project in session().exec(chosen):
        close(project, by=by, reason=reason)
