"""What the town does with a proposal: takes it up, finds, asks for corrections, refuses."""

from collections.abc import Mapping

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.projects import letters
from webapp.projects.models import PROJECT, Project
from webapp.projects.proposals import queries as proposals
from webapp.projects.reviews.models import Finding, FindingKind
from webapp.projects.reviews.queries import findings_of
from webapp.projects.states import ProjectStatus

trail.ACTION_LABELS |= {"project.find": _l("項目を判断した")}


def take_up(project: Project, *, by: Actor) -> None:
    """Begin the review."""
    must_examine(project, by)
    PROJECT.apply(project, "start_review", by=by)


def find(project: Project, kind: FindingKind, *, is_met: bool, reason: str, by: Actor) -> Finding:
    """Decide one of the four, always with a reason; an earlier finding stays on record."""
    must_examine(project, by)
    if project.status is not ProjectStatus.IN_REVIEW:
        raise RuleBroken(_("審査中の取り組みだけ、判断できます。先に審査を始めてください。"))
    if not reason.strip():
        raise RuleBroken(_("判断の理由を書いてください。提案した人にも見えます。"))
    known = findings_of(project).get(kind)
    if known is not None:
        known.replaced_at = now()
        session().flush()
    row = Finding(project_id=project.id, kind=kind, is_met=is_met, reason=reason.strip(), decided_by=by.user_id)
    session().add(row)
    session().flush()
    trail.record(project, "project.find", by=by, reason=reason)
    return row


def forget_findings(project: Project) -> None:
    """What was found about the words of before counts no more; it stays on record."""
    for row in findings_of(project).values():
        row.replaced_at = now()
    session().flush()


def ask_correction(project: Project, comments: Mapping[str, str], *, reason: str, by: Actor) -> None:
    """Send it back with what must be put right; `comments` by screen of the wizard."""
    must_examine(project, by)
    if project.is_the_towns_own:
        raise RuleBroken(_("まち自身の取り組みは、そのまま書き直せます。"))
    PROJECT.apply(project, "ask_correction", by=by, reason=reason)
    project.comments = {screen: text for screen, text in comments.items() if text}
    letters.tell_proposer(project, letters.correction, reason=reason)


def refuse(project: Project, *, reason: str, by: Actor) -> None:
    """It is not published; who proposed it is told why."""
    must_examine(project, by)
    PROJECT.apply(project, "refuse", by=by, reason=reason)
    letters.tell_proposer(project, letters.refused, reason=reason)


def must_examine(project: Project, by: Actor) -> None:
    """Staff of the very town, and nobody about what they propose themselves."""
    if by.is_system:
        return
    if not by.may_act_for(project.municipality_code):
        raise NotAllowed(_("この市町村の職員だけができる操作です。"))
    if not project.is_the_towns_own and proposals.is_proposer(by, project):
        raise RuleBroken(_("自分が提案した取り組みは、自分では審査できません。ほかの担当者に頼んでください。"))
