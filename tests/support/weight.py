"""What a first visit to a page costs: its HTML, style sheet, scripts and drawings, compressed; photographs are not counted."""

import gzip
import re

from tests.support.client import Page, PageClient

#: bytes of a page at a first visit
LIMIT = 60_000
ASSET = re.compile(r'(?:href|src)="(/assets/[^"]+\.(css|js|svg))"')


def weights(page: Page) -> dict[str, int]:
    """Bytes by kind; what a page names twice is loaded once."""
    found = {"html": len(gzip.compress(page.response.data, 6))}
    for address, kind in dict(ASSET.findall(page.html)).items():
        answer = page.client.raw.get(address, headers={"Accept-Encoding": "gzip"})
        found[kind] = found.get(kind, 0) + len(answer.data)
    return found


def heaviest(browser: PageClient, paths: list[str]) -> dict[str, int]:
    """The sum of each page."""
    return {path: sum(weights(browser.get(path)).values()) for path in paths}
