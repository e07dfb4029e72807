"""Drafting a listing at the desk, step by step, and sending it to the town."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import JOB, a_consent, a_listing
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.jobs import enqueue, run_due
from webapp.core.letters import Letter
from webapp.listings.models import Listing, ListingKind, ListingStatus

TOWN, OTHER = "202151", "382035"
DRAFT = {"status": ListingStatus.DRAFT, "published_at": None}


@pytest.fixture
def at_desk(making, signed_in):
    """A corporation that the town designated, its person, and the town's clerk."""
    with making():
        corporation = a_corporation(name="山里くらし支援")
        a_designation(corporation, TOWN)
        person = a_staff_user(Role.CORPORATION, corporation.id, email="desk@example.jp")
        clerk = a_clerk(TOWN, email="clerk@example.jp")
    return {"corporation": corporation, "desk": signed_in(person), "town": signed_in(clerk)}


def complete(corporation, **changes):
    """A draft of which only the sending is left."""
    texts = {"summary": "日当たりのよい家です。", "body": "庭があります。", "expires_on": today() + timedelta(days=90)}
    return a_listing(**{**DRAFT, "corporation_id": corporation.id, **texts, **changes})


def letters_to(making, email):
    with making():
        return list(session().exec(select(Letter).where(Letter.to_email == email).order_by(Letter.id)))


def stored(making, listing):
    with making():
        return session().get_one(Listing, listing.id)


def test_a_draft_is_written_step_by_step_and_every_step_is_kept(making, at_desk):
    desk, place = at_desk["desk"], f"{TOWN}:{at_desk['corporation'].id}"
    page = desk.get("/desk/listings/new")
    page = desk.submit(page, "下書きを始める", {"kind": "job", "place": place, "title": "観光案内所で働く"}).follow()
    assert page.h1 == "働き方"
    page = desk.submit(page, "保存して次へ", {"engagement": "employment", "capacity": "2"}).follow()
    assert page.tree.select_one("[name=work_change]"), "the form of work decides what is asked next"
    page = desk.submit(page, "保存して次へ", {}).follow()
    assert page.h1 == "期間・場所・時間"
    page = desk.submit(page, "保存して次へ", {}).follow()
    page = desk.submit(page, "保存して次へ", {"pay": "hour", "wage": "１,２００"}).follow()
    assert page.h1 == "応募"
    page = desk.submit(page, "保存して次へ", {}).follow()
    assert page.h1 == "文章とテーマ"
    texts = {"summary": "駅前で案内", "themes": ["history"], "expires_on": (today() + timedelta(days=9)).isoformat()}
    page = desk.submit(page, "保存して次へ", texts).follow()
    assert page.h1 == "観光案内所で働く"
    with making():
        row = session().exec(select(Listing)).one()
    assert (row.kind, row.status, row.corporation_id) == ("job", "draft", at_desk["corporation"].id)
    assert row.details == {"engagement": "employment", "pay": "hour", "wage": 1200}
    assert (row.capacity, row.summary, row.themes) == (2, "駅前で案内", ["history"])
    assert "観光案内所" in row.search_text
    assert page.links()["続きを書く"].endswith("/details")


def test_a_wrong_answer_is_refused_and_nothing_typed_is_lost(making, at_desk):
    with making():
        row = complete(at_desk["corporation"])
    desk = at_desk["desk"]
    page = desk.get(f"/desk/listings/{row.id}/details/terms")
    page = desk.submit(page, "保存して次へ", {"price": "百万円", "deposit": "なし"}, expect=422)
    assert any("価格" in line for line in page.errors())
    assert page.tree.select_one("[name=deposit]").attrs["value"] == "なし"
    assert page.tree.select_one("[name=price]").attrs["value"] == "百万円"
    page = desk.get(f"/desk/listings/{row.id}/texts")
    assert "きょうより後" in desk.submit(page, "保存して次へ", {"expires_on": "2020-01-01"}, expect=422).text
    assert stored(making, row).price == 3_500_000


def test_an_undesignated_corporation_cannot_start(making, signed_in):
    with making():
        corporation = a_corporation()
        a_designation(corporation, TOWN, status="revoked")
        person = a_staff_user(Role.CORPORATION, corporation.id)
    desk = signed_in(person)
    assert "まだありません" in desk.get("/desk/listings").text
    sent = {"kind": "home", "place": f"{TOWN}:{corporation.id}", "title": "家"}
    desk.post("/desk/listings/new", sent, expect=422)


def test_a_corporation_cannot_start_in_another_town(at_desk):
    sent = {"kind": "home", "place": f"{OTHER}:{at_desk['corporation'].id}", "title": "家"}
    at_desk["desk"].post("/desk/listings/new", sent, expect=422)


def test_a_home_is_not_sent_without_the_owners_consent(making, at_desk):
    with making():
        row = complete(at_desk["corporation"])
    desk = at_desk["desk"]
    assert "所有者の同意がまだありません" in desk.get(f"/desk/listings/{row.id}/summary").text
    page = desk.post(f"/desk/listings/{row.id}/submit", expect=409)
    assert "所有者の同意がまだありません" in page.text
    with making():
        a_consent(row)
    desk.post(f"/desk/listings/{row.id}/submit").follow()
    assert stored(making, row).status is ListingStatus.SUBMITTED
    assert [x.subject for x in letters_to(making, "clerk@example.jp")] == ["掲載の確認をお願いします：山の見える平屋"]


def test_it_is_not_sent_after_the_designation_ended(making, at_desk):
    with making() as opened:
        row = complete(at_desk["corporation"], kind=ListingKind.JOB, details=JOB)
        for designation in opened.exec(select(type(a_designation(a_corporation(), OTHER)))):
            designation.status = "ended"
    at_desk["desk"].post(f"/desk/listings/{row.id}/submit", expect=404)
    assert stored(making, row).status is ListingStatus.DRAFT


def test_a_job_names_each_item_the_law_demands(making, at_desk):
    with making():
        row = complete(
            at_desk["corporation"], kind=ListingKind.JOB, details={"engagement": "employment", "term": "fixed"}
        )
    page = at_desk["desk"].post(f"/desk/listings/{row.id}/submit", expect=409)
    for name in (
        "仕事の内容が変わる範囲",
        "更新の基準",
        "試用期間",
        "働く場所が変わる範囲",
        "加入する保険",
        "受動喫煙",
        "休憩",
    ):
        assert name in page.text
    assert "所有者の同意" not in page.text


@pytest.mark.parametrize("name", [name for name in JOB if name not in {"engagement"}])
def test_an_employment_lacking_one_item_is_not_sent(making, at_desk, name):
    with making():
        details = {key: value for key, value in JOB.items() if key != name}
        row = complete(at_desk["corporation"], kind=ListingKind.JOB, details=details)
    at_desk["desk"].post(f"/desk/listings/{row.id}/submit", expect=409)


def test_other_work_has_a_shorter_list(making, at_desk):
    with making():
        details = {
            "engagement": "pro_bono",
            "work": "ロゴを描く",
            "recruiter": "商工会",
            "contact": "商工会 佐藤",
            "outcome": "ロゴ1点",
            "term_note": "3か月",
            "costs": "材料費は商工会",
            "rights": "描いた人",
        }
        row = complete(at_desk["corporation"], kind=ListingKind.JOB, details=details)
    at_desk["desk"].post(f"/desk/listings/{row.id}/submit")
    with making():
        assert session().get(Listing, row.id).status is ListingStatus.SUBMITTED


def test_a_day_that_passed_keeps_it_from_being_sent(making, at_desk):
    with making():
        past = today() - timedelta(days=1)
        row = complete(at_desk["corporation"], kind=ListingKind.JOB, details=JOB, expires_on=past)
    assert "期限が過ぎています" in at_desk["desk"].post(f"/desk/listings/{row.id}/submit", expect=409).text


def test_what_is_published_cannot_be_rewritten(making, at_desk):
    with making():
        row = complete(at_desk["corporation"], status=ListingStatus.PUBLISHED)
    page = at_desk["desk"].post(f"/desk/listings/{row.id}/basics", {"title": "別の題名"}, expect=409)
    assert "書き換えられません" in page.text


def test_pausing_needs_a_reason_and_tells_the_town(making, at_desk, client):
    with making():
        row = complete(at_desk["corporation"], status=ListingStatus.PUBLISHED, published_at=now())
    desk = at_desk["desk"]
    desk.post(f"/desk/listings/{row.id}/pause", {"reason": " "}, expect=422)
    client.get(f"/listings/{row.id}")
    desk.post(f"/desk/listings/{row.id}/pause", {"reason": "大工が入ります"}).follow()
    page = client.get(f"/listings/{row.id}", expect=404)
    assert "いまは休んでいます" in page.text
    assert letters_to(making, "clerk@example.jp")[-1].content["facts"][-1] == ["理由", "大工が入ります"]
    assert "大工が入ります" in desk.get(f"/desk/listings/{row.id}/summary").text


def test_another_corporations_listing_is_not_there(making, at_desk, signed_in):
    with making():
        row = complete(at_desk["corporation"])
        rival = a_corporation()
        a_designation(rival, TOWN)
        stranger = a_staff_user(Role.CORPORATION, rival.id)
    stranger = signed_in(stranger)
    for path in ("summary", "basics", "details", "texts", "consent", "consent/paper", "photos"):
        stranger.get(f"/desk/listings/{row.id}/{path}", expect=404)
    for path in ("submit", "pause", "close"):
        stranger.post(f"/desk/listings/{row.id}/{path}", {"reason": "x"}, expect=404)
    assert stored(making, row).status is ListingStatus.DRAFT
    stranger.get(f"/listings/{row.id}", expect=404)


def test_a_hub_person_lists_needs_but_no_homes(making, signed_in):
    with making():
        hub = a_staff_user(Role.HUB, TOWN)
    hub = signed_in(hub)
    sent = {"kind": "need", "place": f"{TOWN}:", "title": "祭りの担ぎ手"}
    hub.post("/desk/listings/new", sent)
    page = hub.post("/desk/listings/new", {**sent, "kind": "home"}, expect=409)
    assert "まちのニーズとイベント" in page.text


def test_a_resident_has_no_desk(making, signed_in):
    with making():
        resident = a_resident_user()
    resident = signed_in(resident)
    resident.get("/desk/listings", expect=403)


def test_the_last_day_ends_it(making, at_desk, app, client):
    with making():
        yesterday = today() - timedelta(days=1)
        row = complete(at_desk["corporation"], status=ListingStatus.PUBLISHED, published_at=now(), expires_on=yesterday)
        enqueue("listings.expire", {"listing": row.id})
    with app.app_context():
        run_due(app.extensions["futamachi"].database)
    assert stored(making, row).status is ListingStatus.EXPIRED
    client.get(f"/listings/{row.id}", expect=404)
    assert letters_to(making, "desk@example.jp")[-1].subject == "掲載の期限が過ぎました：山の見える平屋"
