"""自分の情報: what is there is counted, who looked is told once a day, consents are taken back with one click."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.municipalities import a_programme, a_setting
from tests.factories.registrations import a_registration
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.client import PageClient
from webapp.registrations.models import Registration
from webapp.residents.models import Consent, ConsentPurpose, ConsentScreen
from webapp.residents.reads.models import DataRead

Visit = Callable[..., PageClient]


@pytest.fixture
def person(database: Any) -> Any:
    with database.transaction():
        a_programme(SHIOJIRI)
        user = a_resident_user()
        a_registration(user)
        return user


def test_the_centre_names_every_purpose_with_its_count(person: Any, signed_in: Visit) -> None:
    page = signed_in(person).get("/my/privacy")
    assert "登録と申請（1件）" in page.text
    assert "見る人" in page.text
    assert "寄附と受領証明書" in page.text.partition("いまは何もないもの")[2]
    assert signed_in(person).get("/my/data", expect=303).location == "/my/privacy"


@pytest.mark.both_databases
def test_who_opened_the_application_is_told_once_a_day_without_a_name(
    database: Any, person: Any, signed_in: Visit
) -> None:
    with database.transaction() as s:
        clerk = a_clerk(SHIOJIRI, display_name="担当 花子")
        row = a_registration_of(s, person)
    desk = signed_in(clerk)
    for _again in range(2):
        desk.get(f"/staff/registrations/{row}").response.close()
    with database.transaction(read_only=True) as s:
        assert [read.what.value for read in s.exec(select(DataRead))] == ["application"]
    seen = signed_in(person).get("/my/privacy/seen").text
    assert ("塩尻市" in seen, "市町村の担当者" in seen, "登録の申請" in seen) == (True, True, True)
    assert "担当 花子" not in seen
    with database.transaction():
        a_setting("privacy_reader_names", "yes", date(2026, 4, 1), SHIOJIRI)
    assert "担当 花子" in signed_in(person).get("/my/privacy/seen").text


def a_registration_of(session: Any, person: Any) -> str:
    return str(session.exec(select(Registration.id).where(Registration.user_id == person.id)).one())


def test_a_stranger_who_is_refused_leaves_no_line(database: Any, person: Any, signed_in: Visit) -> None:
    with database.transaction() as s:
        a_programme("152242")
        stranger, row = a_clerk("152242"), a_registration_of(s, person)
    signed_in(stranger).get(f"/staff/registrations/{row}", expect=404).response.close()
    with database.transaction(read_only=True) as s:
        assert s.exec(select(DataRead)).all() == []


def test_a_consent_is_taken_back_and_given_again_with_its_screen_noted(
    database: Any, person: Any, signed_in: Visit
) -> None:
    me = signed_in(person)
    me.post("/my/privacy/consents", {"purpose": "matching", "answer": "no"})
    me.post("/my/privacy/consents", {"purpose": "matching", "answer": "yes"})
    me.post("/my/privacy/consents", {"purpose": "application", "answer": "no"}, expect=404)
    with database.transaction(read_only=True) as s:
        chosen = select(Consent).where(Consent.user_id == person.id, Consent.purpose == ConsentPurpose.MATCHING)
        rows = [(row.is_given, row.screen) for row in s.exec(chosen)]
    assert rows[-2:] == [(False, ConsentScreen.CENTRE), (True, ConsentScreen.CENTRE)]
    assert "「自分の情報」の画面" in me.get("/my/privacy/consents").text


def test_an_older_yes_is_shown_in_the_words_that_were_said_then(database: Any, signed_in: Visit) -> None:
    with database.transaction() as s:
        user = a_resident_user()
        a_resident(user)
        s.add(Consent(user_id=user.id, purpose=ConsentPurpose.CORPORATIONS, text_version="2026-04-01", is_given=True))
    page = signed_in(user).get("/my/privacy/consents").text
    assert "支援法人から、このサービスを通じて案内を受け取ること" in page
    assert "いまの文：希望する市町村の支援法人が" in page
