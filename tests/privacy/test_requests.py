"""Requests under the law: the clock, its one extension, who decides, what the other town never sees."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, an_admin
from tests.factories.municipalities import a_programme
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from webapp.core.clock import now, today
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.privacy.requests import queries
from webapp.privacy.requests.models import PrivacyRequest, RequestStatus

Visit = Callable[..., PageClient]
ASKED = {"town": SHIOJIRI, "kind": "disclose", "name": "佐藤 花", "words": "審査の記録を見せてください。"}


@pytest.fixture
def town(database: Any) -> dict[str, Any]:
    with database.transaction():
        a_programme(SHIOJIRI)
        a_programme("152242")
        return {"admin": an_admin(SHIOJIRI), "other": an_admin("152242"), "person": a_resident_user()}


def row_of(database: Any) -> PrivacyRequest:
    with database.transaction(read_only=True) as s:
        found: PrivacyRequest = s.exec(select(PrivacyRequest)).one()
        s.expunge(found)
        return found


def subjects(database: Any) -> list[str]:
    with database.transaction(read_only=True) as s:
        return [letter.subject for letter in s.exec(select(Letter).order_by(Letter.id))]  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_a_request_is_shown_extended_refused_and_done_each_with_who_and_why(
    database: Any, town: dict[str, Any], signed_in: Visit
) -> None:
    me, desk = signed_in(town["person"]), signed_in(town["admin"])
    me.post("/my/privacy/requests/new", ASKED)
    row = row_of(database)
    assert row.due_on == today() + timedelta(days=30)
    at = f"/staff/privacy/{row.id}"
    assert "あと30日" in desk.get("/staff/privacy").text
    desk.post(f"{at}/answer", {"answer-answer": "見せます"}, expect=409)
    desk.post(f"{at}/check", expect=422)
    desk.post(f"{at}/check", {"check-proof": "licence"})
    desk.post(f"{at}/extend", {"extend-extension_reason": ""}, expect=422)
    desk.post(f"{at}/extend", {"extend-extension_reason": "記録が多いため"})
    desk.post(f"{at}/extend", {"extend-extension_reason": "もう一度"}, expect=409)
    assert row_of(database).due_on == today() + timedelta(days=60)
    desk.post(f"{at}/refuse", {"refuse-answer": "持っていません"}, expect=422)
    desk.post(f"{at}/refuse", {"refuse-ground": "not_held", "refuse-answer": "記録がありません"})
    desk.post(f"{at}/finish")
    assert row_of(database).status is RequestStatus.DONE
    assert "記録がありません" in me.get(f"/my/privacy/requests/{row.id}").text
    assert "請求に答える期限を延長しました" in subjects(database)
    assert "請求を認めませんでした" in subjects(database)
    with database.transaction(read_only=True) as s:
        moves = [
            (entry.action.partition(".")[2], entry.actor_id) for entry in history_of(s.get(PrivacyRequest, row.id))
        ]
    assert [move for move, _by in moves] == ["send", "check", "extend", "refuse", "finish"]
    assert {by for _move, by in moves[1:]} == {town["admin"].id}


def test_another_towns_administrator_and_another_person_find_nothing(
    database: Any, town: dict[str, Any], signed_in: Visit
) -> None:
    signed_in(town["person"]).post("/my/privacy/requests/new", ASKED)
    row, stranger = row_of(database), signed_in(town["other"])
    stranger.get(f"/staff/privacy/{row.id}", expect=404)
    stranger.post(f"/staff/privacy/{row.id}/check", {"check-proof": "licence"}, expect=404)
    stranger.get(f"/staff/privacy/new/{SHIOJIRI}", expect=404)
    assert "佐藤" not in stranger.get("/staff/privacy").text
    stranger.get(f"/my/privacy/requests/{row.id}", expect=404)


def test_the_clock_of_a_letter_runs_from_its_day_and_too_late_is_not_extended(
    database: Any, town: dict[str, Any], signed_in: Visit, time_machine: Any
) -> None:
    desk, came = signed_in(town["admin"]), today() - timedelta(days=29)
    typed = {**ASKED, "way": "letter", "received_on": came.isoformat(), "email": ""}
    desk.post(f"/staff/privacy/new/{SHIOJIRI}", typed)
    row = row_of(database)
    assert (row.due_on, row.user_id) == (came + timedelta(days=30), None)
    assert "紙で送ってください" in desk.get(f"/staff/privacy/{row.id}").text
    desk.post(f"/staff/privacy/{row.id}/check", {"check-proof": "other"})
    time_machine.move_to(now() + timedelta(days=2))
    late = signed_in(town["admin"])
    assert "期限を過ぎています" in late.get("/staff/privacy").text
    late.post(f"/staff/privacy/{row.id}/extend", {"extend-extension_reason": "遅れたため"}, expect=409)
    for day in ("2020-01-01", f"{today() + timedelta(days=1)}"):
        page = late.post(f"/staff/privacy/new/{SHIOJIRI}", {**typed, "received_on": day}, expect=422)
        assert ("90日のあいだの日" in page.text, ASKED["words"] in page.html) == (True, True)


def test_a_long_list_shows_the_nearest_day_first_and_of_all_the_newest(
    database: Any, town: dict[str, Any], signed_in: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 1)
    desk, made = signed_in(town["admin"]), f"/staff/privacy/new/{SHIOJIRI}"
    for days, name in ((20, "古い 請求"), (1, "新しい 請求")):
        day = (today() - timedelta(days=days)).isoformat()
        desk.post(made, {**ASKED, "name": name, "way": "letter", "received_on": day, "email": ""})
    pages = [desk.get(f"/staff/privacy{asked}").text for asked in ("", "?show=all")]
    assert [("古い 請求" in page, "新しい 請求" in page) for page in pages] == [(True, False), (False, True)]


def test_who_hides_is_not_named_and_nobody_handles_their_own(
    database: Any, town: dict[str, Any], signed_in: Visit
) -> None:
    with database.transaction():
        a_resident(town["person"], is_confidential=True)
    signed_in(town["person"]).post("/my/privacy/requests/new", ASKED)
    signed_in(town["admin"]).post("/my/privacy/requests/new", {**ASKED, "name": "管理 太郎"})
    desk = signed_in(town["admin"])
    page = desk.get("/staff/privacy")
    assert ("佐藤" in page.text, "秘匿希望の方" in page.text) == (False, True)
    with database.transaction(read_only=True) as s:
        own = s.exec(select(PrivacyRequest.id).where(PrivacyRequest.user_id == town["admin"].id)).one()
    desk.post(f"/staff/privacy/{own}/check", {"check-proof": "licence"}, expect=409)


def test_its_last_day_stands_among_the_deadlines_of_its_towns_administrators_only(
    database: Any, town: dict[str, Any], signed_in: Visit, client: PageClient
) -> None:
    signed_in(town["person"]).post("/my/privacy/requests/new", ASKED)
    row, line = row_of(database), "自分の情報についての請求"
    with database.transaction():
        clerk = a_clerk(SHIOJIRI)
    desk = signed_in(town["admin"])
    assert desk.get("/staff/deadlines").links()[f"{line} {row.id[-4:]}"] == f"/staff/privacy/{row.id}"
    files = []
    for one in (town["admin"], clerk, town["other"]):
        made = signed_in(one).post("/staff/deadlines/feed", {"do": "make"}, expect=200)
        path = made.tree.find("code").text.removeprefix("http://localhost")
        files.append(client.get(path).response.get_data(as_text=True))
    assert [f"UID:privacy:{row.id}@futamachi" in body for body in files] == [True, False, False]
    assert f"DTSTART;VALUE=DATE:{row.due_on:%Y%m%d}" in files[0]
    assert ["佐藤" in body or "審査の記録" in body for body in files] == [False] * 3
    desk.post(f"/staff/privacy/{row.id}/check", {"check-proof": "licence"})
    desk.post(f"/staff/privacy/{row.id}/answer", {"answer-answer": "見せます"})
    assert line not in desk.get("/staff/deadlines").text.split("月の期限")[0]
