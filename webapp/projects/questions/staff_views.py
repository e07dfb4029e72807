"""The town answers questions about projects, or leaves them out with a reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.inquiries.secrecy import veil_of
from webapp.projects.questions import actions, queries
from webapp.projects.questions.forms import AnswerForm, LeaveOutForm
from webapp.projects.questions.models import PROJECT_QUESTION

blueprint = Blueprint("project_questions_staff", __name__, url_prefix="/staff/projects/questions")


@blueprint.get("/<project_question_id>")
@allow(*TOWN_ROLES)
def show(project_question_id: str) -> ResponseReturnValue:
    """One question."""
    return _page(project_question_id)


def _page(question_id: str, form: AnswerForm | None = None, leaving: LeaveOutForm | None = None) -> str:
    question, project = queries.question_for(current_actor(), question_id)
    return render_template(
        "projects/questions/staff_show.html",
        question=question,
        text=veil_of(question.user_id).over(question.text) or _("（消しました）"),
        project=project,
        moves=[move.name for move in PROJECT_QUESTION.open_moves(question, by=current_actor())],
        form=form or AnswerForm(formdata=None, answer=question.answer),
        leaving=leaving or LeaveOutForm(formdata=None),
        history=told(history_of(question)),
    )


@blueprint.post("/<project_question_id>/answer")
@allow(*TOWN_ROLES)
def answer(project_question_id: str) -> ResponseReturnValue:
    """Answer for everybody."""
    question, _project = queries.question_for(current_actor(), project_question_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(project_question_id, form), 422
    actions.answer(question, form.answer.data, by=current_actor())
    flash(_("質問と答えを公開しました。"), "success")
    return redirect(url_for("project_voices_staff.index"), 303)


@blueprint.post("/<project_question_id>/leave-out")
@allow(*TOWN_ROLES)
def leave_out(project_question_id: str) -> ResponseReturnValue:
    """Keep it off the page."""
    question, _project = queries.question_for(current_actor(), project_question_id)
    form = LeaveOutForm()
    if not form.validate_on_submit():
        return _page(project_question_id, leaving=form), 422
    actions.leave_out(question, by=current_actor(), reason=form.reason.data)
    flash(_("公開しないことにし、たずねた人に理由を伝えました。"), "success")
    return redirect(url_for("project_voices_staff.index"), 303)
