"""The calculator of what two places cost, open to everybody; nothing is kept."""

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.plots import bar_chart
from webapp.listings import queries
from webapp.listings.costs.estimate import MONTHS, Given, Line, lines_of, total
from webapp.listings.costs.forms import PARTS, CostForm
from webapp.listings.models import Listing
from webapp.municipalities import queries as municipalities
from webapp.municipalities.travel import ROAD_PER_LINE, is_apart, line_km, rule

blueprint = Blueprint("living_costs", __name__)
LISTING = "listing"
FIELDS = frozenset(name for _label, names in PARTS for name in names)


@blueprint.get("/cost-of-living")
@allow(PUBLIC)
def index() -> ResponseReturnValue:
    """The form, and below it the year's cost of what was told; a home's page leads here with its rent or price."""
    home = _listing(request.args.get(LISTING, ""))
    is_asked = any(name in FIELDS for name in request.args)
    form = CostForm(MultiDict(request.args) if is_asked else None, data=_known(home))
    is_good = not is_asked or form.validate()
    lines, given = _worked_out(form) if is_asked and is_good else ([], None)
    page = render_template(
        "listings/costs/index.html", form=form, parts=PARTS, home=home, rule=rule(), **_result(lines, given)
    )
    return page, 200 if is_good else 422


def _listing(listing_id: str) -> Listing | None:
    """The home that led here; one that is gone only means an empty form."""
    try:
        return queries.listing_for(current_actor(), listing_id) if listing_id else None
    except NotThere:
        return None


def _known(home: Listing | None) -> dict[str, Any]:
    if home is None:
        return {}
    return {"rent": home.monthly_cost, "price": home.price, "place": home.municipality_code}


def _worked_out(form: CostForm) -> tuple[list[Line], Given]:
    given = form.given(form.km.data if form.km.data is not None else _km_between(form.home.data, form.place.data))
    return lines_of(given), given


def _km_between(home: str | None, place: str | None) -> int:
    """The estimated way by road between two municipalities; 0 where one is not told or the sea lies between."""
    if home and place and is_apart(home, place):
        return 0
    known = municipalities.by_codes([code for code in (home, place) if code])
    points = [(t.longitude, t.latitude) for code in (home, place) if (t := known.get(code or "")) is not None]
    ends = [(lon, lat) for lon, lat in points if lon is not None and lat is not None]
    return round(line_km(*ends) * ROAD_PER_LINE) if len(ends) == 2 else 0


def _result(lines: list[Line], given: Given | None) -> dict[str, Any]:
    if given is None:
        return {"lines": [], "yearly": None}
    yearly = total(lines)
    nights = given.nights * given.trips * MONTHS
    bars = [(str(line.label), float(line.yen)) for line in lines if line.yen > 0]
    return {
        "lines": lines,
        "yearly": yearly,
        "monthly": round(yearly / MONTHS),
        "per_night": round(yearly / nights) if nights else None,
        "both": yearly + given.city * MONTHS if given.city else None,
        "km": given.km,
        "chart": bar_chart(bars, title=_("1年の費用の内わけ"), ident="costs", unit=_("円")) if bars else "",
    }
