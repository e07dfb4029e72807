"""Dated settings: typed, bounded, from a day on, with who and why; other towns' are not there."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, actor_of, an_admin, an_operator
from tests.factories.municipalities import a_municipality, a_programme, a_setting
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.clock import today
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry, history_of
from webapp.municipalities import decisions, queries
from webapp.municipalities.models import DatedSetting
from webapp.municipalities.settings import PARAMETERS

TOWN, OTHER = "202151", "372081"
DAYS = "registration_review_days"
PAGE = f"/staff/settings/{TOWN}/{DAYS}"
SignedIn = Callable[..., PageClient]


def in_days(number: int) -> date:
    return today() + timedelta(days=number)


@pytest.fixture
def desk(database: Any, signed_in: SignedIn) -> PageClient:
    with database.transaction():
        a_programme(TOWN)
        a_programme(OTHER)
        admin = an_admin(TOWN, display_name="上條 正人")
    return signed_in(admin)


def test_every_parameter_is_shown_with_its_value_of_today(database: Any, desk: PageClient) -> None:
    with database.transaction():
        a_setting(DAYS, 10, today())
        a_setting("pledge_minimum_yen", 3000, in_days(30))
    page = desk.get("/staff/settings")
    rows = {words_of(row.find("th")): words_of(row) for row in page.tree.select("main tbody tr")}
    assert set(rows) == {str(parameter.label) for parameter in PARAMETERS.values()}
    assert "10日" in rows["登録審査の目標日数"]
    assert "このまちの値" in rows["登録審査の目標日数"]
    assert "2,000円" in rows["寄附の最低額"]
    assert "3,000円" in rows["寄附の最低額"]
    assert "随時受け付ける" in rows["支援法人の指定方針"]


def test_an_administrator_decides_a_value_and_sees_who_why_and_when(database: Any, desk: PageClient) -> None:
    page = desk.submit(desk.get(PAGE), "この値に決める", {"value": "２０", "source": "要綱 第3条"}).follow()
    assert "上條 正人" in page.text
    assert "要綱 第3条" in page.text
    with database.transaction() as s:
        assert queries.setting(DAYS, TOWN) == 20
        assert queries.setting(DAYS, OTHER) == 14
        row = s.exec(select(DatedSetting)).one()
        entry = history_of(row)[0]
        assert (entry.action, entry.municipality_code) == ("setting.set", TOWN)
        assert "14日 → 20日" in entry.reason
        letter = s.exec(select(Letter)).one()
        assert letter.to_email == "kikaku@town.example"
        assert "14日 → 20日" in str(letter.content)


@pytest.mark.parametrize(
    ("key", "field", "value", "words"),
    [
        (DAYS, "value", "0", "1から90まで"),
        (DAYS, "value", "91", "1から90まで"),
        (DAYS, "value", "十日", "数字で"),
        (DAYS, "value", "", "入力してください"),
        (DAYS, "source", "", "入力してください"),
        (DAYS, "source", "あ" * 301, "300字以内"),
        (DAYS, "valid_from", "", "入力してください"),
        (DAYS, "valid_from", "2020-01-01", "過ぎた日"),
        ("designation_policy", "value", "sometimes", ""),
    ],
)
def test_a_bad_value_is_refused_and_what_was_typed_stays(
    desk: PageClient, key: str, field: str, value: str, words: str
) -> None:
    typed = {"value": "20" if key == DAYS else "closed", "source": "要綱", field: value}
    page = desk.submit(desk.get(f"/staff/settings/{TOWN}/{key}"), "この値に決める", typed, expect=422)
    assert any(words in sentence for sentence in page.errors()), page.errors()
    if field == "value" and key == DAYS:
        assert page.tree.select_one("#value").attrs["value"] == value
        assert words_of(page.tree.select_one("#source")) == "要綱"


def test_nought_is_a_value_where_the_bounds_allow_it(database: Any, desk: PageClient) -> None:
    page = desk.get(f"/staff/settings/{TOWN}/minimum_days_per_month")
    desk.submit(page, "この値に決める", {"value": "0", "source": "試行のため"})
    with database.transaction():
        assert queries.setting("minimum_days_per_month", TOWN) == 0


def test_a_later_decision_has_to_be_minded(database: Any, desk: PageClient) -> None:
    with database.transaction():
        a_setting(DAYS, 5, in_days(60))
    typed = {"value": "20", "source": "要綱"}
    refused = desk.submit(desk.get(PAGE), "この値に決める", typed, expect=422)
    assert any("すでに決まっています" in sentence for sentence in refused.errors())
    desk.submit(refused, "この値に決める", {"despite_later": "y"})
    with database.transaction():
        assert queries.setting(DAYS, TOWN) == 20
        assert queries.setting(DAYS, TOWN, in_days(60)) == 5


def test_a_value_to_come_can_be_withdrawn_and_a_begun_one_cannot(database: Any, desk: PageClient) -> None:
    with database.transaction():
        begun, coming = a_setting(DAYS, 10, today()).id, a_setting(DAYS, 5, in_days(60)).id
    page = desk.submit(desk.get(PAGE), f"/staff/settings/withdraw/{coming}").follow()
    assert "取りやめました" in page.text
    desk.post(f"/staff/settings/withdraw/{begun}", expect=409)
    with database.transaction() as s:
        assert [row.id for row in s.exec(select(DatedSetting))] == [begun]
        actions = s.exec(select(TrailEntry.action).where(TrailEntry.subject_id == coming)).all()
        assert list(actions) == ["setting.withdraw"]


def test_another_towns_settings_are_not_there(database: Any, desk: PageClient) -> None:
    with database.transaction():
        theirs = a_setting(DAYS, 5, in_days(60), OTHER).id
    for path in (f"/staff/settings/{OTHER}", f"/staff/settings/{OTHER}/{DAYS}", f"/staff/settings/{TOWN}/nothing"):
        desk.get(path, expect=404)
    desk.post(f"/staff/settings/{OTHER}/{DAYS}", {"value": "5"}, expect=404)
    desk.post(f"/staff/settings/withdraw/{theirs}", expect=404)
    with database.transaction() as s:
        assert s.get(DatedSetting, theirs) is not None


def test_a_clerk_and_an_operator_may_not_open_the_settings(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme(TOWN)
        people = [a_clerk(TOWN), an_operator()]
    for person in people:
        browser = signed_in(person)
        for path in ("/staff/settings", f"/staff/settings/{TOWN}", PAGE, "/staff/mayors", f"/staff/mayors/{TOWN}"):
            browser.get(path, expect=403)
        browser.post(PAGE, {"value": "5"}, expect=403)


def test_somebody_of_two_towns_moves_between_them(database: Any, desk: PageClient, signed_in: SignedIn) -> None:
    from tests.factories.accounts import a_membership
    from webapp.core.actor import Role

    with database.transaction():
        person = an_admin(TOWN)
        a_membership(person, Role.MUNICIPALITY_ADMIN, OTHER)
    page = signed_in(person).get("/staff/settings")
    assert page.links()["香川県三豊市"] == f"/staff/settings/{OTHER}"


def test_the_rules_hold_without_the_form(session: Session) -> None:
    a_municipality(TOWN)
    admin, stranger = actor_of(an_admin(TOWN)), actor_of(an_admin(OTHER))
    good: dict[str, Any] = {"valid_from": today(), "source": "要綱", "by": admin}
    for value in (0, 91, "20", None):
        with pytest.raises(RuleBroken):
            decisions.set_setting(TOWN, DAYS, value, **good)
    with pytest.raises(RuleBroken, match="選択肢"):
        decisions.set_setting(TOWN, "designation_policy", "sometimes", **good)
    with pytest.raises(RuleBroken, match="過ぎた日"):
        decisions.set_setting(TOWN, DAYS, 20, **{**good, "valid_from": in_days(-1)})
    with pytest.raises(RuleBroken, match="理由"):
        decisions.set_setting(TOWN, DAYS, 20, **{**good, "source": " "})
    with pytest.raises(NotThere):
        decisions.set_setting(TOWN, DAYS, 20, **{**good, "by": stranger})
    with pytest.raises(NotThere):
        decisions.set_setting(TOWN, "unknown", 20, **good)
    assert session.exec(select(DatedSetting)).all() == []


def test_a_value_of_the_same_day_is_corrected_in_place(session: Session) -> None:
    a_municipality(TOWN)
    admin = actor_of(an_admin(TOWN))
    first = decisions.set_setting(TOWN, DAYS, 20, valid_from=today(), source="要綱", by=admin)
    second = decisions.set_setting(TOWN, DAYS, 21, valid_from=today(), source="書きまちがい", by=admin)
    assert first.id == second.id
    assert queries.setting(DAYS, TOWN) == 21
    assert "20日 → 21日" in history_of(second)[-1].reason
