"""Registrants go out: who allows it, never who hides, no formula, and a trace for the town and for the person."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_standing_registration
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core.errors import RuleBroken
from webapp.core.trail import TrailEntry
from webapp.registrations.lists import disclosing
from webapp.registrations.lists.models import Disclosure, Receiver
from webapp.registrations.models import Registration, RegistrationStatus
from webapp.residents import actions as residents
from webapp.residents.models import ConsentPurpose
from webapp.residents.queries import profile_of_user

Visit = Callable[..., PageClient]
WHY = "県のふるさと住民登録の名簿に加えるため"


def a_registrant(*, allows: bool = True, town: str = SHIOJIRI, **profile: Any) -> tuple[User, Registration]:
    user = a_resident_user()
    a_resident(user, **profile)
    row = a_standing_registration(user, town, ends_on=date(2027, 11, 20))
    residents.consent(user.id, {ConsentPurpose.SCHEMES: allows}, by=actor_of(user), given_to=town)
    return user, row


def lines(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_only_who_allows_it_and_does_not_hide_goes_out(session: Any) -> None:
    a_registrant(family_name="合意")
    a_registrant(allows=False)
    a_registrant(is_confidential=True)
    hidden_since, _row = a_registrant()
    profile = profile_of_user(hidden_since.id)
    assert profile is not None
    profile.is_confidential = True
    _user, suspended = a_registrant()
    suspended.status = RegistrationStatus.SUSPENDED
    withdrawn, _row = a_registrant()
    residents.consent(withdrawn.id, {ConsentPurpose.SCHEMES: False}, by=actor_of(withdrawn), given_to=SHIOJIRI)
    a_programme("152242")
    elsewhere, _row = a_registrant(allows=False)
    residents.consent(elsewhere.id, {ConsentPurpose.SCHEMES: True}, by=actor_of(elsewhere), given_to="152242")
    found, text = disclosing.make(SHIOJIRI, receiver=Receiver.NATION, purpose=WHY, by=actor_of(a_clerk(SHIOJIRI)))
    (line,) = lines(text)
    assert (line["姓"], line["住所_全国地方公共団体コード"], line["登録区分"]) == ("合意", "131041", "ベーシック")
    assert (line["登録終了日"], line["登録先_都道府県"], line["登録先_都道府県コード"]) == (
        "2027-11-20",
        "長野県",
        "200000",
    )
    assert found.people == 1


def test_a_name_that_is_a_formula_runs_nothing(session: Any) -> None:
    a_registrant(family_name='=HYPERLINK("https://evil.example")', given_name="@花子")
    _found, text = disclosing.make(SHIOJIRI, receiver=Receiver.NATION, purpose=WHY, by=actor_of(a_clerk(SHIOJIRI)))
    (line,) = lines(text)
    assert line["姓"].startswith("'=")
    assert line["名"] == "'@花子"


def test_nobody_to_take_out_is_said_and_leaves_no_trace(session: Any) -> None:
    a_registrant(allows=False)
    with pytest.raises(RuleBroken, match="書き出せる人がいません"):
        disclosing.make(SHIOJIRI, receiver=Receiver.NATION, purpose=WHY, by=actor_of(a_clerk(SHIOJIRI)))
    assert session.exec(select(Disclosure)).all() == []


def test_each_file_leaves_a_trace_for_the_town_and_for_the_person(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        a_programme("152242")
        person, row = a_registrant()
        other, _row = a_registrant(allows=False)
        clerk, stranger = a_clerk(SHIOJIRI), a_clerk("152242")
    browser = signed_in(clerk)
    page = browser.get(f"/staff/lists/export/{SHIOJIRI}")
    assert "1人" in page.text
    page = browser.submit(page, "ファイルを書き出す", {"receiver": "prefecture", "purpose": "県へ"}, expect=422)
    assert "10字以上" in page.errors()[0]
    answers = {"receiver": "prefecture", "purpose": WHY}
    response = browser.raw.post(f"/staff/lists/export/{SHIOJIRI}", data={**answers, "csrf_token": browser.csrf_token()})
    assert response.mimetype == "text/csv"
    assert "no-store" in response.headers["Cache-Control"]
    assert lines(response.get_data(as_text=True))[0]["ID"] == row.id
    assert WHY in browser.get("/staff/lists").text
    assert WHY in signed_in(person).get("/my/privacy/seen").text
    assert signed_in(person).raw.get("/my/data/futamachi.json").json["disclosures"][0]["purpose"] == WHY
    assert WHY not in signed_in(other).get("/my/privacy/seen").text
    assert WHY not in signed_in(stranger).get("/staff/lists").text
    signed_in(stranger).get(f"/staff/lists/export/{SHIOJIRI}", expect=404)
    with database.transaction() as s:
        entry = s.exec(select(TrailEntry).where(TrailEntry.action == "disclosure.make")).one()
        assert (entry.actor_id, entry.municipality_code) == (clerk.id, SHIOJIRI)
