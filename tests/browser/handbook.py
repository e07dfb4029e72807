"""`./dev shot --handbook [URL]`: the pictures of docs/handbook and the README, each by who, address and part of the page."""

import io
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.pages import (
    ADMIN,
    CLERK,
    CORPORATION,
    OPERATOR,
    OWNER,
    PARTNER,
    PREFECTURE,
    RESIDENT,
    RESIDENT2,
    NoSuchLink,
    Screen,
    address_of,
    tab_of,
)
from tests.browser.shots import CHROMIUM, address, scroll_through
from tests.support import demo

DOCS = demo.ROOT / "docs"
WIDTH, LENS = 760, 900
#: pixels of air above a part
ABOVE = 12
MOST_BYTES = 60_000
HUB = "hub@demo.example"


@dataclass(frozen=True)
class Picture:
    """One picture: a screen (or the first link on it that matches `then`) from `part` on, at most `height` pixels."""

    screen: Screen
    then: str = ""
    part: str = "main"
    height: int = 620
    folder: str = "handbook/pictures"

    @property
    def name(self) -> str:
        """Its file's name."""
        return f"{self.screen.name}.webp"

    @property
    def path(self) -> Path:
        """Where it lies."""
        return DOCS / self.folder / self.name


def picture(name: str, who: str, path: str, through: str = "", **more: int | str) -> Picture:
    """A line of the table."""
    return Picture(Screen(name, path, who, through), **more)  # type: ignore[arg-type]


PICTURES = (
    picture("resident-matches", RESIDENT, "/my/matches", height=880),
    picture("resident-apply", RESIDENT, "/my/registrations/new", height=680),
    picture("resident-certificate", RESIDENT2, "/my/certificates", r"/my/certificates/\w{26}", height=900),
    picture("resident-pledge", RESIDENT, "/projects", r"/projects/\w{26}", part=".goal"),
    picture("corporation-listings", CORPORATION, "/desk/listings"),
    picture("corporation-candidates", CORPORATION, "/desk/candidates", r"/desk/candidates/\w{26}", height=660),
    picture("corporation-message", CORPORATION, "/desk/messages", r"/desk/messages/\w{26}", height=860),
    picture("hub-bookings", HUB, "/desk/bookings", r"/desk/bookings/calendars/\w{26}", height=420),
    picture("hub-gatherings", HUB, "/desk/gatherings"),
    picture("partner-benefits", PARTNER, "/desk/benefits", height=600),
    picture("partner-verify", "", "/verify", height=420),
    picture("owner-bank", "", "/banks", r"/banks/\w{26}"),
    picture("owner-consents", OWNER, "/my/homes"),
    picture("clerk-queue", CLERK, "/staff/registrations", height=1000),
    picture("clerk-decide", CLERK, "/staff/registrations", r"/staff/registrations/\w{26}", part="#answer", height=760),
    picture("clerk-listings", CLERK, "/staff/listings"),
    picture("clerk-deadlines", CLERK, "/staff/deadlines"),
    picture("admin-people", ADMIN, "/staff/people"),
    picture("admin-settings", ADMIN, "/staff/settings/202151"),
    picture("prefecture-towns", PREFECTURE, "/prefecture/200000"),
    picture("operator-towns", OPERATOR, "/operator"),
)
OF_README = (
    picture("front", "", "/", part="body", height=800, folder="screens"),
    picture("matches", RESIDENT, "/my/matches", height=800, folder="screens"),
    picture("queue", CLERK, "/staff/registrations", height=800, folder="screens"),
    picture(
        "check", RESIDENT2, "/my/certificates", r"/my/certificates/\w{26}", then=r"/v/\w+", height=800, folder="screens"
    ),
)
ALL = PICTURES + OF_README


def main(arguments: list[str]) -> int:
    """Take every picture anew; 1 when one could not be taken or is too heavy."""
    with address(arguments) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        people = sorted({one.screen.who for one in ALL})
        wrong = [words for who in people for words in shoot(browser, url, who)]
    sys.stdout.write("\n".join([*wrong, f"{len(ALL) - len(wrong)} pictures in {DOCS}"]) + "\n")
    return 1 if wrong else 0


def shoot(browser: Browser, url: str, who: str) -> list[str]:
    """Take one person's pictures; what was wrong with them."""
    context = browser.new_context(
        base_url=url,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
        viewport={"width": WIDTH, "height": LENS},
    )
    page = tab_of(context, who)
    wrong = [words for one in ALL if one.screen.who == who for words in take(page, one)]
    context.close()
    return wrong


def take(page: Page, one: Picture) -> list[str]:
    """One picture; what was wrong with it."""
    try:
        found = address_of(page, one.screen)
        found = address_of(page, replace(one.screen, path=found, through=one.then)) if one.then else found
    except NoSuchLink as missing:
        return [str(missing)]
    answer = page.goto(found)
    if answer is None or answer.status != 200:
        return [f"{one.screen.name}: {page.url} answered {answer and answer.status}"]
    scroll_through(page)
    box = page.locator(one.part).first.bounding_box()
    if box is None:
        return [f"{one.screen.name}: {page.url} has no {one.part}"]
    bottom = page.evaluate("document.querySelector('main').getBoundingClientRect().bottom")
    top = box["y"] - (ABOVE if one.part != "main" else 0)
    height = min(float(one.height), bottom - top)
    taken = page.screenshot(full_page=True, clip={"x": 0, "y": top, "width": WIDTH, "height": height})
    return kept(one, Image.open(io.BytesIO(taken)))


def kept(one: Picture, image: Image.Image) -> list[str]:
    """Write the picture, as good as its weight allows; what was wrong."""
    for quality in (80, 60, 40):
        file = io.BytesIO()
        image.convert("RGB").save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= MOST_BYTES:
            one.path.write_bytes(file.getvalue())
            return []
    return [f"{one.screen.name} weighs more than {MOST_BYTES:,} bytes"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
