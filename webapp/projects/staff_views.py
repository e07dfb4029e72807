"""The municipality's desk for projects: draft, publish, close, give up."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import NotThere
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.hubs.gatherings.actions import become_project
from webapp.hubs.gatherings.models import Idea
from webapp.hubs.gatherings.queries import idea_for
from webapp.municipalities import queries as municipalities
from webapp.projects import actions, queries
from webapp.projects.forms import ProjectForm, ReasonForm
from webapp.projects.models import PROJECT, Project
from webapp.projects.views import funding_of

blueprint = Blueprint("projects_staff", __name__, url_prefix="/staff/projects")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """All projects of the actor's municipalities."""
    rows = queries.desk_for(current_actor())
    return render_template("projects/desk.html", rows=rows, funding=funding_of([project.id for project, _ in rows]))


def _idea(idea_id: str) -> Idea | None:
    """An idea of the actor's own town, where the address names one. Raises NotThere."""
    if not idea_id:
        return None
    idea, _gathering = idea_for(current_actor(), idea_id)
    if not current_actor().may_act_for(idea.municipality_code):
        raise NotThere
    return idea


def _form(project: Project | None = None, idea: Idea | None = None) -> ProjectForm:
    begun = {"story": idea.text, "municipality_code": idea.municipality_code} if idea is not None else {}
    form = ProjectForm(obj=project, data=begun)
    towns = municipalities.by_codes(list(current_actor().municipalities))
    form.municipality_code.choices = [(code, town.full_name) for code, town in sorted(towns.items())]
    return form


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new() -> ResponseReturnValue:
    """Write a draft, perhaps of an idea from a gathering's board."""
    idea = _idea(request.args.get("idea", ""))
    form = _form(idea=idea)
    if not form.validate_on_submit():
        return render_template("projects/edit.html", form=form, project=None), 422 if form.errors else 200
    project = Project(**form.values())
    actions.draft(project, by=current_actor())
    if idea is not None:
        become_project(idea, project.id, by=current_actor())
    flash(_("下書きを保存しました。"), "success")
    return redirect(url_for("projects_staff.review", project_id=project.id), 303)


@blueprint.route("/<project_id>/edit", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def edit(project_id: str) -> ResponseReturnValue:
    """Change a draft."""
    project = queries.own_project_for(current_actor(), project_id)
    form = _form(project)
    if not form.validate_on_submit():
        return render_template("projects/edit.html", form=form, project=project), 422 if form.errors else 200
    actions.revise(project, by=current_actor())
    for name, value in form.values().items():
        setattr(project, name, value)
    flash(_("下書きを保存しました。"), "success")
    return redirect(url_for("projects_staff.review", project_id=project.id), 303)


@blueprint.get("/<project_id>")
@allow(*TOWN_ROLES)
def review(project_id: str) -> ResponseReturnValue:
    """A project with what may be done with it now and what happened so far."""
    project = queries.own_project_for(current_actor(), project_id)
    return render_template(
        "projects/review.html",
        project=project,
        municipality=municipalities.by_code(project.municipality_code),
        funding=funding_of([project.id])[project.id],
        moves=PROJECT.open_moves(project, by=current_actor()),
        history=told(history_of(project)),
        form=ReasonForm(),
    )


@blueprint.post("/<project_id>/publish")
@allow(*TOWN_ROLES)
def publish(project_id: str) -> ResponseReturnValue:
    """Open a project for pledges."""
    project = queries.own_project_for(current_actor(), project_id)
    actions.publish(project, by=current_actor())
    flash(_("公開しました。寄附を受け付けています。"), "success")
    return redirect(url_for("projects_staff.review", project_id=project.id), 303)


@blueprint.post("/<project_id>/close")
@allow(*TOWN_ROLES)
def close(project_id: str) -> ResponseReturnValue:
    """Take no more pledges."""
    project = queries.own_project_for(current_actor(), project_id)
    actions.close(project, by=current_actor())
    flash(_("受付を終えました。"), "success")
    return redirect(url_for("projects_staff.review", project_id=project.id), 303)


@blueprint.post("/<project_id>/cancel")
@allow(*TOWN_ROLES)
def cancel(project_id: str) -> ResponseReturnValue:
    """Give a project up, saying why."""
    project = queries.own_project_for(current_actor(), project_id)
    raised = funding_of([project.id])[project.id].raised_yen
    actions.cancel(project, raised_yen=raised, by=current_actor(), reason=ReasonForm().reason.data or "")
    flash(_("取りやめました。"), "success")
    return redirect(url_for("projects_staff.review", project_id=project.id), 303)
