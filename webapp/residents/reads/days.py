"""Lines about who read what are kept for three years, as the law says of what was given to others."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete
from sqlmodel import col

from webapp.core.clock import today
from webapp.core.database import session
from webapp.residents.reads.models import DataRead
from webapp.tenancy.taken import actions as taken

KEPT: Final = timedelta(days=3 * 365)


def forget_old() -> None:
    """Drop what is older, in the open transaction; lines about files that were taken out with it."""
    taken.forget_old()
    session().execute(delete(DataRead).where(col(DataRead.on_day) < today() - KEPT))
