"""What leaves a printer: the page's own words and none of its machinery, on few sheets."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import CLERK, CORPORATION, OPERATOR, RESIDENT, RESIDENT2, SCREENS, Screen, address_of, tab_of
from tests.support.demo import Demo

#: what nobody can press on paper, as people read it
MACHINERY = (
    "メニュー",
    "本文へ移動",
    "サインイン",
    "この画面でできること",
    "CSV",
    "この案内をしまう",
    "名前・番号・題名でさがす",
)
#: sheets of A4 at most
PRINTED = {
    "listing": 4,
    "project": 5,
    "town": 8,
    "certificate": 2,
    "registrations": 1,
    "pledges": 2,
    "resident-home": 4,
    "queue": 2,
    "review": 4,
    "desk": 2,
    "operator": 4,
}
NAMED = {screen.name: screen for screen in SCREENS}
WHO = ("", RESIDENT, RESIDENT2, CORPORATION, CLERK, OPERATOR)


@dataclass(frozen=True)
class Printed:
    """The words of each sheet, in order."""

    sheets: list[str]

    @property
    def words(self) -> str:
        """All of them."""
        return "\n".join(self.sheets)


def printed(page: Page, folder: Path) -> Printed:
    """Print a page as Chromium does, and read the paper."""
    file = folder / "printed.pdf"
    page.pdf(path=str(file), format="A4", prefer_css_page_size=True)
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return Printed(told.split("\f")[:-1])


@pytest.fixture(scope="module")
def tabs(running_demo: Demo, judges_browser: Browser) -> Iterator[dict[str, Page]]:
    contexts = {
        who: judges_browser.new_context(base_url=running_demo.url, locale="ja-JP", reduced_motion="reduce")
        for who in WHO
    }
    yield {who: tab_of(context, who) for who, context in contexts.items()}
    for context in contexts.values():
        context.close()


@pytest.mark.parametrize("name", PRINTED)
def test_paper_has_the_words_and_not_the_machinery(tabs: dict[str, Page], tmp_path: Path, name: str) -> None:
    screen: Screen = NAMED[name]
    page = tabs[screen.who]
    page.goto(address_of(page, screen))
    paper = printed(page, tmp_path)
    heading = page.get_by_role("heading", level=1).first.inner_text().split()[0]
    assert heading in paper.words
    assert [word for word in MACHINERY if word in paper.words] == []
    assert len(paper.sheets) <= PRINTED[name]
    assert all(sheet.strip() for sheet in paper.sheets), "a sheet without a word"


def test_control_a_page_that_forgot_paper_is_noticed(tabs: dict[str, Page], tmp_path: Path) -> None:
    page = tabs[""]
    page.goto("/listings")
    page.locator("main").evaluate("e => e.insertAdjacentHTML('beforeend', '<p>メニュー</p>'.repeat(300))")
    paper = printed(page, tmp_path)
    assert "メニュー" in paper.words
    assert len(paper.sheets) > PRINTED["listing"]
