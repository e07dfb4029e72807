"""Public questions on a project's page: ask, and take back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.inquiries.secrecy import veil_for
from webapp.projects import queries as projects
from webapp.projects.questions import actions, queries
from webapp.projects.questions.forms import AskForm

blueprint = Blueprint("project_questions", __name__)


@blueprint.route("/projects/<project_id>/questions/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def ask(project_id: str) -> ResponseReturnValue:
    """Ask for everybody to read."""
    form, actor = AskForm(), current_actor()
    project = projects.project_for(actor, project_id)
    if not project.is_public:
        raise NotThere
    if form.validate_on_submit():
        actions.ask(project, form.text.data, by=actor)
        flash(_("質問を送りました。答えがつくと、質問と答えがこのページに公開されます。"), "success")
        return redirect(url_for("projects.show", project_id=project.id), 303)
    page = render_template(
        "projects/questions/ask.html", form=form, project=project, is_secret=veil_for(actor).is_needed
    )
    return page, 422 if form.errors else 200


@blueprint.post("/my/project-questions/<project_question_id>/take-back")
@allow(SIGNED_IN)
def take_back(project_question_id: str) -> ResponseReturnValue:
    """Take one's own question back."""
    question = queries.own_question_for(current_actor(), project_question_id)
    actions.take_back(question, by=current_actor())
    flash(_("質問を取り下げました。"), "success")
    return redirect(url_for("projects.show", project_id=question.project_id), 303)
