"""Reports and complaints: decided by the town in time, answered by letter, raised to the operator, told to nobody else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, an_operator
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme, a_setting
from tests.support.client import PageClient
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.core.jobs import run_due
from webapp.core.letters import Letter
from webapp.desk.waiting.models import WaitingMove
from webapp.inquiries.reports.models import Report, ReportStatus
from webapp.listings.models import Listing, ListingStatus

TOWN, FAR = "202151", "011002"
SignedIn = Callable[..., PageClient]
TOLD = {"reason": "gone", "text": "電話したら、もう売れたそうです。"}
COMPLAINT = {"town": TOWN, "reason": "conduct", "text": "約束した日に来ませんでした。"}


@pytest.fixture
def world(database: Any, signed_in: SignedIn, time_machine: Any) -> dict[str, Any]:
    """A corporation's home, its maker, a clerk, an operator, somebody who tells."""
    time_machine.move_to(datetime(2026, 11, 20, 3, 0, tzinfo=UTC), tick=False)
    with database.transaction():
        a_programme(TOWN)
        body = a_corporation()
        a_designation(body, TOWN)
        people = {
            "maker": a_staff_user(Role.CORPORATION, body.id),
            "clerk": a_clerk(TOWN),
            "operator": an_operator(),
            "person": a_resident_user(),
        }
        home = a_listing(TOWN, corporation_id=body.id)
    return {"home": home, "people": people, **{key: signed_in(one) for key, one in people.items()}}


def the_report(database: Any) -> Report:
    with database.transaction(read_only=True) as s:
        return s.exec(select(Report)).one()


def letters_to(database: Any, email: str) -> list[Letter]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(Letter).where(Letter.to_email == email).order_by(Letter.id)))


def test_a_visitor_tells_of_a_sold_home_the_town_hides_it_and_answers(
    database: Any, world: dict[str, Any], client: PageClient
) -> None:
    page = client.get(client.get(f"/listings/{world['home'].id}").links()["掲載の問題を知らせる"])
    client.submit(page, "市町村に知らせる", {"text": ""}, expect=422)
    client.submit(page, "市町村に知らせる", {**TOLD, "email": "visitor@example.jp"})
    queue = world["clerk"].get("/staff/reports")
    shown = world["clerk"].get(queue.links()["掲載の問題：もう終わっている・連絡がつかない"])
    assert "2026年12月7日（月）" in shown.text  # ten working days, over a holiday
    assert "visitor@example.jp" not in shown.html
    answer = {"outcome": "upheld", "answer": "確かめ、掲載を休止しました。", "hides": "y"}
    world["clerk"].submit(shown, "判断を記録して答えを送る", answer)
    with database.transaction(read_only=True) as s:
        assert s.get(Listing, world["home"].id).status is ListingStatus.PAUSED
    assert "確かめ、掲載を休止しました。" in letters_to(database, "visitor@example.jp")[-1].content["paragraphs"]
    assert (the_report(database).email, the_report(database).status) == ("", ReportStatus.UPHELD)
    assert not any("売れた" in str(letter.content) for letter in letters_to(database, world["people"]["maker"].email))


@pytest.mark.both_databases
def test_a_complaint_goes_to_the_operator_after_the_towns_answer_and_not_before(
    database: Any, world: dict[str, Any]
) -> None:
    page = world["person"].submit(world["person"].get("/my/reports/complain"), "苦情を届ける", COMPLAINT).follow()
    assert "2026年12月7日（月）までに答えます" in page.text
    report = the_report(database)
    world["person"].post(f"/my/reports/{report.id}/raise", expect=409)
    world["operator"].get(f"/operator/reports/{report.id}", expect=404)
    world["clerk"].post(f"/staff/reports/{report.id}/take")
    world["clerk"].post(f"/staff/reports/{report.id}/decide", {"outcome": "dismissed", "answer": "記録がありません。"})
    page = world["person"].get(f"/my/reports/{report.id}")
    assert "記録がありません。" in page.text
    world["person"].submit(page, "運営者に申し出る")
    page = world["operator"].get(f"/operator/reports/{report.id}")
    world["operator"].submit(page, "結論を伝える", {"answer": "法人に改善を求めました。"})
    assert "法人に改善を求めました。" in world["person"].get(f"/my/reports/{report.id}").text


def test_a_town_that_lets_the_deadline_pass_is_passed_by(
    database: Any, world: dict[str, Any], time_machine: Any, signed_in: SignedIn
) -> None:
    with database.transaction():
        a_setting("report_answer_days", 2, today(), code=TOWN)
    world["person"].post("/my/reports/complain", COMPLAINT)
    time_machine.move_to(datetime(2026, 11, 25, 1, 0, tzinfo=UTC), tick=False)
    run_due(database)
    assert letters_to(database, world["people"]["clerk"].email)[-1].subject == "きょうが知らせに答える期限です"
    time_machine.move_to(datetime(2026, 11, 25, 15, 0, tzinfo=UTC), tick=False)
    run_due(database)
    assert letters_to(database, world["people"]["person"].email)[-1].subject == "市町村の答えの期限が過ぎました"
    person = signed_in(world["people"]["person"])
    person.post(f"/my/reports/{the_report(database).id}/raise")
    assert the_report(database).status is ReportStatus.RAISED
    signed_in(world["people"]["clerk"]).post(f"/staff/reports/{the_report(database).id}/take", expect=409)


def test_a_confidential_word_reaches_only_who_was_chosen(
    database: Any, world: dict[str, Any], signed_in: SignedIn
) -> None:
    told = {**COMPLAINT, "reason": "safety", "reader": "operator", "text": "担当者に待ち伏せされました。"}
    page = world["person"].get("/my/reports/confidential")
    world["person"].submit(page, "相談を届ける", told)
    report = the_report(database)
    assert "待ち伏せ" in world["operator"].get(f"/operator/reports/{report.id}").text
    world["clerk"].get(f"/staff/reports/{report.id}", expect=404)
    assert "危ない思い" not in world["clerk"].get("/staff/reports").text
    assert letters_to(database, world["people"]["clerk"].email) == []
    world["maker"].get(f"/staff/reports/{report.id}", expect=403)
    assert "待ち伏せ" not in str([one.content for one in letters_to(database, world["people"]["operator"].email)])


def test_a_stranger_finds_no_report_of_somebody_else(database: Any, world: dict[str, Any], signed_in: SignedIn) -> None:
    world["person"].post("/my/reports/complain", COMPLAINT)
    report = the_report(database)
    with database.transaction():
        a_programme(FAR)
        stranger, far_clerk = a_resident_user(), a_clerk(FAR)
    signed_in(stranger).get(f"/my/reports/{report.id}", expect=404)
    signed_in(stranger).post(f"/my/reports/{report.id}/withdraw", expect=404)
    signed_in(far_clerk).get(f"/staff/reports/{report.id}", expect=404)
    world["person"].post(f"/my/reports/{report.id}/withdraw")
    assert the_report(database).status is ReportStatus.WITHDRAWN


def told(database: Any, world: dict[str, Any], client: PageClient, count: int = 2) -> list[Report]:
    for number in range(count):
        form = client.get(f"/listings/{world['home'].id}/report")
        client.submit(form, "市町村に知らせる", {**TOLD, "email": f"visitor{number}@example.jp"})
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(Report).order_by(Report.id)))


@pytest.mark.settings(undo_minutes=5)
def test_many_are_answered_when_the_minutes_are_over_unless_taken_back(
    database: Any, world: dict[str, Any], client: PageClient, signed_in: SignedIn, time_machine: Any
) -> None:
    rows, clerk = told(database, world, client), world["clerk"]
    ids, many = {"report": [row.id for row in rows]}, "/staff/reports/many"
    refused = clerk.post(f"{many}/dismiss", {**ids, "answer": ""}, expect=422)
    assert len(refused.tree.select("input[name=report][checked]")) == 2
    clerk.post(f"{many}/take", {}, expect=409)
    page = clerk.post(f"{many}/take", ids).follow()
    clerk.submit(page, "元にもどす")
    assert {row.status for row in told(database, world, client, 0)} == {ReportStatus.OPEN}
    clerk.post(f"{many}/dismiss", {**ids, "answer": "調べましたが、いまも募集しています。"})
    clerk.post(f"/staff/reports/{rows[0].id}/take")
    with database.transaction():
        a_programme(FAR)
        stranger = a_clerk(FAR)
    signed_in(stranger).post(f"{many}/take", ids, expect=404)
    time_machine.move_to(now() + timedelta(minutes=6))
    run_due(database)
    after = told(database, world, client, 0)
    assert [row.status for row in after] == [ReportStatus.TAKEN, ReportStatus.DISMISSED]
    assert "いまも募集しています" in str(letters_to(database, "visitor1@example.jp")[-1].content)
    assert "状態がかわりました" in signed_in(world["people"]["clerk"]).get("/staff/waiting").text
    with database.transaction(read_only=True) as s:
        assert all("answer" not in row.content for row in s.exec(select(WaitingMove)))
