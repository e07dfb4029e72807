"""The mayor's name with dates: a new one ends the one before, an overlap is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import actor_of, an_admin
from tests.factories.municipalities import a_mayor, a_municipality, a_programme
from tests.support.client import PageClient
from webapp.core.clock import today
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.municipalities import decisions, queries
from webapp.municipalities.models import Mayor

TOWN, OTHER = "202151", "372081"
PAGE = f"/staff/mayors/{TOWN}"
SignedIn = Callable[..., PageClient]


@pytest.fixture
def desk(database: Any, signed_in: SignedIn) -> PageClient:
    with database.transaction():
        a_programme(TOWN)
        admin = an_admin(TOWN)
        a_mayor(TOWN, name="前任 花子", in_office_from=date(2022, 4, 1))
    return signed_in(admin)


def test_a_new_mayor_ends_the_one_before_on_the_day_before(database: Any, desk: PageClient) -> None:
    typed = {"name": "新任 太郎", "since": "2026-10-10"}
    page = desk.submit(desk.get("/staff/mayors"), "この名前を入れる", typed).follow()
    assert "新任 太郎" in page.text
    with database.transaction() as s:
        assert [str(queries.mayor_on(TOWN, date(2026, 10, day)).name) for day in (9, 10)] == ["前任 花子", "新任 太郎"]
        before, new = reversed(queries.mayors_of(TOWN))
        assert before.in_office_until == date(2026, 10, 9)
        assert [entry.action for entry in history_of(new)] == ["mayor.name"]
        assert "新任 太郎" in str(s.exec(select(Letter.content)).one())


@pytest.mark.parametrize("since", ["2022-04-01", "2020-01-01"])
def test_an_overlap_is_refused(database: Any, desk: PageClient, since: str) -> None:
    refused = desk.submit(desk.get(PAGE), "この名前を入れる", {"name": "新任 太郎", "since": since}, expect=409)
    assert "前任 花子さん" in refused.text
    assert refused.tree.select_one("[name=name]").attrs["value"] == "新任 太郎", "what was typed stays"
    with database.transaction() as s:
        assert [m.name for m in s.exec(select(Mayor))] == ["前任 花子"]


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("name", "あ" * 61), ("since", ""), ("since", "きのう")])
def test_a_form_with_a_hole_is_given_back(desk: PageClient, field: str, value: str) -> None:
    typed = {"name": "新任 太郎", "since": "2026-10-10", field: value}
    assert desk.submit(desk.get(PAGE), "この名前を入れる", typed, expect=422).errors()


def test_a_name_to_come_can_be_withdrawn_and_the_one_before_goes_on(database: Any, desk: PageClient) -> None:
    soon = today() + timedelta(days=20)
    page = desk.submit(desk.get(PAGE), "この名前を入れる", {"name": "新任 太郎", "since": str(soon)}).follow()
    desk.submit(page, "取りやめる")
    with database.transaction():
        (left,) = queries.mayors_of(TOWN)
        assert (left.name, left.in_office_until) == ("前任 花子", None)


def test_a_begun_term_and_another_towns_stay(database: Any, desk: PageClient) -> None:
    with database.transaction():
        begun = queries.mayors_of(TOWN)[0].id
        theirs = a_mayor(OTHER, in_office_from=today() + timedelta(days=20)).id
    desk.post(f"/staff/mayors/withdraw/{begun}", expect=409)
    desk.post(f"/staff/mayors/withdraw/{theirs}", expect=404)
    desk.get(f"/staff/mayors/{OTHER}", expect=404)
    desk.post(f"/staff/mayors/{OTHER}", {"name": "新任 太郎"}, expect=404)


def test_the_usual_title_follows_the_kind_of_town(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme("203050")
        admin = an_admin("203050")
    page = signed_in(admin).get("/staff/mayors")
    assert page.tree.select_one("#title option[selected]").text == "村長"


def test_only_the_towns_own_administrator_names_a_mayor(session: Session) -> None:
    a_municipality(TOWN)
    with pytest.raises(NotThere):
        decisions.name_mayor(TOWN, title="市長", name="だれか", since=today(), by=actor_of(an_admin(OTHER)))
    a_mayor(TOWN, in_office_from=today())
    with pytest.raises(RuleBroken):
        decisions.name_mayor(TOWN, title="市長", name="だれか", since=today(), by=actor_of(an_admin(TOWN)))
    assert len(queries.mayors_of(TOWN)) == 1


def test_papers_are_signed_by_who_was_in_office_on_their_day(session: Session) -> None:
    a_programme(TOWN)
    admin = actor_of(an_admin(TOWN))
    first = today() - timedelta(days=10)
    decisions.name_mayor(TOWN, title="市長", name="前任 花子", since=first, by=admin)
    decisions.name_mayor(TOWN, title="市長職務代理者", name="副市長 見本 次郎", since=today(), by=admin)
    signed = [queries.who_signs(TOWN, day) for day in (first - timedelta(days=1), today() - timedelta(days=1), today())]
    assert signed == ["", "塩尻市長　前任 花子", "塩尻市長職務代理者　副市長 見本 次郎"]
