"""How a screen of the application is shown: navigation, comments of the town, what keeps it back, all that was said."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, url_for

from webapp.core.i18n import lazy as _l
from webapp.core.permissions import current_actor
from webapp.registrations import progress, queries, rules
from webapp.registrations.answers import Screen
from webapp.registrations.facts import COMMENTABLE, Line, content_of, lines_of, place_of
from webapp.registrations.guardians.queries import latest
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents.models import Resident, Step

HEADINGS = {
    Screen.YOU: _l("あなたのことを教えてください"),
    Screen.HOME: _l("いまの住所はどこですか"),
    Screen.BASES: _l("どこに滞在しますか"),
    Screen.STAY: _l("どのくらい滞在しますか"),
    Screen.HOUSEHOLD: _l("どなたと暮らしていますか"),
    Screen.TIES: _l("このまちとのつながりはありますか"),
    Screen.CONSENTS: _l("情報の使い方を選んでください"),
    Screen.GUARDIAN: _l("保護者の同意を得てください"),
    Screen.CONFIRM: _l("内容を確かめて送ってください"),
}
Sections = list[tuple[Any, str, list[Line]]]


def show_screen(registration: Registration, resident: Resident, screen: Screen, form: Any) -> str:
    """One screen with everything around it."""
    screens = progress.screens_for(resident)
    place, is_last = screens.index(screen), screen is Screen.CONFIRM
    back = _link(registration, screens[place - 1]) if place else _home(registration)
    return render_template(
        f"registrations/steps/{screen.value}.html",
        title=HEADINGS[screen],
        step=place + 1,
        steps=[(s.label, _link(registration, s), progress.is_done(s, registration, resident)) for s in screens],
        back_href=back,
        registration=registration,
        town=queries.town_of(registration),
        form=form,
        comments=comments_on(registration, screen),
        obstacles=list(rules.broken(registration, resident)) if is_last and not form.errors else [],
        sections=sections_of(registration, resident) if is_last else [],
        guardian=latest(registration) if screen is Screen.GUARDIAN else None,
        is_done=progress.has_needed(screen, registration, resident),
    )


def sections_of(registration: Registration, resident: Resident) -> Sections:
    """All that the town would get now, screen by screen: (title, where to change it, lines)."""
    found: dict[Screen | Step, list[Line]] = {}
    for line in lines_of(content_of(registration, resident)):
        found.setdefault(line.place, []).append(line)
    return [(place.label, _link(registration, place), lines) for place, lines in found.items()]


def comments_on(registration: Registration, screen: Screen | None = None) -> list[tuple[Any, str, str]]:
    """(what, what to correct, where to do it), on all or on one screen, while the town waits for it."""
    if registration.status is not RegistrationStatus.CORRECTION:
        return []
    return [
        (COMMENTABLE[key], text, _link(registration, place_of(key)))
        for key, text in registration.comments.items()
        if key in COMMENTABLE and screen in (None, Screen.CONFIRM, place_of(key))
    ]


def asked_for(sent: Mapping[str, str]) -> tuple[str, str] | None:
    """Which rows a button adds and takes away; None when none was pressed."""
    add, remove = sent.get("add", ""), sent.get("remove", "")
    return (add, remove) if add or remove else None


def _home(registration: Registration) -> str:
    """Where the first screen leads back to: the application, or the clerk's page of entries on behalf."""
    if _is_for_somebody_else(registration):
        return url_for("registrations_staff.new_entry")
    return url_for("registrations.show", registration_id=registration.id)


def _is_for_somebody_else(registration: Registration) -> bool:
    """Whether a clerk types in on behalf: the same screens stand at other addresses then."""
    return registration.entered_by is not None and current_actor().user_id != registration.user_id


def _link(registration: Registration, place: Screen | Step) -> str:
    if _is_for_somebody_else(registration):
        if isinstance(place, Step) or place in (Screen.CONFIRM, Screen.GUARDIAN):
            return url_for("registrations_staff.hand_in_entry", registration_id=registration.id)
        return url_for("registrations_staff.entry_step", registration_id=registration.id, screen=place.value)
    if isinstance(place, Step):
        back = url_for("application.go_on", registration_id=registration.id)
        return url_for("residents.step", step=place.value, back=back)
    return url_for("application.step", registration_id=registration.id, screen=place.value)
