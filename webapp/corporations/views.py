"""The public register of support corporations: by prefecture and on a map, one corporation, its announcements, as a file."""

from itertools import groupby

from flask import Blueprint, Response, render_template, request

from webapp.core.freshness import revisited
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.core.services import services
from webapp.corporations import queries, register
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.notices import queries as notices
from webapp.corporations.designations.notices.staff_views import as_file
from webapp.municipalities import maps

blueprint = Blueprint("corporations", __name__)
#: under this name the running app keeps how soon a corporation answers, in words: a function of its id
ANSWERS_WITHIN = "corporation_answers_within"


@blueprint.get("/corporations")
@allow(PUBLIC)
@revisited
def index() -> str:
    """Who is designated, by prefecture and municipality."""
    word, prefecture = request.args.get("q", "").strip()[:60], request.args.get("prefecture", "")[:6]
    everything = queries.register()
    found = register.matching(everything, word, prefecture)
    towns = [(place, list(rows)) for place, rows in groupby(found, key=lambda row: row[2])]
    return render_template(
        "corporations/index.html",
        towns=towns,
        count=len(found),
        q=word,
        prefecture=prefecture,
        prefectures=register.prefectures(everything),
        map=maps.map_of_japan([place for place, _rows in towns], _("支援法人を指定しているまちの地図"))
        if towns
        else None,
        closed=register.not_designating(),
    )


@blueprint.get("/corporations.csv")
@allow(PUBLIC)
def file() -> Response:
    """The register as a file."""
    return register.as_file(queries.register())


@blueprint.get("/corporations/<corporation_id>")
@allow(PUBLIC)
@revisited
def show(corporation_id: str) -> str:
    """One corporation with its designations, ended ones too, and what was announced of each."""
    corporation = queries.by_id(corporation_id)
    rows = [(row, place, notices.published_of(row)) for row, place in queries.designations_of(corporation)]
    answers_within = services().extras[ANSWERS_WITHIN](corporation.id)
    return render_template(
        "corporations/show.html", corporation=corporation, designations=rows, answers_within=answers_within
    )


@blueprint.get("/corporations/notices/<designation_notice_id>")
@allow(PUBLIC)
def notice(designation_notice_id: str) -> str:
    """One announcement, ready to print."""
    found = notices.public(designation_notice_id)
    row = designations.by_id(found.designation_id)
    return render_template(
        "corporations/notice.html",
        notice=found,
        row=row,
        name=designations.name_of(row),
        town=designations.town_of(row),
    )


@blueprint.get("/corporations/notices/<designation_notice_id>/text")
@allow(PUBLIC)
def notice_text(designation_notice_id: str) -> Response:
    """The same as a text file."""
    return as_file(notices.public(designation_notice_id))
