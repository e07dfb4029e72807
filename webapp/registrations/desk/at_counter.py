"""Counter mode: this browser stands on a counter; what the person confirmed on the turned screen, and for how long it holds."""

import hashlib
import json
from typing import Final

from flask import request
from flask import session as cookie

from webapp.core.clock import today
from webapp.registrations.desk.entering import Agreement
from webapp.registrations.desk.models import Manner
from webapp.registrations.facts import content_of
from webapp.registrations.models import Registration
from webapp.residents.models import Resident

_MODE, _CONFIRMED = "at_counter", "confirmed_at_counter"
#: the screens that know the mode; elsewhere the cookie is not even looked at
_SCREENS: Final = "registrations_staff"


def is_on() -> bool:
    """Whether this page is shown on a counter."""
    return request.blueprint == _SCREENS and bool(cookie.get(_MODE))


def switch(*, on: bool) -> None:
    """Begin or end it; what the last person confirmed is gone."""
    cookie.pop(_CONFIRMED, None)
    if on:
        cookie[_MODE] = True
    else:
        cookie.pop(_MODE, None)


def note_yes(registration: Registration, resident: Resident) -> None:
    """The person said yes to exactly what the screen showed."""
    cookie[_CONFIRMED] = [registration.id, _mark(registration, resident)]


def said_yes(registration: Registration, resident: Resident) -> bool:
    """Whether the person confirmed what stands there now; a change since then asks them anew."""
    return cookie.get(_CONFIRMED) == [registration.id, _mark(registration, resident)]


def forget_yes() -> None:
    """The next person starts with nothing."""
    cookie.pop(_CONFIRMED, None)


def agreement(*, saw_document: bool) -> Agreement:
    """What is noted of a yes at the counter."""
    return Agreement(Manner.SCREEN, today(), saw_document=saw_document)


def _mark(registration: Registration, resident: Resident) -> str:
    """A sum of everything that the town would get: it tells nobody anything."""
    content = json.dumps(content_of(registration, resident), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(content.encode()).hexdigest()[:32]
