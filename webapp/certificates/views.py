"""A holder's certificates, and the page where anybody checks one."""

from datetime import timedelta

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates import checking, queries
from webapp.certificates.forms import CodeForm
from webapp.certificates.paper import drawing as paper
from webapp.core import ratelimit
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.ids import read_public_code
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.core.security import remote_address
from webapp.core.services import settings

blueprint = Blueprint("certificates", __name__)
CHECKS_A_MINUTE = 30


@blueprint.get("/my/certificates")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """One's own certificates."""
    mine = queries.of_holder(current_actor())
    rows = [(certificate, queries.issuer_of(certificate), queries.is_in_force(certificate)) for certificate in mine]
    return render_template("certificates/mine.html", rows=rows)


@blueprint.get("/my/certificates/<certificate_id>")
@allow(SIGNED_IN)
def show(certificate_id: str) -> ResponseReturnValue:
    """One certificate to hold up: large name, QR code, what it says."""
    certificate = queries.certificate_for(current_actor(), certificate_id)
    address = paper.check_address(certificate, settings().base_url)
    return render_template(
        "certificates/show.html",
        certificate=certificate,
        issuer=queries.issuer_of(certificate),
        holder=queries.holder_shown_to(current_actor(), certificate),
        has_paper=queries.names_holder_to(current_actor(), certificate),
        is_in_force=queries.is_in_force(certificate),
        qr_code=paper.qr_markup(address),
        address=address,
        now=now(),
    )


@blueprint.get("/my/certificates/<certificate_id>/certificate.pdf")
@allow(SIGNED_IN)
def pdf(certificate_id: str) -> ResponseReturnValue:
    """The certificate on paper."""
    certificate = queries.certificate_for(current_actor(), certificate_id)
    if not queries.names_holder_to(current_actor(), certificate):
        raise RuleBroken(_("この登録証の氏名は表示できないため、PDFを開けるのは本人だけです。"))
    response = Response(paper.draw(certificate, settings().base_url), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="futamachi-{certificate.public_code}.pdf"'
    return response


@blueprint.route("/verify", methods=["GET", "POST"])
@allow(PUBLIC)
def verify_form() -> ResponseReturnValue:
    """Where anybody types the code of a certificate."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("certificates/verify_form.html", form=form), 422 if form.errors else 200
    return redirect(url_for("certificates.verify", public_code=read_public_code(form.code.data or "") or "0"), 303)


@blueprint.get("/v/<public_code>")
@allow(PUBLIC)
def verify(public_code: str) -> ResponseReturnValue:
    """Three lights and what to compare. An unknown code says so, in the same form."""
    ratelimit.hit("verify", remote_address(), limit=CHECKS_A_MINUTE, per=timedelta(minutes=1))
    certificate = queries.by_public_code(public_code)
    result = checking.check(certificate, settings().secret_key.get_secret_value())
    return render_template("certificates/verify.html", result=result), 200 if certificate else 404
