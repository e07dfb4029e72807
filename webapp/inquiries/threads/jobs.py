"""Later work on threads: the reminder on the last morning, telling the town, telling further up."""

from typing import Any

from webapp.core.actor import system_actor
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import handler
from webapp.inquiries.threads import clock, queries


@handler(clock.REMIND, title=_l("問い合わせの返事を頼む"))
def remind(payload: dict[str, Any]) -> None:
    """Write once to who has not answered."""
    clock.remind(queries.by_id(payload["thread"]), payload["round"])


@handler(clock.ESCALATE, title=_l("返事のない問い合わせをまちに知らせる"))
def escalate(payload: dict[str, Any]) -> None:
    """Tell the town that nobody answered."""
    clock.escalate(queries.by_id(payload["thread"]), payload["round"], by=system_actor(clock.ESCALATE))


@handler(clock.FURTHER, title=_l("まちも返事をしない問い合わせを、管理者と運営者に知らせる"))
def escalate_further(payload: dict[str, Any]) -> None:
    """Tell who stands behind the town that it did not answer either."""
    clock.escalate_further(queries.by_id(payload["thread"]), payload["round"], by=system_actor(clock.FURTHER))
