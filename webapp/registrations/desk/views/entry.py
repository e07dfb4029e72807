"""Entry on behalf: the same screens as the applicant's, filled in by a clerk, and the person's word noted at the end."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import link
from webapp.municipalities import queries as municipalities
from webapp.registrations import applying, progress, queries, rules
from webapp.registrations.answers import Screen
from webapp.registrations.desk import at_counter, entering
from webapp.registrations.desk.entry_forms import HandInForm, NewEntryForm, WithdrawForForm
from webapp.registrations.desk.lines import titles_of
from webapp.registrations.desk.models import Manner
from webapp.registrations.desk.views.blueprint import blueprint
from webapp.registrations.facts import Line
from webapp.registrations.guardians import actions as guardians
from webapp.registrations.guardians import needs
from webapp.registrations.models import Channel, Registration
from webapp.registrations.wizard.forms import ScreenForm
from webapp.registrations.wizard.pages import sections_of, show_screen
from webapp.registrations.wizard.views import AUTOSAVE_HEADER, FORMS, press
from webapp.residents.models import Resident

_FILLED = ",".join(FORMS)
_MANNERS = {Channel.COUNTER: Manner.SPOKEN, Channel.PHONE: Manner.PHONE, Channel.PAPER: Manner.PAPER}


@blueprint.route("/entry", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def new_entry() -> ResponseReturnValue:
    """Who it is for; what was begun and not handed in."""
    actor = current_actor()
    form = NewEntryForm(channel=Channel.COUNTER.value if at_counter.is_on() else None)
    towns = municipalities.by_codes(set(actor.municipalities))
    form["code"].choices = options((code, town.full_name) for code, town in sorted(towns.items()))
    known: list[Registration] = []
    if form.validate_on_submit():
        known = entering.same_people(form["code"].data, form.person())
        if not known or form.is_another.data:
            row = entering.begin(form["code"].data, Channel(form.channel.data), form.person(), by=actor)
            return _to(row, Screen.YOU)
        form.is_another.errors = [
            _("同じ名前と生年月日の申請があります。上の申請を確かめ、別の方のときだけ印を付けてください。")
        ]
    begun = [] if at_counter.is_on() else entering.unfinished(actor)
    titles = titles_of([*begun, *known])
    page = render_template(
        "registrations/desk/new_entry.html",
        form=form,
        known=[(row, titles[row.id]) for row in known],
        mine={row.id for row in entering.unfinished(actor)} if known else set(),
        begun=[(row, entry_title(row)) for row in begun],
    )
    return page, 422 if form.is_submitted() else 200


def entry_title(row: Registration) -> str:
    """A draft has no copy yet: it goes by its number."""
    return _("入力中の申請 %(number)s", number=row.reference)


@blueprint.get("/entry/<registration_id>")
@allow(*TOWN_ROLES)
def go_on_entry(registration_id: str) -> ResponseReturnValue:
    """To the first screen that is not done."""
    registration, resident = entering.entry_for(current_actor(), registration_id)
    return _to(registration, progress.first_open(registration, resident))


@blueprint.get(f"/entry/<registration_id>/<any({_FILLED}):screen>")
@allow(*TOWN_ROLES)
def entry_step(registration_id: str, screen: str) -> ResponseReturnValue:
    """One screen of the application."""
    registration, resident = entering.entry_for(current_actor(), registration_id)
    return show_screen(registration, resident, Screen(screen), FORMS[Screen(screen)](registration, resident))


@blueprint.post(f"/entry/<registration_id>/<any({_FILLED}):screen>")
@allow(*TOWN_ROLES)
def save_entry_step(registration_id: str, screen: str) -> ResponseReturnValue:
    """Save a screen as a whole, or half-way."""
    chosen, actor = Screen(screen), current_actor()
    registration, resident = entering.entry_for(actor, registration_id, to_change=True)
    form = FORMS[chosen](registration, resident)
    if AUTOSAVE_HEADER in request.headers:
        return _save_on_the_way(registration, resident, chosen, form)
    is_well, is_changed = press(form)
    is_later = "later" in request.form
    if is_changed or (not form.validate() and not is_later):
        return show_screen(registration, resident, chosen, form), 200 if is_changed and is_well else 422
    applying.answer(registration, resident, chosen, form.answers(), by=actor, is_whole=not is_later)
    if is_later:
        flash(_("ここまでの入力を保存しました。いつでも続きから始められます。"), "success")
        return redirect(link(f"registrations_staff.{'counter' if at_counter.is_on() else 'new_entry'}"), 303)
    return _to(registration, progress.first_open(registration, resident))


def _save_on_the_way(
    registration: Registration, resident: Resident, chosen: Screen, form: ScreenForm
) -> ResponseReturnValue:
    if chosen is Screen.CONSENTS:
        raise NotThere
    form.validate()
    applying.answer(registration, resident, chosen, form.answers(), by=current_actor(), is_whole=False)
    return jsonify(message=_("保存しました"))


@blueprint.post("/entry/<registration_id>/guardian-on-paper")
@allow(*TOWN_ROLES)
def promise_guardian(registration_id: str) -> ResponseReturnValue:
    """A minor's guardian signs on paper; the sheet is recorded once it is there."""
    registration, _resident = entering.entry_for(current_actor(), registration_id, to_change=True)
    guardians.promise_paper(registration, by=current_actor())
    flash(
        _("保護者の同意は、紙の同意書で受け取ることにしました。届いたら、申請の画面から記録してください。"), "success"
    )
    return redirect(link("registrations_staff.hand_in_entry", registration_id=registration.id), 303)


def _to(registration: Registration, screen: Screen) -> ResponseReturnValue:
    if screen in FORMS:
        return redirect(
            link("registrations_staff.entry_step", registration_id=registration.id, screen=screen.value), 303
        )
    last = "confirm_entry" if at_counter.is_on() else "hand_in_entry"
    return redirect(link(f"registrations_staff.{last}", registration_id=registration.id), 303)


@blueprint.route("/entry/<registration_id>/hand-in", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def hand_in_entry(registration_id: str) -> ResponseReturnValue:
    """All that was typed in, what keeps it back, and the person's word."""
    actor, is_post = current_actor(), request.method == "POST"
    registration, resident = entering.entry_for(actor, registration_id, to_change=is_post)
    form = HandInForm(manner=_MANNERS.get(registration.channel), agreed_on=today())
    obstacles = list(rules.broken(registration, resident))
    if not form.validate_on_submit() or obstacles:
        return _show_hand_in(registration, resident, form, obstacles), 422 if is_post else 200
    agreement = entering.Agreement(Manner(form.manner.data), form.agreed_on.data or today(), form.email.data or "")
    entering.hand_in(registration, resident, agreement, by=actor)
    flash(_("申請を受け付けました。本人への控えは「紙で出す手紙」にあります。"), "success")
    return redirect(url_for("registrations_staff.review", registration_id=registration.id), 303)


def _show_hand_in(registration: Registration, resident: Resident, form: HandInForm, obstacles: list[str]) -> str:
    return render_template(
        "registrations/desk/hand_in.html",
        registration=registration,
        town=queries.town_of(registration),
        form=form,
        obstacles=obstacles,
        sections=[
            (title, href, lines) for title, href, lines in sections_of(registration, resident) if _is_asked(lines)
        ],
        needs_guardian=needs.is_minor(resident.birth_date) and not needs.is_ready(registration),
    )


def _is_asked(lines: list[Line]) -> bool:
    """What only the profile's own wizard asks is shown where it is known."""
    return any(line.value or isinstance(line.place, Screen) for line in lines)


@blueprint.route("/<registration_id>/withdraw-for", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def withdraw_for(registration_id: str) -> ResponseReturnValue:
    """Take it back for somebody who said so."""
    registration = queries.review_for(current_actor(), registration_id, to_change=request.method == "POST")
    form = WithdrawForForm()
    if form.validate_on_submit():
        entering.withdraw_for(registration, reason=form.reason.data or "", by=current_actor())
        flash(_("本人の申し出により取り下げました。"), "success")
        return redirect(url_for("registrations_staff.review", registration_id=registration.id), 303)
    back: dict[str, Any] = {"back_href": url_for("registrations_staff.review", registration_id=registration.id)}
    page = render_template("registrations/desk/answers/withdraw_for.html", registration=registration, form=form, **back)
    return page, 422 if form.is_submitted() else 200
