"""How registrations go: what came in and was decided, certificates in force, what ends soon."""

from webapp.certificates.over_time import standing_for
from webapp.core.i18n import gettext as _
from webapp.core.monthly import labels_of
from webapp.core.plots import Series, columns, line_chart
from webapp.core.templating import link
from webapp.pages.dashboards.panel import Panel, Way
from webapp.pages.dashboards.town.facts import Town
from webapp.registrations.over_time import decided_for, ending_for


def decided(town: Town) -> Panel:
    """Applications, approvals and refusals of twelve months."""
    found = decided_for(town.actor)
    series = [
        Series(_("申請"), found.applied),
        Series(_("登録"), found.approved),
        Series(_("お断り"), found.refused),
    ]
    return Panel(
        question=_("登録の申請は、どう動いていますか"),
        says=_(
            "この12か月に%(applied)s件の申請があり、%(approved)s件を登録しました。",
            applied=sum(found.applied),
            approved=sum(found.approved),
        ),
        head=[_("月"), *(one.name for one in series)],
        rows=[
            [f"{month:%Y-%m}", *numbers]
            for month, *numbers in zip(found.months, found.applied, found.approved, found.refused, strict=True)
        ],
        plot=columns(labels_of(found.months), series, title=_("月ごとの申請と決定"), ident="decided", unit=_("件")),
        more=Way(_("登録の審査を開く"), link("registrations_staff.queue")),
    )


def certificates(town: Town) -> Panel:
    """Certificates in force at the end of each month."""
    found = standing_for(town.actor)
    months, counts = [month for month, _count in found], [count for _month, count in found]
    change = counts[-1] - counts[0]
    return Panel(
        question=_("有効な証明書は、増えていますか"),
        says=_(
            "いま有効な証明書は%(n)s件、11か月前の月末から%(change)s件の変化です。", n=counts[-1], change=f"{change:+,}"
        ),
        head=[_("月"), _("月末に有効な証明書")],
        rows=[[f"{month:%Y-%m}", count] for month, count in found],
        plot=line_chart(
            labels_of(months),
            [Series(_("有効な証明書"), counts)],
            title=_("月末に有効な証明書"),
            ident="certificates",
            unit=_("件"),
        ),
        more=Way(_("証明書を見る"), link("certificates_staff.index")),
    )


def renewals(town: Town) -> Panel:
    """What ends in the coming months, and what of it was confirmed."""
    found = ending_for(town.actor)
    soon = sum(found.open[:3]) + sum(found.confirmed[:3])
    series = [Series(_("確認がまだ"), found.open), Series(_("本人が確認ずみ"), found.confirmed)]
    return Panel(
        question=_("更新の時期は、いつ来ますか"),
        says=_("これから3か月のうちに、%(n)s件の登録が期限を迎えます。", n=soon),
        head=[_("月"), *(one.name for one in series)],
        rows=[
            [f"{month:%Y-%m}", *numbers]
            for month, *numbers in zip(found.months, found.open, found.confirmed, strict=True)
        ],
        plot=columns(labels_of(found.months), series, title=_("期限を迎える登録"), ident="renewals", unit=_("件")),
        more=Way(_("登録の更新を開く"), link("renewals_staff.index")),
    )
