"""What a person does with notices: reads them, says how to be told, stops letters and lets them come again."""

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col, delete, select

from webapp.accounts.models import User
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.bulk import insert_or_ignore
from webapp.core.clock import in_tokyo, now, today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.notices.models import DIGEST_HOUR, QUIET_FROM, QUIET_UNTIL, Notice, NoticeChoices, Way
from webapp.notices.stopping import DIGEST, Stop
from webapp.notices.topics import Topic

#: under this name `ways` keeps what a topic was before a link stopped it, until it is chosen or comes again
_BEFORE = "before."
trail.ACTION_LABELS |= {
    "notices.choose": _l("お知らせの受け取り方を変えた"),
    "notices.stop": _l("お知らせのメールを止めた"),
    "notices.resume": _l("お知らせのメールをまた受け取る"),
}


def mark_read(notice: Notice) -> None:
    """Its reader opened it; a second time changes nothing."""
    notice.read_at = notice.read_at or now()


def mark_all_read(*, by: Actor) -> None:
    """Every notice of the actor counts as read."""
    unread = sa.update(Notice).where(col(Notice.user_id) == by.user_id, col(Notice.read_at).is_(None))
    session().execute(unread.values(read_at=now()))


def choose(
    ways: Mapping[Topic, Way], *, digest_hour: int, is_quiet: bool, quiet_from: int, quiet_until: int, by: Actor
) -> NoticeChoices:
    """How the actor wants to be told. An hour that has passed today counts from tomorrow."""
    if by.user_id is None:
        raise NotThere
    row = _locked(by.user_id)
    kept = {name: way for name, way in row.ways.items() if name.removeprefix(_BEFORE) not in ways}
    row.ways = kept | {topic.value: way.value for topic, way in ways.items()}
    if digest_hour != row.digest_hour and in_tokyo(now()).hour >= digest_hour:
        row.last_digest_on = today()
    row.digest_hour = digest_hour
    row.is_quiet, row.quiet_from, row.quiet_until = is_quiet, quiet_from, quiet_until
    trail.record(row, "notices.choose", by=by)
    return row


def _locked(user_id: str) -> NoticeChoices:
    """The row of a person, made if there is none, so that two changes at once come one after the other."""
    new = {
        "user_id": user_id, "ways": {}, "digest_hour": DIGEST_HOUR, "is_quiet": True, "quiet_from": QUIET_FROM,
        "quiet_until": QUIET_UNTIL, "last_digest_on": None,
    }  # fmt: skip
    insert_or_ignore(session(), NoticeChoices, [new], keys=["user_id"])
    session().info.pop(NoticeChoices.__tablename__, None)
    chosen = select(NoticeChoices).where(NoticeChoices.user_id == user_id).with_for_update()
    return session().exec(chosen.execution_options(populate_existing=True)).one()


def stop_of_topic(user_id: str, detail: str) -> Stop | None:
    """What a letter's link about a topic, or about the morning letter, stops; None where nobody gets letters any more."""
    person = session().get(User, user_id)
    if person is None or not person.is_active:
        return None
    row = session().get(NoticeChoices, user_id) or NoticeChoices(user_id=user_id)
    if detail == DIGEST:
        topics = [
            topic for topic in Topic if row.way(topic) is Way.DIGEST or row.ways.get(_BEFORE + topic) == Way.DIGEST
        ]
        what = _("1日1回のまとめメール")
    elif detail in set(Topic):
        topics, what = [Topic(detail)], _("「%(topic)s」のお知らせメール", topic=Topic(detail).label)
    else:
        return None
    return Stop(
        what,
        all(row.way(topic) is Way.CENTRE for topic in topics),
        lambda by: _stop(user_id, topics, by=by),
        lambda by: _resume(user_id, topics, by=by),
        user_id=user_id,
    )


def _stop(user_id: str, topics: list[Topic], *, by: Actor) -> None:
    row = _locked(user_id)
    ways = dict(row.ways)
    for topic in (topic for topic in topics if row.way(topic) is not Way.CENTRE):
        ways |= {_BEFORE + topic: row.way(topic).value, topic.value: Way.CENTRE.value}
    if ways != row.ways:
        row.ways = ways
        trail.record(row, "notices.stop", by=by)


def _resume(user_id: str, topics: list[Topic], *, by: Actor) -> None:
    row = _locked(user_id)
    ways = dict(row.ways)
    for topic in (topic for topic in topics if row.way(topic) is Way.CENTRE):
        ways[topic.value] = ways.pop(_BEFORE + topic, Way.AT_ONCE.value)
    if ways != row.ways:
        row.ways = ways
        trail.record(row, "notices.resume", by=by)


def forget_old(older_than: timedelta) -> None:
    """Drop notices that are past their time."""
    session().execute(delete(Notice).where(col(Notice.created_at) < now() - older_than))
