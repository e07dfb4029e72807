"""The town administrator's screens: who may take donations for the town, as announced."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import RuleBroken
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.municipalities import queries as municipalities
from webapp.payments.accounts.staff_views import administered
from webapp.payments.trustees import actions, queries
from webapp.payments.trustees.forms import EndForm, TrusteeForm
from webapp.payments.trustees.models import PaymentTrustee

blueprint = Blueprint("payment_trustees", __name__, url_prefix="/staff/payment-trustees")


@blueprint.get("")
@blueprint.get("/of/<code>")
@allow(Role.MUNICIPALITY_ADMIN)
def index(code: str | None = None) -> ResponseReturnValue:
    """Every designation of a town."""
    town, towns = administered(code)
    rows = queries.of_town(town.code)
    return render_template(
        "payments/trustees.html",
        town=town,
        towns=towns,
        rows=rows,
        in_force=queries.in_force(town.code),
        notice=queries.notice_to_donors(town.code),
    )


@blueprint.route("/of/<code>/new", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def new(code: str) -> ResponseReturnValue:
    """Write down one more."""
    town, form = administered(code)[0], TrusteeForm()
    if form.validate_on_submit():
        try:
            actions.add(PaymentTrustee(municipality_code=town.code, **form.told()), by=current_actor())
        except RuleBroken as broken:
            form.form_errors = [broken.sentence]
        else:
            flash(_("指定納付受託者を記録しました。"), "success")
            return redirect(url_for(".index", code=town.code), 303)
    return render_template("payments/trustee_new.html", town=town, form=form), 422 if form.errors else 200


@blueprint.route("/<trustee_id>", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def show(trustee_id: str) -> ResponseReturnValue:
    """One designation; its last day is written down here."""
    row = queries.trustee_for(current_actor(), trustee_id)
    form = EndForm()
    if form.validate_on_submit() and form.last_day.data is not None:
        actions.end(row, last_day=form.last_day.data, by=current_actor())
        flash(_("最後の日を記録しました。"), "success")
        return redirect(url_for(".show", trustee_id=row.id), 303)
    page = render_template(
        "payments/trustee.html",
        row=row,
        form=form,
        town=municipalities.by_code(row.municipality_code),
        history=told(history_of(row)),
    )
    return page, 422 if form.errors else 200
