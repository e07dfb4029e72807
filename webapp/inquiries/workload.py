"""How many open threads each person has taken on, for whoever shares out work."""

import sqlalchemy as sa
from sqlmodel import col

from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.hubs.workload import Work
from webapp.inquiries.threads.models import Thread, ThreadStatus


def open_threads(accounts: list[str]) -> dict[str, int]:
    """By account: threads that were handed to it and have not ended."""
    counted = (
        sa.select(Thread.assigned_to, sa.func.count())  # type: ignore[call-overload]
        .where(col(Thread.assigned_to).in_(accounts), col(Thread.status) != ThreadStatus.CLOSED)
        .group_by(Thread.assigned_to)
    )
    return {account: count for account, count in session().execute(counted)}


WORK = Work(_l("問い合わせ"), open_threads)
