"""The administrator's page of signatures on paper: which certificate signs, which sheets wait for a card."""

from typing import Final

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates import queries as certificates
from webapp.certificates.paper import actions, queries, sheets
from webapp.certificates.paper.forms import CertificateFileForm, SignedSheetForm
from webapp.core import storage
from webapp.core.actor import Role
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.keys import queries as keys
from webapp.keys.models import KeyPurpose
from webapp.municipalities.staff_views import administered

blueprint = Blueprint("paper_staff", __name__, url_prefix="/staff/paper")
MOST_BYTES: Final = 10 * 2**20


@blueprint.get("")
@blueprint.get("/<code>")
@allow(Role.MUNICIPALITY_ADMIN)
def index(code: str | None = None) -> ResponseReturnValue:
    """How PDFs of the town are signed, and the sheets that wait."""
    return _page(code, CertificateFileForm())


def _page(code: str | None, form: CertificateFileForm) -> str:
    town, others = administered(code)
    return render_template(
        "certificates/paper/index.html",
        town=town,
        towns=others,
        key=keys.active(town.code, KeyPurpose.PDF),
        found=sheets.signing_certificate(town.code),
        rows=queries.outside_in(current_actor(), town.code),
        form=form,
    )


@blueprint.post("/<code>/certificate")
@allow(Role.MUNICIPALITY_ADMIN)
def install(code: str) -> ResponseReturnValue:
    """Bring the certificate of the town's key."""
    town, _others = administered(code)
    form = CertificateFileForm()
    if not form.validate_on_submit():
        return _page(code, form), 422
    row = actions.install(town.code, form.file.data.read(MOST_BYTES), by=current_actor())
    flash(_("これから作るPDFに、%(subject)sの証明書で署名します。", subject=row.subject), "success")
    return redirect(url_for(".index", code=town.code), 303)


@blueprint.post("/certificates/<certificate_id>")
@allow(Role.MUNICIPALITY_ADMIN)
def prepare(certificate_id: str) -> ResponseReturnValue:
    """Put a sheet aside to be signed outside."""
    certificate = certificates.town_certificate_for(current_actor(), certificate_id)
    row = actions.prepare(certificate, by=current_actor())
    flash(_("外で署名するPDFを用意しました。ダウンロードして、職責証明書で署名してください。"), "success")
    return redirect(url_for(".show", outside_signature_id=row.id), 303)


@blueprint.get("/sheets/<outside_signature_id>")
@allow(Role.MUNICIPALITY_ADMIN)
def show(outside_signature_id: str) -> ResponseReturnValue:
    """One sheet: take it, sign it, bring it back."""
    return _sheet(outside_signature_id, SignedSheetForm())


def _sheet(outside_signature_id: str, form: SignedSheetForm) -> str:
    row = queries.outside_for(current_actor(), outside_signature_id)
    certificate = certificates.town_certificate_for(current_actor(), row.certificate_id)
    return render_template("certificates/paper/sheet.html", row=row, certificate=certificate, form=form)


@blueprint.get("/sheets/<outside_signature_id>/sheet.pdf")
@allow(Role.MUNICIPALITY_ADMIN)
def download(outside_signature_id: str) -> ResponseReturnValue:
    """The sheet as it is to be signed, or as it was."""
    row = queries.outside_for(current_actor(), outside_signature_id)
    response = Response(storage.load(row.file_key or row.prepared_key), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="futamachi-{row.id[-8:]}.pdf"'
    return response


@blueprint.post("/sheets/<outside_signature_id>")
@allow(Role.MUNICIPALITY_ADMIN)
def bring_back(outside_signature_id: str) -> ResponseReturnValue:
    """Bring the signed sheet back."""
    form = SignedSheetForm()
    if not form.validate_on_submit():
        return _sheet(outside_signature_id, form), 422
    row = queries.outside_for(current_actor(), outside_signature_id, to_change=True)
    actions.bring_back(row, form.file.data.read(MOST_BYTES), by=current_actor())
    flash(_("署名したPDFを受け取りました。本人は、これからこのPDFを受け取ります。"), "success")
    return redirect(url_for(".show", outside_signature_id=row.id), 303)


@blueprint.post("/sheets/<outside_signature_id>/drop")
@allow(Role.MUNICIPALITY_ADMIN)
def drop(outside_signature_id: str) -> ResponseReturnValue:
    """Give up waiting."""
    if not ButtonForm().validate_on_submit():
        return redirect(url_for(".show", outside_signature_id=outside_signature_id), 303)
    row = queries.outside_for(current_actor(), outside_signature_id, to_change=True)
    actions.drop(row, by=current_actor())
    flash(_("外での署名を取りやめました。"), "success")
    return redirect(url_for(".index", code=row.municipality_code), 303)
