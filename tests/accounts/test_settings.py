"""One's own account: name, password, address, devices, leaving."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.accounts.conftest import sign_in_by_password
from tests.factories.accounts import PASSWORD, a_user, an_admin
from tests.factories.privacy import leave
from tests.support.client import Page, PageClient
from webapp.accounts import queries
from webapp.accounts.models import User
from webapp.core.clock import now

EMAIL, NEW_EMAIL = "hanako@example.jp", "hanako.new@example.jp"
Letters = Callable[[str], list[Any]]


@pytest.fixture
def hanako(signed_in: Callable[..., PageClient], resident: Any) -> PageClient:
    return signed_in(resident, second_factor=False)


def test_name_and_language_are_kept(hanako: PageClient) -> None:
    typed = {"display_name": "はなこ", "locale": "en"}
    hanako.submit(hanako.get("/settings/profile"), "保存する", typed)
    page = hanako.get("/settings")
    assert "はなこ" in page.text
    assert 'lang="en"' in page.html


def test_an_empty_name_is_refused(hanako: PageClient) -> None:
    page = hanako.submit(hanako.get("/settings/profile"), "保存する", {"display_name": " "}, expect=422)
    assert page.errors()


def test_a_new_password_needs_the_old_one_and_signs_other_devices_out(
    hanako: PageClient, client: PageClient, resident: Any
) -> None:
    sign_in_by_password(client, EMAIL)
    page = hanako.get("/settings/password")
    wrong = {"current": "not the password", "password": "a fresh set of words"}
    page = hanako.submit(page, "パスワードを変える", wrong, expect=422)
    assert "いまのパスワード" in page.errors()[0]
    hanako.submit(page, "パスワードを変える", {"current": PASSWORD, "password": "a fresh set of words"})
    assert hanako.get("/settings").h1 == "設定"
    assert client.get("/settings", expect=303).location.startswith("/sign-in")
    sign_in_by_password(client, EMAIL, "a fresh set of words")


def test_the_own_password_cannot_be_guessed_for_long(hanako: PageClient) -> None:
    page = hanako.get("/my/privacy/leaving/account")
    for _attempt in range(10):
        page = hanako.submit(page, "アカウントを閉じる", {"current": "wrong"}, expect=422)
    hanako.submit(page, "アカウントを閉じる", {"current": PASSWORD}, expect=429)


def ask_change(client: PageClient, email: str = NEW_EMAIL, expect: int = 303) -> Page:
    typed = {"email": email, "current": PASSWORD}
    return client.submit(client.get("/settings/email"), "確認のメールを送る", typed, expect=expect)


def email_of(database: Any, person: Any) -> str:
    with database.transaction(read_only=True):
        return queries.user(person.id).email


def test_a_new_address_counts_once_it_is_confirmed(
    hanako: PageClient, resident: Any, link_to: Any, database: Any, letters: Letters
) -> None:
    ask_change(hanako)
    assert email_of(database, resident) == EMAIL
    link = link_to(NEW_EMAIL)
    hanako.submit(hanako.get(link), "このアドレスに変える")
    assert email_of(database, resident) == NEW_EMAIL
    assert letters(EMAIL)[-1].subject == "メールアドレスが変わりました"
    assert hanako.get(link, expect=410).status == 410


@pytest.mark.both_databases
def test_a_change_of_address_is_undone_and_the_intruder_locked_out(
    hanako: PageClient, client: PageClient, link_to: Any, work: Any
) -> None:
    ask_change(hanako)
    hanako.submit(hanako.get(link_to(NEW_EMAIL)), "このアドレスに変える")
    client.submit(client.get(link_to(EMAIL)), "元のアドレスに戻す")
    assert hanako.get("/settings", expect=303).location.startswith("/sign-in")
    sign_in_by_password(client, EMAIL, expect=422)
    sign_in_by_password(client, NEW_EMAIL, expect=422)
    page = client.get(link_to(EMAIL))
    client.submit(page, "パスワードを変える", {"password": "the owner is back again"})
    sign_in_by_password(client, EMAIL, "the owner is back again")
    assert EMAIL in client.get("/settings").text


def test_an_undo_removes_factors_that_the_intruder_added_but_no_older_ones(
    hanako: PageClient, client: PageClient, resident: Any, with_app: Any, link_to: Any, database: Any, time_machine: Any
) -> None:
    start = now()
    ask_change(hanako)
    hanako.submit(hanako.get(link_to(NEW_EMAIL)), "このアドレスに変える")
    undo = link_to(EMAIL)
    with_app(resident)
    client.submit(client.get(undo), "元のアドレスに戻す")
    with database.transaction(read_only=True):
        assert not queries.has_second_factor(resident)
    assert now() - start < timedelta(minutes=1)


def test_an_old_factor_survives_an_undo(
    client: PageClient,
    signed_in: Callable[..., PageClient],
    resident: Any,
    with_app: Any,
    link_to: Any,
    database: Any,
    time_machine: Any,
) -> None:
    with_app(resident)
    time_machine.move_to(now() + timedelta(days=3))
    hanako = signed_in(resident)
    ask_change(hanako)
    hanako.submit(hanako.get(link_to(NEW_EMAIL)), "このアドレスに変える")
    client.submit(client.get(link_to(EMAIL)), "元のアドレスに戻す")
    with database.transaction(read_only=True):
        assert queries.has_totp(resident)
        assert queries.recovery_codes_left(resident) == 10


def test_the_undo_link_lasts_seven_days(hanako: PageClient, link_to: Any, time_machine: Any) -> None:
    ask_change(hanako)
    hanako.submit(hanako.get(link_to(NEW_EMAIL)), "このアドレスに変える")
    start = now()
    time_machine.move_to(start + timedelta(days=6, hours=23))
    assert hanako.get(link_to(EMAIL)).h1 == "元のアドレスに戻す"
    time_machine.move_to(start + timedelta(days=7, minutes=1))
    assert hanako.get(link_to(EMAIL), expect=410).status == 410


def test_an_intruder_with_a_chain_of_addresses_cannot_undo_the_undo(
    hanako: PageClient, client: PageClient, link_to: Any
) -> None:
    ask_change(hanako, "first@evil.example")
    hanako.submit(hanako.get(link_to("first@evil.example")), "このアドレスに変える")
    ask_change(hanako, "second@evil.example")
    hanako.submit(hanako.get(link_to("second@evil.example")), "このアドレスに変える")
    client.submit(client.get(link_to(EMAIL)), "元のアドレスに戻す")
    assert client.get(link_to("first@evil.example"), expect=410).status == 410


def test_an_address_of_somebody_else_gets_the_same_answer_and_no_link(
    hanako: PageClient, database: Any, letters: Letters
) -> None:
    with database.transaction():
        a_user(email="taken@example.jp")
    free, taken = ask_change(hanako, "free@example.jp"), ask_change(hanako, "taken@example.jp")
    assert (free.status, free.location) == (taken.status, taken.location)
    assert letters("taken@example.jp")[0].subject == "このアドレスはすでに登録されています"


def test_an_address_taken_meanwhile_is_refused(hanako: PageClient, link_to: Any, database: Any) -> None:
    ask_change(hanako)
    link = link_to(NEW_EMAIL)
    with database.transaction():
        a_user(email=NEW_EMAIL)
    hanako.post(link, expect=409)


def test_the_same_address_is_no_change(hanako: PageClient) -> None:
    ask_change(hanako, EMAIL, expect=409)


def test_devices_are_listed_and_signed_out(
    hanako: PageClient, new_client: Callable[[], PageClient], resident: Any
) -> None:
    phone = new_client()
    phone.raw.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 19) Safari/605"
    sign_in_by_password(phone, EMAIL)
    page = hanako.get("/settings/devices")
    assert "Safari（iPhone）" in page.text
    hanako.submit(page, "この端末からサインアウトする")
    assert phone.get("/settings", expect=303).location.startswith("/sign-in")
    assert hanako.get("/settings").h1 == "設定"


def test_every_other_device_is_signed_out_at_once(hanako: PageClient, new_client: Callable[[], PageClient]) -> None:
    others = [new_client(), new_client()]
    for other in others:
        sign_in_by_password(other, EMAIL)
    hanako.submit(hanako.get("/settings/devices"), "ほかのすべての端末からサインアウトする")
    assert [other.get("/settings", expect=303).status for other in others] == [303, 303]
    assert hanako.get("/settings").h1 == "設定"


def test_somebody_elses_device_is_not_there(hanako: PageClient, client: PageClient, database: Any) -> None:
    with database.transaction():
        a_user(email="other@example.jp")
    sign_in_by_password(client, "other@example.jp")
    with database.transaction(read_only=True):
        device = queries.devices_of(queries.by_email("other@example.jp"))[0]
    hanako.post(f"/settings/devices/{device.id}/revoke", expect=404)
    assert client.get("/settings").h1 == "設定"


@pytest.mark.both_databases
def test_a_closed_account_is_blanked_and_signed_out(
    hanako: PageClient, resident: Any, with_app: Any, database: Any, letters: Letters, client: PageClient
) -> None:
    page = leave(hanako, "account")
    assert page.location == "/sign-in"
    assert hanako.get("/settings", expect=303).location.startswith("/sign-in")
    with database.transaction(read_only=True) as session:
        person = session.exec(select(User)).one()
        assert (person.display_name, person.password_hash) == ("退会した利用者", "")
        assert "hanako" not in person.email
        assert queries.actor_of(person).roles == frozenset()
    assert letters(EMAIL)[-1].subject == "アカウントを閉じました"
    sign_in_by_password(client, EMAIL, expect=422)


def test_a_towns_last_administrator_cannot_close_the_account(
    signed_in: Callable[..., PageClient], database: Any
) -> None:
    with database.transaction():
        admin = an_admin("202151")
    client = signed_in(admin)
    leave(client, "account", expect=409)
    assert client.get("/settings").h1 == "設定"


def test_a_visitor_is_led_to_sign_in(client: PageClient) -> None:
    for place in ("", "/profile", "/password", "/email", "/devices", "/second-factor"):
        assert client.get(f"/settings{place}", expect=303).location == f"/sign-in?next=/settings{place}"
