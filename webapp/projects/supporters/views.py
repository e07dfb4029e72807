"""Supporters' words for everybody, and the page behind a letter's link that ends such letters."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.database import session
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.projects import queries as projects
from webapp.projects.models import Project
from webapp.projects.supporters import actions, queries, telling

blueprint = Blueprint("supporters", __name__, url_prefix="/projects")


@blueprint.get("/<project_id>/supporters")
@allow(PUBLIC)
def index(project_id: str) -> ResponseReturnValue:
    """Everything that supporters say."""
    project = projects.project_for(current_actor(), project_id)
    return render_template("projects/supporters/index.html", project=project, voices=queries.voices_on(project.id))


@blueprint.get("/letters/<token>")
@allow(PUBLIC)
def stopping(token: str) -> ResponseReturnValue:
    """Where a letter leads: one button, and nothing that tells who one is."""
    supporter = telling.of_token(token)
    project = session().get_one(Project, supporter.project_id)
    return render_template("projects/supporters/stop.html", supporter=supporter, project=project, token=token)


@blueprint.post("/letters/<token>")
@allow(PUBLIC)
def stop(token: str) -> ResponseReturnValue:
    """No more letters about this project, or letters again."""
    supporter = telling.of_token(token)
    change = actions.resume_letters if request.form.get("again") else actions.stop_letters
    change(supporter, by=current_actor())
    return redirect(url_for(".stopping", token=token), 303)
