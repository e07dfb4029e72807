"""The record of consents: what each town may do, every word with its version and time, and the way to change it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.registrations import queries
from webapp.registrations.consents import actions
from webapp.registrations.models import PENDING, STANDING
from webapp.residents import queries as residents
from webapp.residents.models import ASKED_PER_APPLICATION, ConsentPurpose

blueprint = Blueprint("consents", __name__, url_prefix="/my/consents")


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """What is allowed now, town by town, and everything that was ever said."""
    actor = current_actor()
    user_id = actor.user_id or ""
    towns = []
    for registration, town in queries.registrations_of(actor):
        if registration.status in (*PENDING, *STANDING):
            said = residents.consents_for(user_id, town.code)
            towns.append((registration, town, [(purpose, said.get(purpose)) for purpose in ASKED_PER_APPLICATION]))
    history = residents.consent_history(user_id)
    names = municipalities.by_codes({row.given_to for row in history if row.given_to})
    return render_template(
        "registrations/consents/index.html",
        form=ButtonForm(),
        towns=towns,
        history=[(row, names[row.given_to].full_name if row.given_to in names else "") for row in reversed(history)],
    )


@blueprint.post("/<registration_id>")
@allow(Role.RESIDENT)
def change(registration_id: str) -> ResponseReturnValue:
    """Take one back, or give one later."""
    registration = queries.registration_for(current_actor(), registration_id, to_change=True)
    sent, is_given = request.form.get("purpose", ""), request.form.get("answer") == "yes"
    if sent not in ASKED_PER_APPLICATION:
        raise NotThere
    actions.change(registration, ConsentPurpose(sent), is_given=is_given, by=current_actor())
    flash(_("同意を記録しました。") if is_given else _("同意を取り消しました。"), "success")
    return redirect(url_for(".index"), 303)
