"""Every view that anybody of the demo reaches, before four judges of accessibility; how many they saw is printed."""

import gzip
import secrets
import urllib.request
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser

from tests.judges.recording import Recorder, say
from tests.judges.seen import LOOKS, looks
from tests.judges.sniffing import sniffed
from tests.judges.test_html import errors_in
from tests.judges.walking import Walked, axe_on
from tests.support.demo import Demo
from tests.support.weight import ASSET, LIMIT

LEAST = 200


def test_axe_finds_nothing_on_any_page(walked: Walked, recorder: Recorder) -> None:
    recorder.tell("axe", len(walked.places), [criterion for criterion, _sentence in walked.violations])
    say(f"axe: {len(walked.places)} pages, {len(walked.violations)} violations")
    assert len(walked.places) >= LEAST
    assert not walked.violations, "\n" + "\n".join(sentence for _criterion, sentence in walked.violations)


def test_every_page_is_valid(walked: Walked, recorder: Recorder) -> None:
    found, count = errors_in(walked.folder), len(list(walked.folder.glob("*.html")))
    recorder.tell("html", count, ["4.1.1"] * len(found))
    say(f"vnu: {count} pages, {len(found)} errors")
    assert not found, "\n" + "\n".join(found)


def test_the_engine_of_pa11y_finds_nothing_on_any_page(walked: Walked, recorder: Recorder) -> None:
    recorder.tell("pa11y", len(walked.places), [criterion for criterion, _sentence in walked.errors])
    say(f"HTML CodeSniffer: {len(walked.places)} pages, {len(walked.errors)} errors")
    assert not walked.errors, "\n" + "\n".join(sentence for _criterion, sentence in walked.errors)


def test_every_page_is_read_and_pressed_at_every_width(walked: Walked, recorder: Recorder) -> None:
    """No sideways scrolling at 320 px, nothing cut off by wider spacing, targets of 24 px, nothing over what has the focus."""
    for way, _criterion, _widths, _look in LOOKS:
        faults = [criterion for told, criterion, _sentence in walked.seen if told == way]
        recorder.tell(way, 0 if way == "order" else len(walked.places), faults)
    say(f"our own eyes: {len(walked.places)} pages, {len(walked.seen)} faults")
    assert not walked.seen, "\n" + "\n".join(sentence for _way, _criterion, sentence in walked.seen)


def test_every_page_is_light(walked: Walked, running_demo: Demo) -> None:
    """With style sheet, scripts and drawings; the gallery is not there in production."""
    found = {file.stem: weight_of(file, running_demo.url) for file in walked.folder.glob("*.html")}
    heavy = {name: cost for name, cost in found.items() if cost > LIMIT and "gallery" not in name}
    say(
        f"weight: {len(found)} pages, at most {max(cost for name, cost in found.items() if 'gallery' not in name)} bytes"
    )
    assert heavy == {}


def test_control_a_heavy_page_is_noticed(running_demo: Demo, tmp_path: Path) -> None:
    page = tmp_path / "heavy.html"
    page.write_text(f"<p>{secrets.token_urlsafe(LIMIT)}</p>", "utf-8")
    assert weight_of(page, running_demo.url) > LIMIT


@cache
def _of_asset(address: str) -> int:
    asked = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as answer:
        return len(answer.read())


def weight_of(file: Path, url: str) -> int:
    """Compressed bytes of a first visit, photographs not counted."""
    html = file.read_text("utf-8")
    assets = {address for address, _kind in ASSET.findall(html)}
    return len(gzip.compress(html.encode(), 5)) + sum(_of_asset(url + address) for address in assets)


def test_control_our_own_eyes_see_each_fault(bad_url: str, judges_browser: Browser) -> None:
    page = judges_browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{bad_url}/hard")
    found = {criterion for _way, criterion, _sentence in looks(page, "hard")}
    page.close()
    assert found == {criterion for _way, criterion, _widths, _look in LOOKS}


def test_control_axe_and_the_engine_of_pa11y_see_a_bad_page(bad_url: str, judges_browser: Browser) -> None:
    page = judges_browser.new_page()
    page.goto(f"{bad_url}/bad")
    found, told = axe_on(page, "bad"), sniffed(page, "bad")
    page.close()
    assert {"1.1.1", "1.4.3", "4.1.2"} <= {criterion for criterion, _sentence in found}
    assert {"1.1.1", "3.1.1"} <= {criterion for criterion, _sentence in told}
    assert len(told) >= 4
