"""The town's desk for donations that came by other ways: one by one, or as a sheet with a dry run."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounting.downloads import as_file
from webapp.accounting.offline import actions, sheets
from webapp.accounting.offline.forms import OfflineForm, OfflineSheetForm, TakeBackForm
from webapp.accounting.offline.sheet import COLUMNS, LARGEST
from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import BadFile, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.sheets import as_csv
from webapp.pledges.queries import hidden_among
from webapp.projects.models import Project

blueprint = Blueprint("offline_donations", __name__, url_prefix="/staff/donations")
PROBLEMS_SHOWN = 200


def _chosen(asked: str | None) -> Project:
    found = next((each for each in sheets.projects_to_give(current_actor()) if each.id == asked), None)
    if found is None:
        raise NotThere
    return found


@blueprint.route("", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """What was written down lately, and handing in a sheet."""
    actor = current_actor()
    projects = sheets.projects_to_give(actor)
    form = OfflineSheetForm()
    form.with_projects(projects)
    if form.validate_on_submit():
        sent = form.sheet.data
        try:
            row = sheets.hand_in(
                sent.stream.read(LARGEST + 1), sent.filename or "", _chosen(form.project.data), by=actor
            )
        except BadFile as refused:
            form.sheet.errors = [refused.sentence]
        else:
            return redirect(url_for(".show_sheet", offline_sheet_id=row.id), 303)
    rows = sheets.written_down(actor)
    page = render_template(
        "accounting/offline/index.html",
        form=form,
        rows=rows,
        hidden=hidden_among([pledge for _row, pledge, _project in rows]),
        waiting=sheets.waiting_sheets(actor),
        has_projects=bool(projects),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new() -> ResponseReturnValue:
    """Write one down."""
    actor = current_actor()
    form = OfflineForm(project=request.args.get("project", ""))
    form.with_projects(sheets.projects_to_give(actor))
    if form.validate_on_submit():
        try:
            row = actions.write_down(_chosen(form.project.data), form.given(), by=actor)
        except RuleBroken as broken:
            form.form_errors = [broken.sentence]
        else:
            flash(_("寄附を記録し、受領証明書を発行しました。"), "success")
            return redirect(url_for("pledges_staff.show", pledge_id=row.pledge_id), 303)
    return render_template("accounting/offline/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/template")
@allow(*TOWN_ROLES)
def template() -> ResponseReturnValue:
    """The headings of the sheet with a line as an example."""
    example = [
        "例-0001",
        "2026-11-21",
        "2026-11-20",
        "銀行振込",
        "",
        "10,000円",
        "見本 花子",
        "長野県松本市丸の内3-7",
        "202029",
        "",
    ]
    return as_file(as_csv(COLUMNS, [example]), "donations.csv")


@blueprint.get("/sheets/<offline_sheet_id>")
@allow(*TOWN_ROLES)
def show_sheet(offline_sheet_id: str) -> ResponseReturnValue:
    """What a sheet would do, or did."""
    row = sheets.sheet_for(current_actor(), offline_sheet_id)
    plan = sheets.look(row) if row.is_waiting else None
    return render_template("accounting/offline/sheet.html", row=row, plan=plan, most=PROBLEMS_SHOWN)


@blueprint.post("/sheets/<offline_sheet_id>/bring-in")
@allow(*TOWN_ROLES)
def bring_in(offline_sheet_id: str) -> ResponseReturnValue:
    """Write all of it down."""
    row = sheets.sheet_for(current_actor(), offline_sheet_id)
    count = sheets.bring_in(row, by=current_actor())
    flash(_("%(n)s件の寄附を記録し、受領証明書を発行しました。", n=count), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/sheets/<offline_sheet_id>/put-aside")
@allow(*TOWN_ROLES)
def put_aside(offline_sheet_id: str) -> ResponseReturnValue:
    """Forget it."""
    sheets.put_aside(sheets.sheet_for(current_actor(), offline_sheet_id))
    flash(_("取り込みをやめ、ファイルを消しました。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/<offline_donation_id>/take-back", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def take_back(offline_donation_id: str) -> ResponseReturnValue:
    """It was written down by mistake, or given back."""
    actor = current_actor()
    row = sheets.donation_for(actor, offline_donation_id)
    form = TakeBackForm()
    if form.validate_on_submit():
        actions.take_back(row, reason=form.reason.data or "", by=actor)
        flash(_("取り消しました。受領証明書は無効になり、帳簿には取り消しが残ります。"), "success")
        return redirect(url_for("pledges_staff.show", pledge_id=row.pledge_id), 303)
    return render_template("accounting/offline/take_back.html", form=form, row=row), 422 if form.errors else 200
