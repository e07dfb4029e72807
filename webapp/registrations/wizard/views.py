"""The application's screens: each is saved on the way, shows what is done, and leads to the next that is not."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.registrations import applying, progress, queries, rules
from webapp.registrations.answers import Screen
from webapp.registrations.guardians.forms import AskForm
from webapp.registrations.models import EDITABLE, Registration
from webapp.registrations.wizard.address_form import HomeForm
from webapp.registrations.wizard.forms import ConfirmForm, ConsentsForm, ScreenForm, StayForm, TiesForm, YouForm
from webapp.registrations.wizard.household_form import HouseholdForm
from webapp.registrations.wizard.pages import asked_for, show_screen
from webapp.registrations.wizard.places_form import BasesForm
from webapp.residents import actions as residents
from webapp.residents.models import Resident
from webapp.residents.queries import profile_of

blueprint = Blueprint("application", __name__, url_prefix="/my/registrations")
AUTOSAVE_HEADER = "X-Autosave"
FORMS: dict[Screen, Callable[[Registration, Resident], ScreenForm]] = {
    Screen.YOU: YouForm.of,
    Screen.HOME: HomeForm.of,
    Screen.BASES: BasesForm.of,
    Screen.STAY: StayForm.of,
    Screen.HOUSEHOLD: HouseholdForm.of,
    Screen.TIES: TiesForm.of,
    Screen.CONSENTS: ConsentsForm.of,
}
_ANY = ",".join(Screen)
_FILLED = ",".join(FORMS)


@blueprint.get("/<registration_id>/go-on")
@allow(Role.RESIDENT)
def go_on(registration_id: str) -> ResponseReturnValue:
    """To the first screen that is not done."""
    registration, resident = editable(registration_id)
    return _to(registration, progress.first_open(registration, resident))


@blueprint.get(f"/<registration_id>/<any({_ANY}):screen>")
@allow(Role.RESIDENT)
def step(registration_id: str, screen: str) -> ResponseReturnValue:
    """One screen of the application."""
    registration, resident = editable(registration_id)
    if Screen(screen) not in progress.screens_for(resident):
        return _to(registration, progress.first_open(registration, resident))
    return show_screen(registration, resident, Screen(screen), _form(registration, resident, Screen(screen)))


@blueprint.post(f"/<registration_id>/<any({_FILLED}):screen>")
@allow(Role.RESIDENT)
def save_step(registration_id: str, screen: str) -> ResponseReturnValue:
    """Save a screen: as a whole, half-way with 「あとで続ける」, on the way by autosave, or with a row more or less."""
    chosen = Screen(screen)
    registration, resident = editable(registration_id)
    form = _form(registration, resident, chosen)
    is_on_the_way = AUTOSAVE_HEADER in request.headers
    if is_on_the_way and chosen is Screen.CONSENTS:
        raise NotThere
    is_well, is_changed = press(form) if not is_on_the_way else (True, False)
    if is_changed:
        return show_screen(registration, resident, chosen, form), 200 if is_well else 422
    is_valid = form.validate()
    if not is_valid and not is_on_the_way and "later" not in request.form:
        return show_screen(registration, resident, chosen, form), 422
    is_whole = not is_on_the_way and "later" not in request.form
    applying.answer(registration, resident, chosen, form.answers(), by=current_actor(), is_whole=is_whole)
    if is_on_the_way:
        return jsonify(message=_("保存しました"))
    if not is_whole:
        flash(_("ここまでの入力を保存しました。いつでも続きから始められます。"), "success")
        return redirect(url_for("registrations.show", registration_id=registration.id), 303)
    return _to(registration, _following(registration, resident, chosen))


def press(form: ScreenForm) -> tuple[bool, bool]:
    """Buttons that change the form and not the application: (whether it worked, whether one was pressed)."""
    asked = asked_for(request.form)
    if isinstance(form, HomeForm) and "lookup" in request.form:
        return form.look_up(), True
    if isinstance(form, HouseholdForm) and asked:
        form.change_rows(*asked)
        return True, True
    return True, False


def _following(registration: Registration, resident: Resident, chosen: Screen) -> Screen:
    """The next screen that is not done; the page that sends when all are."""
    screens = progress.screens_for(resident)
    later = screens[screens.index(chosen) + 1 :]
    first = progress.first_open(registration, resident)
    return next(
        (s for s in later if not progress.is_done(s, registration, resident) and s is not Screen.CONFIRM), first
    )


@blueprint.post("/<registration_id>/confirm")
@allow(Role.RESIDENT)
def submit(registration_id: str) -> ResponseReturnValue:
    """Hand it in; what keeps it back is told on the page itself, with the tick kept."""
    registration, resident = editable(registration_id)
    form = ConfirmForm()
    is_valid, form.form_errors = form.validate(), list(rules.broken(registration, resident))
    if not is_valid or form.form_errors:
        return show_screen(registration, resident, Screen.CONFIRM, form), 422
    applying.submit(registration, resident, by=current_actor())
    flash(_("申請を送りました。受付のメールをお送りしています。"), "success")
    return redirect(url_for("registrations.show", registration_id=registration.id), 303)


def editable(registration_id: str) -> tuple[Registration, Resident]:
    """The actor's own application while it may be changed, locked in a POST, and the profile."""
    is_post, actor = request.method == "POST", current_actor()
    registration = queries.registration_for(actor, registration_id, to_change=is_post)
    if registration.status not in EDITABLE:
        raise RuleBroken(
            _(
                "この申請はもう送られているので、変えられません。別の画面で送った場合は、そちらが届いています。状況の画面で確かめてください。"
            )
        )
    resident = residents.own_profile(by=actor) if is_post else profile_of(actor)
    return registration, resident or Resident(user_id=registration.user_id)


def _form(registration: Registration, resident: Resident, screen: Screen) -> Any:
    if screen in FORMS:
        return FORMS[screen](registration, resident)
    return ConfirmForm() if screen is Screen.CONFIRM else AskForm()


def _to(registration: Registration, screen: Screen) -> ResponseReturnValue:
    return redirect(url_for(".step", registration_id=registration.id, screen=screen.value), 303)
