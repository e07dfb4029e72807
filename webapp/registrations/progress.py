"""How far an application is filled in: which screens it has, which are done, where to go on."""

from collections.abc import Callable

from webapp.registrations.answers import Screen
from webapp.registrations.guardians import needs as guardians
from webapp.registrations.models import Registration
from webapp.residents.models import CONSENT_VERSION, ConsentPurpose, Resident, Step


def screens_for(resident: Resident) -> list[Screen]:
    """The screens in their order; only minors are asked for a guardian."""
    is_minor = guardians.is_minor(resident.birth_date)
    return [screen for screen in Screen if screen is not Screen.GUARDIAN or is_minor]


def missing(registration: Registration, resident: Resident) -> list[Screen]:
    """Screens that lack an answer without which an application cannot be handed in."""
    return [screen for screen in screens_for(resident) if not has_needed(screen, registration, resident)]


def has_needed(screen: Screen, registration: Registration, resident: Resident) -> bool:
    """Whether the answers that a screen cannot do without are there."""
    return screen not in _NEEDED or _NEEDED[screen](registration, resident)


def is_done(screen: Screen, registration: Registration, resident: Resident) -> bool:
    """Whether a screen was sent as a whole and lacks nothing; the last one is done when it is handed in."""
    answered = registration.details.get("answered", [])
    is_seen = screen in answered or screen is Screen.GUARDIAN
    return screen is not Screen.CONFIRM and is_seen and has_needed(screen, registration, resident)


def first_open(registration: Registration, resident: Resident) -> Screen:
    """Where to go on: the first screen that is not done, at the end the page that sends."""
    return next(s for s in screens_for(resident) if not is_done(s, registration, resident))


def agrees(registration: Registration, purpose: ConsentPurpose) -> bool:
    """Whether the applicant ticked this use, under the sentence as it is today."""
    chosen = (registration.details.get("consents") or {}).get(purpose.value)
    return bool(chosen and chosen["is_given"] and chosen["version"] == CONSENT_VERSION[purpose])


def withholds(registration: Registration, purpose: ConsentPurpose) -> bool:
    """Whether the applicant was asked and said no; who came in by a list was asked elsewhere."""
    chosen = (registration.details.get("consents") or {}).get(purpose.value)
    return bool(chosen and not chosen["is_given"])


def _has_address(registration: Registration, resident: Resident) -> bool:
    """The parts belong to the municipality that the profile names, which may have changed since."""
    address = registration.details.get("address") or {}
    return bool(resident.home_code and address.get("rest") and address.get("code") == resident.home_code)


_NEEDED: dict[Screen, Callable[[Registration, Resident], bool]] = {
    Screen.YOU: lambda _r, person: person.has_needed(Step.NAME),
    Screen.HOME: _has_address,
    Screen.BASES: lambda r, _p: bool(r.bases),
    Screen.STAY: lambda r, person: r.stay_frequency is not None and person.has_needed(Step.RHYTHM),
    Screen.HOUSEHOLD: lambda _r, person: person.has_needed(Step.HOUSEHOLD),
    Screen.CONSENTS: lambda r, _p: agrees(r, ConsentPurpose.APPLICATION),
    Screen.GUARDIAN: lambda r, _p: guardians.is_ready(r),
}
