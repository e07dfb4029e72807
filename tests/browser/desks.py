"""Work at the desks of town halls, prefectures and the operator, walked to its end: one class for each kind of person."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page


@dataclass
class Desk:
    """Somebody at a screen of the staff."""

    page: Page

    @property
    def main(self) -> Locator:
        """The main part of the page."""
        return self.page.get_by_role("main")

    def open(self, path: str) -> None:
        """Go to a page by its address."""
        self.page.goto(path)

    def follow(self, words: str) -> None:
        """A link of the main part whose name has these words."""
        self.main.get_by_role("link", name=re.compile(words)).first.click()
        self.page.wait_for_load_state()

    def press(self, words: str) -> None:
        """A button of the main part."""
        self.main.get_by_role("button", name=re.compile(words)).first.click()
        self.page.wait_for_load_state()

    def write(self, **values: str) -> None:
        """Fill in fields by their names."""
        for name, value in values.items():
            self.main.locator(f"[name={name}]").first.fill(value)

    def tick(self, *names: str) -> None:
        """Take the first choice of these fields."""
        for name in names:
            self.main.locator(f"[name={name}]").first.check()


class Clerk(Desk):
    """Registrations, corporations, projects."""

    def approve_together(self, *people: str) -> None:
        """Choose people in the queue, look at the summary, say yes."""
        self.open("/staff/registrations")
        for name in people:
            self.main.get_by_label(f"{name} を選ぶ").check()
        self.press("まとめて認める前に確かめる")
        self.press("件を認める")

    def begin_at_the_counter(self, family: str, given: str) -> None:
        """Counter mode, and who it is."""
        self.open("/staff/registrations/counter")
        self.press("窓口モードを始める|次の方の入力を始める")
        self.write(
            family_name=family, given_name=given, family_kana="ミホン", given_kana="ハナ", birth_date="1951-03-04"
        )
        self.press("入力を始める")

    def write_the_application(self) -> None:
        """Screen by screen, what must be answered."""
        self._save()
        self.write(home_code="東京都世田谷区", rest="太子堂１丁目２－３")
        self.main.locator("[name=rest]").blur()
        self._save()
        self.main.locator("[name=kind1]").select_option("rented")
        self.write(area1="奈良井地区")
        self._save()
        self.tick("stay_frequency", "stay_days")
        self.write(days_per_month="4")
        self._save()
        self.write(adults="1")
        self._save()
        self._save()
        self.tick("application")
        self._save()

    def _save(self) -> None:
        before = self.page.url
        self.main.get_by_role("button", name="保存して次へ").locator("visible=true").last.click()
        self.page.wait_for_url(lambda url: url != before)

    def let_the_person_confirm_and_finish(self) -> None:
        """The turned screen, then the clerk's own."""
        self.press("まちがいありません")
        self.tick("saw_document")
        self.press("この内容で受け付ける")

    def check_every_paper_and_designate(self, name: str) -> None:
        """From the list of corporations to the designation."""
        self.open("/staff/corporations")
        self.follow(name)
        while self.main.get_by_role("button", name="確認した").count():
            self.press("確認した")
        self.follow("^指定する$")
        self.tick("number_compared")
        self.press("^指定する$")


class Admin(Desk):
    """People, money, requests."""

    def invite(self, name: str, email: str, first_day: str) -> None:
        """A colleague who comes in April."""
        self.open("/staff/people/invite")
        self.write(name=name, email=email, valid_from=first_day)
        self.press("招待のメールを送る")

    def end(self, name: str, last_day: str) -> None:
        """A colleague who goes."""
        self.open("/staff/people")
        self.follow(f"終わる日を決める.*{name}")
        self.write(on=last_day, reason="4月の異動のため")
        self.press("この日で終わらせる")

    def close_the_next_month(self) -> None:
        """The oldest month that is still open."""
        self.open("/staff/accounting")
        self.follow("内容を確かめて締める")
        self.press("を締める$")
