"""The answering side of public questions: what waits, answer, leave out."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.inquiries.places import ANSWERERS
from webapp.inquiries.questions import actions, queries
from webapp.inquiries.questions.forms import AnswerForm, LeaveOutForm
from webapp.inquiries.questions.models import Question, QuestionStatus
from webapp.inquiries.secrecy import veil_of
from webapp.listings.models import Listing

blueprint = Blueprint("questions_desk", __name__, url_prefix="/desk/questions")
TONES = {QuestionStatus.ASKED: "warning", QuestionStatus.PUBLIC: "success"}


@blueprint.get("")
@allow(*ANSWERERS)
def index() -> str:
    """What waits first."""
    rows = queries.questions_for(current_actor())
    return render_template(
        "inquiries/questions/desk.html",
        waiting=[_row(*row) for row in rows if row[0].status is QuestionStatus.ASKED],
        rest=[_row(*row) for row in rows if row[0].status is not QuestionStatus.ASKED],
    )


def _row(question: Question, listing: Listing) -> dict[str, Any]:
    words = veil_of(question.user_id).over(question.text) or _("（消しました）")
    return {
        "href": url_for("questions_desk.show", question_id=question.id),
        "title": words if len(words) <= 60 else f"{words[:59]}…",
        "who": listing.title,
        "status": question.status.label,
        "tone": TONES.get(question.status, "neutral"),
        "received": show_date(question.asked_at),
        "due": "",
        "overdue": False,
    }


@blueprint.get("/<question_id>")
@allow(*ANSWERERS)
def show(question_id: str) -> str:
    """One question."""
    question, listing = queries.question_for(current_actor(), question_id)
    return _page(question, listing, AnswerForm(formdata=None, answer=question.answer))


def _page(question: Question, listing: Listing, form: AnswerForm, leaving: LeaveOutForm | None = None) -> str:
    return render_template(
        "inquiries/questions/staff_show.html",
        question=question,
        text=veil_of(question.user_id).over(question.text) or _("（消しました）"),
        listing=listing,
        tone=TONES.get(question.status, "neutral"),
        form=form,
        leaving=leaving or LeaveOutForm(formdata=None),
        history=told(history_of(question)),
    )


@blueprint.post("/<question_id>/answer")
@allow(*ANSWERERS)
def answer(question_id: str) -> ResponseReturnValue:
    """Answer for everybody."""
    question, listing = queries.question_for(current_actor(), question_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(question, listing, form), 422
    actions.answer(question, form.answer.data, by=current_actor())
    flash(_("質問と答えを公開しました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<question_id>/leave-out")
@allow(*ANSWERERS)
def leave_out(question_id: str) -> ResponseReturnValue:
    """Keep it off the page."""
    question, listing = queries.question_for(current_actor(), question_id)
    form = LeaveOutForm()
    if not form.validate_on_submit():
        return _page(question, listing, AnswerForm(formdata=None), form), 422
    actions.leave_out(question, by=current_actor(), reason=form.reason.data)
    flash(_("公開しないことにし、たずねた人に理由を伝えました。"), "success")
    return redirect(url_for(".index"), 303)
