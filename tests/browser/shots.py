"""`./dev shot [URL]`: screenshots of the main screens into var/shots/, of a running demo or of one started for it."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.pages import SCREENS, NoSuchLink, address_of, people, tab_of
from tests.support import demo

FOLDER = demo.ROOT / "var" / "shots"
SIZES = {390: 844, 1280: 900}
CHROMIUM = "/usr/bin/chromium"


def main(arguments: list[str]) -> int:
    """Take every screen at both widths; 1 when a screen did not answer as it should."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with address(arguments) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        wrong = [words for width in SIZES for who in people() for words in shoot(browser, url, who, width)]
    sys.stdout.write("\n".join([*wrong, f"{len(SCREENS) * len(SIZES) - len(wrong)} pictures in {FOLDER}"]) + "\n")
    return 1 if wrong else 0


@contextmanager
def address(arguments: list[str]) -> Iterator[str]:
    """The demo to photograph: as given, the one on PORT, or one of our own."""
    port = int(os.environ.get("PORT") or 8000)
    if arguments:
        yield arguments[0]
    elif demo.status_of(port, "/readyz") == 200:
        yield f"http://localhost:{port}"
    else:
        with tempfile.TemporaryDirectory() as home, demo.running(Path(home)) as started:
            yield started.url


def shoot(browser: Browser, url: str, who: str, width: int) -> list[str]:
    """Photograph one person's screens at one width; what was wrong with them."""
    context = browser.new_context(
        base_url=url,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
        viewport={"width": width, "height": SIZES[width]},
    )
    page = tab_of(context, who)
    wrong = []
    for screen in [screen for screen in SCREENS if screen.who == who]:
        try:
            answer = page.goto(address_of(page, screen))
        except NoSuchLink as missing:
            wrong.append(str(missing))
            continue
        scroll_through(page)
        page.screenshot(path=FOLDER / f"{screen.name}-{width}.png", full_page=True)
        if answer is None or answer.status != screen.status:
            wrong.append(f"{screen.name}: {page.url} answered {answer and answer.status}, not {screen.status}")
    context.close()
    return wrong


def scroll_through(page: Page) -> None:
    """Have pictures that load when they come into sight come into sight."""
    for _ in range(page.evaluate("document.documentElement.scrollHeight") // 700):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(20)
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
