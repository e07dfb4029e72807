"""A proposer's own pages: what one proposes, how it stands, what comes next; and the hub person's notes."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotThere
from webapp.core.forms import ButtonForm, options
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.trail import history_of
from webapp.corporations import files
from webapp.municipalities import queries as municipalities
from webapp.projects import standing
from webapp.projects.funding import funding_of
from webapp.projects.proposals import actions, queries
from webapp.projects.proposals.forms import BeginForm, NoteForm
from webapp.projects.reports import queries as reports
from webapp.projects.reviews.queries import findings_of
from webapp.projects.settlement.queries import subsidy_of
from webapp.projects.states import EDITABLE, PENDING

blueprint = Blueprint("proposals", __name__)


@blueprint.get("/my/projects")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """What the actor's communities and corporations propose, and what they go along with as a hub person."""
    actor = current_actor()
    own, beside = queries.own_proposals_for(actor), queries.accompanied_by(actor)
    towns = municipalities.by_codes({row.municipality_code for row in (*own, *beside)})
    return render_template(
        "projects/proposals/mine.html",
        own=own,
        beside=beside,
        towns=towns,
        next_of=standing.next_step,
        begin_in=queries.towns_to_propose_in(actor),
    )


@blueprint.route("/municipalities/<code>/projects/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def begin(code: str) -> ResponseReturnValue:
    """Begin a proposal for a community one organises, or for a corporation one works for."""
    town = municipalities.city(code)
    if not municipalities.is_running(code):
        raise NotThere
    communities, corporations = queries.may_propose_as(current_actor(), code)
    form = BeginForm()
    known = [
        *[(f"community:{one.id}", one.name) for one in communities],
        *[(f"corporation:{one.id}", one.name) for one in corporations],
    ]
    form.proposer.choices = options(known)
    if known and form.validate_on_submit():
        kind, _colon, chosen = form.proposer.data.partition(":")
        project = actions.begin(code, form.title.data or "", by=current_actor(), **{f"{kind}_id": chosen})
        return redirect(url_for("proposal_wizard.step", project_id=project.id, screen="body"), 303)
    page = render_template("projects/proposals/begin.html", town=town, form=form, days=_asked_of(code))
    return page, 422 if form.errors else 200


def _asked_of(code: str) -> dict[str, int]:
    names = ("project_active_days", "project_local_people", "project_most_days", "project_review_days")
    return {name.removeprefix("project_"): municipalities.setting(name, code) for name in names}


@blueprint.get("/my/projects/<project_id>")
@allow(SIGNED_IN)
def show(project_id: str) -> ResponseReturnValue:
    """Where it stands, what the town found, what comes next."""
    actor = current_actor()
    project = queries.followed_for(actor, project_id)
    found = findings_of(project)
    return render_template(
        "projects/proposals/show.html",
        project=project,
        town=municipalities.by_code(project.municipality_code),
        steps=standing.steps_of(project),
        step=standing.place_of(project),
        next=standing.next_step(project),
        is_mine=queries.is_proposer(actor, project),
        is_editable=project.status in EDITABLE,
        may_withdraw=project.status in EDITABLE or project.status in PENDING,
        funding=funding_of([project.id])[project.id],
        findings=[found[kind] for kind in found] if project.status not in PENDING or project.comments else [],
        subsidy=subsidy_of(project),
        milestones=reports.milestones_of(project),
        reports=reports.reports_of(project),
        card=queries.hub_person_of(project),
        notes=queries.notes_of(project),
        goes_along=queries.goes_along(actor, project),
        note_form=NoteForm(formdata=None),
        history=told(history_of(project)),
    )


@blueprint.post("/my/projects/<project_id>/notes")
@allow(SIGNED_IN)
def note(project_id: str) -> ResponseReturnValue:
    """The hub person writes down what they saw and advised."""
    project, form = queries.followed_for(current_actor(), project_id), NoteForm()
    if not form.validate_on_submit():
        return render_template("projects/proposals/note.html", form=form, project=project), 422
    actions.note(project, form.text.data or "", by=current_actor())
    flash(_("記録を残しました。"), "success")
    return redirect(url_for(".show", project_id=project.id), 303)


@blueprint.route("/my/projects/<project_id>/withdraw", methods=["GET", "POST"])
@allow(SIGNED_IN)
def withdraw(project_id: str) -> ResponseReturnValue:
    """Take it back."""
    project = queries.writable_for(current_actor(), project_id, to_change=request.method == "POST")
    form = ButtonForm()
    if form.validate_on_submit():
        actions.withdraw(project, by=current_actor())
        flash(_("取り下げました。"), "success")
        return redirect(url_for(".mine"), 303)
    return render_template("projects/proposals/withdraw.html", form=form, project=project)


@blueprint.get("/my/projects/papers/<project_eligibility_id>")
@allow(SIGNED_IN)
def paper(project_eligibility_id: str) -> Response:
    """A paper of the checklist, for its proposer and for the town that has it."""
    answer = queries.answer_for(current_actor(), project_eligibility_id)
    return files.download(answer.file_key, answer.file_name)
