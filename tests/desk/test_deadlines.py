"""All last days in one list and in a private calendar: numbers and kinds, never a name; nothing for who left."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme
from tests.factories.pledges import a_pledge
from tests.factories.registrations import a_registration
from tests.factories.residents import a_resident
from tests.support.following import browser_of
from webapp.accounts.models import Membership
from webapp.core.clock import now, today
from webapp.desk.deadlines import days
from webapp.onestop import due as onestop

PAGE, FEED = "/staff/deadlines", "/staff/deadlines/feed"


def an_application(database: Any, family_name: str = "青木", **changes: Any) -> Any:
    with database.transaction():
        user = a_resident_user()
        a_resident(user, family_name=family_name)
        row = a_registration(user)
        for name, value in changes.items():
            setattr(row, name, value)
        return row


def test_what_is_late_stands_first_and_names_nobody(database: Any, office: Any, signed_in: Any) -> None:
    late = an_application(database, due_on=today() - timedelta(days=1))
    coming = an_application(database, due_on=today() + timedelta(days=3))
    with database.transaction():
        a_programme("011002")
        stranger = a_clerk("011002")
        a_listing(title="秋の家", expires_on=today() + timedelta(days=20), as_of=today())
    page = signed_in(office["clerk"]).get(PAGE)
    assert "過ぎた期限 1件" in page.text
    assert page.text.index(late.reference) < page.text.index(coming.reference)
    assert "掲載の期限 1件" in page.text
    assert "青木" not in page.html
    far = signed_in(stranger).get(PAGE)
    assert coming.reference not in far.text
    assert "掲載の期限" not in far.text.split("月の期限")[0]
    assert page.tree.select_one('.month [aria-current="date"]') is not None
    for month in ("2026-13", "0001-01", "9999-12", "x"):
        assert f"{today().year}年{today().month}月" in signed_in(office["clerk"]).get(f"{PAGE}?month={month}").text


def test_what_is_late_for_months_stays_until_somebody_sees_to_it(database: Any, office: Any, signed_in: Any) -> None:
    long_ago = an_application(database, due_on=today() - timedelta(days=400))
    assert long_ago.reference in signed_in(office["clerk"]).get(PAGE).text.split("これから60日")[0]


def test_very_many_on_one_day_are_one_line(database: Any, office: Any, signed_in: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(days, "MOST_A_DAY", 1)
    day = today() + timedelta(days=3)
    many = [an_application(database, due_on=day) for _number in range(2)]
    alone = an_application(database, due_on=day + timedelta(days=1))
    page = signed_in(office["clerk"]).get(PAGE)
    assert page.links()["登録の審査 2件"] == "/staff/registrations"
    assert [row.reference in page.text for row in (*many, alone)] == [False, False, True]


def test_the_day_for_telling_donors_towns_stays_after_the_papers_must_have_arrived(
    app: Flask, database: Any, office: Any, time_machine: Any
) -> None:
    with database.transaction():
        a_pledge().paid_at = now()
        actor = actor_of(office["clerk"])
    said = {}
    for day in ("2027-01-10", "2027-01-11", "2027-01-31", "2027-02-01"):
        time_machine.move_to(f"{day}T09:00:00+09:00", tick=False)
        with app.test_request_context(), database.transaction(read_only=True):
            said[day] = [one.day.isoformat() for one in onestop.deadlines(actor)]
    assert said == {
        "2027-01-10": ["2027-01-10", "2027-01-31"],
        "2027-01-11": ["2028-01-10", "2027-01-31"],
        "2027-01-31": ["2028-01-10", "2027-01-31"],
        "2027-02-01": ["2028-01-10", "2028-01-31"],
    }


def test_the_address_is_private_can_be_replaced_and_ends_with_the_office(
    database: Any, office: Any, signed_in: Any, client: Any
) -> None:
    row = an_application(database, due_on=today() + timedelta(days=3))
    clerk = signed_in(office["clerk"])
    made = clerk.post(FEED, {"do": "make"}, expect=200)
    path = made.tree.find("code").text.removeprefix("http://localhost")
    body = client.get(path).response.get_data(as_text=True)
    assert f"SUMMARY:登録の審査 {row.reference}" in body
    assert f"UID:reg:{row.id}@futamachi" in body
    assert "青木" not in body
    clerk.post(FEED, {"do": "make"}, expect=200)
    client.get(path, expect=404)
    made = clerk.post(FEED, {"do": "make"}, expect=200)
    path = made.tree.find("code").text.removeprefix("http://localhost")
    with database.transaction() as s:
        member = s.exec(select(Membership).where(Membership.user_id == office["clerk"].id)).one()
        member.valid_from, member.valid_until = today() - timedelta(days=9), today() - timedelta(days=1)
    client.get(path, expect=404)


def test_the_demo_has_deadlines_of_many_kinds(demo_app: Flask) -> None:
    clerk = browser_of(demo_app, "clerk")
    path = clerk.post(FEED, {"do": "make"}, expect=200).tree.find("code").text.removeprefix("http://localhost")
    body = clerk.get(path).response.get_data(as_text=True)
    for kind in (
        "登録の審査",
        "登録の期限",
        "ワンストップ特例の必着日",
        "寄附の受付の終わり",
        "年度の終わり",
        "返金の確認",
    ):
        assert f"SUMMARY:{kind}" in body, kind
