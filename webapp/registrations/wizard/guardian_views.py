"""The minor's side of a guardian's consent: ask by letter, promise a sheet of paper, print it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.registrations import queries
from webapp.registrations.answers import Screen
from webapp.registrations.facts import content_of, lines_of
from webapp.registrations.guardians import actions
from webapp.registrations.guardians.forms import AskForm
from webapp.registrations.guardians.needs import chosen_purposes, is_minor
from webapp.registrations.wizard.pages import show_screen
from webapp.registrations.wizard.views import editable
from webapp.residents.models import ASKED_PER_APPLICATION
from webapp.residents.queries import profile_of

blueprint = Blueprint("application_guardian", __name__, url_prefix="/my/registrations")


@blueprint.post("/<registration_id>/guardian")
@allow(Role.RESIDENT)
def ask(registration_id: str) -> ResponseReturnValue:
    """Send the letter, or say that a sheet of paper will come."""
    registration, resident = editable(registration_id)
    if not is_minor(resident.birth_date):
        raise RuleBroken(_("18歳以上の方の申請に、保護者の同意はいりません。"))
    here = url_for("application.step", registration_id=registration.id, screen=Screen.GUARDIAN.value)
    if "paper" in request.form:
        actions.promise_paper(registration, by=current_actor())
        flash(_("紙の同意書で届けることにしました。申請を送ったあと、市町村の窓口に出してください。"), "success")
        return redirect(here, 303)
    form = AskForm()
    if not form.validate():
        return show_screen(registration, resident, Screen.GUARDIAN, form), 422
    actions.ask(registration, form.email.data or "", by=current_actor())
    flash(_("保護者の方にメールを送りました。返事が来たら、あなたにもメールで知らせます。"), "success")
    return redirect(here, 303)


@blueprint.get("/<registration_id>/guardian/sheet")
@allow(Role.RESIDENT)
def sheet(registration_id: str) -> ResponseReturnValue:
    """The sheet to print and sign."""
    registration, resident = queries.registration_for(current_actor(), registration_id), profile_of(current_actor())
    if resident is None:
        raise NotThere
    chosen = chosen_purposes(registration)
    return render_template(
        "registrations/guardians/sheet.html",
        registration=registration,
        resident=resident,
        town=queries.town_of(registration),
        given=[line.label for line in lines_of(content_of(registration, resident)) if line.value],
        purposes=[p.label for p in ASKED_PER_APPLICATION if p.value in chosen],
    )
