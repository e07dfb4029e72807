"""The application's screens: rows, addresses, what is done, what a second application knows, two tabs, and no sex."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import SQLModel

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.registrations import a_draft, a_registration, some_details
from tests.factories.residents import SHIOJIRI, TOKYO_SHINJUKU, a_resident
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.registrations import applying, deciding, queries
from webapp.registrations.answers import Screen
from webapp.registrations.facts import COMMENTABLE, FIELDS, changes, lines_of
from webapp.registrations.models import Registration, RegistrationStatus, StayFrequency
from webapp.residents.queries import profile_of_user

Visit = Callable[..., PageClient]
SADO = "152242"


@pytest.fixture
def person(database: Any) -> Any:
    with database.transaction():
        user = a_resident_user()
        a_draft(user, details={}, bases=[], stay_frequency=None, purpose="")
        return user


def address(database: Any, person: Any) -> str:
    return f"/my/registrations/{kept(database, person).id}"


def kept(database: Any, person: Any) -> Registration:
    with database.transaction(read_only=True):
        return queries.registrations_of(actor_of(person))[0][0]


def test_children_come_and_go_by_buttons_and_nothing_typed_is_lost(
    database: Any, person: Any, signed_in: Visit
) -> None:
    me, here = signed_in(person), address(database, person)
    page = me.submit(me.get(f"{here}/household"), "子どもを加える", {"adults": "二人"}, expect=200)
    page = me.submit(page, "子どもを加える", {"children-0-age": "三歳", "children-0-note": "卵アレルギー"}, expect=200)
    shown = {str(tag.attrs.get("name")): tag.attrs.get("value") for tag in page.tree.select("input")}
    assert (shown["adults"], shown["children-0-age"]) == ("二人", "三歳")
    assert "卵アレルギー" in page.text
    page = me.submit(page, "子ども2を消す", expect=200)
    assert not page.tree.select("[name=children-1-age]")
    page = me.submit(page, "保存して次へ", expect=422)
    assert any("子ども1 年齢" in error for error in page.errors())
    good = {"adults": "2", "children-0-age": "3", "children-0-school": "nursery", "children-0-wishes": ["nursery_stay"]}
    me.submit(page, "保存して次へ", good)
    (child,) = kept(database, person).details["children"]
    assert child == {"age": 3, "school": "nursery", "wishes": ["nursery_stay"], "note": "卵アレルギー"}
    with database.transaction(read_only=True):
        profile = profile_of_user(person.id)
        assert profile is not None
        assert profile.children_ages == [3]


def test_a_row_without_its_main_answer_is_explained_and_a_blank_row_is_none(
    database: Any, person: Any, signed_in: Visit
) -> None:
    me, here = signed_in(person), address(database, person)
    page = me.submit(me.get(f"{here}/household"), "大人の家族を加える", expect=200)
    page = me.submit(page, "子どもを加える", expect=200)
    page = me.submit(page, "保存して次へ", {"adults": "2", "members-0-comes": "no"}, expect=422)
    assert [error for error in page.errors() if "関係を選んでください" in error]
    me.submit(page, "保存して次へ", {"members-0-comes": None})
    assert (kept(database, person).details["members"], kept(database, person).details["children"]) == ([], [])


def test_a_postal_code_fills_in_the_place(database: Any, person: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_municipality("261009")
    me, here = signed_in(person), address(database, person)
    button = "郵便番号から住所を入れる"
    page = me.submit(me.get(f"{here}/home"), button, {"postal_code": "600-8001", "home_code": ""}, expect=200)
    shown = {str(tag.attrs.get("name")): tag.attrs.get("value") for tag in page.tree.select("input")}
    assert (shown["home_code"], shown["area"]) == ("京都府京都市", "下京区真町")
    page = me.submit(page, "保存して次へ", {"rest": "１２３－４", "building": "見本ビル"})
    found = kept(database, person).details["address"]
    assert found["joined"] == "京都府京都市下京区真町123-4 見本ビル"
    assert (found["code"], found["area_code"], found["typed"]) == (
        "261009",
        "6008001",
        "京都府京都市 下京区真町 １２３－４ 見本ビル",
    )
    page = me.submit(me.get(f"{here}/home"), button, {"postal_code": "999-9999"}, expect=422)
    assert any("見つかりません" in error for error in page.errors())


def test_half_of_a_screen_can_be_kept_but_consents_are_never_saved_on_the_way(
    database: Any, person: Any, signed_in: Visit
) -> None:
    me, here = signed_in(person), address(database, person)
    answer = me.submit(me.get(f"{here}/home"), "あとで続ける", {"area": "西新宿", "rest": ""})
    assert answer.location == here
    assert kept(database, person).details["address"]["area"] == "西新宿"
    assert "home" not in kept(database, person).details.get("answered", [])
    headers = {"X-Autosave": "1", "Accept": "application/json"}
    me.post(f"{here}/consents", {"application": "y"}, headers=headers, expect=404)
    me.post(f"{here}/ties", {"ties_note": "祖父の家"}, headers=headers, expect=200)
    assert kept(database, person).details["ties_note"] == "祖父の家"


def test_the_navigation_shows_what_is_done_and_the_way_goes_on_there(
    database: Any, person: Any, signed_in: Visit
) -> None:
    me, here = signed_in(person), address(database, person)
    page = me.submit(me.get(f"{here}/stay"), "保存して次へ", {"stay_frequency": "weekly"}).follow()
    done = [words_of(item) for item in page.tree.select(".steps__item[data-state=done]")]
    assert [words for words in done if "頻度と目的" in words] == done
    assert me.get(f"{here}/go-on", expect=303).location.endswith("/you")


@pytest.mark.usefixtures("session")
def test_a_second_application_knows_the_person_but_asks_consents_and_the_town_anew() -> None:
    user = a_resident_user()
    first = a_registration(user, details=some_details(TOKYO_SHINJUKU, phone="090-0000-0000", ties=["gift"]))
    a_programme(SADO)
    resident = profile_of_user(user.id)
    assert resident is not None
    second = applying.start(resident, SADO, by=actor_of(user))
    assert (second.details["phone"], second.details["address"]) == ("090-0000-0000", first.details["address"])
    assert second.details["answered"] == ["you", "home", "household"]
    assert not {"consents", "ties"} & set(second.details)
    assert (second.bases, second.purpose) == ([], "")


@pytest.mark.usefixtures("session")
def test_after_a_refusal_the_same_town_need_not_be_told_again() -> None:
    user = a_resident_user()
    first = a_registration(user, details=some_details(TOKYO_SHINJUKU, ties=["gift"]))
    deciding.refuse(first, reason="頻度を確かめられませんでした。", by=actor_of(a_clerk(SHIOJIRI)))
    resident = profile_of_user(user.id)
    assert resident is not None
    second = applying.start(resident, SHIOJIRI, by=actor_of(user))
    assert (second.bases, second.details["ties"]) == (first.bases, ["gift"])
    assert "consents" not in second.details


def test_the_same_application_in_two_tabs_is_one(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_programme(SHIOJIRI)
        user = a_resident_user()
        a_resident(user)
    me = signed_in(user)
    first, other = (me.post(f"/my/registrations/new/{SHIOJIRI}") for _tab in range(2))
    assert first.location == other.location
    with database.transaction():
        row = queries.registrations_of(actor_of(user))[0][0]
        row.details, row.bases = some_details(TOKYO_SHINJUKU), [{"kind": "undecided", "area": "", "since": ""}]
        row.stay_frequency = StayFrequency.MONTHLY
    page = me.get(f"/my/registrations/{row.id}/confirm")
    me.submit(page, "申請を送る", {"is_true": "y"})
    assert "もう送られている" in me.submit(page, "申請を送る", {"is_true": "y"}, expect=409).text
    with database.transaction(read_only=True):
        (found,) = queries.registrations_of(actor_of(user))
        assert found[0].status is RegistrationStatus.SUBMITTED
        assert len(queries.handovers_of(found[0])) == 1


@pytest.mark.usefixtures("session")
def test_a_correction_shows_single_answers_side_by_side() -> None:
    row = a_registration()
    deciding.ask_correction(row, reason="番地", comments={"address": "番地まで"}, by=actor_of(a_clerk(SHIOJIRI)))
    resident = profile_of_user(row.user_id)
    assert resident is not None
    mended = {**row.details["address"], "joined": "東京都新宿区新宿2丁目8-11"}
    by = actor_of_applicant(row)
    applying.answer(row, resident, Screen.HOME, {"address": mended}, by=by)
    applying.submit(row, resident, by=by)
    (change,) = changes(queries.handovers_of(row))
    assert (change.key, change.before, change.after) == (
        "address",
        "〒160-0022 東京都新宿区新宿2丁目8-1",
        "〒160-0022 東京都新宿区新宿2丁目8-11",
    )


def actor_of_applicant(row: Registration) -> Any:
    from webapp.accounts.queries import user

    return actor_of(user(row.user_id))


@pytest.mark.usefixtures("session")
def test_every_answer_a_town_gets_has_words_and_can_be_commented_on() -> None:
    child = {"age": 3, "school": "nursery", "wishes": ["temporary"], "note": ""}
    details = some_details(
        TOKYO_SHINJUKU, children=[child], members=[{"relation": "parent", "age_band": "", "comes": None}]
    )
    row = a_registration(details=details)
    lines = {line.key: line for line in lines_of(queries.handovers_of(row)[0].content)}
    assert set(lines) <= set(FIELDS) <= set(COMMENTABLE)
    assert lines["child1"].value == "3歳、保育所（保育園）、希望：一時預かり"
    assert lines["member1"].value == "親"
    assert "children_ages" not in lines
    assert lines["child1"].place is Screen.HOUSEHOLD


def test_no_screen_and_no_column_asks_for_the_sex_of_anybody(database: Any, person: Any, signed_in: Visit) -> None:
    me, here = signed_in(person), address(database, person)
    page = me.submit(me.get(f"{here}/household"), "子どもを加える", expect=200)
    pages = [page, *(me.get(f"{here}/{screen}") for screen in Screen if screen is not Screen.GUARDIAN)]
    names = {str(tag.attrs.get("name")) for page in pages for tag in page.tree.select("[name]")}
    columns = {column.name for table in SQLModel.metadata.sorted_tables for column in table.columns}
    forbidden = ("gender", "sex", "seibetsu")
    assert not [name for name in names | columns | set(FIELDS) for word in forbidden if word in name.lower()]
    assert not [label for label in map(str, FIELDS.values()) if "性別" in label]
