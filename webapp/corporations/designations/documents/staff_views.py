"""The town's side of papers: look at one, tick it; keep the checklist."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import files
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.documents import actions, checklist, queries
from webapp.corporations.designations.documents.forms import CheckForm, LineForm
from webapp.corporations.designations.documents.models import Verdict
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("designation_documents_staff", __name__, url_prefix="/staff/designations")


@blueprint.get("/documents/<designation_document_id>/file")
@allow(*TOWN_ROLES)
def download(designation_document_id: str) -> Response:
    """A paper that was handed in."""
    document, _row = queries.review_for(current_actor(), designation_document_id)
    return files.download(document.file_key, document.file_name)


@blueprint.route("/documents/<designation_document_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def check(designation_document_id: str) -> ResponseReturnValue:
    """Tick it, or say why another one is needed."""
    document, row = queries.review_for(current_actor(), designation_document_id)
    form = CheckForm(data={"verdict": document.verdict.value, "note": document.verdict_note})
    if not form.validate_on_submit():
        title = next(
            (a.label for a in checklist.asked_by(row.municipality_code) if a.key == document.key), document.key
        )
        values = {
            "document": document,
            "row": row,
            "form": form,
            "name": designations.name_of(row),
            "asked_title": title,
        }
        return render_template(
            "corporations/designations/staff/check.html", **values
        ), 422 if form.is_submitted() else 200
    actions.check(row, document, Verdict(form.verdict.data), form.note.data or "", by=current_actor())
    flash(_("書類の確認を記録しました。"), "success")
    return redirect(url_for("designations_staff.review", designation_id=row.id, _anchor="papers"), 303)


@blueprint.post("/documents/<designation_document_id>/good")
@allow(*TOWN_ROLES)
def good(designation_document_id: str) -> ResponseReturnValue:
    """Tick it with one click."""
    document, row = queries.review_for(current_actor(), designation_document_id)
    actions.check(row, document, Verdict.GOOD, "", by=current_actor())
    return redirect(url_for("designations_staff.review", designation_id=row.id, _anchor="papers"), 303)


@blueprint.get("/checklist/<code>")
@allow(*TOWN_ROLES)
def lines(code: str) -> ResponseReturnValue:
    """What the town asks for."""
    return render_template(
        "corporations/designations/staff/checklist.html",
        town=_town(code),
        own=checklist.own_lines(code),
        built_in=checklist.BUILT_IN,
    )


@blueprint.post("/checklist/<code>/own")
@allow(*TOWN_ROLES)
def own(code: str) -> ResponseReturnValue:
    """Make the built-in list the town's own, to change it."""
    _town(code)
    actions.own_list(code)
    flash(_("このまちの一覧を作りました。一つずつ変えられます。"), "success")
    return redirect(url_for(".lines", code=code), 303)


@blueprint.route("/checklist/<code>/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def add(code: str) -> ResponseReturnValue:
    """One line more."""
    town = _town(code)
    return _line(LineForm(is_required=True), town, None)


@blueprint.route("/checklist/lines/<document_requirement_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def change(document_requirement_id: str) -> ResponseReturnValue:
    """Change a line."""
    row = queries.line_for(current_actor(), document_requirement_id)
    return _line(LineForm(obj=row), municipalities.by_code(row.municipality_code), row)


@blueprint.post("/checklist/lines/<document_requirement_id>/drop")
@allow(*TOWN_ROLES)
def drop(document_requirement_id: str) -> ResponseReturnValue:
    """Ask for it no longer, or again."""
    row = queries.line_for(current_actor(), document_requirement_id)
    actions.drop(row, is_dropped=not row.is_dropped, by=current_actor())
    return redirect(url_for(".lines", code=row.municipality_code), 303)


def _line(form: LineForm, town: Any, row: Any) -> ResponseReturnValue:
    if not form.validate_on_submit():
        page = render_template("corporations/designations/staff/line.html", form=form, town=town, row=row)
        return page, 422 if request.method == "POST" else 200
    line = actions.Line(
        form.title.data or "", form.help.data or "", bool(form.is_required.data), form.max_age_months.data
    )
    actions.set_line(town.code, line, by=current_actor(), row=row)
    flash(_("書類の一覧を変えました。"), "success")
    return redirect(url_for(".lines", code=town.code), 303)


def _town(code: str) -> Any:
    if not current_actor().may_act_for(code):
        raise NotThere
    return municipalities.by_code(code)
