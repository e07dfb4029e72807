"""What somebody with a stolen password, session or letter must not reach, and odd input that must not break a page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.accounts.conftest import sign_in_by_password
from tests.factories.accounts import PASSWORD, a_resident_user, actor_of
from tests.factories.registrations import an_approved_registration
from tests.support.client import PageClient
from webapp.accounts import actions, own_account, queries, second_factor
from webapp.accounts.models import LinkPurpose, OneTimeLink
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.registrations.models import RegistrationStatus
from webapp.residents.queries import profile_of_user

EMAIL, NEW_EMAIL = "hanako@example.jp", "evil@example.jp"
Browser = Callable[..., PageClient]


def to_full_width(code: str) -> str:
    return code.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})


def test_full_width_digits_are_read_and_other_digits_are_only_wrong(
    client: PageClient, resident: Any, with_app: Any
) -> None:
    app, _codes = with_app(resident)
    sign_in_by_password(client, EMAIL)
    client.post("/sign-in/second-step", {"code": "١٢٣٤٥٦"}, expect=422)
    client.post("/sign-in/second-step", {"code": to_full_width(app.at(now()))})
    assert client.get("/settings").h1 == "設定"


def test_a_new_password_ends_the_links_that_an_intruder_asked_for(session: Any) -> None:
    person = a_resident_user(email=EMAIL)
    own_account.ask_address_change(person, NEW_EMAIL, by=actor_of(person))
    second_factor.ask_for_reset(person)
    actions.set_password(person, "a wholly other long phrase", by=actor_of(person))
    session.expire_all()
    assert {link.purpose: link.is_usable for link in session.exec(select(OneTimeLink))} == {
        LinkPurpose.CHANGE_EMAIL: False,
        LinkPurpose.RESET_SECOND_FACTOR: False,
    }


def test_the_present_address_hears_of_a_change_that_is_only_asked_for(database: Any, letters: Any) -> None:
    with database.transaction():
        person = a_resident_user(email=EMAIL)
    with database.transaction():
        own_account.ask_address_change(queries.user(person.id), NEW_EMAIL, by=actor_of(person))
    assert [letter.subject for letter in letters(EMAIL)] == ["メールアドレスを変える申込みがありました"]


def test_a_change_of_address_is_confirmed_only_by_who_asked(
    client: PageClient, signed_in: Browser, database: Any, resident: Any, link_to: Any
) -> None:
    with database.transaction():
        stranger = a_resident_user(email="stranger@example.jp")
        own_account.ask_address_change(queries.user(resident.id), NEW_EMAIL, by=actor_of(resident))
    link = link_to(NEW_EMAIL)
    assert client.post(link).location == f"/sign-in?next={link}"
    signed_in(stranger).post(link, expect=409)
    with database.transaction(read_only=True):
        assert queries.user(resident.id).email == EMAIL
    signed_in(resident).post(link)
    with database.transaction(read_only=True):
        assert queries.user(resident.id).email == NEW_EMAIL


@pytest.mark.both_databases
def test_an_address_taken_at_the_same_instant_is_a_broken_rule(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_resident_user(email=EMAIL)
    own_account.ask_address_change(person, NEW_EMAIL, by=actor_of(person))
    a_resident_user(email=NEW_EMAIL)
    link = session.exec(select(OneTimeLink)).one()
    monkeypatch.setattr(own_account, "_must_be_free", lambda *_: None)
    with pytest.raises(RuleBroken, match="別のアカウント"):
        own_account.confirm_address_change(link)


@pytest.mark.both_databases
@pytest.mark.parametrize("answer", ['{"id":"\\ud800"}', '{"id":"a\\u0000"}', '{"id":"あ"}'])
def test_an_odd_passkey_name_is_refused(client: PageClient, answer: str) -> None:
    client.post("/sign-in/passkey/question", expect=200, lint=False)
    client.post("/sign-in/passkey", {"credential": answer}, expect=409)


def test_a_factor_is_added_only_soon_after_a_password(signed_in: Browser, resident: Any, time_machine: Any) -> None:
    hanako = signed_in(resident, second_factor=False)
    time_machine.move_to(now() + timedelta(minutes=11))
    for place in ("app", "app/confirm"):
        hanako.post(f"/settings/second-factor/{place}", expect=409)
    hanako.post("/settings/passkeys/question", expect=409, lint=False)
    hanako.post("/settings/passkeys", expect=409)
    hanako.post("/settings/devices/revoke-others")
    hanako.post("/settings/second-factor/app", expect=409)
    page = hanako.get("/settings/second-factor/password")
    page = hanako.submit(page, "確認する", {"current": "not the password"}, expect=422)
    hanako.submit(page, "確認する", {"current": PASSWORD})
    hanako.submit(hanako.get("/settings/second-factor"), "認証アプリを設定する")


def test_closing_an_account_takes_applications_back_and_blanks_the_profile(session: Any) -> None:
    person = a_resident_user(email=EMAIL)
    row = an_approved_registration(person)
    own_account.close_account(person, by=actor_of(person))
    profile = profile_of_user(person.id)
    assert row.status is RegistrationStatus.WITHDRAWN
    assert (row.applicant_name, profile and profile.full_name) == ("", "")


def test_an_account_without_a_profile_closes(session: Any) -> None:
    person = a_resident_user(email=EMAIL)
    own_account.close_account(person, by=actor_of(person))
    assert not person.is_active
