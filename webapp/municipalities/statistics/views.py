"""Public pages of statistics: the search for a town by what matters, and a town's numbers as a file."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup

from webapp.core.dotmap import Lit, dot_map
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.core.sheets import as_csv
from webapp.core.templating import link
from webapp.municipalities import gazetteer, queries
from webapp.municipalities.boundaries.drawing import outline
from webapp.municipalities.gazetteer import Entry
from webapp.municipalities.statistics.kept import known
from webapp.municipalities.statistics.loading import CREDITS, SSDSE_A
from webapp.municipalities.statistics.panel import panel_of
from webapp.municipalities.statistics.wishes import LEVELS, SIZES, Asked, TownFit, find, possible
from webapp.municipalities.travel import rule

blueprint = Blueprint("find_town", __name__)
PAGE_SIZE = 20
LARGEST_PAGE = 1000


@blueprint.get("/find-town")
@allow(PUBLIC)
def index() -> str:
    """Which of all towns fit what matters to me; everything asked for stands in the address."""
    wishes = possible()
    names = {"from", "size", "prefecture", "only", *(wish.name for wish in wishes)}
    asked, missed = _read(request.args, {wish.name for wish in wishes})
    found = find(asked)
    last = max(1, -(-len(found.order) // PAGE_SIZE))
    page = min(last, _page(request.args.get("page", "")))
    rows = found.told((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    return render_template(
        "municipalities/find.html",
        wishes=wishes,
        levels=LEVELS,
        asked=asked,
        missed=missed,
        typed=request.args.get("from", "")[:40],
        sizes=[(name, words) for name, (words, _low, _high) in SIZES.items()] if known().towns else [],
        prefectures=queries.prefectures(),
        only_taking_part=asked.only is not None,
        taking_part=_taking_part(),
        rows=rows,
        count=len(found.order),
        first=(page - 1) * PAGE_SIZE + 1,
        page=page,
        last=last,
        args={name: value for name, value in request.args.items() if value not in ("", "0") and name in names},
        map=_map(rows),
        rule=rule() if asked.home else "",
        credit=CREDITS[SSDSE_A] if known().towns else "",
        edition=known().edition,
    )


@blueprint.get("/municipalities/<code>/statistics.csv")
@allow(PUBLIC)
def numbers(code: str) -> Response:
    """A town's numbers as a file."""
    town = queries.city(code)
    panel = panel_of(town)
    if panel is None:
        raise NotThere
    head = [_("項目"), town.full_name, town.prefecture_label, _("全国"), _("多い方から"), _("全国の数"), _("年")]
    rows: list[tuple[object, ...]] = [
        (line.indicator.label, *line.values, *line.place, line.years_words) for line in panel.lines
    ]
    rows.append((panel.credit, panel.edition))
    response = Response(as_csv(head, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="statistics-{town.code}.csv"'
    return response


def _read(args: Mapping[str, str], names: set[str]) -> tuple[Asked, str]:
    """What was asked, read leniently, and a sentence where the place typed is not one town."""
    home, missed = _home(args.get("from", "").strip()[:40])
    weights = {name: int(args[name]) for name in names if args.get(name) in ("1", "2", "3")}
    prefecture = next((p.code for p in queries.prefectures() if p.code == args.get("prefecture")), "")
    only = frozenset(_taking_part()) if args.get("only") else None
    return Asked(weights, home, args.get("size", "") if args.get("size") in SIZES else "", prefecture, only), missed


def _home(typed: str) -> tuple[Entry | None, str]:
    if not typed:
        return None, ""
    towns = queries.find(typed)
    if len(towns) == 1:
        return next((e for e in gazetteer.entries() if e.code == towns[0].code), None), ""
    if not towns:
        return None, _("「%(typed)s」という市区町村が見つかりません。例：横浜市、東京都世田谷区", typed=typed)
    names = _("、").join(town.full_name for town in towns)
    return None, _("「%(typed)s」は%(names)sのどれですか。都道府県から書いてください。", typed=typed, names=names)


def _page(typed: str) -> int:
    return (
        min(LARGEST_PAGE, int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) < 6 and int(typed) else 1
    )


def _taking_part() -> set[str]:
    return {town.code for _programme, town in queries.running_programmes()}


def _map(rows: list[TownFit]) -> Markup | None:
    points = gazetteer.points()
    if not points or not rows:
        return None
    lit = [
        Lit(*one.town.point, one.town.full_name, link("municipalities.show", code=one.town.code))
        for one in rows
        if one.town.point is not None
    ]
    return dot_map(
        points,
        lit,
        title=_("合うまちの地図"),
        description=_("日本の市区町村を点で表した地図です。色のついた点が、このページに並んだまちです。"),
        outline=outline(),
    )
