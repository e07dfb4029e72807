"""A forgotten password: the same answer for everybody, a link for who has an account."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.accounts.conftest import sign_in_by_password
from tests.factories.accounts import PASSWORD, a_user
from tests.support.client import Page, PageClient
from webapp.core.clock import now

EMAIL = "hanako@example.jp"
NEW = "a fresh set of words"
pytestmark = pytest.mark.usefixtures("resident")
Letters = Callable[[str], list[Any]]


def ask(client: PageClient, email: str = EMAIL) -> Page:
    return client.submit(client.get("/forgot-password"), "リンクを送る", {"email": email})


def choose(client: PageClient, link: str, password: str = NEW, expect: int = 303) -> Page:
    return client.submit(client.get(link), "パスワードを変える", {"password": password}, expect=expect)


@pytest.mark.both_databases
def test_a_new_password_is_chosen_and_everybody_is_signed_out(
    client: PageClient, new_client: Callable[[], PageClient], link_to: Any, work: Any, letters: Letters
) -> None:
    thief = new_client()
    sign_in_by_password(thief, EMAIL)
    ask(client)
    work()
    link = link_to(EMAIL)
    choose(client, link)
    assert thief.get("/settings", expect=303).location.startswith("/sign-in")
    sign_in_by_password(client, EMAIL, PASSWORD, expect=422)
    sign_in_by_password(client, EMAIL, NEW)
    assert letters(EMAIL)[-1].subject == "パスワードが変わりました"
    assert client.get(link, expect=410).status == 410


def test_the_answer_is_the_same_for_an_unknown_address(
    client: PageClient, new_client: Callable[[], PageClient], work: Any, letters: Letters
) -> None:
    known, unknown = ask(client), ask(new_client(), "nobody@example.jp")
    assert (known.status, known.location) == (unknown.status, unknown.location)
    pages = [re.sub(r'(csrf_token" value|nonce)="[^"]*"', "", page.follow().html) for page in (known, unknown)]
    assert pages[0] == pages[1]
    work()
    assert len(letters(EMAIL)) == 1
    assert letters("nobody@example.jp") == []


def test_the_link_ends_after_an_hour_and_when_a_newer_one_is_sent(
    client: PageClient, link_to: Any, work: Any, time_machine: Any
) -> None:
    ask(client)
    work()
    first = link_to(EMAIL)
    ask(client)
    work()
    assert client.get(first, expect=410).status == 410
    time_machine.move_to(now() + timedelta(minutes=61))
    assert client.get(link_to(EMAIL), expect=410).status == 410


def test_a_weak_password_is_refused_and_the_link_still_works(client: PageClient, link_to: Any, work: Any) -> None:
    ask(client)
    work()
    page = choose(client, link_to(EMAIL), "hanako@example.jp", expect=422)
    assert "メールアドレスや名前" in page.errors()[0]
    client.submit(page, "パスワードを変える", {"password": NEW})


def test_an_unverified_person_is_verified_by_the_letter(
    client: PageClient, database: Any, link_to: Any, work: Any
) -> None:
    with database.transaction():
        a_user(email="new@example.jp", email_verified_at=None)
    ask(client, "new@example.jp")
    work()
    choose(client, link_to("new@example.jp"))
    sign_in_by_password(client, "new@example.jp", NEW)
    assert client.get("/settings").h1 == "設定"


def test_a_closed_account_gets_no_letter(client: PageClient, database: Any, work: Any, letters: Letters) -> None:
    with database.transaction():
        a_user(email="gone@example.jp", closed_at=now())
    ask(client, "gone@example.jp")
    work()
    assert letters("gone@example.jp") == []
