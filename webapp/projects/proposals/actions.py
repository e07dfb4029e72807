"""What a proposer does: begins, writes, shows who it is, sends, corrects, takes back; and the hub person's notes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations.files import Upload
from webapp.municipalities import queries as municipalities
from webapp.projects import letters
from webapp.projects.models import PROJECT, Project
from webapp.projects.proposals import queries
from webapp.projects.proposals.models import Check, Eligibility, ProjectNote
from webapp.projects.reviews import actions as reviews
from webapp.projects.rules import checking
from webapp.projects.states import EDITABLE, PENDING, ProjectStatus

trail.ACTION_LABELS |= {
    "project.begin": _l("提案を書き始めた"),
    "project.write": _l("提案を書いた"),
    "project.answer": _l("団体の確認に答えた"),
    "project.note": _l("伴走の記録を書いた"),
}
#: a draft begins with this period; the proposer changes it
_OPENS_AFTER, _OPEN_FOR = 30, 60


def begin(
    code: str, title: str, *, community_id: str = "", corporation_id: str = "", by: Actor, is_demo: bool = False
) -> Project:
    """A new draft of a community or a corporation. Raises RuleBroken for one that the actor does not speak for."""
    if not municipalities.is_running(code):
        raise RuleBroken(_("この市町村はいま、ふたまちで受付をしていません。"))
    communities, corporations = queries.may_propose_as(by, code)
    known = {one.id for one in communities} | {one.id for one in corporations}
    if (community_id or corporation_id) not in known or (community_id and corporation_id):
        raise RuleBroken(_("あなたが世話人をしているコミュニティか、働いている法人を選んでください。"))
    opens_on = today() + timedelta(days=_OPENS_AFTER)
    project = Project(
        municipality_code=code,
        title=title,
        community_id=community_id or None,
        corporation_id=corporation_id or None,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=_OPEN_FOR),
        subsidy_rule=municipalities.setting("project_subsidy_rule", code),
        created_by=by.user_id,
        is_demo=is_demo,
    )
    session().add(project)
    session().flush()
    trail.record(project, "project.begin", by=by, to_status=project.status)
    return project


def write(project: Project, values: Mapping[str, Any], *, by: Actor) -> None:
    """Write answers down: names of columns. Nothing has to be complete yet; a published project keeps its words."""
    must_be_editable(project, by)
    changed = {name: value for name, value in values.items() if getattr(project, name) != value}
    for name, value in changed.items():
        setattr(project, name, value)
    if changed:
        trail.record(project, "project.write", by=by)


@dataclass(frozen=True)
class Answer:
    """What is said about one point of the checklist."""

    statement: str
    people: int | None = None
    paper: Upload | None = None


def answer(project: Project, given: Mapping[Check, Answer], *, by: Actor) -> None:
    """Show points of the checklist: a statement, a paper, or both. An earlier paper stays unless a new one comes."""
    must_be_editable(project, by)
    known = queries.answers_of(project)
    for kind, said in given.items():
        row = known.get(kind) or Eligibility(project_id=project.id, kind=kind)
        row.statement, row.people, row.stated_at = said.statement, said.people, now()
        if said.paper is not None:
            row.file_key, row.file_name, row.mime = said.paper.key, said.paper.name, said.paper.mime
        session().add(row)
    session().flush()
    trail.record(project, "project.answer", by=by)


def note(project: Project, text: str, *, by: Actor) -> ProjectNote:
    """What the hub person at its side writes down for the town and the proposer."""
    card = queries.hub_person_of(project)
    if card is None or not queries.goes_along(by, project):
        raise NotAllowed(_("記録を書けるのは、この取り組みに伴走するハブ人材です。"))
    row = ProjectNote(project_id=project.id, author_id=by.user_id, author_name=card.shown_name, text=text)
    session().add(row)
    session().flush()
    trail.record(project, "project.note", by=by)
    return row


def propose(project: Project, *, by: Actor) -> None:
    """Hand it to the town, the first time or after a correction. Raises RuleBroken with every rule that is broken."""
    must_be_editable(project, by)
    checking.refuse_if_any(project, checking.BEFORE_PROPOSING)
    is_again = project.status is ProjectStatus.CORRECTION
    PROJECT.apply(project, "resubmit" if is_again else "propose", by=by)
    if is_again:
        reviews.forget_findings(project)
    days = int(municipalities.setting("project_review_days", project.municipality_code))
    project.submitted_at, project.due_on, project.comments = now(), today() + timedelta(days=days), {}
    letters.tell_proposer(project, letters.received)
    letters.tell_town(project, letters.proposed)


def withdraw(project: Project, *, by: Actor) -> None:
    """Take it back before it is published."""
    if not by.is_system and not queries.is_proposer(by, project):
        raise NotAllowed(_("提案した人だけができる操作です。"))
    was_with_the_town = project.status in PENDING
    PROJECT.apply(project, "withdraw", by=by)
    letters.tell_companions(project, letters.withdrawn)
    if was_with_the_town:
        letters.tell_town(project, letters.withdrawn_at_town)


def must_be_editable(project: Project, by: Actor) -> None:
    """The actor's own, and not with the town or with donors now."""
    if not by.is_system and not queries.is_proposer(by, project):
        raise NotAllowed(_("提案した人だけができる操作です。"))
    if project.status in EDITABLE:
        return
    if project.is_public:
        raise RuleBroken(_("公開した取り組みは、寄附者との約束になるため書き換えられません。"))
    raise RuleBroken(_("まちに送った提案は変えられません。直したいときは、まちに連絡してください。"))
