"""Jobs of people outside the town hall, walked as they would walk them; clicks, screens and required answers are counted."""

import re
from dataclasses import dataclass, field
from time import monotonic

from playwright.sync_api import Frame, Locator, Page

SECRET = "a quiet house by the sea"
#: the model of a person: so long for an answer, and so long to take in a screen
SECONDS_PER_ANSWER, SECONDS_PER_SCREEN = 3, 5


@dataclass
class Person:
    """Somebody with a window. `answers` are what had to be typed or chosen; moving on is a click."""

    page: Page
    clicks: int = 0
    screens: int = 0
    answers: int = 0
    began: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._moved)

    def _moved(self, frame: Frame) -> None:
        self.screens += frame == self.page.main_frame

    @property
    def seconds(self) -> float:
        """How long the job takes a person of the model: the service's own time, answering and reading."""
        return monotonic() - self.began + SECONDS_PER_ANSWER * self.answers + SECONDS_PER_SCREEN * self.screens

    @property
    def told(self) -> str:
        """The counts in one line."""
        return f"{self.clicks} clicks, {self.screens} screens, {self.answers} required answers, {self.seconds:.0f} s"

    def begin(self, path: str) -> None:
        """Start a job at an address."""
        self.page.goto(path)
        self.clicks, self.screens, self.answers, self.began = 0, 1, 0, monotonic()

    def click(self, target: Locator) -> None:
        """Press or follow something, and wait for the page that comes."""
        self.clicks += 1
        target.first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        """A link of the main part."""
        self.click(self.page.get_by_role("main").get_by_role("link", name=re.compile(words)))

    def press(self, words: str) -> None:
        """A button of the main part."""
        self.click(self.page.get_by_role("main").get_by_role("button", name=re.compile(words)))

    def write(self, **values: str) -> None:
        """Type required answers."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").first.fill(value)
            self.answers += 1

    def choose(self, *names: str) -> None:
        """Take the first choice of required questions, or tick them."""
        for name in names:
            self.page.locator(f"main [name={name}]").first.check()
            self.answers += 1


def signs_up(person: Person, email: str) -> None:
    """From the front page to an account; the letter is read in the demo's letter box."""
    person.begin("/")
    person.follow("会員登録をする")
    person.write(display_name="海野 けい", email=email, password=SECRET)
    person.choose("agreed")
    person.press("登録して確認メールを受け取る")
    person.page.goto("/demo/mail")
    person.follow("メールアドレスの確認")
    person.follow("メールアドレスを確認する")
    person.press("確認して登録を終える")


def answers_for_suggestions(person: Person) -> None:
    """From the profile to the first suggestions."""
    person.follow("質問に答える")
    person.write(area1="長野県")
    person.press("^保存して")
    person.choose("themes")
    person.press("^保存して")
    person.choose("kinds")
    person.press("^保存して")
    person.write(days_per_month="6")
    person.choose("stay_days")
    person.press("^保存して")
    person.write(home_code="東京都世田谷区")
    person.press("^保存して")
    person.choose("matching")
    person.press("^保存しておすすめを見る")


def applies(person: Person) -> None:
    """From the page of a town to the number of an application, right after the suggestions."""
    person.begin("/municipalities/202151")
    person.follow("登録を申し込む")
    person.press("申請を書きはじめる")
    person.write(
        family_name="海野", given_name="けい", family_kana="ウミノ", given_kana="ケイ", birth_date="1958-04-01"
    )
    person.press("保存して次へ")
    person.write(rest="太子堂１丁目２－３")
    person.page.locator("main [name=rest]").blur()
    person.click(person.page.get_by_role("button", name="保存して次へ").locator("visible=true"))
    person.page.locator("[name=kind1]").select_option("rented")
    person.answers += 1
    person.write(area1="奈良井地区")
    person.press("保存して次へ")
    person.choose("stay_frequency")
    person.press("保存して次へ")
    person.write(adults="1")
    person.press("保存して次へ")
    person.press("保存して次へ")
    person.choose("application")
    person.press("保存して次へ")
    person.choose("is_true")
    person.press("申請を送る")


def pledges(person: Person) -> None:
    """From the page of a project to the payment, without an account."""
    person.page.goto("/projects")
    person.begin(str(person.page.get_by_role("main").locator(".card__title a").first.get_attribute("href")))
    person.follow("この取り組みに寄附する")
    person.write(amount="5000")
    person.press("次へ進む")
    person.write(
        donor_name="海野 けい",
        home_code="東京都世田谷区",
        donor_address="東京都世田谷区見本町1-2-3",
        email="donor@example.jp",
    )
    person.press("次へ進む")
    person.choose("is_same", "agrees")
    person.press("寄附を申し出て支払いに進む")


def looks_for_a_home(person: Person) -> None:
    """From the front page to a home near the sea under a budget."""
    person.begin("/")
    person.write(q="海の近く 家賃5万円")
    person.press("さがす")
    person.click(person.page.locator(".card__title a"))


def verifies(person: Person, code: str) -> float:
    """Types the code of a certificate; the seconds from pressing the button to the lights."""
    person.begin("/verify")
    person.write(code=code)
    pressed = monotonic()
    person.press("確かめる")
    person.page.locator(".lights, .light").first.wait_for()
    return monotonic() - pressed


def withdraws_a_consent(person: Person) -> None:
    """From the owner's own page to a home that is no longer shown."""
    person.begin("/my")
    person.follow("掲載への同意")
    person.press("同意を取り消す")


def records_a_benefit(person: Person, code: str) -> None:
    """From the shop's own page to a recorded use; the code is a certificate's, which does not say for which benefit."""
    person.begin("/my")
    person.follow("利用を記録する")
    person.write(code=code)
    person.press("確かめて記録する")
    person.page.locator("main [name=benefit_id]").select_option(index=1)
    person.answers += 1
    person.press("確かめて記録する")
