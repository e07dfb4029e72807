"""The pages of taking part: from the listing to the day after, for the person, the place and the town's staff."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.activities import an_activity, an_occasion
from tests.factories.participations import TOWN, a_need, an_application, an_event
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.activities.occasions import checking_in
from webapp.activities.occasions.codes import Ticket
from webapp.activities.records.models import Way
from webapp.core.clock import now
from webapp.participations.feedback.queries import public_of
from webapp.participations.models import Participation
from webapp.participations.models import ParticipationStatus as S

Visit = Callable[..., PageClient]


def test_from_the_listing_to_a_place_in_the_calendar(database: Any, signed_in: Visit, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T12:00:00+09:00", tick=False)
    with database.transaction():
        event, person = an_event(capacity=2, public_address="奈良井, 中町"), a_resident_user()
        an_application(event)
    me = signed_in(person)
    page = me.get(f"/listings/{event.id}")
    assert "2人（残り1人）" in page.text
    page = me.get(page.links()["参加を申し込む"])
    assert me.submit(page, "この内容で送る", {"adults": "0"}, expect=422).errors()
    page = me.submit(page, "この内容で送る", {"adults": "1"}).follow()
    assert "参加が決まりました" in page.text
    file = me.get(page.links()["カレンダーに入れる（iCal）"], lint=False).response
    assert file.mimetype == "text/calendar"
    body = file.get_data(as_text=True)
    assert "DTSTART:20261011T010000Z\r\nDTEND:20261011T060000Z\r\n" in body
    assert "LOCATION:奈良井\\, 中町" in body
    me.submit(page, "応募を取り下げる").follow()
    assert "応募する前" not in me.get("/my/participations").text
    assert "BEGIN:VEVENT" in me.get(f"/listings/{event.id}/event.ics", lint=False).response.get_data(as_text=True)


def test_a_maker_reads_chooses_and_declines_with_a_reason(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        need, clerk = a_need(capacity=1), a_clerk(TOWN)
        rows = [an_application(need, message="草刈り機を使えます。"), an_application(need)]
    desk = signed_in(clerk)
    page = desk.get(desk.get("/desk/participations").links()["草刈りの手を求めています"])
    assert "返事を待っています（2件）" in page.text
    page = desk.get(f"/desk/participations/people/{rows[0].id}")
    assert "草刈り機を使えます。" in page.text
    page = desk.submit(page, "参加してもらう").follow()
    page = desk.get(f"/desk/participations/people/{rows[1].id}/decline")
    assert desk.submit(page, "見送りを知らせる", {"reason": ""}, expect=422).errors()
    page = desk.submit(page, "見送りを知らせる", {"reason": "今回は1人のみの募集でした。"}).follow()
    assert "今回は見送りになりました（1件）" in page.text
    assert "残りの枠" in page.text


def test_settings_and_calling_off(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        event, clerk = an_event(capacity=1), a_clerk(TOWN)
        an_application(event)
    desk = signed_in(clerk)
    page = desk.get(f"/desk/participations/{event.id}/settings")
    desk.submit(page, "この内容に決める", {"capacity": "4", "note": "汚れてもよい服で"})
    page = desk.get(f"/desk/participations/{event.id}/call-off")
    page = desk.submit(page, "中止にして知らせる", {"reason": "大雨のため"}).follow()
    assert "いまは新しい応募を受け付けていません" in page.text


def test_who_asks_for_secrecy_is_warned_and_acts_under_a_chosen_name(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        need, person = a_need(), a_resident_user(display_name="本名 花子")
        a_resident(person, is_confidential=True)
        clerk = a_clerk(TOWN)
    me = signed_in(person)
    page = me.get(f"/listings/{need.id}/apply")
    assert "名前は伝わりません" in page.text
    assert "メールアドレスを相手に伝える" not in page.text
    assert me.submit(page, "この内容で送る", {"message": "手伝えます。"}, expect=422).errors()
    me.submit(page, "この内容で送る", {"message": "手伝えます。", "shown_name": "みかん"})
    seen = signed_in(clerk).get(f"/desk/participations/{need.id}").html
    assert "みかん" in seen
    assert "本名" not in seen


def test_checking_in_notes_that_the_person_came_and_both_sides_speak_blind(
    database: Any, signed_in: Visit, time_machine: Any
) -> None:
    time_machine.move_to("2026-10-01T12:00:00+09:00", tick=False)
    with database.transaction():
        event, person, clerk = an_event(days=0), a_resident_user(), a_clerk(TOWN)
    with database.transaction():
        time_machine.shift(-timedelta(hours=4))
        row = an_application(event, person)
        time_machine.shift(timedelta(hours=4))
        occasion = an_occasion(an_activity(listing_id=event.id), clerk=clerk)
    assert "会場のQRコード" in signed_in(person).get(f"/my/participations/{row.id}").text
    assert "受付の画面へ進む" in signed_in(clerk).get(f"/desk/participations/{event.id}").links()
    with database.transaction():
        from tests.factories.accounts import actor_of

        checking_in.check_in(Ticket(occasion.id, Way.SCREEN, now()), by=actor_of(person))
    with database.transaction(read_only=True) as s:
        assert s.exec(select(Participation)).one().status is S.DONE
    me, desk = signed_in(person), signed_in(clerk)
    page = me.get(f"/my/participations/{row.id}/feedback")
    words = {"again": "yes", "text": "楽しい一日でした。", "confidential": "脚立がぐらついていました。"}
    me.submit(page, "感想を送る", words)
    place = desk.get(f"/desk/participations/people/{row.id}")
    assert "楽しい一日" not in place.text
    with database.transaction(read_only=True):
        assert public_of(event.id) == []
    page = desk.get(place.links()["感想を書く"])
    page = desk.submit(page, "感想を送る", {"again": "yes", "text": "とても助かりました。"}).follow()
    assert "楽しい一日" in page.text
    assert "脚立" not in page.text
    assert "とても助かりました。" in me.get(f"/my/participations/{row.id}").text
    assert "楽しい一日でした。" in me.get(f"/listings/{event.id}").text
    voices = desk.get("/staff/feedback")
    page = desk.get(voices.links()["りんご畑のお手伝い"])
    assert "脚立がぐらついていました。" in page.text
    assert desk.submit(page, "対応を記録する", {"note": ""}, expect=422).errors()
    desk.submit(page, "対応を記録する", {"note": "主催者に確かめ、脚立を替えました。"})
    page = desk.get(page.path)
    desk.submit(page, "見えなくする", {"reason": "名前が入っていたため"})
    assert "楽しい一日でした。" not in me.get(f"/listings/{event.id}").text


def test_after_a_fortnight_the_first_word_is_shown_alone(database: Any, signed_in: Visit, time_machine: Any) -> None:
    time_machine.move_to("2026-10-01T12:00:00+09:00", tick=False)
    with database.transaction():
        person, clerk = a_resident_user(), a_clerk(TOWN)
        need = a_need()
        row = an_application(need, person)
    desk, me = signed_in(clerk), signed_in(person)
    me.get(f"/my/participations/{row.id}/feedback")
    me.post(f"/my/participations/{row.id}/feedback", {"again": "yes", "text": "早すぎる"}, expect=409)
    desk.post(f"/desk/participations/people/{row.id}/accept")
    desk.post(f"/desk/participations/people/{row.id}/note_done")
    me.post(f"/my/participations/{row.id}/feedback", {"again": "no", "text": "道具が足りませんでした。"})
    me.post(f"/my/participations/{row.id}/feedback", {"again": "no", "text": "もう一度"}, expect=409)
    time_machine.shift(timedelta(days=13))
    assert "道具が足りません" not in desk.get(f"/listings/{need.id}").text
    time_machine.shift(timedelta(days=2))
    assert "道具が足りませんでした。" in desk.get(f"/listings/{need.id}").text
