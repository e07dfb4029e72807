"""Unmet demand as pictures and as a file: for a town, and for a corporation or hub about their own listings."""

from flask import Blueprint, Response, render_template, url_for

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.sheets import as_csv
from webapp.matches.demand import pictures, queries
from webapp.matches.people.anonymity import SMALLEST_GROUP, counted
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("demand", __name__)
WRITERS = (Role.CORPORATION, Role.HUB)


@blueprint.get("/staff/demand")
@allow(*TOWN_ROLES)
def town() -> str:
    """Everything the town shows."""
    return _page(queries.town_scope(current_actor()), url_for(".town_file"))


@blueprint.get("/staff/demand.csv")
@allow(*TOWN_ROLES)
def town_file() -> Response:
    """The same numbers as a file."""
    return _file(queries.town_scope(current_actor()))


@blueprint.get("/desk/demand")
@allow(*WRITERS)
def desk() -> str:
    """What a corporation or a hub wrote."""
    return _page(queries.desk_scope(current_actor()), url_for(".desk_file"))


@blueprint.get("/desk/demand.csv")
@allow(*WRITERS)
def desk_file() -> Response:
    """The same numbers as a file."""
    return _file(queries.desk_scope(current_actor()))


def _page(scope: queries.Scope, file_href: str) -> str:
    found = queries.demand(scope)
    prefectures = _prefectures()
    by_prefecture = [(prefectures.get(code, code), n) for code, n in found.unwanted_by_prefecture.items()]
    themes = pictures.themes_of(found.unwanted_by_theme)
    return render_template(
        "matches/demand/show.html",
        scope=scope,
        unmet=pictures.unmet_shown(found),
        unmet_count=len(found.unmet),
        themes=pictures.bars_of(themes, _("合う掲載のない人のしてみたいこと"), "themes"),
        prefectures=pictures.bars_of(by_prefecture, _("合う掲載のない人の住まい"), "prefectures"),
        compared=pictures.compared_bars(found.compared, _("してみたいことと掲載")),
        people=counted(found.people),
        is_sampled=found.is_sampled,
        smallest=SMALLEST_GROUP,
        file_href=file_href,
    )


def _prefectures() -> dict[str, str]:
    return {place.code[:2]: place.name for place in municipalities.prefectures()}


def _file(scope: queries.Scope) -> Response:
    head, *rows = pictures.lines(queries.demand(scope), _prefectures())
    name = f"demand-{today():%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv(head, rows), mimetype="text/csv", headers=headers)
