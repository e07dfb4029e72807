"""The three screens of pledging, as a donor walks them."""

from typing import Any

from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.projects import a_project
from tests.support.client import Page, PageClient
from webapp.projects.models import Project

DONOR = {
    "donor_name": "佐藤 花子",
    "home_code": "東京都新宿区",
    "donor_address": "東京都新宿区西新宿1-1-1",
}
GUEST = {**DONOR, "email": "Hanako@Example.jp "}
READY = {"is_same": "y", "agrees": "y"}


def an_open_project(**changes: Any) -> Project:
    """A project that takes pledges, with the towns that its donors name."""
    a_programme("202151")
    a_municipality("131041")
    return a_project(**changes)


def to_donor(browser: PageClient, project: Project, amount: str = "12,000") -> Page:
    """The second screen."""
    page = browser.get(f"/projects/{project.id}/pledge")
    return browser.submit(page, "次へ進む", {"amount": amount}).follow()


def to_confirm(browser: PageClient, project: Project, amount: str = "12,000", **donor: str) -> Page:
    """The third screen."""
    return browser.submit(to_donor(browser, project, amount), "次へ進む", donor or DONOR).follow()


def send(browser: PageClient, page: Page, *, expect: int = 303, **values: Any) -> Page:
    """Press the last button."""
    return browser.submit(page, "寄附を申し出て支払いに進む", {**READY, **values}, expect=expect)
