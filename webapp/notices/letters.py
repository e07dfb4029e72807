"""The one letter of a day: what came since the last one, by topic."""

from collections.abc import Sequence
from itertools import groupby

from webapp.core.i18n import gettext as _
from webapp.core.letters import GroupedDraft
from webapp.notices.models import Notice
from webapp.notices.stopping import DIGEST, topic_link
from webapp.notices.topics import Topic

MOST_NAMED = 10
_ORDER = list(Topic)


def digest(*, notices: Sequence[Notice], user_id: str) -> GroupedDraft:
    """Up to ten of each topic by name, the rest by their number."""
    ordered = sorted(notices, key=lambda notice: _ORDER.index(notice.topic))
    groups = []
    for topic, rows in groupby(ordered, key=lambda notice: notice.topic):
        found = list(rows)
        lines = [(row.title, row.link) for row in found[:MOST_NAMED]]
        if len(found) > MOST_NAMED:
            lines.append((_("ほか%(n)s件", n=len(found) - MOST_NAMED), "/my/notices"))
        groups.append((str(topic.label), lines))
    return GroupedDraft(
        _("お知らせのまとめ：%(n)s件", n=len(notices)),
        [_("前のまとめから後に届いた、まだ読んでいないお知らせです。")],
        [],
        "/my/notices",
        _("お知らせを開く"),
        topic_link(user_id, DIGEST),
        _("まとめメールを止める"),
        groups,
    )
