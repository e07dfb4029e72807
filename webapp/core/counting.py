"""How many rows each municipality has, in one question for all of them."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.database import session


def count_by_town(table: Any, codes: Iterable[str], *conditions: Any) -> dict[str, int]:
    """Rows of a table with a `municipality_code`, by code; codes without any are left out."""
    code = col(table.municipality_code)
    rows = session().exec(select(code, sa.func.count()).where(code.in_(list(codes)), *conditions).group_by(code))
    return {str(found): int(count) for found, count in rows}
