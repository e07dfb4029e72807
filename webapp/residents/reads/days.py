"""Lines about who read what are kept for three years, as the law says of what was given to others."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import col

from webapp.core.clock import today
from webapp.core.database import session
from webapp.residents.reads.models import DataRead

KEPT: Final = timedelta(days=3 * 365)


def forget_old() -> None:
    """Drop what is older, in the open transaction."""
    session().execute(delete(DataRead).where(col(DataRead.on_day) < today() - KEPT))
