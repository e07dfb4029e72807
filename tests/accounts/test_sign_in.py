"""Signing in and out: refusals that tell nothing, limits that hold across processes, sessions that end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.accounts.conftest import sign_in_by_password
from tests.factories.accounts import PASSWORD, a_clerk, a_user
from tests.support.client import PageClient
from tests.support.settings import make_settings
from webapp.accounts import passwords
from webapp.accounts.models import SignIn, User
from webapp.core.clock import now

EMAIL = "hanako@example.jp"
pytestmark = pytest.mark.usefixtures("resident")


def token_in(client: PageClient) -> str | None:
    with client.raw.session_transaction() as cookie:
        return cookie.get("_user_id")


def test_the_right_password_signs_in(client: PageClient) -> None:
    sign_in_by_password(client, "Hanako@Example.jp")
    assert "山田 花子" in client.get("/settings").text


def test_a_wrong_password_and_an_unknown_address_look_the_same(
    client: PageClient, new_client: Callable[[], PageClient]
) -> None:
    wrong = sign_in_by_password(client, EMAIL, "not the right password", expect=422)
    unknown = sign_in_by_password(new_client(), "nobody@example.jp", "not the right password", expect=422)
    assert wrong.errors() == unknown.errors()
    assert 'value="hanako@example.jp"' in wrong.html
    assert "not the right password" not in wrong.html


def test_an_unknown_address_costs_a_hash_too(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    with app.app_context():
        hasher = type(passwords._hasher())
        real = hasher.verify
        monkeypatch.setattr(hasher, "verify", lambda self, p, h: verified.append(h) or real(self, p, h))
        assert passwords.check("whatever it is", "") == (False, None)
    assert len(verified) == 1


def test_an_unverified_person_gets_the_letter_again(
    client: PageClient, database: Any, letters: Callable[[str], list[Any]]
) -> None:
    with database.transaction():
        a_user(email="new@example.jp", email_verified_at=None)
    assert sign_in_by_password(client, "new@example.jp").location == "/sign-up/check-mail"
    assert token_in(client) is None
    assert letters("new@example.jp")[-1].subject == "メールアドレスの確認"


def test_a_closed_account_cannot_sign_in(client: PageClient, database: Any) -> None:
    with database.transaction():
        a_user(email="gone@example.jp", closed_at=now())
    sign_in_by_password(client, "gone@example.jp", expect=422)
    assert token_in(client) is None


@pytest.mark.both_databases
def test_ten_wrong_passwords_stop_an_address_in_every_process(client: PageClient, database: Any, tmp_path: Any) -> None:
    from webapp import create_app

    second = create_app(make_settings(database.url, tmp_path / "second"))
    clients = [client, PageClient(second)]
    for attempt in range(10):
        sign_in_by_password(clients[attempt % 2], EMAIL, "wrong wrong wrong", expect=422)
    for each in clients:
        assert "何度も試された" in sign_in_by_password(each, EMAIL, expect=429).text
        assert token_in(each) is None
    second.extensions["futamachi"].database.dispose()


def test_the_limit_ends_after_a_quarter_of_an_hour(client: PageClient, time_machine: Any) -> None:
    for _attempt in range(10):
        sign_in_by_password(client, EMAIL, "wrong wrong wrong", expect=422)
    sign_in_by_password(client, EMAIL, expect=429)
    time_machine.move_to(now() + timedelta(minutes=16))
    sign_in_by_password(client, EMAIL)
    assert token_in(client)


@pytest.mark.both_databases
def test_right_passwords_do_not_use_up_the_limit(client: PageClient) -> None:
    for _attempt in range(12):
        sign_in_by_password(client, EMAIL)
        client.post("/sign-out")
    sign_in_by_password(client, EMAIL)
    assert token_in(client)


def test_what_the_cookie_held_before_is_dropped_at_sign_in(client: PageClient, database: Any) -> None:
    with client.raw.session_transaction() as cookie:
        cookie["_user_id"] = "planted-token"
        cookie["planted"] = "yes"
    sign_in_by_password(client, EMAIL)
    with client.raw.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["_user_id"] != "planted-token"
    first = token_in(client)
    client.post("/sign-out")
    sign_in_by_password(client, EMAIL)
    assert token_in(client) != first
    with database.transaction(read_only=True) as session:
        assert first not in session.exec(select(SignIn.token_hash)).all()


def test_a_token_is_worthless_after_sign_out(client: PageClient, new_client: Callable[[], PageClient]) -> None:
    sign_in_by_password(client, EMAIL)
    token = token_in(client)
    client.post("/sign-out")
    thief = new_client()
    with thief.raw.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert thief.get("/settings", expect=303).location == "/sign-in?next=/settings"


def test_a_sign_in_ends_by_itself(client: PageClient, time_machine: Any) -> None:
    sign_in_by_password(client, EMAIL)
    time_machine.move_to(now() + timedelta(hours=12, seconds=1))
    assert client.get("/settings", expect=303).location.startswith("/sign-in")


def test_a_form_of_the_session_before_is_refused(client: PageClient) -> None:
    stale = client.csrf_token()
    sign_in_by_password(client, EMAIL)
    client.post("/settings/devices/revoke-others", {"csrf_token": stale}, expect=422)
    client.post("/settings/devices/revoke-others", csrf=False, expect=422)


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/settings/devices", "/settings/devices"),
        ("/settings?tab=1", "/settings?tab=1"),
        ("https://evil.example/", None),
        ("//evil.example/", None),
        ("/\\evil.example", None),
        ("/\t/evil.example", None),
        ("javascript:alert(1)", None),
        ("settings", None),
    ],
)
def test_after_sign_in_one_stays_on_this_site(client: PageClient, target: str, leads_to: str | None) -> None:
    page = client.get("/sign-in", query_string={"next": target})
    known = client.submit(page, "サインインする", {"email": EMAIL, "password": PASSWORD}).location
    assert "evil" not in known
    assert not known.startswith("javascript")
    if leads_to:
        assert known == leads_to


def test_a_posted_target_is_checked_as_well(client: PageClient) -> None:
    page = client.get("/sign-in")
    typed = {"email": EMAIL, "password": PASSWORD, "next": "//evil.example/"}
    assert "evil" not in client.submit(page, "サインインする", typed).location
    assert "evil" not in client.get("/sign-in?next=//evil.example", expect=303).location


def test_an_older_hash_is_made_stronger_at_sign_in(client: PageClient, database: Any) -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    weaker = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=16).hash(PASSWORD)
    with database.transaction():
        a_user(email="old@example.jp", password_hash=weaker)
    sign_in_by_password(client, "old@example.jp")
    with database.transaction(read_only=True) as session:
        assert session.exec(select(User.password_hash).where(User.email == "old@example.jp")).one() != weaker


def test_staff_without_a_second_factor_sign_in_where_none_is_demanded(client: PageClient, database: Any) -> None:
    with database.transaction():
        a_clerk("202151", email="clerk@example.jp")
    sign_in_by_password(client, "clerk@example.jp")
    assert client.get("/settings").h1 == "設定"
