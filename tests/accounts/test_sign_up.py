"""Signing up and verifying: a letter, a button, and nothing that tells who has an account."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.accounts.conftest import sign_in_by_password
from tests.factories.accounts import PASSWORD
from tests.support.client import Page, PageClient
from webapp.accounts.models import Membership, User
from webapp.core.actor import Role
from webapp.core.clock import now

Links = Callable[[str], str]


def sign_up(client: PageClient, email: str = "taro@example.jp", password: str = PASSWORD, expect: int = 303) -> Page:
    page = client.get("/sign-up")
    typed = {"display_name": "田中 太郎", "email": email, "password": password, "agreed": "y"}
    return client.submit(page, "登録して確認メールを受け取る", typed, expect=expect)


def without_secrets(page: Page) -> str:
    return re.sub(r'(csrf_token" value|nonce)="[^"]*"', "", page.html)


@pytest.mark.both_databases
def test_a_person_signs_up_verifies_and_is_signed_in_as_resident(
    client: PageClient, link_to: Links, database: Any
) -> None:
    assert "taro@example.jp" in sign_up(client, " Ｔaro@Example.JP ").follow().text
    page = client.get(link_to("taro@example.jp"))
    client.submit(page, "確認して登録を終える")
    assert "田中 太郎" in client.get("/settings").text
    with database.transaction(read_only=True) as session:
        roles = session.exec(select(Membership.role)).all()
    assert roles == [Role.RESIDENT]


def test_opening_the_link_alone_changes_nothing(client: PageClient, link_to: Links, database: Any) -> None:
    sign_up(client)
    client.get(link_to("taro@example.jp"))
    with database.transaction(read_only=True) as session:
        assert session.exec(select(User.email_verified_at)).one() is None


def test_a_link_works_once(client: PageClient, link_to: Links) -> None:
    sign_up(client)
    link = link_to("taro@example.jp")
    client.submit(client.get(link), "確認して登録を終える")
    assert client.get(link, expect=410).h1 == "このリンクは使えません"


def test_a_link_expires_after_a_day(client: PageClient, link_to: Links, time_machine: Any) -> None:
    sign_up(client)
    time_machine.move_to(now() + timedelta(hours=24, minutes=1))
    assert client.get(link_to("taro@example.jp"), expect=410).status == 410


def test_a_link_for_another_purpose_is_refused(client: PageClient, link_to: Links) -> None:
    sign_up(client)
    token = link_to("taro@example.jp").rsplit("/", 1)[1]
    for place in ("reset-password", "confirm-email", "undo-email-change", "second-factor-reset", "invitations"):
        assert client.get(f"/{place}/{token}", expect=410).status == 410


def test_in_another_browser_the_link_asks_for_the_password(
    client: PageClient, new_client: Callable[[], PageClient], link_to: Links
) -> None:
    sign_up(client)
    other = new_client()
    page = other.get(link_to("taro@example.jp"))
    page = other.submit(page, "確認して登録を終える", {"current": "not the right one"}, expect=422)
    assert "パスワードが違います" in page.errors()[0]
    other.submit(page, "確認して登録を終える", {"current": PASSWORD})
    assert "田中 太郎" in other.get("/settings").text


def test_a_stranger_cannot_prepare_an_account_for_somebody_else(
    client: PageClient, new_client: Callable[[], PageClient], link_to: Links
) -> None:
    victim, stranger = client, new_client()
    sign_up(victim)
    first = link_to("taro@example.jp")
    sign_up(stranger, password="a password of the stranger")
    assert victim.get(first, expect=410).status == 410
    page = victim.get(link_to("taro@example.jp"))
    page = victim.submit(page, "確認して登録を終える", {"current": PASSWORD}, expect=422)
    assert "パスワードが違います" in page.errors()[0]


def test_the_letter_can_be_sent_again_and_the_earlier_link_ends(client: PageClient, link_to: Links) -> None:
    page = sign_up(client).follow()
    first = link_to("taro@example.jp")
    client.submit(page, "もう一度送る")
    assert client.get(first, expect=410).status == 410
    client.submit(client.get(link_to("taro@example.jp")), "確認して登録を終える")
    assert client.get("/settings").h1 == "設定"


def test_a_known_and_an_unknown_address_get_the_same_answer(
    client: PageClient, new_client: Callable[[], PageClient], resident: Any, letters: Callable[[str], list[Any]]
) -> None:
    known, unknown = sign_up(client, "hanako@example.jp"), sign_up(new_client(), "saburo@example.jp")
    assert (known.status, known.location) == (unknown.status, unknown.location)
    first, second = known.follow(), unknown.follow()
    assert without_secrets(first).replace("hanako", "saburo") == without_secrets(second)
    assert letters("hanako@example.jp")[0].subject == "このアドレスはすでに登録されています"
    assert letters("saburo@example.jp")[0].subject == "メールアドレスの確認"


def test_a_known_address_keeps_its_password(client: PageClient, resident: Any) -> None:
    sign_up(client, "hanako@example.jp", "another password altogether")
    sign_in_by_password(client, "hanako@example.jp")
    assert client.get("/settings").h1 == "設定"


@pytest.mark.parametrize(
    ("password", "because"),
    [
        ("short", "12文字以上"),
        ("password123456", "よく使われる"),
        ("aaaaaaaaaaaaaa", "よく使われる"),
        ("abcabcabcabcabc", "よく使われる"),
        ("123456789012", "よく使われる"),
        ("qwertyuiopas", "よく使われる"),
        ("taro@example.jp", "メールアドレスや名前"),
        ("x" * 64 + "yz1!" * 17, "128文字以内"),
    ],
)
def test_a_weak_password_is_refused_and_what_was_typed_stays(client: PageClient, password: str, because: str) -> None:
    page = sign_up(client, password=password, expect=422)
    assert because in page.errors()[0]
    assert 'value="田中 太郎"' in page.html
    assert password not in page.html or password == "taro@example.jp"


@pytest.mark.parametrize("email", ["taro", "taro@", "taro@example", "taro example.jp", "taro@exa mple..jp"])
def test_what_is_no_address_is_refused(client: PageClient, email: str) -> None:
    assert any("メールアドレスの形" in error for error in sign_up(client, email, expect=422).errors())


def test_consent_is_needed(client: PageClient) -> None:
    page = client.get("/sign-up")
    typed = {"display_name": "田中", "email": "taro@example.jp", "password": PASSWORD}
    page = client.submit(page, "登録して確認メールを受け取る", typed, expect=422)
    assert "同意" in page.errors()[0]


def test_letters_to_one_address_are_limited(client: PageClient) -> None:
    page = sign_up(client).follow()
    for _time in range(5):
        page = client.submit(page, "もう一度送る").follow()
    client.submit(page, "もう一度送る", expect=429)


def test_the_letter_box_page_leads_back_without_a_sign_up(client: PageClient) -> None:
    assert client.get("/sign-up/check-mail", expect=303).location == "/sign-up"
    assert client.post("/sign-up/resend").location == "/sign-up"
