"""The search everybody sees: list, filters with their numbers, map, and what helps when nothing was found."""

from collections.abc import Sequence
from dataclasses import asdict
from math import isnan
from typing import Any

from flask import Response, jsonify, render_template, request

from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.freshness import revisited
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import settings
from webapp.core.templating import link
from webapp.listings import places
from webapp.listings.drawn import tiles
from webapp.listings.filters import Filters
from webapp.listings.finding.conditions import Known
from webapp.listings.finding.help import Help, help_for
from webapp.listings.finding.parts import Part
from webapp.listings.finding.understood import understood
from webapp.listings.finding.variants import others
from webapp.listings.kinds import KINDS
from webapp.listings.maps import map_for
from webapp.listings.panel import fields, order_field
from webapp.listings.pins import pins_for
from webapp.listings.search import PAGE_SIZE, Found
from webapp.listings.search import search as find
from webapp.listings.views.blueprint import blueprint
from webapp.municipalities import travel


@blueprint.get("/listings")
@allow(PUBLIC)
@revisited
def search() -> str:
    """The list with its filters and map."""
    layer = places.layer()
    asked = understood(Filters.read(request.args), layer)
    filters, known, shown = asked.filters, asked.known, asked.parts
    found, actor = find(filters, known), current_actor()
    return render_template(
        "listings/search.html",
        filters=filters,
        found=found,
        tiles=tiles(found.rows, ways(found, known)),
        first=(found.page - 1) * PAGE_SIZE + 1,
        kinds=_kind_links(filters, found),
        chips=[(part.label, address(part.without)) for part in shown],
        fields=fields(filters, layer, found.counts, known),
        order=order_field(filters, known),
        map=map_for(filters, layer, found),
        pins_href=link("listings.pins", **filters.args()) if settings().map_tiles else "",
        also=_also(filters),
        as_typed=address(filters.but(exact=not filters.exact)),
        travel_rule=travel.rule() if known.origin else "",
        save_href=_save_address(filters),
        may_save=not actor.is_signed_in or actor.has(Role.RESIDENT),
        help=_help(filters, found, shown, layer),
        kept_args={name: value for name, value in filters.args().items() if name not in ("q", "where")},
    )


@blueprint.get("/listings/pins")
@allow(PUBLIC)
def pins() -> Response:
    """What fits a search, for the map of tiles; not there where the operator has not switched it on."""
    if not settings().map_tiles:
        raise NotThere
    layer = places.layer()
    asked = understood(Filters.read(request.args), layer)
    return jsonify(pins=[asdict(pin) for pin in pins_for(asked.filters, asked.known, layer)])


def address(filters: Filters) -> str:
    """The address of a search."""
    return link("listings.search", **filters.args())


def _save_address(filters: Filters) -> str:
    """Where it is kept; who is not signed in does that first."""
    path = link("saved_searches.new", **filters.args())
    return path if current_actor().is_signed_in else link("accounts.sign_in", next=path)


def ways(found: Found, known: Known) -> list[str]:
    """How far each shown listing is from where one starts; empty where that is not known."""
    if known.origin is None:
        return [""] * len(found.rows)
    code = known.origin.code
    return [
        "" if isnan(km) else travel.trip(km, code, row.municipality_code).words
        for row, km in zip(found.rows, found.km, strict=True)
    ]


def _kind_links(filters: Filters, found: Found) -> list[tuple[str, Any, str, bool, int]]:
    links = []
    for kind in KINDS:
        is_current = filters.kind is kind
        href = address(filters.but(kind=None if is_current else kind))
        links.append((kind.value, kind.label, href, is_current, found.counts.kinds[kind]))
    return links


def _also(filters: Filters) -> list[str]:
    """The words that were looked for as well, because they mean the same."""
    return [also for word in filters.words for also in others(word)]


def _help(filters: Filters, found: Found, shown: Sequence[Part], layer: places.Layer) -> Help | None:
    return None if found.count else help_for(filters, found, shown, layer)
