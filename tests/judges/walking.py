"""The walk over every page, as the judges of accessibility need it: axe, pa11y's engine and our own eyes on each, and its HTML."""

from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from werkzeug.routing import Map

from tests.judges.every_page import ASIDE, EMPTY_FORMS, Place, browser_of, everybody, go, reached
from tests.judges.known_faults import NOT_VIOLATIONS
from tests.judges.recording import criterion_of
from tests.judges.seen import looks
from tests.judges.sniffing import sniffed
from tests.support.demo import Demo


@dataclass
class Walked:
    """What was judged, and what axe (violations) and pa11y's engine (errors) said of it: a criterion and a sentence each."""

    folder: Path
    places: list[Place] = field(default_factory=list)
    violations: list[tuple[str, str]] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)
    #: test, criterion and sentence of what our own script saw
    seen: list[tuple[str, str, str]] = field(default_factory=list)


def axe_on(page: Page, name: str) -> list[tuple[str, str]]:
    """What axe calls a violation here, known errors of its own left out."""
    found = Axe().run(page).response["violations"]
    told = [(rule, node) for rule in found for node in rule["nodes"][:3]]
    return [
        (criterion_of(rule), f"{name} {rule['id']}: {node['html'][:200]}")
        for rule, node in told
        if not (rule["id"] in NOT_VIOLATIONS and NOT_VIOLATIONS[rule["id"]] in node["html"])
    ]


def walk(demo: Demo, browser: Browser, views: Map, folder: Path) -> Walked:
    """Everybody's way: each view is judged once, by whoever comes to it first; dark colours are looked at on the main screens."""
    walked, known = Walked(folder), set[str]()
    for who in everybody():
        with browser_of(browser, demo, who) as page:
            found = list(reached(page.context, views, who, known))
            for place, html in found:
                (folder / f"{who or 'visitor'}--{place.endpoint}.html").write_text(html, "utf-8")
            aside = [place for place in (*ASIDE, *EMPTY_FORMS) if place.who == who]
            for place in [place for place, _html in found] + aside:
                _judge(page, place, walked)
    return walked


def _judge(page: Page, place: Place, walked: Walked) -> None:
    name = f"{place.who or 'visitor'} {place.path} {place.state}".rstrip()
    go(page, place)
    walked.places.append(place)
    walked.violations += axe_on(page, name)
    walked.errors += sniffed(page, name)
    walked.seen += looks(page, name)
