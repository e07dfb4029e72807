"""Jobs that nobody had walked to their end in a browser: each ends where the person knows what comes next."""

import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.browser import errands
from tests.browser.errands import main
from tests.browser.journeys import Person
from tests.browser.pages import CORPORATION, OWNER, PARTNER, RESIDENT, RESIDENT2
from tests.judges.recording import say

PREMIUM, HUB = "premium@demo.example", "hub@demo.example"
Comes = Callable[..., Person]


def test_a_seat_is_booked_and_cancelled_and_a_refusal_leads_back(comes: Comes) -> None:
    person = comes(RESIDENT)
    errands.books_a_seat(person)
    expect(main(person)).to_contain_text("予約が決まりました")
    say(f"book a seat: {person.told}")
    assert person.clicks <= 4
    booking = person.page.url
    start = re.search(r"(\d{4})年(\d+)月(\d+)日.*?(\d\d:\d\d)–", main(person).inner_text())
    assert start is not None
    year, month, day, hour = start.groups()
    same = f"{booking}/move?start={year}-{int(month):02}-{int(day):02}T{hour}"
    person.page.goto(same)
    person.press("この日時に変える")
    expect(main(person)).to_contain_text("いまの予約と同じ日時です")
    person.follow("前の画面を開き直す")
    assert person.page.url == same
    person.page.goto(booking)
    errands.cancels_it(person)
    expect(main(person)).to_contain_text("予約を取り消しました")


def test_the_sheets_of_a_year_are_made_at_once_and_each_is_at_hand(comes: Comes) -> None:
    person = comes(RESIDENT2)
    errands.makes_sheets_for_the_year(person)
    expect(main(person)).to_contain_text("1枚ずつ印刷して")
    expect(main(person).get_by_role("link", name="申請書を開く（PDF）").first).to_be_visible()
    say(f"one-stop for a year: {person.told}")
    assert person.answers <= 2


def test_a_registration_is_renewed_with_one_answer_put_right_on_the_way(comes: Comes) -> None:
    person = comes(PREMIUM)
    errands.renews(person)
    expect(main(person)).to_contain_text(re.compile("登録を更新しました|更新の確認を受け付けました"))
    say(f"renewal: {person.told}")
    assert person.clicks <= 5


def test_a_home_is_drafted_its_owner_agrees_and_the_town_gets_it(comes: Comes, tmp_path: Path) -> None:
    photo = tmp_path / "home.jpg"
    Image.effect_mandelbrot((1200, 900), (-2, -1.5, 1, 1.5), 60).convert("RGB").save(photo)
    maker, owner = comes(CORPORATION), comes(OWNER)
    summary = errands.drafts_a_home(maker, "丘の上の平屋（見本）", photo)
    expect(main(maker).get_by_role("button", name="市町村に送る")).to_have_count(0)
    errands.asks_the_owner(maker, OWNER)
    errands.agrees(owner)
    expect(main(owner)).to_contain_text("お返事を送りました")
    maker.page.goto(summary)
    maker.press("市町村に送る")
    expect(main(maker)).to_contain_text("市町村に送りました")
    say(f"post a home: {maker.told}; its owner agrees: {owner.told}")
    assert owner.clicks <= 2


def test_a_need_says_what_is_still_open(comes: Comes) -> None:
    maker = comes(CORPORATION)
    maker.begin("/desk/listings/new")
    maker.page.locator("[name=kind][value=need]").check()
    maker.write(title="雪の日の見守り電話（見本）")
    maker.press("下書きを始める")
    maker.press("保存して確認へ")
    expect(main(maker)).to_contain_text("送る前に、あと少しです")
    maker.follow("続きを書く")
    expect(maker.page.locator(".part-list [aria-current]")).to_be_visible()


def test_a_pledge_ends_with_its_receipt(comes: Comes) -> None:
    person = comes(RESIDENT2)
    person.page.goto("/projects")
    person.begin(str(main(person).locator(".card__title a").first.get_attribute("href")))
    person.follow("この取り組みに寄附する")
    person.write(amount="5000")
    person.press("次へ進む")
    assert person.page.locator("[name=donor_address]").input_value()
    person.press("次へ進む")
    person.choose("is_same", "agrees")
    person.press("寄附を申し出て支払いに進む")
    errands.pays_by_card(person)
    receipt = main(person).get_by_role("link", name="受領証明書を開く")
    expect(receipt).to_be_visible(timeout=30_000)
    person.click(receipt)
    expect(main(person)).to_contain_text("寄附金を受領したことを証明します")


def test_a_hub_person_sees_who_comes_and_confirms_who_came(comes: Comes) -> None:
    person, hub = comes(RESIDENT2), comes(HUB)
    hub.begin("/desk/bookings")
    hub.follow("ハブ人材と話す")
    talk = str(main(hub).get_by_role("link", name="公開の画面を見る").get_attribute("href"))
    person.begin(talk)
    person.click(person.page.locator("a.slot").last)
    person.press("この内容で予約する")
    hub.page.goto("/desk/bookings")
    expect(main(hub)).to_contain_text("長谷川 亮")
    hub.begin("/desk/activities")
    hub.follow("奈良井宿の花壇")
    hub.click(main(hub).locator("tr", has_text="受付中").get_by_role("link"))
    hub.press("選んだ人を確かめる")
    hub.press("参加を証明する")
    expect(main(hub)).to_contain_text("1人の参加を証明しました")
    say(f"confirm who came: {hub.told}")


def test_a_shop_takes_the_code_on_a_phone(comes: Comes) -> None:
    customer, shop = comes(RESIDENT2), comes(PARTNER)
    code = errands.shows_a_pass(customer)
    shop.begin("/desk/benefits")
    shop.write(code="ZZZZ-ZZZZ")
    shop.press("確かめて記録する")
    shop.follow("別のコードを入れる|窓口|戻る|入れ直す")
    shop.write(code=code)
    shop.press("確かめて記録する")
    shop.press("1回分を記録する")
    expect(main(shop)).to_contain_text("利用を記録しました")
    expect(main(customer)).not_to_contain_text(code, timeout=20_000)
    say(f"a benefit by code: {shop.told}")


def test_a_letter_is_stopped_and_wanted_again_without_signing_in(comes: Comes) -> None:
    person = comes()
    person.begin("/demo/mail")
    for address in [str(a.get_attribute("href")) for a in main(person).locator("a[href*='/demo/mail/']").all()[:20]]:
        person.page.goto(address)
        stop = main(person).get_by_role("link", name="この種類のメールを止める")
        if stop.count():
            break
    person.click(stop)
    person.press("このメールを止める")
    expect(main(person)).to_contain_text("止めました")
    person.press("また受け取る")
    expect(main(person).get_by_role("button", name="このメールを止める")).to_be_visible()
