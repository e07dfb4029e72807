"""The counter of a partner: check a certificate and record that a benefit was used."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates.benefits import actions, queries
from webapp.certificates.benefits.forms import UseForm
from webapp.certificates.queries import by_public_code
from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.i18n import labelled
from webapp.core.permissions import allow, current_actor

blueprint = Blueprint("partner", __name__, url_prefix="/desk/benefits")


@blueprint.route("", methods=["GET", "POST"])
@allow(Role.PARTNER)
def index() -> ResponseReturnValue:
    """Record a use, and see the last ones."""
    actor = current_actor()
    benefits = queries.partner_benefits_for(actor)
    form = UseForm()
    form.benefit_id.choices = [(b.id, labelled(b.partner_name, b.title)) for b in benefits]
    if not form.validate_on_submit():
        page = render_template(
            "certificates/benefits/partner.html", form=form, benefits=benefits, uses=queries.uses_recorded_by(actor)
        )
        return page, 422 if form.errors else 200
    benefit = queries.partner_benefit_for(actor, form.benefit_id.data)
    certificate = by_public_code(form.code.data or "")
    actions.use_benefit(benefit, certificate, by=actor)
    flash(_("利用を記録しました。特典をお渡しください。"), "success")
    return redirect(url_for("partner.index"), 303)
