"""The operator's screens: invite municipalities, close what has left, see that the machine runs. It approves nothing."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import settling
from webapp.core.actor import Role
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.jobs import Job, is_repeatable, queue_health, title_of
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.municipalities import queries as towns
from webapp.municipalities.figures import public_figures
from webapp.tenancy import actions, queries
from webapp.tenancy.forms import AdministratorForm, ClosingForm, InvitationForm, SetAsideForm

blueprint = Blueprint("operator", __name__, url_prefix="/operator")


@blueprint.get("")
@allow(Role.OPERATOR)
def index() -> ResponseReturnValue:
    """Every programme with its status and numbers, and the queue of later work; no personal data."""
    tenants = queries.tenants()
    figures = public_figures([tenant.town.code for tenant in tenants])
    return render_template("tenancy/operator.html", tenants=tenants, figures=figures, jobs=queue_health())


@blueprint.route("/invite", methods=["GET", "POST"])
@allow(Role.OPERATOR)
def invite() -> ResponseReturnValue:
    """Invite a municipality and its first administrator."""
    form = InvitationForm()
    if not form.validate_on_submit():
        return render_template("tenancy/invite.html", form=form), 422 if form.is_submitted() else 200
    programme = actions.invite(
        form.code.data or "",
        department=form.department.data,
        name=form.name.data,
        email=form.email.data,
        by=current_actor(),
    )
    flash(_("招待のメールを送りました。"), "success")
    return redirect(url_for("operator.show", code=programme.municipality_code), 303)


@blueprint.get("/jobs")
@allow(Role.OPERATOR)
def jobs() -> ResponseReturnValue:
    """What the worker could not bring to an end, and what was decided lately."""
    rows = [(row, title_of(row.kind)) for row in settling.unsettled()]
    return render_template("tenancy/jobs.html", rows=rows, decisions=told(settling.settled_lately()))


@blueprint.get("/jobs/<job_id>")
@allow(Role.OPERATOR)
def job(job_id: str) -> ResponseReturnValue:
    """One of them: what is known, and the two ways to settle it."""
    return _show_job(settling.job(job_id), SetAsideForm())


def _show_job(row: Job, form: SetAsideForm) -> str:
    return render_template(
        "tenancy/job.html",
        job=row,
        name=title_of(row.kind),
        is_repeatable=is_repeatable(row.kind),
        is_open=row.status in settling.UNSETTLED,
        history=told(history_of(row)),
        form=form,
    )


@blueprint.post("/jobs/<job_id>/retry")
@allow(Role.OPERATOR)
def retry_job(job_id: str) -> ResponseReturnValue:
    """Try once more."""
    settling.retry(settling.job(job_id, to_change=True), by=current_actor())
    flash(_("もう一度行うように戻しました。"), "success")
    return redirect(url_for("operator.jobs"), 303)


@blueprint.post("/jobs/<job_id>/set-aside")
@allow(Role.OPERATOR)
def set_job_aside(job_id: str) -> ResponseReturnValue:
    """Leave it undone, with the reason."""
    row, form = settling.job(job_id, to_change=True), SetAsideForm()
    if not form.validate():
        return _show_job(row, form), 422
    settling.set_aside(row, by=current_actor(), reason=form.reason.data or "")
    flash(_("行わずに片づけ、理由を記録しました。"), "success")
    return redirect(url_for("operator.jobs"), 303)


@blueprint.get("/<code>")
@allow(Role.OPERATOR)
def show(code: str) -> ResponseReturnValue:
    """One programme: its history, and what the operator may do now."""
    programme = queries.programme_of(code)
    return render_template(
        "tenancy/programme.html",
        programme=programme,
        town=towns.by_code(code),
        moves=actions.open_moves(programme, by=current_actor()),
        invitations=queries.open_administrator_invitations(code),
        figures=public_figures([code])[code],
        history=told(history_of(programme)),
    )


@blueprint.route("/<code>/resend", methods=["GET", "POST"])
@allow(Role.OPERATOR)
def resend(code: str) -> ResponseReturnValue:
    """Write to the first administrator again."""
    programme, form = queries.programme_of(code), AdministratorForm()
    if not form.validate_on_submit():
        page = render_template("tenancy/resend.html", form=form, town=towns.by_code(code))
        return page, 422 if form.is_submitted() else 200
    actions.resend(programme, name=form.name.data, email=form.email.data, by=current_actor())
    flash(_("招待のメールを送り直しました。前のメールのリンクは使えなくなりました。"), "success")
    return redirect(url_for("operator.show", code=code), 303)


@blueprint.route("/<code>/complete", methods=["GET", "POST"])
@allow(Role.OPERATOR)
def complete(code: str) -> ResponseReturnValue:
    """Close the place of a town that announced its leaving."""
    programme, form = queries.programme_of(code), ClosingForm()
    if not form.validate_on_submit():
        page = render_template("tenancy/complete.html", form=form, town=towns.by_code(code), programme=programme)
        return page, 422 if form.is_submitted() else 200
    actions.complete_leaving(programme, by=current_actor(), reason=form.reason.data)
    flash(_("参加の終了を記録しました。"), "success")
    return redirect(url_for("operator.show", code=code), 303)
