"""The municipality's desk for certificates: look up, revoke."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates import actions, queries
from webapp.certificates.benefits.queries import town_benefits_for
from webapp.certificates.forms import RevokeForm
from webapp.certificates.models import CERTIFICATE
from webapp.core.actor import TOWN_ROLES
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of

blueprint = Blueprint("certificates_staff", __name__, url_prefix="/staff/certificates")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """The newest certificates and the benefits they open."""
    actor = current_actor()
    rows = queries.of_towns_for(actor)
    names, benefits = queries.shown_names(rows), town_benefits_for(actor)
    return render_template("certificates/desk.html", rows=rows, names=names, benefits=benefits)


@blueprint.get("/<certificate_id>")
@allow(*TOWN_ROLES)
def show(certificate_id: str) -> ResponseReturnValue:
    """One certificate with its history."""
    return _page(certificate_id, RevokeForm())


@blueprint.post("/<certificate_id>/revoke")
@allow(*TOWN_ROLES)
def revoke(certificate_id: str) -> ResponseReturnValue:
    """Make a certificate invalid at once."""
    certificate = queries.town_certificate_for(current_actor(), certificate_id)
    form = RevokeForm()
    if not form.validate_on_submit():
        return _page(certificate_id, form), 422
    actions.revoke(certificate, by=current_actor(), reason=form.reason.data or "")
    flash(_("登録証を取り消しました。確認ページにもすぐに出ます。"), "success")
    return redirect(url_for("certificates_staff.show", certificate_id=certificate.id), 303)


def _page(certificate_id: str, form: RevokeForm) -> str:
    actor = current_actor()
    certificate = queries.town_certificate_for(actor, certificate_id)
    return render_template(
        "certificates/review.html",
        certificate=certificate,
        holder=queries.shown_names([certificate])[certificate.id],
        is_in_force=queries.is_in_force(certificate),
        moves=[m.name for m in CERTIFICATE.open_moves(certificate, by=actor)],
        history=told(history_of(certificate)),
        form=form,
    )
