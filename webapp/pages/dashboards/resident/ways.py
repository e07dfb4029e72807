"""Everything else a resident may look for, grouped and quiet."""

from typing import Any

from flask import current_app

from webapp.core.actor import Actor
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import PUBLIC, SIGNED_IN, audiences_of
from webapp.core.templating import link
from webapp.pages.dashboards.panel import Way
from webapp.pages.dashboards.resident.facts import Mine

_GROUPS: tuple[tuple[Any, tuple[tuple[Any, str], ...]], ...] = (
    (
        _l("まちと登録"),
        (
            (_l("申請と登録"), "registrations.mine"),
            (_l("登録証"), "certificates.mine"),
            (_l("使える特典"), "my_benefits.mine"),
            (_l("担い手活動の記録"), "my_activities.mine"),
        ),
    ),
    (
        _l("さがす"),
        (
            (_l("おすすめ"), "matches.index"),
            (_l("まちからのおすすめ"), "suggested.index"),
            (_l("保存した検索条件"), "saved_searches.index"),
            (_l("空き家バンクの手続き"), "banks.mine"),
        ),
    ),
    (
        _l("やりとりと予定"),
        (
            (_l("やりとり"), "threads.index"),
            (_l("お声かけ"), "scouts.index"),
            (_l("予約"), "bookings.mine"),
            (_l("応募・参加"), "participations.mine"),
            (_l("困ったときの手順"), "reports.steps"),
        ),
    ),
    (
        _l("寄附と提案"),
        (
            (_l("わたしの寄附"), "pledges.mine"),
            (_l("ワンストップ特例"), "onestop.index"),
            (_l("控除の目安を計算する"), "limit.salary"),
            (_l("取り組みの提案"), "proposals.mine"),
        ),
    ),
    (_l("わたしのこと"), ((_l("プロフィール"), "residents.profile"),)),
)


def ways(mine: Mine) -> list[tuple[Any, list[Way]]]:
    """Groups with what this person may open."""
    groups = [
        (heading, [Way(label, link(endpoint)) for label, endpoint in entries if _is_open_to(mine.actor, endpoint)])
        for heading, entries in _GROUPS
    ]
    return [(heading, entries) for heading, entries in groups if entries]


def _is_open_to(actor: Actor, endpoint: str) -> bool:
    audiences = audiences_of(current_app.view_functions[endpoint])
    return bool(audiences & {PUBLIC, SIGNED_IN, *actor.roles})
