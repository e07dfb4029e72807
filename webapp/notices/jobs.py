"""The hourly round of morning letters: one letter a person and day, in small transactions, a second time without effect."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core import letters as post
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.core.services import services
from webapp.notices import letters
from webapp.notices.days import ROUND
from webapp.notices.models import Notice, NoticeChoices, Way

AT_ONCE = 100


@handler(ROUND, title=_l("お知らせのまとめを送る"), outside=True)
def send_digests(_payload: dict[str, Any]) -> None:
    """Write to everybody whose hour has come today."""
    moment = in_tokyo(now())
    while True:
        with services().database.transaction():
            rows = _due(moment.date(), moment.hour)
            for choices in rows:
                _write(choices, moment.date())
        if len(rows) < AT_ONCE:
            return


def _due(day: date, hour: int) -> list[NoticeChoices]:
    """Who has something to gather and had no letter today; locked, so that two workers find different people."""
    waits = select(Notice.id).where(
        Notice.user_id == NoticeChoices.user_id, Notice.way == Way.DIGEST, col(Notice.gathered_at).is_(None)
    )
    chosen = select(NoticeChoices).where(
        col(NoticeChoices.digest_hour) <= hour,
        sa.or_(col(NoticeChoices.last_digest_on).is_(None), col(NoticeChoices.last_digest_on) < day),
        waits.exists(),
    )
    locked = chosen.order_by(col(NoticeChoices.user_id)).limit(AT_ONCE).with_for_update(skip_locked=True)
    return list(session().exec(locked))


def _write(choices: NoticeChoices, day: date) -> None:
    """What was read meanwhile, or is no longer wanted, is left out; nothing is sent when nothing is left."""
    waiting = select(Notice).where(
        Notice.user_id == choices.user_id, Notice.way == Way.DIGEST, col(Notice.gathered_at).is_(None)
    )
    rows = list(session().exec(waiting.order_by(col(Notice.id))))
    wanted = [row for row in rows if row.read_at is None and choices.way(row.topic) is not Way.CENTRE]
    person = session().get_one(User, choices.user_id)
    if wanted and person.is_active:
        post.queue(person, letters.digest, notices=wanted, user_id=person.id)
    for row in rows:
        row.gathered_at = now()
    choices.last_digest_on = day
