"""The municipality's desk for projects: what waits, its own drafts, publishing, the end of the period."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts.queries import names_of
from webapp.core.actor import ANONYMOUS, TOWN_ROLES
from webapp.core.errors import NotThere
from webapp.core.forms import options
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.desk.preview.page import as_seen
from webapp.hubs.gatherings.actions import become_project
from webapp.hubs.gatherings.models import Idea
from webapp.hubs.gatherings.queries import idea_for
from webapp.municipalities import queries as municipalities
from webapp.projects import actions, forms, lent, queries, standing
from webapp.projects.forms import ProjectForm, ReasonForm, TownForm
from webapp.projects.funding import funding_of
from webapp.projects.gifts.queries import gifts_of
from webapp.projects.models import PROJECT, Project
from webapp.projects.proposals import queries as proposals
from webapp.projects.proposals import summary
from webapp.projects.reports import queries as reports
from webapp.projects.reports import scheduling
from webapp.projects.reviews.models import FindingKind
from webapp.projects.reviews.queries import findings_of
from webapp.projects.reviews.staff_views import question_of
from webapp.projects.rules import checking
from webapp.projects.settlement.queries import subsidy_of
from webapp.projects.views import public_page

blueprint = Blueprint("projects_staff", __name__, url_prefix="/staff/projects")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """All projects of the actor's municipalities, those that wait for the town first."""
    rows = queries.desk_for(current_actor())
    ids = [project.id for project, _town in rows]
    return render_template(
        "projects/desk.html", rows=rows, funding=funding_of(ids), next_of=standing.next_step, tone_of=standing.tone_of
    )


def _idea(idea_id: str) -> Idea | None:
    """An idea of the actor's own town, where the address names one. Raises NotThere."""
    if not idea_id:
        return None
    idea, _gathering = idea_for(current_actor(), idea_id)
    if not current_actor().may_act_for(idea.municipality_code):
        raise NotThere
    return idea


def _form(project: Project | None = None, idea: Idea | None = None) -> ProjectForm:
    begun: dict[str, Any] = {"story": idea.text, "municipality_code": idea.municipality_code} if idea else {}
    begun["schedule"] = reports.milestones_of(project) if project is not None else []
    form = ProjectForm(obj=project, data=begun)
    towns = municipalities.by_codes(list(current_actor().municipalities))
    form.municipality_code.choices = options((code, town.full_name) for code, town in sorted(towns.items()))
    return form


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new() -> ResponseReturnValue:
    """Write a draft, perhaps of an idea from a gathering's board."""
    idea = _idea(request.args.get("idea", ""))
    form = _form(idea=idea)
    if not form.validate_on_submit():
        return render_template("projects/edit.html", form=form, project=None), 422 if form.errors else 200
    project = actions.draft(Project(**forms.columns(form)), by=current_actor())
    scheduling.plan(project, form.schedule.lines)
    if idea is not None:
        become_project(idea, project.id, by=current_actor())
    flash(_("下書きを保存しました。"), "success")
    return _back(project)


@blueprint.route("/<project_id>/edit", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def edit(project_id: str) -> ResponseReturnValue:
    """Change the town's own draft."""
    project = _mine(project_id)
    form = _form(project)
    if not form.validate_on_submit():
        return render_template("projects/edit.html", form=form, project=project), 422 if form.errors else 200
    actions.revise(project, forms.columns(form), by=current_actor())
    scheduling.plan(project, form.schedule.lines)
    flash(_("下書きを保存しました。"), "success")
    return _back(project)


@blueprint.get("/<project_id>")
@allow(*TOWN_ROLES)
def review(project_id: str) -> ResponseReturnValue:
    """A project with what may be done with it now and what happened so far."""
    project = _mine(project_id)
    found = findings_of(project)
    is_before = not project.is_public and bool(PROJECT.open_moves(project, by=current_actor()))
    return render_template(
        "projects/review.html",
        project=project,
        municipality=municipalities.by_code(project.municipality_code),
        funding=funding_of([project.id])[project.id],
        awaited=lent.awaited(project.id),
        moves=[move.name for move in PROJECT.open_moves(project, by=current_actor())],
        steps=standing.steps_of(project),
        step=standing.place_of(project),
        tone=standing.tone_of(project),
        next=standing.next_step(project),
        parts=summary.parts_of(project),
        proposer=proposals.proposer_name(project),
        papers=[answer for answer in proposals.answers_of(project).values() if answer.file_key],
        notes=proposals.notes_of(project),
        findings=[(kind, question_of(kind), found.get(kind)) for kind in FindingKind],
        deciders=names_of({row.decided_by for row in found.values() if row.decided_by}),
        obstacles=checking.obstacles(project, checking.BEFORE_PUBLISHING) if is_before else [],
        gifts=gifts_of(project),
        subsidy=subsidy_of(project),
        milestones=reports.milestones_of(project),
        reports=reports.reports_of(project),
        history=told(history_of(project)),
        form=ReasonForm(formdata=None),
    )


@blueprint.get("/<project_id>/preview")
@allow(*TOWN_ROLES)
def preview(project_id: str) -> ResponseReturnValue:
    """The page that everybody sees, or will see."""
    project = _mine(project_id)
    page = public_page(ANONYMOUS, project)
    return as_seen(page, whose=project.title, back_href=url_for(".review", project_id=project.id))


@blueprint.route("/<project_id>/terms", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def terms(project_id: str) -> ResponseReturnValue:
    """Budget item, matching money, how much may be spent."""
    project = _mine(project_id)
    form = TownForm(obj=project)
    if form.validate_on_submit():
        actions.set_terms(project, forms.columns(form), by=current_actor())
        flash(_("まちの決めごとを保存しました。"), "success")
        return _back(project)
    return render_template("projects/terms.html", form=form, project=project), 422 if form.errors else 200


@blueprint.post("/<project_id>/publish")
@allow(*TOWN_ROLES)
def publish(project_id: str) -> ResponseReturnValue:
    """Open a project for pledges."""
    project = _mine(project_id)
    actions.publish(project, by=current_actor())
    flash(_("公開しました。受付期間のあいだ、寄附を受け付けます。"), "success")
    return _back(project)


@blueprint.post("/<project_id>/close")
@allow(*TOWN_ROLES)
def close(project_id: str) -> ResponseReturnValue:
    """Take no more pledges."""
    project = _mine(project_id)
    actions.close(project, by=current_actor())
    flash(_("受付を終えました。"), "success")
    return _back(project)


@blueprint.post("/<project_id>/cancel")
@allow(*TOWN_ROLES)
def cancel(project_id: str) -> ResponseReturnValue:
    """Give a project up, saying why."""
    project = _mine(project_id)
    raised = funding_of([project.id])[project.id].raised_yen
    actions.cancel(project, raised_yen=raised, by=current_actor(), reason=ReasonForm().reason.data or "")
    flash(_("取りやめました。"), "success")
    return _back(project)


def _mine(project_id: str) -> Project:
    return queries.own_project_for(current_actor(), project_id, to_change=request.method == "POST")


def _back(project: Project) -> ResponseReturnValue:
    return redirect(url_for(".review", project_id=project.id), 303)
