"""What becomes of questions about projects: asked, answered for everybody, left out, taken back."""

from dataclasses import replace
from datetime import timedelta

from webapp.core import ratelimit, trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.inquiries.secrecy import veil_for
from webapp.projects.models import Project
from webapp.projects.questions import letters
from webapp.projects.questions.models import PROJECT_QUESTION, ProjectQuestion, ProjectQuestionStatus

A_DAY, MOST_A_DAY = timedelta(days=1), 10
trail.ACTION_LABELS |= {
    "project_question.ask": _l("取り組みについて質問した"),
    "project_question.erase": _l("質問から本人の情報を消した"),
}


def ask(project: Project, text: str, *, by: Actor) -> ProjectQuestion:
    """Ask for everybody to read; it is public only together with its answer."""
    if by.user_id is None:
        raise NotAllowed(_("質問をするには、サインインしてください。"))
    if not project.is_public:
        raise NotThere
    ratelimit.hit("project_question", by.user_id, limit=MOST_A_DAY, per=A_DAY)
    veil_for(by).refuse(text)
    row = ProjectQuestion(
        project_id=project.id, municipality_code=project.municipality_code, user_id=by.user_id, text=text.strip()
    )
    session().add(row)
    session().flush()
    trail.record(row, "project_question.ask", by=replace(by, user_id=None), to_status=row.status)
    letters.tell_town(row, project)
    return row


def answer(question: ProjectQuestion, text: str, *, by: Actor) -> None:
    """Answer, and make both public; a later answer takes the place of an earlier one."""
    if question.user_id is None and question.status is ProjectQuestionStatus.ASKED and not question.is_demo:
        raise RuleBroken(_("たずねた人がデータを消したため、この質問は公開できません。"))
    is_first = question.answered_at is None
    PROJECT_QUESTION.apply(question, "answer", by=by)
    question.answer, question.answered_at = text.strip(), now()
    if is_first:
        letters.tell_person(question, letters.answered)


def leave_out(question: ProjectQuestion, *, by: Actor, reason: str) -> None:
    """Not for the public; the asker reads why."""
    PROJECT_QUESTION.apply(question, "leave_out", by=by, reason=reason)
    letters.tell_person(question, letters.left_out, reason=reason)


def take_back(question: ProjectQuestion, *, by: Actor) -> None:
    """The asker takes it back, also when it is public."""
    if question.user_id is None or question.user_id != by.user_id:
        raise NotAllowed(_("ほかの人の質問は取り下げられません。"))
    PROJECT_QUESTION.apply(question, "take_back", by=replace(by, user_id=None))
