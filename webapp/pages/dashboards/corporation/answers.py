"""How soon questions are answered."""

from webapp.core.i18n import gettext as _
from webapp.core.plots import stacked_bar
from webapp.core.templating import link
from webapp.pages.dashboards.corporation.facts import DAYS, Corporation
from webapp.pages.dashboards.panel import Panel, Way

_DAY = 24


def speed(facts: Corporation) -> Panel:
    """The median, and how many were answered within the promised days."""
    found = facts.speed
    parts = list(
        zip(
            [_("1日以内"), _("約束の日まで"), _("約束の日を過ぎて"), _("まだ返事なし")],
            found.parts(),
            strict=True,
        )
    )
    return Panel(
        question=_("問い合わせに、どれだけ早く答えていますか"),
        says=_says(facts),
        head=[_("返事まで"), _("件")],
        rows=parts,
        plot=stacked_bar(parts, title=_("返事までの時間（%(days)s日）", days=DAYS), ident="speed", unit=_("件"))
        if found.counted
        else None,
        more=Way(_("問い合わせを開く"), link("threads_desk.index")),
    )


def _says(facts: Corporation) -> str:
    found = facts.speed
    if not found.counted:
        return _("この%(days)s日、問い合わせはありません。", days=DAYS)
    quick, later, _late, _none = found.parts()
    share = round(100 * (quick + later) / len(found.counted))
    if found.hours is None:
        return _("まだ、どの問い合わせにも答えていません。")
    words = (
        _("%(n)s時間", n=max(1, round(found.hours)))
        if found.hours < 2 * _DAY
        else _("%(n)s日", n=round(found.hours / _DAY))
    )
    return _("まん中の問い合わせには%(time)sで答えました。%(share)s%%は約束の日までです。", time=words, share=share)
