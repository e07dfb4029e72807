"""A holder's certificates."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.activities.records.queries import own_record_for
from webapp.certificates import addresses, following, queries
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import LIVING, Certificate
from webapp.certificates.paper import codes, sheets
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.trail import history_of

blueprint = Blueprint("certificates", __name__, url_prefix="/my/certificates")


@blueprint.get("")
@allow(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """One's own certificates: those that can be used, and those that were."""
    rows = [
        (certificate, kind_of(certificate.kind), queries.issuer_of(certificate), queries.is_in_force(certificate))
        for certificate in queries.of_holder(current_actor())
    ]
    living = [row for row in rows if row[0].status in LIVING and not row[0].has_expired]
    ended = [row for row in rows if row not in living]
    return render_template("certificates/mine.html", living=living, ended=ended)


@blueprint.get("/<certificate_id>")
@allow(SIGNED_IN)
def show(certificate_id: str) -> ResponseReturnValue:
    """One certificate to hold up: large name, QR code, what it says, what became of it."""
    actor = current_actor()
    return shown_to(actor, queries.certificate_for(actor, certificate_id))


def shown_to(actor: Actor, certificate: Certificate) -> str:
    """The page, with no more than this actor may see."""
    kind = kind_of(certificate.kind)
    address = addresses.check_page(certificate.public_code)
    return render_template(
        "certificates/show.html",
        certificate=certificate,
        kind=kind,
        issuer=queries.issuer_of(certificate),
        holder=queries.holder_shown_to(actor, certificate),
        has_paper=queries.names_holder_to(actor, certificate),
        is_in_force=queries.is_in_force(certificate),
        is_own=certificate.user_id is not None and certificate.user_id == actor.user_id,
        line=[other for other in queries.line_of(certificate) if other.id != certificate.id],
        history=told(history_of(certificate)),
        qr_code=codes.markup(address),
        address=address,
        now=now(),
    )


@blueprint.get("/<certificate_id>/certificate.pdf")
@allow(SIGNED_IN)
def pdf(certificate_id: str) -> ResponseReturnValue:
    """The certificate on paper."""
    certificate = queries.certificate_for(current_actor(), certificate_id)
    if not queries.names_holder_to(current_actor(), certificate):
        raise RuleBroken(_("この証明書の氏名は表示できないため、PDFを開けるのは本人だけです。"))
    response = Response(sheets.finished(certificate), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="futamachi-{certificate.public_code}.pdf"'
    return response


@blueprint.post("/activities/<activity_record_id>")
@allow(Role.RESIDENT)
def certify_activity(activity_record_id: str) -> ResponseReturnValue:
    """Have one's own attested activity certified; asked again, the certificate that is there is shown."""
    actor = current_actor()
    record = own_record_for(actor, activity_record_id, to_change=True)
    before = queries.newest_by_source("activity", [record.id]).get(record.id)
    found = following.certify_record(record, by=actor)
    if found is not before:
        flash(_("活動の証明書を発行しました。"), "success")
    return redirect(url_for(".show", certificate_id=found.id), 303)
