"""Municipalities and programmes for tests, with the names of the real master; made once, then found again."""

from datetime import date
from functools import cache
from typing import Any

from webapp.core.clock import now
from webapp.core.database import session
from webapp.municipalities import masterdata
from webapp.municipalities.models import DatedSetting, Mayor, Municipality, Programme, ProgrammeStatus
from webapp.municipalities.seeding import rows_of


@cache
def _master() -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in rows_of(masterdata.load())}


def a_municipality(code: str = "202151", **changes: Any) -> Municipality:
    """The municipality or prefecture with this code."""
    found = session().get(Municipality, code)
    if found is None:
        found = Municipality(**{**_master()[code], **changes})
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


def a_mayor(code: str = "202151", **changes: Any) -> Mayor:
    """A mayor, in office since April 2024 unless said otherwise."""
    a_municipality(code)
    values: dict[str, Any] = {"name": "見本 太郎", "in_office_from": date(2024, 4, 1)}
    row = Mayor(municipality_code=code, **{**values, **changes})
    session().add(row)
    session().flush()
    return row


def a_setting(key: str, value: Any, valid_from: date, code: str = "202151", **changes: Any) -> DatedSetting:
    """A value that a municipality decided."""
    row = DatedSetting(municipality_code=code, key=key, value={"value": value}, valid_from=valid_from, **changes)
    session().add(row)
    session().flush()
    return row
