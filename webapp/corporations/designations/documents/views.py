"""The applicant's side of papers: hand one in, look at it, take it back."""

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.database import current_scope, session
from webapp.core.errors import BadFile, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.corporations import files
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations import rules
from webapp.corporations.designations.documents import actions, checklist, queries
from webapp.corporations.designations.documents.forms import DatedUploadForm, UploadForm
from webapp.corporations.designations.models import Designation

blueprint = Blueprint("designation_documents", __name__, url_prefix="/my/designations")
A_DAY, UPLOADS_A_DAY = timedelta(days=1), 100


@blueprint.route("/<designation_id>/upload", methods=["GET", "POST"])
@allow(SIGNED_IN)
def upload(designation_id: str) -> ResponseReturnValue:
    """Hand a file in under one line of the checklist (`?key=`, else the first line without one)."""
    row = _writable(designation_id)
    asked = _asked(row.municipality_code, request.args.get("key", ""))
    form = DatedUploadForm() if asked.max_age_months else UploadForm()
    if form.validate_on_submit():
        ratelimit.hit("designation-upload", current_actor().user_id or "", limit=UPLOADS_A_DAY, per=A_DAY)
        try:
            row, kept = _kept(row, form)
        except BadFile as refused:
            form.file.errors = [refused.sentence]
        else:
            actions.add(row, asked.key, kept, issued_on=form.issued_on.data, by=current_actor())
            flash(_("「%(title)s」を出しました。", title=asked.label), "success")
            return redirect(url_for("designation_wizard.step", designation_id=row.id, screen="documents"), 303)
    page = render_template("corporations/designations/upload.html", row=row, asked=asked, form=form)
    return page, 422 if form.errors else 200


def _writable(designation_id: str) -> Designation:
    row = designations.own_for(current_actor(), designation_id)
    if not designations.is_applicant(current_actor(), row):
        raise NotThere
    rules.must_be_editable(row, current_actor())
    return row


def _kept(row: Designation, form: UploadForm) -> tuple[Designation, files.Upload]:
    """Looking at a picture takes a while: it holds no transaction, so the row is read anew after it."""
    current_scope().commit()
    kept = files.keep(form.file.data)
    session().expire_all()
    return _writable(row.id), kept


def _asked(municipality_code: str, key: str) -> checklist.Asked:
    known = checklist.asked_by(municipality_code)
    found = next((asked for asked in known if asked.key == key), None) if key else known[0]
    if found is None:
        raise NotThere
    return found


@blueprint.get("/documents/<designation_document_id>/file")
@allow(SIGNED_IN)
def download(designation_document_id: str) -> Response:
    """One's own paper."""
    document, _row = queries.own_for(current_actor(), designation_document_id)
    return files.download(document.file_key, document.file_name)


@blueprint.post("/documents/<designation_document_id>/remove")
@allow(SIGNED_IN)
def remove(designation_document_id: str) -> ResponseReturnValue:
    """Take it back."""
    document, row = queries.own_for(current_actor(), designation_document_id)
    actions.remove(row, document, by=current_actor())
    flash(_("書類を取り下げました。"), "success")
    return redirect(url_for("designation_wizard.step", designation_id=row.id, screen="documents"), 303)
