"""The municipality's desk for benefits: offer one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates.benefits import actions
from webapp.certificates.benefits.forms import BenefitForm
from webapp.certificates.benefits.models import Benefit
from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("benefits_staff", __name__, url_prefix="/staff/certificates/benefits")


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new() -> ResponseReturnValue:
    """Offer a benefit to holders of the certificate."""
    form = BenefitForm()
    towns = municipalities.by_codes(list(current_actor().municipalities))
    form.municipality_code.choices = [(code, town.full_name) for code, town in sorted(towns.items())]
    if not form.validate_on_submit():
        return render_template("certificates/benefits/new.html", form=form), 422 if form.errors else 200
    actions.offer_benefit(Benefit(**form.values()), by=current_actor())
    flash(_("特典を加えました。"), "success")
    return redirect(url_for("certificates_staff.index"), 303)
