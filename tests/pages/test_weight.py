"""The main pages stay light: with style sheet, scripts and drawings, a first visit costs at most 60 kB."""

from flask import Flask

from tests.support.client import Page, PageClient
from tests.support.weight import LIMIT, heaviest, weights
from webapp.core.permissions import PUBLIC, allow

MAIN = ["/", "/listings", "/municipalities", "/municipalities/202151", "/projects", "/verify", "/sign-up", "/help"]


def link(browser: PageClient, path: str, part: str) -> str:
    """The first link of a page that has `part` in it."""
    found = [
        str(link.attrs["href"])
        for link in browser.get(path).tree.select("main a[href]")
        if part in str(link.attrs["href"])
    ]
    return found[0]


def test_main_pages_are_light(demo_app: Flask) -> None:
    browser = PageClient(demo_app)
    listing, project = link(browser, "/listings", "/listings/0"), link(browser, "/projects", "/projects/0")
    heavy = {path: cost for path, cost in heaviest(browser, [*MAIN, listing, project]).items() if cost > LIMIT}
    assert heavy == {}


def test_the_scale_weighs_everything_a_page_names(demo_app: Flask) -> None:
    page = '<!doctype html><html lang="ja"><link href="/assets/0/app.css"><script src="/assets/0/js/page.js"></script>'
    demo_app.add_url_rule("/on-the-scale", endpoint="scale", view_func=allow(PUBLIC)(lambda: page))
    browser = PageClient(demo_app)
    found = weights(Page(browser.raw.get("/on-the-scale"), browser))
    assert found.keys() == {"html", "css", "js"}
    assert found["css"] > 10_000
