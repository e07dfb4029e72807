"""Threads: asked without a name, answered by a human, seen by both sides only, with a clock that both see."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of, an_admin, an_operator
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.inquiries import a_thread
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme, a_setting
from tests.factories.residents import a_resident
from tests.support.client import Page, PageClient
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.core.errors import RuleBroken
from webapp.core.jobs import run_due
from webapp.core.letters import Letter
from webapp.inquiries.threads import answering, asking, badge
from webapp.inquiries.threads.models import Thread, ThreadFile, ThreadStatus
from webapp.listings.models import ListingStatus

ANSWER = {"text": "2台です。", "signed": "小林"}
SignedIn = Callable[..., PageClient]
TOWN, FAR = "202151", "011002"
FRIDAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ASKED = {"subject": "駐車場について", "text": "車は何台とめられますか。"}


@pytest.fixture
def world(database: Any, signed_in: SignedIn, time_machine: Any) -> dict[str, Any]:
    """A home of a designated corporation, somebody who asks, the corporation's person, a clerk."""
    time_machine.move_to(FRIDAY, tick=False)
    with database.transaction():
        a_programme(TOWN, contact_phone="0263-00-0000")
        body = a_corporation()
        a_designation(body, TOWN)
        home = a_listing(TOWN, corporation_id=body.id)
        people = {
            "person": a_resident_user(),
            "maker": a_staff_user(Role.CORPORATION, body.id),
            "clerk": a_clerk(TOWN),
        }
    return {"body": body, "home": home, **people, **{f"{key}_at": signed_in(one) for key, one in people.items()}}


def ask(world: dict[str, Any], **changes: Any) -> Page:
    browser, home = world["person_at"], world["home"]
    page = browser.get(browser.get(f"/listings/{home.id}").links()["この掲載についてたずねる"])
    return browser.submit(page, "問い合わせを送る", {**ASKED, **changes}).follow()


def the_thread(database: Any) -> Thread:
    with database.transaction(read_only=True) as s:
        return s.exec(select(Thread)).one()


def subjects_to(database: Any, person: Any) -> list[str]:
    with database.transaction(read_only=True) as s:
        chosen = select(Letter.subject).where(Letter.to_email == person.email).order_by(Letter.id)
        return list(s.exec(chosen))


@pytest.mark.both_databases
def test_a_person_asks_without_a_name_and_reads_the_answer(database: Any, world: dict[str, Any]) -> None:
    sent = ask(world)
    assert "返事待ち 期限：2026年11月26日（木）" in sent.text
    thread = the_thread(database)
    desk = world["maker_at"].get("/desk/messages")
    page = world["maker_at"].get(desk.links()["駐車場について"])
    assert f"相談者 {thread.code}" in page.text
    assert world["person"].email not in page.html
    assert world["person"].display_name not in page.html
    world["maker_at"].submit(page, "返事を送る", {"text": "2台とめられます。", "signed": "担当 小林"})
    read = world["person_at"].get(f"/my/messages/{thread.id}")
    assert "2台とめられます。" in read.text
    assert "担当 小林" in read.text
    assert "返事あり" in read.text
    assert subjects_to(database, world["person"])[-1].startswith("返事が届きました")
    assert "車は何台" not in str(subjects_to(database, world["maker"]))


def test_a_missing_text_is_named_and_what_was_typed_is_kept(world: dict[str, Any]) -> None:
    browser, home = world["person_at"], world["home"]
    page = browser.get(f"/my/messages/new?listing={home.id}")
    refused = browser.submit(page, "問い合わせを送る", {"subject": "駐車場"}, expect=422)
    assert any("たずねたいこと" in sentence for sentence in refused.errors())
    assert 'value="駐車場"' in refused.html


def test_a_name_is_told_only_when_the_person_wants(database: Any, world: dict[str, Any]) -> None:
    page = ask(world)
    thread = the_thread(database)
    world["person_at"].submit(page, "名前を伝える", {"shown_name": "はなこ"})
    assert "はなこ" in world["maker_at"].get(f"/desk/messages/{thread.id}").text


def test_nobody_else_reads_it_and_the_town_only_after_the_clock_ran_out(
    database: Any, world: dict[str, Any], signed_in: SignedIn, time_machine: Any
) -> None:
    ask(world)
    thread = the_thread(database)
    world["clerk_at"].get(f"/desk/messages/{thread.id}", expect=404)
    with database.transaction():
        strangers = a_resident_user(), a_staff_user(Role.CORPORATION, a_corporation(name="よそ").id), an_admin(FAR)
    for person, path in zip(strangers, ("my", "desk", "desk"), strict=True):
        signed_in(person).get(f"/{path}/messages/{thread.id}", expect=404)
    time_machine.move_to(datetime(2026, 11, 26, 1, 0, tzinfo=UTC), tick=False)
    run_due(database)
    assert subjects_to(database, world["maker"])[-1] == "きょうが返事の期限です"
    time_machine.move_to(datetime(2026, 11, 30, 16, 0, tzinfo=UTC), tick=False)  # the fifth working day has passed
    run_due(database)
    assert the_thread(database).status is ThreadStatus.ESCALATED
    seen = signed_in(world["clerk"]).get(f"/desk/messages/{thread.id}")
    assert "車は何台とめられますか。" in seen.text
    assert any("返事のない問い合わせがあります" in one for one in subjects_to(database, world["clerk"]))
    read = signed_in(world["person"]).get(f"/my/messages/{thread.id}")
    assert "返事がないことを、長野県塩尻市に知らせました" in read.text
    assert "0263-00-0000" in read.text
    assert "6日目（期限の2026年11月26日（木）を過ぎています）" in read.text
    before = subjects_to(database, world["clerk"])
    run_due(database)
    assert subjects_to(database, world["clerk"]) == before


def test_when_the_town_is_silent_too_its_administrators_and_the_operator_hear_of_it(
    database: Any, world: dict[str, Any], signed_in: SignedIn, time_machine: Any
) -> None:
    with database.transaction():
        admin, operator = an_admin(TOWN), an_operator()
    ask(world)
    for day in (1, 10):  # five working days, and five more
        time_machine.move_to(datetime(2026, 12, day, 16, 0, tzinfo=UTC), tick=False)
        run_due(database)
    thread = the_thread(database)
    assert thread.told_further_at is not None
    assert any("まちにも返事のない問い合わせ" in one for one in subjects_to(database, admin))
    assert any("塩尻市に連絡してください" in one for one in subjects_to(database, operator))
    read = signed_in(world["person"]).get(f"/my/messages/{thread.id}")
    assert "長野県塩尻市の管理者と、ふたまちの運営者に知らせました" in read.text
    assert "返事がないことを、まちの管理者と運営者に知らせました" in subjects_to(database, world["person"])
    signed_in(operator).get(f"/desk/messages/{thread.id}", expect=403)


def test_a_town_that_answers_is_not_told_on(
    database: Any, world: dict[str, Any], time_machine: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        operator = an_operator()
    ask(world)
    time_machine.move_to(datetime(2026, 12, 1, 16, 0, tzinfo=UTC), tick=False)
    run_due(database)
    signed_in(world["clerk"]).post(f"/desk/messages/{the_thread(database).id}/answer", ANSWER)
    time_machine.move_to(datetime(2026, 12, 20, 16, 0, tzinfo=UTC), tick=False)
    run_due(database)
    assert the_thread(database).told_further_at is None
    assert subjects_to(database, operator) == []


def test_an_answer_in_time_stops_the_clock(database: Any, world: dict[str, Any], time_machine: Any) -> None:
    ask(world)
    thread = the_thread(database)
    world["maker_at"].post(f"/desk/messages/{thread.id}/answer", ANSWER)
    time_machine.move_to(datetime(2026, 12, 10, 1, 0, tzinfo=UTC), tick=False)
    run_due(database)
    assert the_thread(database).status is ThreadStatus.ANSWERED
    assert "きょうが返事の期限です" not in subjects_to(database, world["maker"])


def test_asking_on_starts_the_clock_anew(
    database: Any, world: dict[str, Any], signed_in: SignedIn, time_machine: Any
) -> None:
    ask(world)
    thread = the_thread(database)
    world["maker_at"].post(f"/desk/messages/{thread.id}/answer", ANSWER)
    world["person_at"].post(f"/my/messages/{thread.id}/close")
    time_machine.move_to(datetime(2026, 12, 1, 3, 0, tzinfo=UTC), tick=False)
    signed_in(world["person"]).post(f"/my/messages/{thread.id}/write", {"text": "屋根はありますか。"})
    again = the_thread(database)
    assert (again.status, again.round) == (ThreadStatus.WAITING, 2)
    assert again.due_at == datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
    assert again.first_reply_at == FRIDAY


def test_the_towns_own_days_are_promised(database: Any, world: dict[str, Any]) -> None:
    with database.transaction():
        a_setting("inquiry_reply_days", 1, today(), code=TOWN)
    assert "期限：2026年11月24日（火）" in ask(world).text


def test_a_fourth_open_question_to_the_same_place_waits(session: Any) -> None:
    a_programme(TOWN)
    home, person = a_listing(TOWN), a_resident_user()
    for _number in range(asking.MOST_OPEN):
        a_thread(home, person)
    with pytest.raises(RuleBroken, match="返事を待っている問い合わせが3件"):
        a_thread(home, person)


def test_a_place_may_stop_somebody_and_the_town_judges_it(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    thread = the_thread(database)
    page = world["maker_at"].get(f"/desk/messages/{thread.id}")
    world["maker_at"].submit(page, "送信を止めて終える", {"reason": "ののしる言葉が続いたため。"})
    world["person_at"].post(f"/my/messages/{thread.id}/write", {"text": "なぜですか"}, expect=409)
    assert "この相手には送れません" in world["person_at"].get(f"/my/messages/{thread.id}").text
    queue = world["clerk_at"].get("/staff/reports")
    report = world["clerk_at"].get(queue.links()["送信を止めた知らせ：対応や約束がちがう"])
    assert "ののしる言葉が続いたため。" in report.text
    world["clerk_at"].get(report.links()["やりとりを読む"])
    world["maker_at"].post(f"/desk/messages/{thread.id}/unblock")
    world["person_at"].post(f"/my/messages/{thread.id}/write", {"text": "また聞きます"})


def test_a_colleague_is_told_and_a_stranger_cannot_be_chosen(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    with database.transaction():
        colleague = a_staff_user(Role.CORPORATION, world["body"].id)
    thread = the_thread(database)
    world["maker_at"].post(f"/desk/messages/{thread.id}/assign", {"to": world["clerk"].id}, expect=422)
    world["maker_at"].post(f"/desk/messages/{thread.id}/assign", {"to": colleague.id})
    assert subjects_to(database, colleague) == ["問い合わせの担当になりました"]


def test_another_organisation_reads_a_thread_only_once_the_person_agrees(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    thread = the_thread(database)
    page = world["maker_at"].get(f"/desk/messages/{thread.id}")
    world["maker_at"].submit(page, "引き継ぎを提案する", {"place": TOWN})
    world["clerk_at"].get(f"/desk/messages/{thread.id}", expect=404)
    mine = f"/my/messages/{thread.id}"
    world["person_at"].submit(world["person_at"].get(mine), "引き継ぎを断る")
    world["person_at"].post(f"{mine}/agree", expect=409)
    world["maker_at"].post(f"/desk/messages/{thread.id}/offer", {"place": FAR}, expect=422)
    world["maker_at"].post(f"/desk/messages/{thread.id}/offer", {"place": TOWN})
    world["person_at"].submit(world["person_at"].get(mine), "引き継ぎに同意する")
    assert "車は何台とめられますか。" in world["clerk_at"].get(f"/desk/messages/{thread.id}").text
    world["maker_at"].get(f"/desk/messages/{thread.id}", expect=404)
    assert the_thread(database).round == 2


def test_a_ready_made_answer_is_offered_to_its_own_organisation_only(world: dict[str, Any], database: Any) -> None:
    ask(world)
    maker, clerk = world["maker_at"], world["clerk_at"]
    maker.post(f"/desk/messages/templates/new/{world['body'].id}", {"title": "駐車場", "text": "2台まで無料です。"})
    clerk.post(f"/desk/messages/templates/new/{world['body'].id}", {"title": "x", "text": "y"}, expect=404)
    page = maker.get(f"/desk/messages/{the_thread(database).id}")
    assert "2台まで無料です。" in maker.get(page.links()["駐車場"].split("#")[0]).html
    assert "駐車場" not in clerk.get("/desk/messages/templates").text


def test_a_listing_that_is_hidden_or_of_no_town_of_ours_is_not_asked_about(
    database: Any, world: dict[str, Any]
) -> None:
    with database.transaction():
        far = a_listing(TOWN, status=ListingStatus.PAUSED)
    world["person_at"].get(f"/my/messages/new?listing={far.id}", expect=404)
    world["person_at"].get(f"/my/messages/new?town={FAR}", expect=404)
    world["person_at"].get(f"/my/messages/new?town={TOWN}")


def a_picture() -> io.BytesIO:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "SECRETPLACE"
    Image.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif, comment=b"SECRETCOMMENT")
    out.seek(0)
    return out


def test_a_picture_reaches_the_other_side_without_what_the_camera_noted(
    database: Any, world: dict[str, Any], signed_in: SignedIn
) -> None:
    ask(world)
    thread = the_thread(database)
    sent = {"text": "この場所です。", "files": (a_picture(), "道.jpg")}
    world["person_at"].post(f"/my/messages/{thread.id}/write", sent, content_type="multipart/form-data")
    with database.transaction(read_only=True) as s:
        file = s.exec(select(ThreadFile)).one()
    answer = world["maker_at"].raw.get(f"/desk/messages/files/{file.id}")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert b"SECRET" not in answer.data
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert world["person_at"].raw.get(f"/my/messages/files/{file.id}").status_code == 200
    world["clerk_at"].get(f"/desk/messages/files/{file.id}", expect=404)
    with database.transaction():
        other = a_resident_user()
    signed_in(other).get(f"/my/messages/files/{file.id}", expect=404)


def test_what_is_no_paper_and_too_many_files_are_refused_in_a_sentence(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    path = f"/my/messages/{the_thread(database).id}/write"
    kinds = {"content_type": "multipart/form-data", "expect": 422}
    page = world["person_at"].post(path, {"text": "x", "files": (io.BytesIO(b"MZ"), "a.exe")}, **kinds)
    assert any("PDFと写真" in sentence for sentence in page.errors())
    six = [(a_picture(), f"{n}.jpg") for n in range(6)]
    page = world["person_at"].post(path, {"text": "x", "files": six}, **kinds)
    assert any("5個まで" in sentence for sentence in page.errors())
    bad = (io.BytesIO(b"%PDF-1.4 broken"), "a.pdf")
    assert world["person_at"].post(path, {"text": "x", "files": bad}, **kinds).errors()


def test_who_asks_for_secrecy_stays_a_number_also_afterwards(database: Any, world: dict[str, Any]) -> None:
    ask(world, shown_name="佐藤 花子", text="佐藤花子です。車は何台ですか。")
    thread = the_thread(database)
    with database.transaction():
        a_resident(world["person"], is_confidential=True)
    for path in ("/desk/messages", f"/desk/messages/{thread.id}"):
        page = world["maker_at"].get(path)
        assert [word for word in ("佐藤", "花子") if word in page.html] == []
    again = world["person_at"].post(f"/my/messages/{thread.id}/write", {"text": "花子より"}, expect=409)
    assert "番号だけが見えます" in again.text
    world["person_at"].post(f"/my/messages/{thread.id}/name", {"shown_name": "べつの名"}, expect=409)


def test_a_badge_needs_five_threads_and_counts_who_was_never_answered(session: Any, time_machine: Any) -> None:
    time_machine.move_to(FRIDAY, tick=False)
    a_programme(TOWN)
    home, clerk = a_listing(TOWN), actor_of(a_clerk(TOWN))
    threads = [a_thread(home) for _number in range(5)]
    assert badge.of(TOWN) is None
    for hours, thread in zip((1, 2, 3), threads, strict=False):
        time_machine.move_to(FRIDAY.replace(hour=3 + hours), tick=False)
        answering.answer(thread, asking.Words("はい。"), signed="中村", by=clerk)
    assert badge.of(TOWN) is None  # the other two may still be answered in time
    time_machine.move_to(datetime(2026, 11, 27, 3, 0, tzinfo=UTC), tick=False)
    found = badge.of(TOWN)
    assert found is not None
    assert (found.words, found.threads) == ("ふつう3時間以内に返事があります", 5)
    a_thread(home, opened_at=FRIDAY, due_at=FRIDAY)
    assert badge.of(TOWN).words == "半分以上の問い合わせに、期限までの返事がありません"
    time_machine.move_to(datetime(2027, 2, 20, 3, 0, tzinfo=UTC), tick=False)
    assert badge.of(TOWN) is None
    assert now().year == 2027


def test_the_badge_stands_on_the_listing_and_on_the_corporations_page(
    database: Any, world: dict[str, Any], client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(badge, "FEWEST", 1)
    ask(world)
    world["maker_at"].post(f"/desk/messages/{the_thread(database).id}/answer", ANSWER)
    for path in (f"/listings/{world['home'].id}", f"/corporations/{world['body'].id}"):
        assert "ふつう1時間以内に返事があります" in client.get(path).text


def test_a_hub_persons_listing_is_answered_by_that_hub_person(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        hub, colleague = a_staff_user(Role.HUB, TOWN), a_staff_user(Role.HUB, TOWN)
        thread = a_thread(a_listing(TOWN, created_by=hub.id))
    signed_in(colleague).get(f"/desk/messages/{thread.id}", expect=404)
    signed_in(hub).post(f"/desk/messages/{thread.id}/answer", ANSWER)
    assert the_thread(database).status is ThreadStatus.ANSWERED
    assert len(subjects_to(database, hub)) == 1
