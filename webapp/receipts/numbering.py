"""Receipt numbers: one after the other by municipality and calendar year, without gaps."""

from typing import Any

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from webapp.core.database import session
from webapp.receipts.models import ReceiptCounter


def next_number(municipality_code: str, year: int) -> int:
    """Raise the counter in this transaction: numbers run without gaps because a rollback takes the raise back."""
    insert: Any = sqlite_insert if session().get_bind().dialect.name == "sqlite" else pg_insert
    statement = (
        insert(ReceiptCounter)
        .values(municipality_code=municipality_code, year=year, last_number=1)
        .on_conflict_do_update(
            index_elements=["municipality_code", "year"], set_={"last_number": ReceiptCounter.last_number + 1}
        )
        .returning(ReceiptCounter.last_number)
    )
    return int(session().execute(statement).scalar_one())
