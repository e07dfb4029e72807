"""Sheets at the desk: templates, a dry run that names every problem, unknown layouts read by hand."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from webapp.core.errors import BadFile, NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.listings.desk_views.blueprint import MAKERS
from webapp.listings.desk_views.drafts import places_of
from webapp.listings.exporting.forms import ExportForm
from webapp.listings.forms import place_choices, read_place
from webapp.listings.kinds import KINDS
from webapp.listings.models import ListingKind
from webapp.listings.sheets import actions, queries, template
from webapp.listings.sheets.downloads import TEMPLATES, as_download
from webapp.listings.sheets.forms import SheetForm, chosen_fields, mapping_form
from webapp.listings.sheets.models import SheetRun
from webapp.listings.sheets.reading import LARGEST, layout_of

blueprint = Blueprint("sheets", __name__, url_prefix="/desk/imports")
Answer = str | Redirect | tuple[str, int]
PROBLEMS_SHOWN = 200


@blueprint.route("", methods=["GET", "POST"])
@allow(*MAKERS)
def index() -> Answer:
    """Templates, what was handed in, and a new sheet."""
    actor, form = current_actor(), SheetForm()
    form.place.choices = place_choices(places_of(actor))
    if form.validate_on_submit():
        code, corporation_id = read_place(form.place.data)
        sent = form.sheet.data
        try:
            run = actions.hand_in(
                sent.stream.read(LARGEST + 1),
                sent.filename or "",
                ListingKind(form.kind.data),
                municipality_code=code,
                corporation_id=corporation_id,
                by=actor,
            )
        except BadFile as refused:
            form.sheet.errors = [refused.sentence]
        else:
            return _go(run)
    export_form = ExportForm(formdata=None)
    export_form.place.choices = form.place.choices
    page = render_template(
        "listings/sheets/index.html", form=form, export_form=export_form, kinds=KINDS, runs=queries.runs_for(actor)
    )
    return page, 422 if form.errors else 200


def _go(run: SheetRun) -> Redirect:
    return redirect(url_for("sheets.show", sheet_run_id=run.id), 303)


@blueprint.get("/template/<kind>/<any(xlsx, csv, sjis):form>")
@allow(*MAKERS)
def empty(kind: str, form: str) -> Response:
    """The template of a kind."""
    if kind not in {each.value for each in KINDS}:
        raise NotThere
    chosen = ListingKind(kind)
    body = (
        template.as_workbook(chosen) if form == "xlsx" else template.as_csv(chosen, "cp932" if form == "sjis" else "")
    )
    name = f"ふたまち-{chosen.label}.{'xlsx' if form == 'xlsx' else 'csv'}"
    return as_download(body, name, TEMPLATES[form])


@blueprint.get("/<sheet_run_id>")
@allow(*MAKERS)
def show(sheet_run_id: str) -> Answer:
    """What the sheet would do, or which of its columns is what; what it did."""
    run = queries.run_for(current_actor(), sheet_run_id)
    if not run.is_waiting:
        return render_template("listings/sheets/done.html", run=run)
    with actions.opened(run) as path:
        layout = layout_of(path)
        fields = actions.fields_for(run, layout)
        if fields is None:
            return redirect(url_for("sheets.columns", sheet_run_id=run.id), 303)
        planned = actions.plan(path, run, fields)
    return render_template(
        "listings/sheets/check.html", run=run, plan=planned, most=PROBLEMS_SHOWN, fields=fields, layout=layout
    )


@blueprint.route("/<sheet_run_id>/columns", methods=["GET", "POST"])
@allow(*MAKERS)
def columns(sheet_run_id: str) -> Answer:
    """Which column is what; remembered for the next time."""
    run = queries.run_for(current_actor(), sheet_run_id)
    with actions.opened(run) as path:
        layout = layout_of(path)
    form = mapping_form(run.kind, layout)
    if kept := queries.mapping_for(run.owner, run.kind, layout.signature):
        for field, heading in zip([f for f in form if f.name.startswith("column_")], layout.headings, strict=True):
            field.data = field.data if form.is_submitted() else kept.fields.get(heading, "")
    if form.validate_on_submit():
        try:
            actions.keep_mapping(run, layout, chosen_fields(form, layout), by=current_actor())
        except RuleBroken as broken:
            form.form_errors = [broken.sentence]
        else:
            return _go(run)
    return render_template("listings/sheets/columns.html", form=form, run=run), 422 if form.errors else 200


@blueprint.post("/<sheet_run_id>/bring-in")
@allow(*MAKERS)
def bring_in(sheet_run_id: str) -> Redirect:
    """Write all of it."""
    run = queries.run_for(current_actor(), sheet_run_id)
    with actions.opened(run) as path:
        fields = actions.fields_for(run, layout_of(path))
        if fields is None:
            return _go(run)
        planned = actions.plan(path, run, fields)
    actions.bring_in(run, planned, by=current_actor())
    flash(_("取り込みました。新しい掲載は下書きです。"), "success")
    return _go(run)


@blueprint.post("/<sheet_run_id>/put-aside")
@allow(*MAKERS)
def put_aside(sheet_run_id: str) -> Redirect:
    """Do nothing with it."""
    actions.put_aside(queries.run_for(current_actor(), sheet_run_id))
    flash(_("取り込みをやめました。何も書き込んでいません。"), "success")
    return redirect(url_for("sheets.index"), 303)
