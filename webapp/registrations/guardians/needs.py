"""When a guardian's consent is needed, and whether what there is will do."""

from datetime import date
from typing import Final

from webapp.core.clock import today
from webapp.registrations.guardians.models import GuardianConsent, GuardianStatus
from webapp.registrations.guardians.queries import latest
from webapp.registrations.models import Registration

#: 民法第4条 since 2022-04-01; no municipality can set another one
ADULT_AGE: Final = 18


def is_minor(born: date | None, on: date | None = None) -> bool:
    """Whether somebody is under eighteen on a day (today): the need ends with the eighteenth birthday."""
    day = on or today()
    return born is not None and (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) < ADULT_AGE


def of_a_minor(registration: Registration) -> bool:
    """Whether what was handed in is a minor's today."""
    born = registration.snapshot.get("birth_date")
    return is_minor(date.fromisoformat(born)) if born else False


def is_ready(registration: Registration) -> bool:
    """Enough to hand in: a standing consent, or a sheet of paper that is on its way."""
    row = latest(registration)
    return row is not None and (row.status is GuardianStatus.PROMISED or stands(row, registration))


def stands(row: GuardianConsent | None, registration: Registration) -> bool:
    """Enough to decide on: given, not withdrawn, and for all that the minor ticked since."""
    if row is None or row.status is not GuardianStatus.GIVEN:
        return False
    return row.is_on_paper or chosen_purposes(registration) <= set(row.purposes)


def chosen_purposes(registration: Registration) -> set[str]:
    """The uses that the applicant ticked."""
    consents = registration.details.get("consents") or {}
    return {purpose for purpose, choice in consents.items() if choice["is_given"]}
