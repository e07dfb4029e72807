"""What everybody sees of listings: the search, one listing, its pictures."""

from dataclasses import replace
from typing import Any

from flask import Response, render_template, request

from webapp.core import storage
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import services
from webapp.core.templating import link
from webapp.listings import beside, held_back, places, queries
from webapp.listings.drawn import tiles
from webapp.listings.filters import Filters
from webapp.listings.kinds import KINDS, kind_of
from webapp.listings.maps import map_for, small_map
from webapp.listings.models import ListingKind
from webapp.listings.panel import limit_words, selects
from webapp.listings.search import PAGE_SIZE
from webapp.listings.search import search as find
from webapp.listings.views.blueprint import blueprint
from webapp.listings.wording import topic_labels
from webapp.municipalities import queries as municipalities


@blueprint.get("/listings")
@allow(PUBLIC)
def search() -> str:
    """The list with its filters and map."""
    layer = places.layer()
    filters = located(Filters.read(request.args), layer)
    found = find(filters)
    return render_template(
        "listings/search.html",
        filters=filters,
        found=found,
        tiles=tiles(found.rows),
        first=(found.page - 1) * PAGE_SIZE + 1,
        kinds=_kind_links(filters),
        chips=_chips(filters, layer),
        selects=selects(filters, layer),
        map=map_for(filters, layer),
    )


#: under this name the running app keeps what other features note when somebody opens a public listing
OPENED = "listing_opened"


@blueprint.get("/listings/<listing_id>")
@allow(PUBLIC)
def show(listing_id: str) -> str:
    """One listing."""
    shown = queries.shown_for(current_actor(), listing_id)
    if shown.listing.is_public:
        for part in services().extras.get(OPENED, ()):
            part(current_actor(), shown.listing)
    lent = {name: beside.parts(name, current_actor(), shown.listing) for name in (beside.ASIDE, beside.BELOW)}
    return render_template("listings/show.html", **lent, **page_values(shown))


@blueprint.get("/listings/photos/<photo_id>")
@allow(PUBLIC)
def photo(photo_id: str) -> Response:
    """One picture, for whoever may see its listing."""
    found, listing = queries.photo_for(current_actor(), photo_id)
    response = Response(storage.load(found.file_key), mimetype="image/webp")
    kept = "public, max-age=604800, immutable" if listing.is_public else "private, no-store"
    response.headers["Cache-Control"] = kept
    return response


def page_values(shown: queries.Shown) -> dict[str, Any]:
    """What `listings/show.html` and the staff's preview need."""
    listing, place = shown.listing, shown.place
    kind = kind_of(listing.kind)
    return {
        "listing": listing,
        "why_hidden": held_back.why(listing),
        "kind": kind,
        "place": place,
        "deciding": kind.deciding_facts(listing),
        "facts_of_kind": kind.facts(listing),
        "photos": shown.photos,
        "corporation": shown.corporation,
        "programme": shown.programme,
        "topics": topic_labels(listing),
        "related": tiles(queries.related(listing)) if listing.is_public else [],
        "map": small_map(place, places.layer()),
    }


def located(filters: Filters, layer: places.Layer) -> Filters:
    """「どこで」 as a place where it names one; otherwise as a further word."""
    if not filters.where:
        return filters
    word = filters.where.replace(" ", "")
    rest = replace(filters, where="", prefecture="", municipality="")
    for place in layer.prefectures.values():
        if word in (place.name, place.name[:-1], place.romaji):
            return replace(rest, prefecture=place.code)
    towns = municipalities.find(word)
    if len(towns) == 1:
        return replace(rest, prefecture=towns[0].prefecture_code, municipality=towns[0].code)
    return replace(rest, q=f"{filters.q} {filters.where}".strip())


def address(filters: Filters, **changes: Any) -> str:
    """The address of a changed search."""
    return link("listings.search", **filters.but(**changes).args())


def _kind_links(filters: Filters) -> list[tuple[str, Any, str, bool]]:
    links: list[tuple[str, Any, str, bool]] = []
    for kind in KINDS:
        only_homes = {} if kind is ListingKind.HOME else {"deal": None, "max_price": None, "max_rent": None}
        is_current = filters.kind is kind
        href = address(filters, **only_homes, kind=None if is_current else kind)
        links.append((kind.value, kind.label, href, is_current))
    return links


def _chips(filters: Filters, layer: places.Layer) -> list[tuple[Any, str]]:
    """Label and address without it, for each filter in force."""
    found: list[tuple[Any, str]] = []
    if filters.q:
        found.append((_("「%(word)s」", word=filters.q), address(filters, q="")))
    if filters.kind:
        found.append((filters.kind.label, address(filters, kind=None)))
    if filters.municipality:
        found.append((_name_of(filters.municipality, layer), address(filters, municipality="")))
    elif filters.prefecture:
        found.append((_name_of(filters.prefecture, layer), address(filters, prefecture="")))
    if filters.deal:
        found.append((filters.deal.label, address(filters, deal=None)))
    if filters.max_price is not None:
        found.append((_("価格 %(price)s", price=limit_words(filters.max_price)), address(filters, max_price=None)))
    if filters.max_rent is not None:
        found.append((_("家賃 %(price)s", price=limit_words(filters.max_rent)), address(filters, max_rent=None)))
    return found


def _name_of(code: str, layer: places.Layer) -> str:
    known = layer.municipalities.get(code) or layer.prefectures.get(code)
    return known.label if known else municipalities.by_code(code).short_name
