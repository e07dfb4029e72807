"""What search engines ask for: where they may go, and the list of public pages."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.core.permissions import PUBLIC, allow
from webapp.core.services import settings
from webapp.corporations import queries as corporations
from webapp.listings import queries as listings
from webapp.municipalities import queries as municipalities
from webapp.projects import queries as projects

blueprint = Blueprint("crawlers", __name__)
#: sitemaps.org takes no more in one file
MOST = 50_000
#: doors of people and machines: nothing behind them is for a search engine, and none of them answers one anyway
CLOSED = (
    "/my",
    "/staff",
    "/desk",
    "/operator",
    "/prefecture",
    "/settings",
    "/demo",
    "/language",
    "/payments",
    "/donations",
)
#: pages that are always there
_FIXED = (
    "pages.front", "listings.search", "municipalities.index", "projects.index", "corporations.index", "banks.index",
    "verify.form", "pages.help", "glossary.index", "guides.towns", "guides.corporations", "guides.limits",
    "pages.accessibility", "pages.privacy",
)  # fmt: skip
Entry = tuple[str, datetime | None]


@blueprint.get("/robots.txt")
@allow(PUBLIC)
def robots() -> ResponseReturnValue:
    """Everything but the doors of people; where the list is."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    lines = f"User-agent: *\n{closed}\nSitemap: {settings().base_url}{url_for('.sitemap')}\n"
    return _public(lines, "text/plain")


@blueprint.get("/sitemap.xml")
@allow(PUBLIC)
def sitemap() -> ResponseReturnValue:
    """Public pages by their one address; whatever is held back or has ended is not named."""
    entries = Markup("").join(map(_entry, islice(_pages(), MOST)))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return _public(f"{head}{entries}</urlset>\n", "application/xml")


def _pages() -> Iterator[Entry]:
    yield from ((url_for(endpoint), None) for endpoint in _FIXED)
    towns = municipalities.active_programmes()
    yield from ((url_for("municipalities.show", code=town.code), None) for _programme, town in towns)
    yield from _of_projects()
    yield from _once(url_for("corporations.show", corporation_id=row[1].id) for row in corporations.register())
    stamps = listings.newest_stamps(MOST)
    yield from ((url_for("listings.show", listing_id=key), changed) for key, changed in stamps.items())


def _of_projects() -> Iterator[Entry]:
    rows = (*projects.open_projects(), *projects.past_projects(limit=MOST))
    return _once(url_for("projects.show", project_id=row[0].id) for row in rows)


def _once(addresses: Iterable[str]) -> Iterator[Entry]:
    return ((address, None) for address in dict.fromkeys(addresses))


def _entry(entry: Entry) -> Markup:
    path, changed = entry
    when = Markup("<lastmod>{}</lastmod>").format(changed.date().isoformat()) if changed else ""
    return Markup("<url><loc>{}{}</loc>{}</url>\n").format(settings().base_url, path, when)


def _public(text: str, mimetype: str) -> Response:
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
