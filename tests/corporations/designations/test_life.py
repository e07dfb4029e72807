"""A designation's life: announced, changed, ordered, reported on, ended, won again."""

import io
from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.corporations.conftest import OTHER, TOWN
from tests.factories.accounts import a_clerk, a_staff_user, a_user, actor_of
from tests.factories.corporations import PDF, a_corporation, a_designation, in_review
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_mayor
from webapp.core.actor import Role, system_actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.jobs import Job
from webapp.core.letters import Letter
from webapp.corporations.designations import deciding, ending
from webapp.corporations.designations.changes import actions as changes
from webapp.corporations.designations.changes import jobs as change_jobs
from webapp.corporations.designations.changes.models import DesignationChange
from webapp.corporations.designations.models import DesignationStatus
from webapp.corporations.designations.notices import actions as notices
from webapp.corporations.designations.notices import queries as announced
from webapp.corporations.designations.notices.models import NoticeKind
from webapp.corporations.designations.orders import actions as orders
from webapp.corporations.designations.orders.models import OrderKind
from webapp.corporations.designations.reports import actions as reports
from webapp.corporations.designations.reports import jobs as report_jobs
from webapp.corporations.designations.reports import queries as asked
from webapp.listings import actions as listings
from webapp.listings.models import ListingStatus

BY = system_actor("tests")
SOON = timedelta(days=10)


@pytest.fixture
def held(towns):
    """A corporation with one person, designated in two towns."""
    corporation = a_corporation(seat="旧住所", address="旧事務所", contact_email="office@example.jp")
    here, there = a_designation(corporation, TOWN), a_designation(corporation, OTHER)
    worker = actor_of(a_staff_user(Role.CORPORATION, corporation.id))
    return corporation, here, there, worker


def test_an_announcement_says_who_and_moves_the_designation_on(towns):
    a_mayor(TOWN)
    clerk, row = actor_of(a_clerk(TOWN)), in_review(a_user())
    deciding.designate(row, deciding.Terms(date(2026, 11, 1), ["1"], "市内全域", "塩企第3号"), by=clerk)
    notice = announced.open_of(row)[0]
    for words in (
        "第28条",
        "塩尻市長　見本 太郎",
        "令和8年11月1日",
        "塩企第3号",
        "山里くらし支援",
        "大門一番町",
        "大門二番町",
    ):
        assert words in notice.text
    with pytest.raises(NotThere):
        announced.public(notice.id)
    with pytest.raises(RuleBroken, match="きょうまで"):
        notices.publish(notice, on=today() + timedelta(days=1), by=clerk)
    notices.publish(notice, on=today(), url="https://example.jp/n", number="告示第12号", by=clerk)
    assert (row.status, row.notice_url) == (DesignationStatus.NOTICED, "https://example.jp/n")
    assert announced.public(notice.id) is notice
    for act in (lambda: notices.publish(notice, on=today(), by=clerk), lambda: notices.reword(notice, "x", by=clerk)):
        with pytest.raises(RuleBroken, match="すでに公示"):
            act()


def test_an_announcement_is_read_and_taken_by_everybody_once_it_is_out(making, signed_in, client):
    with making():
        clerk, far = a_clerk(TOWN), a_clerk(OTHER)
        row = deciding.record(
            a_corporation(), deciding.Terms(today(), ["1"]), municipality_code=TOWN, by=actor_of(clerk)
        )
        notice = announced.open_of(row)[0]
    public = f"/corporations/notices/{notice.id}"
    client.get(public, expect=404)
    signed_in(far).get(f"/staff/designations/notices/{notice.id}", expect=404)
    desk = signed_in(clerk)
    page = desk.get(f"/staff/designations/notices/{notice.id}")
    desk.submit(page, "文を保存する", {"text": "直した文"})
    desk.submit(page, "公示したことを記録する", {"published_on": "", "url": ""}, expect=422)
    desk.submit(page, "公示したことを記録する", {"url": "javascript:alert(1)"}, expect=422)
    desk.submit(page, "公示したことを記録する", {"number": "告示第1号"})
    assert "直した文" in client.get(public).text
    assert client.get(f"{public}/text").response.text == "直した文\n"


def test_a_change_is_told_to_every_town_noted_announced_and_comes_on_its_day(held, towns, time_machine):
    corporation, here, there, worker = held
    clerk = actor_of(a_clerk(TOWN))
    with pytest.raises(RuleBroken, match="変える前"):
        changes.notify(corporation, {"name": "新しい名前"}, effective_on=today(), by=worker)
    with pytest.raises(RuleBroken, match="変わるところ"):
        changes.notify(corporation, {"seat": "旧住所"}, effective_on=today() + SOON, by=worker)
    with pytest.raises(NotAllowed):
        changes.notify(corporation, {"name": "x"}, effective_on=today() + SOON, by=clerk)
    first, _second = changes.notify(corporation, {"name": "新しい名前"}, effective_on=today() + SOON, by=worker)
    assert (here.status, there.status) == (DesignationStatus.CHANGE, DesignationStatus.CHANGE)
    assert here.is_in_force
    with pytest.raises(NotAllowed):
        changes.note(first, by=actor_of(a_clerk(OTHER)))
    changes.note(first, by=clerk)
    notice = announced.open_of(here)[0]
    assert notice.kind is NoticeKind.CHANGE
    assert "（変更後）新しい名前" in notice.text
    notices.publish(notice, on=today(), by=clerk)
    assert (here.status, there.status) == (DesignationStatus.NOTICED, DesignationStatus.CHANGE)
    change_jobs.catch_up()
    assert corporation.name == "山里くらし支援"
    assert towns.exec(select(Job).where(Job.kind == changes.APPLY)).one().run_at.day
    time_machine.move_to(f"{today() + SOON}T00:30:00+09:00")
    change_jobs.catch_up()
    change_jobs.catch_up()
    assert corporation.name == "新しい名前"
    assert all(row.applied_at for row in towns.exec(select(DesignationChange)))


def test_an_order_waits_for_its_answer_and_is_lifted(held):
    _corporation, here, _there, worker = held
    clerk = actor_of(a_clerk(TOWN))
    with pytest.raises(RuleBroken, match="あすから"):
        orders.issue(here, OrderKind.IMPROVEMENT, text="直してください", due_on=today(), by=clerk)
    order = orders.issue(here, OrderKind.IMPROVEMENT, text="直してください", due_on=today() + SOON, by=clerk)
    assert (here.status, here.is_in_force) == (DesignationStatus.ORDER, True)
    with pytest.raises(NotAllowed):
        orders.answer(order, "直しました", by=actor_of(a_user()))
    orders.answer(order, "直しました", by=worker)
    orders.close(order, "確かめました", by=clerk)
    assert here.status is DesignationStatus.NOTICED
    with pytest.raises(RuleBroken, match="終わって"):
        orders.answer(order, "もう一度", by=worker)
    demand = orders.issue(here, OrderKind.REPORT, text="件数を", due_on=today() + SOON, by=clerk)
    assert here.status is DesignationStatus.NOTICED
    assert not demand.is_overdue


def test_an_order_lifted_during_a_change_goes_back_to_the_change(held):
    corporation, here, _there, worker = held
    clerk = actor_of(a_clerk(TOWN))
    order = orders.issue(here, OrderKind.IMPROVEMENT, text="x", due_on=today() + SOON, by=clerk)
    changes.notify(corporation, {"address": "新事務所"}, effective_on=today() + SOON, by=worker)
    assert here.status is DesignationStatus.ORDER
    orders.close(order, "", by=clerk)
    assert here.status is DesignationStatus.CHANGE


def test_the_yearly_report_is_asked_once_reminded_once_and_handed_in(held, towns, time_machine):
    _corporation, here, _there, worker = held
    time_machine.move_to("2026-04-02T09:00:00+09:00")
    fresh = a_designation(a_corporation(), TOWN, designated_on=date(2026, 4, 1))
    for _day in range(2):
        report_jobs.catch_up()
    report = asked.of(here)[0]
    assert (report.fiscal_year, report.due_on) == (2025, date(2026, 6, 30))
    assert asked.of(fresh) == []
    time_machine.move_to("2026-07-02T09:00:00+09:00")
    assert report.is_overdue
    for _day in range(2):
        report_jobs.catch_up()
    late = select(Letter).where(Letter.to_email == "office@example.jp")
    assert sum("期限を過ぎて" in letter.subject for letter in towns.exec(late)) == 2
    with pytest.raises(NotAllowed):
        reports.hand_in(report, reports.Figures(1, 1, 1, "x"), by=actor_of(a_user()))
    reports.hand_in(report, reports.Figures(12, 3, 0, "活動しました"), by=worker)
    assert not report.is_overdue
    assert [found.id for found, _row in asked.open_in(actor_of(a_clerk(TOWN)))] == []


def test_the_corporation_answers_reports_and_notifies_on_its_pages(making, signed_in):
    with making():
        corporation = a_corporation(address="旧事務所")
        row = a_designation(corporation, TOWN)
        worker, clerk, other = a_staff_user(Role.CORPORATION, corporation.id), a_clerk(TOWN), a_user()
        reports.ask_due(by=BY)
        due = today() + SOON
        order = orders.issue(row, OrderKind.REPORT, text="件数を知らせてください", due_on=due, by=actor_of(clerk))
        report = asked.of(row)[0]
    own, desk = signed_in(worker), signed_in(clerk)
    page = own.get(f"/my/designations/orders/{order.id}")
    own.submit(page, "答えを送る", {"answer": "31件でした。", "file": (io.BytesIO(PDF), "記録.pdf")})
    assert "31件でした。" in desk.get(f"/staff/designations/orders/{order.id}").text
    assert desk.get(f"/staff/designations/orders/{order.id}/file").response.data == PDF
    page = own.get(f"/my/designations/reports/{report.id}")
    figures = {"consultations": "48", "matches_made": "", "contracts": "0", "text": "活動しました"}
    assert "引き合わせ" in own.submit(page, "報告を出す", figures, expect=422).errors()[0]
    own.submit(page, "報告を出す", {**figures, "matches_made": "17"})
    assert "48" in desk.get(f"/staff/designations/reports/{report.id}").text
    page = own.get(f"/my/designations/{row.id}/change")
    own.submit(page, "変更を届け出る", {"address": "新事務所", "effective_on": (today() + SOON).isoformat()})
    page = desk.get(f"/staff/designations/{row.id}")
    desk.submit(page, "届出を確かめた")
    assert "変更の公示" in desk.get(f"/staff/designations/{row.id}").text
    for path in (
        f"/my/designations/{row.id}",
        f"/my/designations/{row.id}/change",
        f"/my/designations/orders/{order.id}",
    ):
        signed_in(other).get(path, expect=403 if "change" in path or "orders" in path else 404)


def test_a_revocation_needs_a_hearing_and_what_was_lost_comes_back_by_hand_only(held):
    corporation, here, there, _worker = held
    clerk = actor_of(a_clerk(TOWN))
    shown = a_listing(TOWN, corporation_id=corporation.id)
    waiting = a_listing(TOWN, corporation_id=corporation.id, status=ListingStatus.SUBMITTED)
    elsewhere = a_listing(OTHER, corporation_id=corporation.id)
    with pytest.raises(RuleBroken, match="言い分"):
        ending.revoke(here, reason="x", hearing=" ", by=clerk)
    ending.revoke(here, reason="報告がない", hearing="面談した", by=clerk)
    assert [row.status for row in (shown, waiting, elsewhere)] == [
        ListingStatus.PAUSED, ListingStatus.PAUSED, ListingStatus.PUBLISHED,
    ]  # fmt: skip
    notice = announced.open_of(here)[0]
    assert "第30条第3項" in notice.text
    assert "面談した" not in notice.text
    with pytest.raises(RuleBroken, match="指定を受けていません"):
        listings.resume(shown, by=clerk)
    again = a_designation(corporation, TOWN, number="第2号", designated_on=today())
    assert shown.status is ListingStatus.PAUSED
    assert again.is_in_force
    assert there.is_in_force


def test_a_town_that_leaves_ends_what_stood_and_declines_what_waited(held):
    _corporation, here, there, _worker = held
    waiting = in_review(a_user())
    ending.end_all_in(TOWN, by=BY, reason="参加を終えたため")
    assert (here.status, waiting.status) == (DesignationStatus.ENDED, DesignationStatus.DECLINED)
    assert there.is_in_force


def test_one_open_demand_does_not_let_another_town_look(held):
    _corporation, here, _there, _worker = held
    order = orders.issue(here, OrderKind.REPORT, text="x", due_on=today() + SOON, by=actor_of(a_clerk(TOWN)))
    with pytest.raises(NotAllowed):
        orders.close(order, "", by=actor_of(a_clerk(OTHER)))
    assert session().get_one(type(order), order.id).closed_at is None
