"""At the counter: a guardian's sheet of paper is recorded, and a consent is taken back on the guardian's word."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.registrations import queries as registrations
from webapp.registrations.guardians import actions, queries
from webapp.registrations.guardians.forms import PaperForm
from webapp.registrations.models import Registration

blueprint = Blueprint("guardians_staff", __name__, url_prefix="/staff/registrations")


@blueprint.get("/<registration_id>/guardian")
@allow(*TOWN_ROLES)
def paper(registration_id: str) -> ResponseReturnValue:
    """What was asked and answered, and the form for a sheet of paper."""
    return _show(registrations.review_for(current_actor(), registration_id), PaperForm())


@blueprint.post("/<registration_id>/guardian")
@allow(*TOWN_ROLES)
def record(registration_id: str) -> ResponseReturnValue:
    """Note the sheet."""
    registration = registrations.review_for(current_actor(), registration_id, to_change=True)
    form = PaperForm()
    if form.validate() and form.signed_on.data is not None and form.signed_on.data > today():
        form.signed_on.errors = [_("署名の日が今日より後です。同意書の日付を確かめてください。")]
    if form.errors:
        return _show(registration, form), 422
    actions.record_paper(
        registration,
        name=form.name.data or "",
        relation=form.kind(),
        signed_on=form.signed_on.data or today(),
        by=current_actor(),
    )
    flash(_("保護者の同意書を記録しました。"), "success")
    return redirect(url_for("registrations_staff.review", registration_id=registration.id), 303)


@blueprint.post("/<registration_id>/guardian/withdraw")
@allow(*TOWN_ROLES)
def withdraw(registration_id: str) -> ResponseReturnValue:
    """The guardian took the consent back at the counter or on the telephone."""
    registration = registrations.review_for(current_actor(), registration_id, to_change=True)
    row = queries.latest(registration)
    if row is None:
        raise NotThere
    actions.withdraw(row, registration, by=current_actor())
    flash(_("保護者の同意の取り消しを記録しました。"), "success")
    return redirect(url_for(".paper", registration_id=registration.id), 303)


def _show(registration: Registration, form: PaperForm) -> str:
    return render_template(
        "registrations/guardians/paper.html",
        registration=registration,
        town=registrations.town_of(registration),
        form=form,
        simple=ButtonForm(),
        rows=queries.history_of(registration),
    )
