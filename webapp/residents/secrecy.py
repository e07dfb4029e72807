"""What of a person who asks for secrecy does not leave with a town's data: declared beside the tables that name people."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from webapp.core.bulk import table_of
from webapp.core.tenant_data import LEAVES_AS
from webapp.residents.models import Resident

Hidden = Callable[[sa.Table], sa.ColumnElement[bool]]


def of_hidden_person(table: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a row with `user_id` is about somebody who asks for secrecy now."""
    return table.c.user_id.in_(hidden_people())


def hidden_people() -> Any:
    """The accounts of everybody who asks for secrecy now, to be put into another query."""
    resident = table_of(Resident)
    return sa.select(resident.c.user_id).where(resident.c.is_confidential)


def leaves_blank(model: type[SQLModel], *names: str, hidden: Hidden = of_hidden_person) -> None:
    """These columns leave empty where the row is about somebody hidden; everything else of the row leaves."""
    for name in names:
        column = table_of(model).c[name]
        column.info[LEAVES_AS] = _blank_where(column, hidden)


def _blank_where(column: sa.Column[Any], hidden: Hidden) -> Callable[[sa.Table], sa.ColumnElement[Any]]:
    return lambda table: sa.case((hidden(table), _empty(column)), else_=column)


def _empty(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    if isinstance(column.type, sa.JSON):
        return sa.literal({}, column.type)
    return sa.literal("", column.type) if isinstance(column.type, sa.String) else sa.null()
