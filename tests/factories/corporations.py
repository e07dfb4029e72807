"""Support corporations and designations for tests."""

from datetime import date
from itertools import count
from typing import Any

from webapp.core.codes import corporate_number
from webapp.core.database import session
from webapp.corporations.designations.models import Designation, DesignationStatus
from webapp.corporations.models import Corporation

_numbers = count(700_110_000_001)


def a_corporation(**changes: Any) -> Corporation:
    """A corporation with a number of its own."""
    values = {"number": corporate_number(str(next(_numbers))), "name": "山里くらし支援", "legal_form": "npo"}
    row = Corporation(**{**values, **changes})
    session().add(row)
    session().flush()
    return row


def a_designation(corporation: Corporation, municipality_code: str, **changes: Any) -> Designation:
    """A designation in force since last spring."""
    values: dict[str, Any] = {
        "designated_on": date(2025, 4, 1),
        "tasks": ["1", "2"],
        "status": DesignationStatus.NOTICED,
        "corporate_number": corporation.number,
    }
    row = Designation(corporation_id=corporation.id, municipality_code=municipality_code, **{**values, **changes})
    session().add(row)
    session().flush()
    return row
