"""Applications for tests, moved through the real actions so that their history is whole."""

from datetime import date
from typing import Any

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.residents import SHIOJIRI, a_resident
from webapp.accounts.models import User
from webapp.core.clock import now
from webapp.core.database import session
from webapp.municipalities import queries as municipalities
from webapp.registrations import applying, deciding
from webapp.registrations.answers import Screen
from webapp.registrations.models import Registration, RegistrationStatus, StayFrequency
from webapp.residents.models import ASKED_PER_APPLICATION, CONSENT_VERSION, ConsentPurpose
from webapp.residents.queries import profile_of_user

BASE = {"kind": "rented", "area": "奈良井地区", "since": "2026-05-01"}
_HOME = {
    "postal_code": "1600022",
    "area": "新宿",
    "area_code": "1600022",
    "rest": "2丁目8-1",
    "building": "",
    "typed": "東京都新宿区 新宿 ２丁目８－１",
    "joined": "東京都新宿区新宿2丁目8-1",
}


def some_consents(*purposes: ConsentPurpose) -> dict[str, Any]:
    """Ticks to these purposes, to the review and the certificate when none is named; the others are withheld."""
    chosen = purposes or (ConsentPurpose.APPLICATION, ConsentPurpose.CERTIFICATE)
    return {p.value: {"is_given": p in chosen, "version": CONSENT_VERSION[p]} for p in ASKED_PER_APPLICATION}


def some_details(home_code: str | None, **changes: Any) -> dict[str, Any]:
    """Every screen answered, with an address in the person's municipality."""
    answered = [screen.value for screen in Screen if screen not in (Screen.GUARDIAN, Screen.CONFIRM)]
    address = {**_HOME, "code": home_code}
    return {"address": address, "consents": some_consents(), "answered": answered, **changes}


def a_draft(user: User | None = None, code: str = SHIOJIRI, **changes: Any) -> Registration:
    """A filled-in application that was not handed in; the town takes part, the profile is complete."""
    user = user or a_resident_user()
    if municipalities.programme(code) is None:
        a_programme(code)
    profile = profile_of_user(user.id) or a_resident(user)
    values = {
        "bases": [BASE],
        "stay_frequency": StayFrequency.MONTHLY,
        "purpose": "畑と祭りの手伝いです。",
        "details": some_details(profile.home_code),
    }
    row = Registration(user_id=user.id, municipality_code=code, **{**values, **changes})
    session().add(row)
    session().flush()
    return row


def a_registration(user: User | None = None, code: str = SHIOJIRI, **changes: Any) -> Registration:
    """One that was handed in."""
    user = user or a_resident_user()
    row = a_draft(user, code, **changes)
    profile = profile_of_user(user.id)
    assert profile is not None
    applying.submit(row, profile, by=actor_of(user))
    session().flush()
    return row


def an_approved_registration(
    user: User | None = None, code: str = SHIOJIRI, clerk: User | None = None, **changes: Any
) -> Registration:
    """One that the town said yes to, without a certificate."""
    row = a_registration(user, code, **changes)
    deciding.approve(row, by=actor_of(clerk or a_clerk(code)))
    session().flush()
    return row


def a_standing_registration(
    user: User | None = None, code: str = SHIOJIRI, *, ends_on: date | None = None, **changes: Any
) -> Registration:
    """One on the register until a day (a year from today), with what was handed over, and without its history."""
    row = a_draft(user, code, status=RegistrationStatus.APPROVED, submitted_at=now(), decided_at=now(), **changes)
    profile = profile_of_user(row.user_id)
    assert profile is not None
    applying.hand_over(row, profile)
    deciding.begin_validity(row)
    row.valid_until = ends_on or row.valid_until
    session().flush()
    return row
