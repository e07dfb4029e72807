"""The record of consents: what each town may do, every word with its version and time, and the way to change it."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.registrations import queries
from webapp.registrations.consents import actions
from webapp.residents.models import ASKED_PER_APPLICATION, ConsentPurpose

blueprint = Blueprint("consents", __name__, url_prefix="/my/consents")


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """The privacy centre shows every consent; letters and bookmarks lead here."""
    return redirect(url_for("privacy.consent_list"), 303)


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
