"""All last days in one list and in a private calendar: numbers and kinds, never a name; nothing for who left."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlmodel import select

from tests.architecture.test_every_page import browser_of
from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration
from tests.factories.residents import a_resident
from webapp.accounts.models import Membership
from webapp.core.clock import today

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
    assert page.soup.select_one('.month [aria-current="date"]') is not None
    for month in ("2026-13", "0001-01", "9999-12", "x"):
        assert f"{today().year}年{today().month}月" in signed_in(office["clerk"]).get(f"{PAGE}?month={month}").text


def test_the_address_is_private_can_be_replaced_and_ends_with_the_office(
    database: Any, office: Any, signed_in: Any, client: Any
) -> None:
    row = an_application(database, due_on=today() + timedelta(days=3))
    clerk = signed_in(office["clerk"])
    made = clerk.post(FEED, {"do": "make"}, expect=200)
    path = made.soup.find("code").get_text().removeprefix("http://localhost")
    body = client.get(path).response.get_data(as_text=True)
    assert f"SUMMARY:登録の審査 {row.reference}" in body
    assert f"UID:reg:{row.id}@futamachi" in body
    assert "青木" not in body
    clerk.post(FEED, {"do": "make"}, expect=200)
    client.get(path, expect=404)
    made = clerk.post(FEED, {"do": "make"}, expect=200)
    path = made.soup.find("code").get_text().removeprefix("http://localhost")
    with database.transaction() as s:
        member = s.exec(select(Membership).where(Membership.user_id == office["clerk"].id)).one()
        member.valid_from, member.valid_until = today() - timedelta(days=9), today() - timedelta(days=1)
    client.get(path, expect=404)


def test_the_demo_has_deadlines_of_many_kinds(demo_app: Flask) -> None:
    clerk = browser_of(demo_app, "clerk")
    path = clerk.post(FEED, {"do": "make"}, expect=200).soup.find("code").get_text().removeprefix("http://localhost")
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
