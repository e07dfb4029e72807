"""The main screens, in one list: screenshots, accessibility and validity are taken of these."""

import re
from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page

from webapp.demo.world import PASSWORD


class NoSuchLink(LookupError):
    """The page that should lead to a screen does not."""


@dataclass(frozen=True)
class Screen:
    """One page: `path`, or the first link on it whose address matches `through`, as seen by the account `who`."""

    name: str
    path: str
    who: str = ""
    through: str = ""
    status: int = 200


RESIDENT, RESIDENT2, OWNER, CORPORATION, PARTNER, CLERK, ADMIN, PREFECTURE, OPERATOR = (
    f"{key}@demo.example"
    for key in ("resident", "resident2", "owner", "corporation", "partner", "clerk", "admin", "prefecture", "operator")
)

SCREENS = (
    Screen("front", "/"),
    Screen("listings", "/listings"),
    Screen("listings-homes", "/listings?kind=home&q=平屋"),
    Screen("listing", "/listings", through=r"/listings/\w{26}"),
    Screen("towns", "/municipalities"),
    Screen("town", "/municipalities/202151"),
    Screen("town-benefits", "/municipalities/202151/benefits"),
    Screen("projects", "/projects"),
    Screen("project", "/projects", through=r"/projects/\w{26}"),
    Screen("corporations", "/corporations"),
    Screen("verify", "/verify"),
    Screen("help", "/help"),
    Screen("sign-in", "/sign-in"),
    Screen("sign-up", "/sign-up"),
    Screen("letters", "/demo/mail"),
    Screen("not-there", "/nothing-here", status=404),
    Screen("resident-home", "/my", RESIDENT),
    Screen("profile", "/my/profile", RESIDENT),
    Screen("wishes", "/my/profile/wishes", RESIDENT),
    Screen("matches", "/my/matches", RESIDENT),
    Screen("matches-towns", "/my/matches/towns", RESIDENT),
    Screen("matches-wider", "/my/matches/wider", RESIDENT2),
    Screen("scouts", "/my/scouts", RESIDENT),
    Screen("scout", "/my/scouts", RESIDENT, through=r"/my/scouts/\w{26}"),
    Screen("registrations", "/my/registrations", RESIDENT),
    Screen("certificate", "/my/certificates", RESIDENT2, through=r"/my/certificates/\w{26}"),
    Screen("pledge", "/projects", RESIDENT, through=r"/projects/\w{26}"),
    Screen("pledges", "/my/pledges", RESIDENT),
    Screen("settings", "/settings", RESIDENT),
    Screen("messages", "/my/messages", RESIDENT),
    Screen("message", "/my/messages", RESIDENT, through=r"/my/messages/\w{26}"),
    Screen("my-reports", "/my/reports", RESIDENT),
    Screen("my-report", "/my/reports", RESIDENT, through=r"/my/reports/\w{26}"),
    Screen("complain", "/my/reports/complain?town=202151", RESIDENT),
    Screen("confidential", "/my/reports/confidential?town=202151", RESIDENT),
    Screen("complaint-steps", "/help/complaints?town=202151"),
    Screen("owner-homes", "/my/homes", OWNER),
    Screen("desk", "/desk/listings", CORPORATION),
    Screen("desk-listing", "/desk/listings", CORPORATION, through=r"/desk/listings/\w{26}/summary"),
    Screen("message-desk", "/desk/messages", CORPORATION),
    Screen("message-at-desk", "/desk/messages", CORPORATION, through=r"/desk/messages/\w{26}"),
    Screen("message-templates", "/desk/messages/templates", CORPORATION),
    Screen("question-desk", "/desk/questions", CORPORATION),
    Screen("question-at-desk", "/desk/questions", CORPORATION, through=r"/desk/questions/\w{26}"),
    Screen("benefits", "/desk/benefits", PARTNER),
    Screen("my-benefits", "/my/benefits", RESIDENT2),
    Screen("benefit-desk", "/staff/benefits", CLERK),
    Screen("benefit-at-desk", "/staff/benefits", CLERK, through=r"/staff/benefits/\w{26}"),
    Screen("queue", "/staff/registrations", CLERK),
    Screen("review", "/staff/registrations", CLERK, through=r"/staff/registrations/\w{26}"),
    Screen("listing-queue", "/staff/listings", CLERK),
    Screen("report-queue", "/staff/reports", CLERK),
    Screen("report-at-desk", "/staff/reports", CLERK, through=r"/staff/reports/\w{26}"),
    Screen("people-desk", "/desk/candidates", CLERK),
    Screen("people-of-a-listing", "/desk/candidates", CLERK, through=r"/desk/candidates/\w{26}"),
    Screen("scout-desk", "/desk/scouts", CLERK),
    Screen("scout-at-desk", "/desk/scouts", CLERK, through=r"/desk/scouts/\w{26}"),
    Screen("places", "/staff/places", CLERK),
    Screen("places-of-a-batch", "/staff/places", CLERK, through=r"/staff/places/\w{26}"),
    Screen("demand", "/staff/demand", CLERK),
    Screen("project-desk", "/staff/projects", CLERK),
    Screen("town-settings", "/staff/settings/202151", ADMIN),
    Screen("people", "/staff/people", ADMIN),
    Screen("town-desk", "/staff/town/202151", ADMIN),
    Screen("prefecture", "/prefecture/200000", PREFECTURE),
    Screen("candidate-weights", "/staff/candidate-weights/202151", ADMIN),
    Screen("operator", "/operator", OPERATOR),
    Screen("operator-reports", "/operator/reports", OPERATOR),
    Screen("operator-report", "/operator/reports", OPERATOR, through=r"/operator/reports/\w{26}"),
    Screen("models", "/operator/matching", OPERATOR),
)


def sign_in(page: Page, email: str) -> None:
    """Sign in as one of the demo's people, through the form."""
    page.goto("/sign-in")
    page.get_by_label("メールアドレス").fill(email)
    page.get_by_label("パスワード", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="サインインする", exact=True).click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def address_of(page: Page, screen: Screen) -> str:
    """Where a screen is: its path, or the link on that page that leads there. Raises NoSuchLink."""
    if not screen.through:
        return screen.path
    page.goto(screen.path)
    links = [link.get_attribute("href") or "" for link in page.get_by_role("main").get_by_role("link").all()]
    found = next((link for link in links if re.fullmatch(screen.through + r"(\?.*)?", link)), None)
    if found is None:
        raise NoSuchLink(f"{screen.name}: {screen.path} has no link that matches {screen.through}")
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
