"""The towns of a resident on a small map, and how far they are towards premium."""

from markupsafe import Markup

from webapp.activities.records.queries import attested_by_town
from webapp.core.clock import months_later, today
from webapp.core.dotmap import Lit, dot_map
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.plots import Row, figure, stacked_rows
from webapp.core.templating import link, show_date
from webapp.listings.places import layer
from webapp.municipalities.models import Municipality
from webapp.municipalities.queries import settings_in
from webapp.pages.dashboards.panel import Line, Panel, Way
from webapp.pages.dashboards.resident.facts import Mine
from webapp.registrations.models import STANDING, Registration, RegistrationStatus, Tier

_NEEDED, _MONTHS = "premium_activities", "premium_activity_months"
_TONES = {
    RegistrationStatus.APPROVED: "success",
    RegistrationStatus.CORRECTION: "warning",
    RegistrationStatus.SUSPENDED: "warning",
    RegistrationStatus.DRAFT: "neutral",
}


def towns(mine: Mine) -> Panel | None:
    """Where they are registered or have applied."""
    if not mine.is_resident:
        return None
    rows = [_cells(row, town) for row, town in mine.current]
    standing = sum(row.status in STANDING for row, _town in mine.current)
    says = (
        _("登録しているまちは%(n)s、申請中・下書きは%(m)sです。", n=standing, m=len(rows) - standing)
        if rows
        else _("まだ、登録しているまちはありません。")
    )
    return Panel(
        question=_("どのまちと、つながっていますか"),
        says=says,
        head=[_("まち"), _("状態"), _("段階"), _("いつまで")],
        rows=rows,
        plot=_map(mine.current, rows),
        lines=[_line(row, town) for row, town in mine.current],
        more=Way(_("申請と登録をすべて見る"), link("registrations.mine"))
        if mine.registrations
        else Way(_("参加しているまちを見る"), link("municipalities.index")),
    )


def _cells(row: Registration, town: Municipality) -> list[str]:
    tier = str(row.tier.label) if row.status in STANDING else ""
    return [town.full_name, str(row.status_for_applicant.label), tier, show_date(row.valid_until)]


def _line(row: Registration, town: Municipality) -> Line:
    notes = []
    if row.status in STANDING and row.valid_until:
        notes.append(_("%(day)sまで", day=show_date(row.valid_until)))
    if row.status in STANDING and row.tier is Tier.PREMIUM:
        notes.append(_("プレミアム（%(day)sまで）", day=show_date(row.premium_until)))
    if row.status_for_applicant is RegistrationStatus.SUBMITTED and row.due_on:
        notes.append(_("返事の予定は%(day)sまで", day=show_date(row.due_on)))
    status = row.status_for_applicant
    href = link("registrations.show", registration_id=row.id)
    return Line(town.full_name, href, joined(notes), status.label, _TONES.get(status, "info"))


def _map(current: list[tuple[Registration, Municipality]], rows: list[list[str]]) -> Markup | None:
    """The towns as lit dots of Japan; nothing where no town is known or no place of one."""
    lit = [
        Lit(town.longitude, town.latitude, town.full_name)
        for _row, town in current
        if town.longitude is not None and town.latitude is not None
    ]
    points = [point for group in layer().points.values() for point in group] if lit else []
    if not points:
        return None
    title = _("わたしのまちの地図")
    words = _(
        "登録または申請したまちを、日本地図の上に点で示しました：%(towns)s", towns=joined(one.label for one in lit)
    )
    drawing = Markup('<div class="plot-map">{}</div>').format(
        dot_map(points, lit, title=title, description=words, ident="my-towns-map", named=True)
    )
    head = [_("まち"), _("状態"), _("段階"), _("いつまで")]
    return figure(drawing, title, "my-towns", head, rows)


def activities(mine: Mine) -> Panel | None:
    """How often they took part, against what premium asks for, town by town."""
    stands = {row.municipality_code: town for row, town in mine.current if row.status in STANDING}
    asked = settings_in((_NEEDED, _MONTHS), stands) if stands else {}
    needed = {code: int(asked[_NEEDED, code]) for code in stands if int(asked[_NEEDED, code])}
    if not needed:
        return None
    since = {code: months_later(today(), -int(asked[_MONTHS, code])) for code in needed}
    done = attested_by_town(mine.actor.user_id or "", since, today())
    rows = [
        Row(
            stands[code].full_name,
            (done[code], max(0, needed[code] - done[code])),
            _("%(done)s／%(needed)s回", done=done[code], needed=needed[code]),
            _("%(day)sから数えています", day=show_date(since[code])),
        )
        for code in needed
    ]
    left = [code for code in needed if done[code] < needed[code]]
    return Panel(
        question=_("プレミアムまで、活動はあと何回ですか"),
        says=_says(stands, left, {code: needed[code] - done[code] for code in left}),
        head=[_("まち"), _("参加した回数"), _("必要な回数"), _("数え始めた日")],
        rows=[[stands[code].full_name, done[code], needed[code], since[code].isoformat()] for code in needed],
        plot=stacked_rows(
            rows, names=(_("参加した回数"), _("あと")), title=_("プレミアムに必要な活動の回数"), ident="premium"
        ),
        more=Way(_("活動の記録を見る"), link("my_activities.mine")),
    )


def _says(stands: dict[str, Municipality], left: list[str], missing: dict[str, int]) -> str:
    if not left:
        return _("必要な回数を満たしています。プレミアムに申し込めます。")
    nearest = min(left, key=lambda code: missing[code])
    return _("%(town)sは、あと%(n)s回です。", town=stands[nearest].full_name, n=missing[nearest])
