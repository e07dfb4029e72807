"""The town's screens for one standing registration: suspend, resume, note that somebody moved."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.registrations import queries
from webapp.registrations.life import standing
from webapp.registrations.life.forms import DepartureForm, StandingForm
from webapp.registrations.life.models import Departure
from webapp.registrations.models import Registration

blueprint = Blueprint("standing_staff", __name__, url_prefix="/staff/registrations")


@blueprint.get("/<registration_id>/<any(suspend,resume,departure):deed>")
@allow(*TOWN_ROLES)
def ask(registration_id: str, deed: str) -> ResponseReturnValue:
    """Why."""
    registration = queries.review_for(current_actor(), registration_id)
    return _show(registration, deed, DepartureForm() if deed == "departure" else StandingForm())


@blueprint.post("/<registration_id>/suspend")
@allow(*TOWN_ROLES)
def suspend(registration_id: str) -> ResponseReturnValue:
    """Stop it for a while."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = StandingForm()
    if not form.validate():
        return _show(registration, "suspend", form), 422
    standing.suspend(registration, reason=form.reason.data or "", by=current_actor())
    return _done(registration, _("登録を一時停止し、本人に知らせました。"))


@blueprint.post("/<registration_id>/resume")
@allow(*TOWN_ROLES)
def resume(registration_id: str) -> ResponseReturnValue:
    """Let it go on."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = StandingForm()
    if not form.validate():
        return _show(registration, "resume", form), 422
    standing.resume(registration, reason=form.reason.data or "", by=current_actor())
    return _done(registration, _("登録を再開し、本人に知らせました。"))


@blueprint.post("/<registration_id>/departure")
@allow(*TOWN_ROLES)
def departure(registration_id: str) -> ResponseReturnValue:
    """End it because the person moved in or comes no more."""
    registration = queries.review_for(current_actor(), registration_id, to_change=True)
    form = DepartureForm()
    if not form.validate():
        return _show(registration, "departure", form), 422
    kind = Departure(form.kind.data)
    standing.note_departure(registration, kind, reason=form.reason.data or "", by=current_actor())
    return _done(registration, _("登録を終え、本人に知らせました。"))


def _show(registration: Registration, deed: str, form: Any) -> str:
    return render_template(
        f"registrations/life/staff/{deed}.html",
        registration=registration,
        town=queries.town_of(registration),
        form=form,
        back_href=url_for("registrations_staff.review", registration_id=registration.id),
    )


def _done(registration: Registration, sentence: str) -> ResponseReturnValue:
    flash(sentence, "success")
    return redirect(url_for("registrations_staff.review", registration_id=registration.id), 303)
