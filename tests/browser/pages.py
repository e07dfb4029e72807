"""The main screens, in one list: screenshots, accessibility and validity are taken of these."""

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from webapp.demo.world import PASSWORD


@dataclass(frozen=True)
class Screen:
    """One page: `path`, or the first link on it whose address matches `through`, as seen by the account `who`."""

    name: str
    path: str
    who: str = ""
    through: str = ""
    status: int = 200


RESIDENT = "resident@demo.example"
CLERK = "clerk@demo.example"
CORPORATION = "corporation@demo.example"

SCREENS = (
    Screen("front", "/"),
    Screen("listings", "/listings"),
    Screen("listings-home", "/listings?kind=home"),
    Screen("listing", "/listings", through=r"/listings/\w{26}"),
    Screen("projects", "/projects"),
    Screen("project", "/projects", through=r"/projects/\w{26}"),
    Screen("sign-in", "/sign-in"),
    Screen("sign-up", "/sign-up"),
    Screen("help", "/help"),
    Screen("not-there", "/nothing-here", status=404),
)


def sign_in(page: Page, email: str) -> None:
    """Sign in as one of the demo's people, through the form."""
    page.goto("/sign-in")
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_label("パスワード", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="サインインする", exact=True).click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def address_of(page: Page, screen: Screen) -> str:
    """Where a screen is: its path, or the link on that page that leads there."""
    if not screen.through:
        return screen.path
    page.goto(screen.path)
    links = [link.get_attribute("href") or "" for link in page.get_by_role("main").get_by_role("link").all()]
    found = next((link for link in links if re.search(screen.through + "$", link)), None)
    assert found, f"{screen.path} has no link that matches {screen.through}: {links}"
    return found


def people() -> list[str]:
    """Visitors first, then each account that some screen needs."""
    return sorted({screen.who for screen in SCREENS})


def tab_of(context: BrowserContext, who: str) -> Page:
    """A new tab, signed in if the screen is somebody's."""
    page = context.new_page()
    if who:
        sign_in(page, who)
    return page
