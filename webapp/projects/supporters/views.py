"""Supporters' words for everybody."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.projects import queries as projects
from webapp.projects.supporters import queries
from webapp.projects.supporters.stopping import link_of_old_token

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
    """Where links of earlier letters lead."""
    return redirect(link_of_old_token(token), 303)
