"""HTML CodeSniffer, the engine of pa11y, on a page that is open already: its rules for WCAG 2 AA see other things than axe does."""

from functools import cache

from playwright.sync_api import Page

from tests.judges.known_faults import NOT_FAULTS
from tests.judges.tools import node_package

SNIFF = """source => {
  if (!window.HTMLCS) (0, eval)(source);
  return new Promise(done => window.HTMLCS.process('WCAG2AA', window.document, () => done(
    window.HTMLCS.getMessages().filter(each => each.type === window.HTMLCS.ERROR)
      .map(each => [each.code, (each.element.outerHTML || '').slice(0, 160)]))));
}"""


@cache
def source() -> str:
    """The engine as pa11y brings it."""
    folder = node_package("pa11y").parents[0] / "@pa11y" / "html_codesniffer"
    return (folder / "build" / "HTMLCS.js").read_text("utf-8")


def criterion_in(code: str) -> str:
    """The criterion in one of its codes, as in WCAG2AA.Principle1.Guideline1_3.1_3_1.H49."""
    parts = code.split(".")
    return parts[3].replace("_", ".") if len(parts) > 3 else ""


def sniffed(page: Page, name: str) -> list[tuple[str, str]]:
    """Every error here: its criterion and a sentence."""
    found = page.evaluate(SNIFF, source())
    return [
        (criterion_in(code), f"{name} {code}: {html}") for code, html in found if not code.startswith(tuple(NOT_FAULTS))
    ]
