"""Counter mode: large print, one thing a screen; the person confirms on the turned screen, then the clerk finishes."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import link
from webapp.registrations import queries, rules
from webapp.registrations.desk import at_counter, entering
from webapp.registrations.desk.entry_forms import CounterFinishForm
from webapp.registrations.desk.views.blueprint import blueprint
from webapp.registrations.models import Registration
from webapp.registrations.wizard.pages import sections_of
from webapp.residents.models import Resident

#: so long nobody touches the screen before it goes back to the start
IDLE_SECONDS = 180

blueprint.add_app_template_global(at_counter.is_on, "is_at_counter")


@blueprint.route("/counter", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def counter() -> ResponseReturnValue:
    """Where it begins and where everything comes back to; nothing of anybody stands here."""
    if request.method == "POST":
        is_start = request.form.get("do") == "start"
        at_counter.switch(on=is_start)
        return redirect(link("registrations_staff.new_entry" if is_start else "registrations_staff.queue"), 303)
    return render_template("registrations/desk/counter/start.html", idle=IDLE_SECONDS)


@blueprint.route("/entry/<registration_id>/confirm", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def confirm_entry(registration_id: str) -> ResponseReturnValue:
    """For the person's own eyes: what was typed, what it is used for, one button."""
    registration, resident = entering.entry_for(current_actor(), registration_id)
    if list(rules.broken(registration, resident)):
        return redirect(link("registrations_staff.hand_in_entry", registration_id=registration.id), 303)
    if ButtonForm().validate_on_submit():
        at_counter.note_yes(registration, resident)
        return redirect(link("registrations_staff.finish_entry", registration_id=registration.id), 303)
    return _page("confirm", registration, resident)


@blueprint.route("/entry/<registration_id>/finish", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def finish_entry(registration_id: str) -> ResponseReturnValue:
    """The clerk's again: whether a document was seen, never which number; then the screen is empty for the next."""
    actor, is_post = current_actor(), request.method == "POST"
    registration, resident = entering.entry_for(actor, registration_id, to_change=is_post)
    if not at_counter.said_yes(registration, resident):
        return redirect(link("registrations_staff.confirm_entry", registration_id=registration.id), 303)
    form = CounterFinishForm()
    if not form.validate_on_submit():
        return _page("finish", registration, resident, form=form), 422 if is_post else 200
    agreed = at_counter.agreement(saw_document=form.saw_document.data == "yes")
    entering.hand_in(registration, resident, agreed, by=actor)
    at_counter.forget_yes()
    flash(_("申請を受け付けました。受付番号は %(number)s です。", number=registration.reference), "success")
    return redirect(link("registrations_staff.counter"), 303)


def _page(name: str, registration: Registration, resident: Resident, **more: Any) -> str:
    return render_template(
        f"registrations/desk/counter/{name}.html",
        registration=registration,
        resident=resident,
        town=queries.town_of(registration),
        sections=sections_of(registration, resident),
        **more,
    )
