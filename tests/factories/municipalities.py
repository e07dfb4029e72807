"""Municipalities and programmes for tests, with the names of the real master; made once, then found again."""

from typing import Any

from webapp.core.clock import now
from webapp.core.database import session
from webapp.municipalities import masterdata
from webapp.municipalities.models import Municipality, Programme, ProgrammeStatus
from webapp.municipalities.seeding import rows_of


def a_municipality(code: str = "202151", **changes: Any) -> Municipality:
    """The municipality or prefecture with this code."""
    found = session().get(Municipality, code)
    if found is None:
        row = next(row for row in rows_of(masterdata.load()) if row["code"] == code)
        found = Municipality(**{**row, **changes})
        session().add(found)
        session().flush()
    return found


def a_programme(code: str = "202151", **changes: Any) -> Programme:
    """A municipality that takes part."""
    a_municipality(code)
    values: dict[str, Any] = {
        "status": ProgrammeStatus.ACTIVE,
        "joined_at": now(),
        "department": "企画課",
        "contact_email": "kikaku@town.example",
    }
    found = session().get(Programme, code)
    if found is None:
        found = Programme(municipality_code=code, **{**values, **changes})
        session().add(found)
        session().flush()
    return found
