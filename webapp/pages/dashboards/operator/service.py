"""Towns by their state, the queue of later work, the model in service; and what the operator does next."""

from webapp.core.i18n import gettext as _
from webapp.core.jobs import JobStatus, title_of, troubled, work_in_hand
from webapp.core.letters import unsent
from webapp.core.plots import bar_chart, worded_bars
from webapp.core.templating import link, show_date
from webapp.matches.registry import pictures
from webapp.matches.registry.models import ModelStatus
from webapp.municipalities.queries import programmes_by_status
from webapp.pages.dashboards.operator.facts import Service
from webapp.pages.dashboards.panel import Line, Panel, Step, Way


def step(service: Service) -> Step:
    """People who wait, then a model that waits, then the next town."""
    if service.raised:
        text = _("運営者への申し出が%(n)s件、結論を待っています。", n=service.raised)
        return Step(_("申し出に答える"), text, _("申し出を開く"), link("reports_operator.index"))
    if service.candidates:
        text = _("新しく学んだモデルが%(n)s件、使うかどうかの判断を待っています。", n=service.candidates)
        return Step(_("モデルを確かめる"), text, _("モデルを開く"), link("matching_registry.index"))
    text = _("待っている申し出はありません。次のまちを招待できます。")
    return Step(_("市町村を招待する"), text, _("市町村の参加を開く"), link("operator.index"))


def towns(_service: Service) -> Panel:
    """How many towns are where."""
    found = programmes_by_status()
    return Panel(
        question=_("いくつのまちが参加していますか"),
        says=_("記録のあるまちは%(n)s市町村です。", n=sum(found.values())),
        head=[_("状態"), _("市町村")],
        rows=[[str(status.label), count] for status, count in found.items()],
        plot=worded_bars(
            [(str(status.label), count, _("%(n)s市町村", n=count)) for status, count in found.items()],
            title=_("状態ごとの市町村"),
            ident="programmes",
        ),
        more=Way(_("市町村の参加を開く"), link("operator.index")),
    )


def jobs(_service: Service) -> Panel:
    """What waits, what is late, what failed; letters that have not left."""
    found = work_in_hand()
    rows = [
        (_("時刻を待っている"), found.later),
        (_("いま順番を待っている"), found.due),
        (_("遅れている（10分以上）"), found.late),
        (str(JobStatus.RUNNING.label), found.running),
        (str(JobStatus.FAILED.label), found.failed),
        (str(JobStatus.DOUBTFUL.label), found.doubtful),
        (_("まだ送っていないメール"), unsent()),
    ]
    broken = found.late + found.failed + found.doubtful
    return Panel(
        question=_("あとで行う仕事は、滞っていませんか"),
        says=_("%(n)s件が遅れているか、失敗しています。サーバーで futamachi jobs を使って確かめてください。", n=broken)
        if broken
        else _("遅れている仕事も、失敗した仕事もありません。"),
        head=[_("状態"), _("件")],
        rows=rows,
        plot=bar_chart(rows, title=_("あとで行う仕事"), ident="jobs", unit=_("件")),
        lines=[Line(str(title_of(kind)), "", "", _("%(n)s件", n=count), "error") for kind, count in troubled()]
        if found.failed + found.doubtful
        else (),
    )


def model(service: Service) -> Panel:
    """Which model serves, and how well the newest ones met what people chose."""
    serving = next((one for one in service.models if one.status is ModelStatus.IN_SERVICE), None)
    title = _("おすすめの当たりやすさ（nDCG、百分率）")
    says = (
        _(
            "いまのモデルは%(day)sに作られ、%(since)sから使っています。",
            day=show_date(serving.made_at),
            since=show_date(serving.in_service_since),
        )
        if serving
        else _("学んだモデルはまだ使っていません。はじめからあるモデルで並べています。")
    )
    return Panel(
        question=_("どのモデルが働き、評価はどうですか"),
        says=says,
        head=[_("作った日"), _("版"), _("状態"), "nDCG"],
        rows=[
            [
                one.made_at.date().isoformat(),
                one.version[:12],
                str(one.status.label),
                one.measures.get("candidate", {}).get("ndcg"),
            ]
            for one in service.models[: pictures.MOST_MODELS]
        ],
        plot=pictures.history(service.models, "ndcg", title=title, ident="model"),
        more=Way(_("モデルを開く"), link("matching_registry.index")),
    )
