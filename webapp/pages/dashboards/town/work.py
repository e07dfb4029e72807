"""What waits, since when, by whom due; and the one thing that a clerk does next."""

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.plots import Row, stacked_rows
from webapp.core.templating import link, show_date
from webapp.pages.dashboards.panel import Panel, Step
from webapp.pages.dashboards.town.facts import Town
from webapp.pages.dashboards.town.queue import AGES, Waiting


def step(town: Town) -> Step:
    """What is past its day, else the nearest deadline, else what has waited longest, else the listings that get old."""
    found = sorted(town.waiting, key=lambda one: (-one.overdue, one.due or today().max, one.oldest))
    if not found:
        return Step(
            _("いま待っている仕事はありません"),
            _("みんなの手続きは、まちの側では止まっていません。掲載の内容が今も正しいか、見直せます。"),
            _("掲載を見直す"),
            link("listings_desk.index"),
        )
    first = found[0]
    title = _("「%(work)s」を進める", work=first.label)
    return Step(title, _why(first), _("「%(work)s」を開く", work=first.label), link(first.endpoint))


def _why(one: Waiting) -> str:
    if one.overdue:
        return _("%(n)s件が待ち、そのうち%(late)s件は期限を過ぎています。", n=one.count, late=one.overdue)
    if one.due:
        return _("%(n)s件が待っています。いちばん近い期限は%(day)sです。", n=one.count, day=show_date(one.due))
    return _("%(n)s件が待っています。いちばん古いものは%(day)sに届きました。", n=one.count, day=show_date(one.oldest))


def waiting(town: Town) -> Panel:
    """Every kind of work by its age, with the oldest day and the nearest deadline."""
    found = town.waiting
    overdue = sum(one.overdue for one in found)
    total = sum(one.count for one in found)
    names = _names()
    rows = [Row(str(one.label), one.ages, _("%(n)s件", n=one.count), _note(one), link(one.endpoint)) for one in found]
    says = _("%(n)s件が待っています。", n=total) if found else _("待っている仕事はありません。")
    if overdue:
        says += _("%(n)s件は期限を過ぎています。", n=overdue)
    return Panel(
        question=_("何が、いつから、いつまでを期限に待っていますか"),
        says=says,
        head=[_("仕事"), *names, _("いちばん古い日"), _("いちばん近い期限"), _("期限を過ぎた件数")],
        rows=[
            [str(one.label), *one.ages, one.oldest.isoformat(), one.due.isoformat() if one.due else "", one.overdue]
            for one in found
        ],
        plot=stacked_rows(rows, names=names, title=_("待っている仕事の古さ"), ident="waiting") if found else None,
        is_wide=True,
    )


def _names() -> list[str]:
    few, week, fortnight = AGES
    return [
        _("%(n)s日以内", n=few),
        _("%(n)s日以内", n=week),
        _("%(n)s日以内", n=fortnight),
        _("%(n)s日より前", n=fortnight),
    ]


def _note(one: Waiting) -> str:
    words = _("いちばん古いもの：%(day)s", day=show_date(one.oldest))
    if one.overdue:
        return words + _("、期限を過ぎたもの：%(n)s件", n=one.overdue)
    return words + _("、近い期限：%(day)s", day=show_date(one.due)) if one.due else words
