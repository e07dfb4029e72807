"""The operator's screens: invite municipalities, close what has left, see that the machine runs. It approves nothing."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.jobs import queue_health
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.municipalities import queries as towns
from webapp.municipalities.figures import public_figures
from webapp.tenancy import actions, queries
from webapp.tenancy.forms import AdministratorForm, ClosingForm, InvitationForm

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
