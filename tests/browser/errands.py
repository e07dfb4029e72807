"""More jobs of people outside the town hall, walked to their end: booking, sheets, renewals, homes, receipts, benefits."""

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.journeys import Person

LAST_DAY = "2031-03-31"


def main(person: Person) -> Locator:
    """The main part of the page."""
    return person.page.get_by_role("main")


def books_a_seat(person: Person) -> None:
    """From a place to work to a confirmed seat, on the last time of the first page of its calendar."""
    person.begin("/listings?kind=coworking")
    person.click(person.page.locator(".card__title a"))
    person.follow("オープン席")
    person.click(person.page.locator("a.slot").last)
    person.press("この内容で予約する")


def cancels_it(person: Person) -> None:
    """The booking on screen is taken back."""
    person.page.locator("summary", has_text="予約を取り消したいとき").click()
    person.press("この予約を取り消す")


def makes_sheets_for_the_year(person: Person) -> None:
    """One-stop exception: every donation of the year at once."""
    person.begin("/my/onestop")
    person.follow("件をまとめて申請する")
    person.page.locator("[name=files_return][value=no]").check()
    person.choose("within_five")
    person.press("申請書をまとめてつくる")


def renews(person: Person) -> None:
    """From the board's next step through one answer put right to another year."""
    person.begin("/my")
    person.click(person.page.locator(".next-step a.button"))
    person.click(main(person).get_by_role("link", name="直す").first)
    person.press("保存してもどる")
    person.page.locator("[name=is_same][value=same]").check()
    person.choose("is_true", "may_hand_over")
    person.press("確かめて更新する")


def drafts_a_home(person: Person, title: str, photo: Path) -> str:
    """All that must be written, one picture with its words, and the request to the owner; the summary's address."""
    person.begin("/desk/listings/new")
    person.page.locator("[name=kind][value=home]").check()
    person.write(title=title)
    person.press("下書きを始める")
    person.page.locator("[name=deal]").select_option(index=1)
    person.write(price="1200000", public_address="大門一番町")
    person.choose("co_owners_agree")
    person.press("保存して次へ")
    person.write(structure="木造")
    person.page.locator("[name=quake]").select_option(index=1)
    person.press("保存して確認へ")
    summary = person.page.url
    person.follow("文章を書く")
    person.write(summary="丘の上の平屋です。", body="駅から歩けます。", expires_on=LAST_DAY)
    person.press("保存して次へ")
    person.follow("写真を加える")
    person.page.locator("input[type=file]").set_input_files(photo)
    expect(person.page.locator(".photo-row")).to_have_count(1)
    person.page.locator(".photo-row input[type=text]").fill("庭から見た家")
    person.press("説明を保存する")
    person.page.goto(summary)
    return summary


def asks_the_owner(person: Person, email: str) -> None:
    """From the summary of a home: the letter to its owner."""
    person.follow("所有者に同意をお願いする")
    person.write(name="宮下 よし子", email=email)
    for item in ("public_address", "building", "photos"):
        person.page.locator(f"[name=items][value={item}]").check()
    person.press("お願いを送る")


def agrees(owner: Person) -> None:
    """From the owner's board to a yes, without the letter."""
    owner.begin("/my")
    owner.click(owner.page.locator(".next-step a.button"))
    owner.press("^同意する$")


def pays_by_card(person: Person) -> None:
    """On the provider's page, then back at the pledge."""
    person.page.wait_for_url(re.compile("/pay/"))
    person.page.locator("[name=email]").fill("donor@example.jp")
    person.page.get_by_role("button", name=re.compile("円を寄附する")).click()
    person.page.wait_for_url(re.compile("/my/(pledges|payments)/"))


def shows_a_pass(person: Person) -> str:
    """The code of a benefit on the customer's phone."""
    person.begin("/my/benefits")
    person.press("を使う$")
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", main(person).inner_text())
    assert found is not None
    return found.group()
