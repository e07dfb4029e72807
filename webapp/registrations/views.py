"""The applicant's screens: begin, fill in, hand in, follow, correct, withdraw; own data."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.registrations import applying, queries, rules
from webapp.registrations.facts import COMMENTABLE, application_facts, application_of, is_profile_step, timeline
from webapp.registrations.forms import BasesForm, ConfirmForm, StartForm, StayForm, WithdrawForm
from webapp.registrations.life.queries import standing_of
from webapp.registrations.models import EDITABLE, PENDING, STANDING, Registration, RegistrationStatus, StayFrequency
from webapp.residents import queries as residents
from webapp.residents.models import Resident
from webapp.residents.snapshot import GIVEN_TO_TOWNS, facts_of, snapshot_of

blueprint = Blueprint("registrations", __name__, url_prefix="/my/registrations")
AUTOSAVE_HEADER = "X-Autosave"
SCREENS = ("bases", "stay", "confirm")
LABELS = {"bases": _l("滞在する場所"), "stay": _l("頻度と目的"), "confirm": _l("確かめて送る")}
HEADINGS = {
    "bases": _l("どこに滞在しますか"),
    "stay": _l("どのくらい滞在しますか"),
    "confirm": _l("内容を確かめて送ってください"),
}


@blueprint.get("")
@allow(Role.RESIDENT)
def mine() -> ResponseReturnValue:
    """The person's applications and registrations."""
    return render_template("registrations/mine.html", rows=queries.registrations_of(current_actor()))


@blueprint.get("/new")
@allow(Role.RESIDENT)
def choose() -> ResponseReturnValue:
    """The municipalities one can apply to."""
    resident = _resident()
    towns = [(p, town, town.code == resident.home_code) for p, town in municipalities.active_programmes()]
    return render_template("registrations/choose.html", towns=towns, resident=resident)


@blueprint.get("/new/<code>")
@allow(Role.RESIDENT)
def start(code: str) -> ResponseReturnValue:
    """What applying to this municipality means, and whether it is possible."""
    town, resident = municipalities.by_code(code), _resident()
    if municipalities.programme(code) is None:
        raise NotThere
    blank = Registration(user_id=resident.user_id, municipality_code=code)
    return render_template(
        "registrations/start.html",
        town=town,
        programme=municipalities.programme(code),
        form=StartForm(),
        obstacles=list(rules.broken(blank, resident, rules.BEFORE_START)),
        missing=resident.missing_steps,
        standing=queries.open_at(resident.user_id, code),
        minimum_days=municipalities.setting("minimum_days_per_month", code),
        review_days=municipalities.setting("registration_review_days", code),
    )


@blueprint.post("/new/<code>")
@allow(Role.RESIDENT)
def begin(code: str) -> ResponseReturnValue:
    """Make the draft."""
    if municipalities.programme(code) is None:
        raise NotThere
    registration = applying.start(_resident(), code, by=current_actor())
    return redirect(url_for(".step", registration_id=registration.id, screen="bases"), 303)


@blueprint.get("/<registration_id>")
@allow(Role.RESIDENT)
def show(registration_id: str) -> ResponseReturnValue:
    """Where an application stands, what happened, what comes next."""
    registration = queries.registration_for(current_actor(), registration_id)
    return render_template(
        "registrations/show.html",
        registration=registration,
        town=queries.town_of(registration),
        facts=application_facts(application_of(registration)),
        given=facts_of(registration.snapshot),
        events=timeline(registration, for_applicant=True),
        comments=_comments(registration) if registration.status is RegistrationStatus.CORRECTION else [],
        is_pending=registration.status in PENDING,
        life=standing_of(registration),
        may_withdraw=registration.status in (*PENDING, *STANDING, RegistrationStatus.DRAFT),
    )


def _comments(registration: Registration) -> list[tuple[Any, str, str]]:
    """(screen, what to correct, where to do it)."""
    return [
        (COMMENTABLE[key], text, _where(registration, key))
        for key, text in registration.comments.items()
        if key in COMMENTABLE
    ]


def _where(registration: Registration, key: str) -> str:
    if is_profile_step(key):
        return url_for("residents.step", step=key)
    return url_for(".step", registration_id=registration.id, screen=key)


@blueprint.get("/<registration_id>/<any(bases,stay,confirm):screen>")
@allow(Role.RESIDENT)
def step(registration_id: str, screen: str) -> ResponseReturnValue:
    """One screen of the application."""
    registration = _editable(registration_id)
    return _show_screen(registration, screen, _form(registration, screen))


@blueprint.post("/<registration_id>/<any(bases,stay):screen>")
@allow(Role.RESIDENT)
def save_step(registration_id: str, screen: str) -> ResponseReturnValue:
    """Save a screen, as a whole or on the way."""
    registration = _editable(registration_id)
    form = _form(registration, screen)
    is_valid = form.validate()
    is_on_the_way = AUTOSAVE_HEADER in request.headers
    if not is_valid and not is_on_the_way:
        return _show_screen(registration, screen, form), 422
    _save(registration, form)
    if is_on_the_way:
        return jsonify(message=_("保存しました"))
    following = SCREENS[SCREENS.index(screen) + 1]
    return redirect(url_for(".step", registration_id=registration.id, screen=following), 303)


def _save(registration: Registration, form: Any) -> None:
    actor = current_actor()
    if isinstance(form, BasesForm):
        applying.set_bases(registration, form.bases(), by=actor)
    elif not form.purpose.errors:
        chosen = form.stay_frequency.data
        frequency = StayFrequency(chosen) if chosen and not form.stay_frequency.errors else None
        applying.set_stay(registration, frequency, form.purpose.data or "", by=actor)


@blueprint.post("/<registration_id>/confirm")
@allow(Role.RESIDENT)
def submit(registration_id: str) -> ResponseReturnValue:
    """Hand it in."""
    registration = _editable(registration_id)
    form = ConfirmForm()
    if not form.validate():
        return _show_screen(registration, "confirm", form), 422
    applying.submit(registration, _resident(), by=current_actor())
    flash(_("申請を送りました。受付のメールをお送りしています。"), "success")
    return redirect(url_for(".show", registration_id=registration.id), 303)


@blueprint.get("/<registration_id>/withdraw")
@allow(Role.RESIDENT)
def withdraw(registration_id: str) -> ResponseReturnValue:
    """Ask before taking back."""
    registration = queries.registration_for(current_actor(), registration_id)
    return _show_withdraw(registration, WithdrawForm())


@blueprint.post("/<registration_id>/withdraw")
@allow(Role.RESIDENT)
def take_back(registration_id: str) -> ResponseReturnValue:
    """Take it back."""
    registration = queries.registration_for(current_actor(), registration_id, to_change=True)
    form = WithdrawForm()
    if not form.validate():
        return _show_withdraw(registration, form), 422
    applying.withdraw(registration, by=current_actor(), reason=form.reason.data or "")
    flash(_("取り下げました。"), "success")
    return redirect(url_for(".show", registration_id=registration.id), 303)


def _show_withdraw(registration: Registration, form: WithdrawForm) -> str:
    town = queries.town_of(registration)
    return render_template("registrations/withdraw.html", registration=registration, town=town, form=form)


def _editable(registration_id: str) -> Registration:
    is_post = request.method == "POST"
    registration = queries.registration_for(current_actor(), registration_id, to_change=is_post)
    if registration.status not in EDITABLE:
        raise RuleBroken(_("この申請はもう送られているので、変えられません。状況の画面で確かめてください。"))
    return registration


def _form(registration: Registration, screen: str) -> Any:
    if screen == "bases":
        return BasesForm.of(registration)
    return StayForm(obj=registration) if screen == "stay" else ConfirmForm()


def _resident() -> Resident:
    actor = current_actor()
    return residents.profile_of(actor) or Resident(user_id=actor.user_id or "")


def _show_screen(registration: Registration, screen: str, form: Any) -> str:
    place, resident = SCREENS.index(screen), _resident()
    before = SCREENS[place - 1] if place else ""
    is_last = screen == "confirm"
    return render_template(
        f"registrations/steps/{screen}.html",
        title=HEADINGS[screen],
        step=place + 1,
        steps=[(LABELS[s], url_for(".step", registration_id=registration.id, screen=s)) for s in SCREENS],
        back_href=url_for(".step", registration_id=registration.id, screen=before)
        if before
        else url_for(".show", registration_id=registration.id),
        registration=registration,
        town=queries.town_of(registration),
        form=form,
        comments=_comments(registration) if registration.status is RegistrationStatus.CORRECTION else [],
        obstacles=list(rules.broken(registration, resident)) if is_last else [],
        facts=application_facts(application_of(registration)) if is_last else [],
        given=facts_of(snapshot_of(resident, GIVEN_TO_TOWNS)) if is_last else [],
    )
