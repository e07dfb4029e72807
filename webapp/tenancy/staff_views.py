"""A town's administrator: start, keep the town's words up to date, take all data out, leave."""

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from webapp.core import tenant_data
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.ratelimit import hit
from webapp.core.services import services
from webapp.core.trail import history_of
from webapp.municipalities import actions as municipalities
from webapp.municipalities import queries as towns
from webapp.municipalities.figures import open_work
from webapp.municipalities.models import Programme, ProgrammeStatus
from webapp.municipalities.staff_views import administered
from webapp.tenancy import actions, queries
from webapp.tenancy.forms import LeavingForm, TownForm

blueprint = Blueprint("tenancy", __name__, url_prefix="/staff/town")
EXPORTS_PER_HOUR = 5


@blueprint.get("")
@blueprint.get("/<code>")
@allow(Role.MUNICIPALITY_ADMIN)
def index(code: str | None = None) -> ResponseReturnValue:
    """Where the town stands, and the ways to everything an administrator decides."""
    town, others = administered(code)
    programme = queries.administered_programme(current_actor(), town.code)
    return render_template(
        "tenancy/index.html",
        town=town,
        towns=others,
        programme=programme,
        moves=actions.open_moves(programme, by=current_actor()),
        mayor=towns.mayor_on(town.code, today()),
        work=open_work(town.code),
        history=told(history_of(programme)),
    )


@blueprint.route("/<code>/start", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def start(code: str) -> ResponseReturnValue:
    """The first administrator makes sure of what visitors will read, and starts."""
    programme = queries.administered_programme(current_actor(), code)
    if programme.status is not ProgrammeStatus.INVITED:
        return redirect(url_for("tenancy.index", code=code), 303)
    return _town_form(programme, starts=True)


@blueprint.route("/<code>/words", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def words(code: str) -> ResponseReturnValue:
    """Change what visitors read."""
    return _town_form(queries.administered_programme(current_actor(), code), starts=False)


def _town_form(programme: Programme, *, starts: bool) -> ResponseReturnValue:
    code, form = programme.municipality_code, TownForm(obj=programme)
    if not form.validate_on_submit():
        page = render_template("tenancy/words.html", form=form, starts=starts, town=towns.by_code(code))
        return page, 422 if form.is_submitted() else 200
    municipalities.describe(
        programme,
        department=form.department.data,
        contact_email=form.contact_email.data,
        contact_phone=form.contact_phone.data or "",
        message=form.message.data or "",
        by=current_actor(),
    )
    if starts:
        actions.join(programme, by=current_actor())
    flash(
        _("参加が始まりました。まちのページが公開されています。") if starts else _("まちの紹介を直しました。"),
        "success",
    )
    return redirect(url_for("tenancy.index", code=code), 303)


@blueprint.route("/<code>/leave", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def leave(code: str) -> ResponseReturnValue:
    """Announce that the town will leave; until it is closed, everything can be taken back."""
    programme, form = queries.administered_programme(current_actor(), code), LeavingForm()
    if not form.validate_on_submit():
        page = render_template(
            "tenancy/leave.html", form=form, programme=programme, town=towns.by_code(code), work=open_work(code)
        )
        return page, 422 if form.is_submitted() else 200
    actions.announce_leaving(programme, by=current_actor(), reason=form.reason.data)
    flash(_("終了を申し出ました。新しい受付は止まっています。"), "success")
    return redirect(url_for("tenancy.leave", code=code), 303)


@blueprint.post("/<code>/stay")
@allow(Role.MUNICIPALITY_ADMIN)
def stay(code: str) -> ResponseReturnValue:
    """Take the announcement back."""
    actions.stay(queries.administered_programme(current_actor(), code), by=current_actor())
    flash(_("終了を取り消しました。受付を再開しています。"), "success")
    return redirect(url_for("tenancy.index", code=code), 303)


@blueprint.post("/<code>/export")
@allow(Role.MUNICIPALITY_ADMIN)
def export(code: str) -> ResponseReturnValue:
    """All of the town's data as one ZIP file, sent as it is read; the trace is kept before the first byte leaves."""
    programme = queries.administered_programme(current_actor(), code)
    hit("tenancy.export", code, limit=EXPORTS_PER_HOUR, per=timedelta(hours=1))
    actions.note_export(programme, by=current_actor())
    pieces = tenant_data.stream(services().database, code, towns.by_code(code).official_name)
    name = f"futamachi-{code}-{today():%Y%m%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(pieces), mimetype="application/zip", headers=headers)
