"""What a second application knows already: about the person always, about the stay only at the same town."""

from typing import Any

from sqlmodel import col, select

from webapp.core.database import session
from webapp.registrations.answers import ABOUT_THE_PERSON, DETAILS, Screen
from webapp.registrations.models import Registration
from webapp.residents.models import Resident

_ABOUT_THE_STAY = (Screen.BASES, Screen.STAY, Screen.TIES)


def last_filled(user_id: str) -> Registration | None:
    """The person's newest application with answers in it."""
    chosen = select(Registration).where(Registration.user_id == user_id).order_by(col(Registration.id).desc())
    return next((row for row in session().exec(chosen) if row.details), None)


def prefill(row: Registration, resident: Resident, last: Registration | None) -> None:
    """Fill a new application. Consents and a guardian's answer are asked anew: they were given to that town alone."""
    if last is None:
        row.details = _from_profile(resident)
        return
    is_same_town = last.municipality_code == row.municipality_code
    screens = (*ABOUT_THE_PERSON, *(_ABOUT_THE_STAY if is_same_town else ()))
    names = [name for screen in screens for name in DETAILS.get(screen, ())]
    row.details = {name: last.details[name] for name in names if name in last.details}
    row.details["answered"] = [s for s in last.details.get("answered", []) if s in screens]
    if is_same_town:
        row.bases, row.stay_frequency, row.purpose = last.bases, last.stay_frequency, last.purpose


def _from_profile(resident: Resident) -> dict[str, Any]:
    """Children known by age alone get their row, so that nobody counts them again."""
    children = [{"age": age, "school": "", "wishes": [], "note": ""} for age in resident.children_ages]
    return {"children": children} if children else {}
