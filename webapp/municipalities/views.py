"""Public pages of municipalities: who takes part, every town of the country, names as they are typed."""

from collections.abc import Iterable

from flask import Blueprint, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.freshness import revisited
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import services
from webapp.municipalities import described, gazetteer, maps, queries
from webapp.municipalities.figures import public_figures
from webapp.municipalities.models import Municipality
from webapp.municipalities.prefectures import Region
from webapp.municipalities.statistics.panel import panel_of

blueprint = Blueprint("municipalities", __name__, url_prefix="/municipalities")
#: under this name the running app keeps what higher features show of a town: (town, programme, actor) → names and values
TOWN_PAGE = "town_page"
SHOWN = 200
SUGGESTED = 10


@blueprint.get("")
@allow(PUBLIC)
@revisited
def index() -> ResponseReturnValue:
    """The towns that take part on a map, and a search over all municipalities."""
    word, where = request.args.get("q", "").strip()[:40], request.args.get("where", "").strip()[:10]
    prefectures = queries.prefectures()
    chosen = next((p for p in prefectures if where and _is_called(p, where)), None)
    missed = _("この都道府県が見つかりません。例：長野県") if where and chosen is None else ""
    is_search = bool(word or chosen)
    found = gazetteer.search(word, prefecture_code=chosen.code if chosen else "") if is_search else []
    towns = queries.running_programmes()
    return render_template(
        "municipalities/index.html",
        q=word,
        where=chosen.short_name if chosen else where,
        missed=missed,
        is_search=is_search,
        found=found[:SHOWN],
        count=len(found),
        towns=towns,
        taking_part={town.code for _programme, town in towns},
        map=maps.map_of_japan(town for _programme, town in towns),
        regions=_by_region(prefectures),
    )


def _is_called(prefecture: Municipality, typed: str) -> bool:
    return prefecture.name.startswith(typed) or prefecture.romaji.lower() == typed.lower()


def _by_region(prefectures: Iterable[Municipality]) -> list[tuple[Region, list[Municipality]]]:
    known = list(prefectures)
    return [(region, [p for p in known if p.region == region.value]) for region in Region]


@blueprint.get("/suggest")
@allow(PUBLIC)
def suggest() -> Response:
    """Names for what was typed so far, for `js/suggest.js`."""
    typed = request.args.get("q", "")[:40]
    found = gazetteer.search(typed, limit=SUGGESTED) if typed.strip() else []
    return jsonify([{"code": entry.code, "name": entry.full_name, "kana": entry.reading} for entry in found])


@blueprint.get("/<code>")
@allow(PUBLIC)
@revisited
def show(code: str) -> ResponseReturnValue:
    """One municipality: what it offers here, or a kind word that it does not take part yet."""
    return town_page(code, current_actor())


def town_page(code: str, actor: Actor) -> str:
    """The page as this actor sees it."""
    town = queries.city(code)
    programme = queries.running_programme(code)
    if programme is None:
        return render_template(
            "municipalities/absent.html", town=town, map=maps.map_of_town(town), statistics=panel_of(town)
        )
    return render_template(
        "municipalities/show.html",
        town=town,
        programme=programme,
        mayor=queries.mayor_on(code, today()),
        review_days=queries.setting("registration_review_days", code),
        figures=public_figures([code])[code],
        map=maps.map_of_town(town),
        statistics=panel_of(town),
        described=described.area(town),
        **services().extras[TOWN_PAGE](town, programme, actor),
    )
