"""A person without a mouse: Tab, Enter, Space, arrows and letters, nothing else; what cannot be reached or seen is a fault."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.judges.seen import FOCUSED

MOST_TABS = 220


class OutOfReach(AssertionError):
    """The Tab key never came to what was needed."""


@dataclass
class Hands:
    """One person at a keyboard; `presses` counts the keys."""

    page: Page
    presses: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    def key(self, name: str) -> None:
        """Press one key."""
        self.presses += 1
        self.page.keyboard.press(name)

    def reach(self, target: Locator) -> None:
        """Go on with Tab until the target has the focus; it must show a ring and not be covered. Raises OutOfReach."""
        target.first.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if target.first.evaluate("e => e === document.activeElement"):
                stop = self.page.evaluate(FOCUSED)
                self.faults += [
                    (number, stop["html"])
                    for number, holds in (("2.4.7", stop["isRinged"]), ("2.4.11", stop["isShown"]))
                    if not holds
                ]
                return
            self.key("Tab")
        raise OutOfReach(f"{self.page.url}: {target}")

    def write(self, target: Locator, text: str) -> None:
        """Replace what stands in a field."""
        self.reach(target)
        if target.first.get_attribute("type") == "date":
            self._write_day(target, text)
            return
        self.key("Control+a")
        self.page.keyboard.insert_text(text)

    def _write_day(self, target: Locator, text: str) -> None:
        """The parts of a day in the order in which this browser asks for them. Raises OutOfReach."""
        year, month, day = text.split("-")
        for order in ((year, month, day), (month, day, year)):
            for _ in order:
                self.key("ArrowLeft")
            for part in order:
                for sign in part:
                    self.key(sign)
                if part is year:  # it takes six digits, so it does not go on by itself
                    self.key("ArrowRight")
            if target.first.input_value() == text:
                return
        raise OutOfReach(f"{self.page.url}: no day {text} in {target}")

    def tick(self, target: Locator) -> None:
        """Tick a box with Space."""
        self.reach(target)
        if not target.first.is_checked():
            self.key("Space")
        expect(target.first).to_be_checked()

    def pick(self, radios: Locator, value: str = "") -> None:
        """Choose one of a group of radio buttons with the arrow keys; the first one unless a value is given."""
        group = radios.all()
        checked = next((one for one in group if one.is_checked()), group[0])
        self.reach(checked)
        if not value:
            self.key("Space")
            return
        for _ in group:
            if self.page.evaluate("document.activeElement.value") == value and self.page.evaluate(
                "document.activeElement.checked"
            ):
                return
            self.key("ArrowDown")
        raise OutOfReach(f"{self.page.url}: no radio button {value}")

    def choose(self, select: Locator, value: str) -> None:
        """Choose from a list with the arrow keys."""
        self.reach(select)
        for _ in range(select.locator("option").count() + 1):
            if select.input_value() == value:
                return
            self.key("ArrowDown")
        raise OutOfReach(f"{self.page.url}: no choice {value}")

    def press(self, name: str) -> None:
        """Press a button of the page's main part with Enter, and wait for what comes."""
        self.enter(self.page.get_by_role("main").get_by_role("button", name=name, exact=True))

    def enter(self, target: Locator) -> None:
        """Press Enter on a link or button, and wait for what comes."""
        self.reach(target)
        with self.page.expect_navigation():
            self.key("Enter")

    def link(self, words: str) -> Locator:
        """A link of the main part whose name has these words."""
        return self.page.get_by_role("main").get_by_role("link", name=re.compile(words)).first


def find_a_home(hands: Hands) -> None:
    """On the search page: a word, the filters, a prefecture, then the first that was found."""
    page = hands.page
    hands.write(page.locator("main [name=q]").first, "家")
    hands.key("Enter")
    page.wait_for_url(re.compile("q="))
    hands.reach(page.locator("main summary").first)
    hands.key("Enter")
    hands.choose(page.locator("main select[name=prefecture]").first, "200000")
    hands.enter(page.locator("main form:has(select[name=prefecture]) button[type=submit]").first)
    page.wait_for_url(re.compile("prefecture=200000"))
    hands.enter(page.locator("main .card__title a").first)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
