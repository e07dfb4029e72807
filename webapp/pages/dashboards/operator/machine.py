"""How the service answers, and what room there is on its disk."""

import shutil

from webapp.core.i18n import gettext as _
from webapp.core.plots import stacked_bar
from webapp.core.services import settings
from webapp.pages.dashboards.operator.facts import Service
from webapp.pages.dashboards.panel import Panel

_GIB = 2**30
#: upper ends in seconds, as the histogram knows them
_STEPS = (0.1, 0.5, 2.5)


def answers(service: Service) -> Panel:
    """Requests by what came of them."""
    found = service.answered
    parts = [
        (_("応答できた"), found.fine),
        (_("利用者側の誤り（4xx）"), found.refused),
        (_("サービス側の失敗（5xx）"), found.failed),
    ]
    total = found.fine + found.refused + found.failed
    share = 100 * found.failed / total if total else 0
    return Panel(
        question=_("サービスは、失敗していませんか"),
        says=_("起動してから%(n)s件のうち、サービス側の失敗は%(share)s%%です。", n=f"{total:,}", share=f"{share:.2f}"),
        head=[_("結果"), _("件")],
        rows=parts,
        plot=stacked_bar(parts, title=_("起動してからの応答"), ident="answers", unit=_("件")) if total else None,
    )


def speed(service: Service) -> Panel:
    """Requests by how long they took."""
    found = service.answered
    below = [found.within(step) for step in _STEPS]
    names = [_("0.1秒以内"), _("0.5秒以内"), _("2.5秒以内"), _("それより遅い")]
    counts = [after - before for before, after in zip([0, *below], [*below, found.timed], strict=True)]
    parts = list(zip(names, counts, strict=True))
    share = round(100 * below[1] / found.timed) if found.timed else 0
    return Panel(
        question=_("ページは、すぐに返っていますか"),
        says=_("%(share)s%%は0.5秒以内に返しました。", share=share) if found.timed else _("まだ数えていません。"),
        head=[_("かかった時間"), _("件")],
        rows=parts,
        plot=stacked_bar(parts, title=_("返すまでの時間"), ident="speed", unit=_("件")) if found.timed else None,
    )


def disk(_service: Service) -> Panel:
    """The disk that holds FUTAMACHI_HOME; where a backup lies, only who makes it knows."""
    room = shutil.disk_usage(settings().home)
    used, free = round(room.used / _GIB, 1), round(room.free / _GIB, 1)
    parts = [(_("使っている"), used), (_("まだ使える"), free)]
    return Panel(
        question=_("保存する場所は、足りていますか"),
        says=_(
            "まだ使えるのは%(n)s GBです。バックアップは futamachi backup で作り、別の場所に置いてください。", n=free
        ),
        head=[_("場所"), "GB"],
        rows=parts,
        plot=stacked_bar(parts, title=_("保存する場所"), ident="disk", unit="GB"),
    )
