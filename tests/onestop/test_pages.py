"""The pages of the one-stop exception: the donor's, those behind a guest's link, and the town's desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_municipality
from tests.factories.onestop import TOWNS, a_paid_pledge, an_application, told_elsewhere
from tests.factories.residents import a_resident
from tests.support.client import Page, PageClient
from webapp.core.clock import today
from webapp.core.letters import Letter
from webapp.onestop import deciding
from webapp.onestop.models import OneStopApplication, OneStopStatus, VoidCause
from webapp.pledges import guests

SignedIn = Callable[..., PageClient]
MY_NUMBER = "1234-5678-9018"
ANSWERS = {"files_return": "no", "within_five": "y", "kana": "サトウ ハナコ", "birth_date": "1990-05-01"}


@pytest.fixture(autouse=True)
def in_the_year_in_hand(time_machine: Any) -> None:
    """Between 1 and 10 January this year's donations are not yet those in hand."""
    time_machine.move_to("2026-11-21 12:00 +0900", tick=True)


def apply_over_page(browser: PageClient, path: str, **changes: Any) -> Page:
    return browser.submit(browser.get(path), "申請書をつくる", ANSWERS | changes)


def test_a_donor_applies_prints_and_takes_back(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_paid_pledge(donor)
    browser = signed_in(donor)
    year = browser.get("/my/onestop")
    assert "まだ申請していません" in year.text
    assert "50 日" in year.text
    page = apply_over_page(browser, year.links()["申請する"]).follow()
    assert "12の四角にマイナンバーを手で書きます" in page.text
    file = browser.get(page.links()["申請書を開く（PDF）"])
    assert file.response.data.startswith(b"%PDF-")
    assert "no-store" in file.response.headers["Cache-Control"]
    assert "申請の状態を見る" in browser.get(f"/my/pledges/{pledge.id}").text
    gone = browser.submit(page, "申請を取り下げる").follow()
    assert "本人が取り下げたため" in gone.text
    assert "もう一度申請する" in gone.text
    stranger = signed_in(a_stranger(database))
    stranger.get(page.path, expect=404)
    stranger.get(f"{page.path}/sheet.pdf", expect=404)
    stranger.get(f"/my/onestop/apply/{pledge.id}", expect=404)


def a_stranger(database: Any) -> Any:
    with database.transaction():
        return a_resident_user()


def test_everything_left_is_applied_for_at_once_as_far_as_five_go(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        for town in (*TOWNS[:3], TOWNS[0]):
            a_paid_pledge(donor, town)
        for town in TOWNS[3:5]:
            told_elsewhere(donor, town)
        told_elsewhere(donor, TOWNS[2])
        a_paid_pledge(donor, TOWNS[5])
    browser = signed_in(donor)
    page = browser.get("/my/onestop")
    page = browser.submit(
        browser.get(page.links()["5件をまとめて申請する"]), "申請書をまとめてつくる", ANSWERS
    ).follow()
    assert "申請書を4枚つくりました" in page.text
    with database.transaction(read_only=True) as s:
        towns = sorted(s.exec(select(OneStopApplication.municipality_code)).all())
    assert towns == sorted([*TOWNS[:3], TOWNS[0]])  # the sixth town has none
    browser.post("/my/onestop/2026/apply", ANSWERS, expect=409)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"files_return": "yes"}, "申告をする人は"),
        ({"within_five": None}, "5つ以内のとき"),
        ({"kana": MY_NUMBER}, "マイナンバー"),
        ({"phone": "123456789018"}, "マイナンバー"),
        ({"birth_date": "2030-01-01"}, "生年月日を確かめて"),
    ],
)
def test_who_may_not_apply_is_told_why_and_nothing_is_kept(
    database: Any, signed_in: SignedIn, capfd: Any, changes: dict[str, Any], why: str
) -> None:
    with database.transaction():
        donor = a_resident_user()
        pledge = a_paid_pledge(donor)
    browser = signed_in(donor)
    page = browser.submit(
        browser.get(f"/my/onestop/apply/{pledge.id}"), "申請書をつくる", ANSWERS | changes, expect=422
    )
    assert why in " ".join(page.errors())
    with database.transaction(read_only=True) as s:
        assert s.exec(select(OneStopApplication)).all() == []
        assert "9018" not in str([letter.content for letter in s.exec(select(Letter))])
    out = "".join(capfd.readouterr())
    assert "9018" not in out


def test_a_guest_applies_behind_the_link(database: Any, client: PageClient) -> None:
    with database.transaction():
        key = guests.new_key(a_paid_pledge(email="guest@example.jp"))
    assert "ワンストップ特例を申請する" in client.get(f"/donations/{key}").links()
    page = apply_over_page(client, f"/donations/{key}/onestop/apply", towns_elsewhere="2").follow()
    assert "印刷して" in page.text
    assert client.get(f"/donations/{key}/onestop/sheet.pdf").response.mimetype == "application/pdf"
    assert "無効" in client.submit(page, "申請を取り下げる").follow().text
    client.get("/donations/nobody/onestop", expect=404)


def test_donations_elsewhere_fill_the_five_and_a_sixth_leads_to_a_tax_return(
    database: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        donor = a_resident_user()
        an_application(donor, TOWNS[0])
        for town in TOWNS[1:4]:
            told_elsewhere(donor, town)
        a_paid_pledge(donor, TOWNS[4])
        a_municipality(TOWNS[5])
    browser = signed_in(donor)
    page = browser.get("/my/onestop")
    assert "これで5つ目の市町村です" in browser.get(page.links()["申請する"]).text
    for town in TOWNS[4:]:
        page = browser.submit(page, "ほかの寄附を書き加える", {"town_code": town, "amount": "１万"}, expect=422)
        page = browser.submit(page, "ほかの寄附を書き加える", {"town_code": town, "amount": "10,000"}).follow()
    assert "申請した市町村が6つ以上です" in page.text
    confirm = browser.get(page.links()["確定申告をすることにする"])
    page = browser.submit(confirm, "すべて無効にして、確定申告をする").follow()
    assert "確定申告をすることになっています" in page.text
    with database.transaction(read_only=True) as s:
        assert s.exec(select(OneStopApplication.void_cause)).one() is VoidCause.SIXTH_TOWN
    page = browser.submit(page, "消す").follow()
    assert len(page.tree.select("form[action$='/remove']")) == 4
    assert "やはり" in page.text


def test_a_move_is_told_over_the_page(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        an_application(donor)
    browser = signed_in(donor)
    form = browser.get("/my/onestop/2026/move")
    typed = {"address": "神奈川県横浜市中区本町1-1", "changed_on": "2026-11-20"}
    page = browser.submit(form, "変更届をつくる", typed).follow()
    assert browser.get(page.links()["変更届を開く（PDF）"]).response.data.startswith(b"%PDF-")
    browser.get("/my/onestop/2025/move", expect=404)


def test_the_desk_finds_takes_and_accepts(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        rows = [an_application() for _ in range(3)]
        codes = [row.code for row in rows]
        far = an_application(town=TOWNS[1]).code
        clerk = a_clerk("202151")
    browser = signed_in(clerk)
    desk = browser.get("/staff/onestop")
    browser.submit(desk, "申請をさがす", {"sheet": far}, expect=422)
    browser.submit(desk, "申請をさがす", {"sheet": "123456789018"}, expect=422)
    found = browser.submit(desk, "申請をさがす", {"sheet": f"{codes[0][:4].lower()}-{codes[0][4:]}"}).follow()
    assert "佐藤 花子" in found.text
    assert browser.get(f"/staff/onestop/sheets/{codes[0]}", expect=303).location == found.path
    browser.get(f"/staff/onestop/sheets/{far}", expect=404)
    tomorrow = (today() + timedelta(days=1)).isoformat()
    browser.submit(found, "受け取ったことを記録する", {"received_on": tomorrow}, expect=409)
    found = browser.submit(found, "受け取ったことを記録する").follow()
    assert "受け付けました" in browser.submit(found, "申請を受け付ける").follow().text
    heap = browser.get("/staff/onestop/arrivals")
    typed = f"http://localhost/staff/onestop/sheets/{codes[1]}\n{far}\n{codes[2]}\n{codes[2]}"
    left = browser.submit(heap, "受け取ったことを記録する", {"sheets": typed}, expect=200)
    assert "2枚を記録しました" in left.text
    assert left.tree.select_one("textarea").text.strip() == far  # type: ignore[union-attr]
    with database.transaction(read_only=True) as s:
        status = dict(s.exec(select(OneStopApplication.code, OneStopApplication.status)).all())
    assert [status[code] for code in (*codes, far)] == [
        OneStopStatus.ACCEPTED, OneStopStatus.RECEIVED, OneStopStatus.RECEIVED, OneStopStatus.APPLIED,
    ]  # fmt: skip


def test_a_reason_holds_no_my_number_and_the_hidden_are_not_named(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        donor = a_resident_user()
        a_resident(donor, is_confidential=True)
        row = an_application(donor)
        clerk = a_clerk("202151")
    browser = signed_in(clerk)
    for path in ("/staff/onestop?show=applied", f"/staff/onestop/{row.id}"):
        page = browser.get(path)
        assert "秘匿希望の方" in page.text
        assert "佐藤" not in page.html
        assert "西新宿" not in page.html
    assert "受け付けた申請を表で" not in page.text
    form = browser.get(f"/staff/onestop/{row.id}/refuse")
    browser.submit(form, "理由を送って、受け付けない", {"reason": f"番号{MY_NUMBER}が"}, expect=422)
    page = browser.submit(form, "理由を送って、受け付けない", {"reason": "写しがありません。"}).follow()
    assert "本人に知らせました" in page.text


def test_accepted_ones_leave_as_a_table_that_names_nobody_hidden(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        hidden, seen = a_resident_user(), a_resident_user()
        a_resident(hidden, is_confidential=True)
        rows = [an_application(who) for who in (hidden, seen, seen)] + [an_application(town=TOWNS[1])]
        clerk = a_clerk("202151")
        for row in rows[:2]:
            deciding.receive(row, today(), by=actor_of(clerk))
            deciding.accept(row, by=actor_of(clerk))
        rows[1].name = "=佐藤"
    browser = signed_in(clerk)
    page = browser.get("/staff/onestop")
    file = browser.submit(page, "受け付けた申請を表で取り出す（CSV）", expect=200)
    head, *lines = file.response.get_data(as_text=True).splitlines()
    assert head.startswith("\ufeff整理番号,氏名")
    assert lines == [
        f"{rows[0].code},秘匿希望の方,,,,,30000,2026-11-21,2026-11-21",
        f"{rows[1].code},'=佐藤,サトウ ハナコ,東京都新宿区西新宿1-1-1,1990-05-01,東京都新宿区,30000,2026-11-21,2026-11-21",
    ]


def test_a_guest_moves_behind_the_link(database: Any, client: PageClient) -> None:
    with database.transaction():
        key = guests.new_key(a_paid_pledge(email="guest@example.jp"))
        other = guests.new_key(a_paid_pledge(email="other@example.jp"))
    page = apply_over_page(client, f"/donations/{key}/onestop/apply").follow()
    apply_over_page(client, f"/donations/{other}/onestop/apply")
    form = client.get(page.links()["氏名・住所の変更を届け出る"])
    typed = {"address": "神奈川県横浜市中区本町1-1", "changed_on": "2026-11-20"}
    href = client.submit(form, "変更届をつくる", typed).follow().links()["変更届を開く（PDF）"]
    assert client.get(href).response.data.startswith(b"%PDF-")
    client.get(href.replace(key, other), expect=404)


@pytest.mark.parametrize("year", ["0", "2014", "2200", "99999", "9" * 23])
def test_a_year_that_cannot_be_is_not_found(database: Any, signed_in: SignedIn, year: str) -> None:
    with database.transaction():
        donor = a_resident_user()
    browser = signed_in(donor)
    for page in ("apply", "move", "tax-return"):
        browser.get(f"/my/onestop/{year}/{page}", expect=404)
    browser.get(f"/my/receipts/years/{year}", expect=404)
