"""Passkeys from question to answer, with a device in software."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.accounts.authenticator import SoftwareAuthenticator, with_another_signature
from tests.accounts.conftest import sign_in_by_password
from tests.factories.accounts import PASSWORD, a_user
from tests.support.client import Page, PageClient
from webapp.accounts import queries, second_factor
from webapp.core.clock import now

EMAIL = "hanako@example.jp"
Browser = Callable[..., PageClient]


def question(client: PageClient, path: str) -> dict[str, Any]:
    return dict(json.loads(client.post(path, expect=200, lint=False).html))


def add(client: PageClient, device: SoftwareAuthenticator, *, expect: int = 200) -> Page:
    answer = device.create(question(client, "/settings/passkeys/question"))
    return client.post("/settings/passkeys", {"credential": answer, "label": "花子のスマホ"}, expect=expect)


def sign_in(client: PageClient, device: SoftwareAuthenticator, *, expect: int = 303, **values: str) -> Page:
    answer = device.get(question(client, "/sign-in/passkey/question"))
    return client.post("/sign-in/passkey", {"credential": answer, **values}, expect=expect)


@pytest.fixture
def device(signed_in: Browser, resident: Any) -> SoftwareAuthenticator:
    made = SoftwareAuthenticator()
    page = add(signed_in(resident, second_factor=False), made)
    assert len(page.tree.select(".recovery-codes code")) == 10
    return made


@pytest.mark.both_databases
def test_a_passkey_alone_signs_in_and_counts_as_second_factor(client: PageClient, device: Any) -> None:
    assert sign_in(client, device, next="/settings/devices").location == "/settings/devices"
    assert "二段階認証 済み" in client.get("/settings/devices").text


def test_a_passkey_is_the_second_step_after_a_password(client: PageClient, device: Any) -> None:
    assert sign_in_by_password(client, EMAIL).location == "/sign-in/second-step"
    asked = question(client, "/sign-in/passkey/question")
    assert [known["id"] for known in asked["allowCredentials"]] == [json.loads(device.get(asked))["id"]]
    client.post("/sign-in/second-step/passkey", {"credential": device.get(asked)})
    assert client.get("/settings").h1 == "設定"


def test_a_device_that_checks_nobody_is_only_a_second_step(
    client: PageClient, signed_in: Browser, resident: Any
) -> None:
    key = SoftwareAuthenticator(verifies=False)
    add(signed_in(resident, second_factor=False), key)
    sign_in(client, key, expect=409)
    sign_in_by_password(client, EMAIL)
    asked = question(client, "/sign-in/passkey/question")
    client.post("/sign-in/second-step/passkey", {"credential": key.get(asked)})
    assert client.get("/settings").h1 == "設定"


def test_an_answer_is_good_once_even_with_the_cookie_of_before(client: PageClient, device: Any) -> None:
    answer = device.get(question(client, "/sign-in/passkey/question"))
    with client.raw.session_transaction() as cookie:
        before = dict(cookie)
    client.post("/sign-in/passkey", {"credential": answer})
    client.post("/sign-in/passkey", {"credential": answer}, expect=409)
    with client.raw.session_transaction() as cookie:
        cookie.clear()
        cookie.update(before)
    client.post("/sign-in/passkey", {"credential": answer}, expect=409)


def test_a_forged_answer_is_refused(client: PageClient, device: Any) -> None:
    answer = with_another_signature(device.get(question(client, "/sign-in/passkey/question")))
    client.post("/sign-in/passkey", {"credential": answer}, expect=409)
    assert client.get("/settings", expect=303).location.startswith("/sign-in")


@pytest.mark.parametrize("answer", ["", "{}", "[]", "not json", '{"id": "unknown", "response": {}}'])
def test_what_is_no_answer_is_refused(client: PageClient, device: Any, answer: str) -> None:
    question(client, "/sign-in/passkey/question")
    client.post("/sign-in/passkey", {"credential": answer}, expect=409)


@pytest.mark.parametrize("broken", ["", "{}", "not json", '{"id": "x", "rawId": "y", "response": {}}'])
def test_a_broken_registration_is_refused(signed_in: Browser, resident: Any, broken: str) -> None:
    client = signed_in(resident, second_factor=False)
    question(client, "/settings/passkeys/question")
    client.post("/settings/passkeys", {"credential": broken}, expect=409)


def test_an_answer_given_to_another_site_is_refused(client: PageClient, device: Any) -> None:
    device.origin = "https://evil.example"
    sign_in(client, device, expect=409)


def test_a_question_waits_five_minutes(client: PageClient, device: Any, time_machine: Any) -> None:
    answer = device.get(question(client, "/sign-in/passkey/question"))
    time_machine.move_to(now() + timedelta(minutes=6))
    client.post("/sign-in/passkey", {"credential": answer}, expect=409)


def test_a_copied_device_is_noticed_by_its_count(client: PageClient, device: Any) -> None:
    sign_in(client, device)
    client.post("/sign-out")
    device.uses = 0
    sign_in(client, device, expect=409)


def test_somebody_elses_passkey_is_no_second_step(
    client: PageClient, signed_in: Browser, device: Any, database: Any
) -> None:
    other = SoftwareAuthenticator()
    with database.transaction():
        stranger = a_user()
    add(signed_in(stranger, second_factor=False), other)
    sign_in_by_password(client, EMAIL)
    asked = question(client, "/sign-in/passkey/question")
    client.post("/sign-in/second-step/passkey", {"credential": other.get(asked)}, expect=409)


def test_the_same_passkey_is_not_added_twice(signed_in: Browser, resident: Any, device: Any) -> None:
    add(signed_in(resident), device, expect=409)


def test_a_removed_passkey_signs_nobody_in(
    client: PageClient, signed_in: Browser, resident: Any, device: Any, letters: Callable[[str], list[Any]]
) -> None:
    owner = signed_in(resident)
    page = owner.get(owner.get("/settings/second-factor").links()["このパスキーを外す"])
    owner.submit(page, "外す", {"current": PASSWORD})
    assert letters(EMAIL)[-1].subject == "二段階認証の手段が外れました"
    sign_in(client, device, expect=409)
    assert sign_in_by_password(client, EMAIL).location != "/sign-in/second-step"


def test_somebody_elses_passkey_is_not_there(signed_in: Browser, device: Any, database: Any) -> None:
    with database.transaction():
        stranger = a_user()
        passkey = queries.passkeys_of(queries.by_email(EMAIL))[0]
    signed_in(stranger).get(f"/settings/passkeys/{passkey.id}/remove", expect=404)


def test_questions_need_the_csrf_token(client: PageClient) -> None:
    client.post("/sign-in/passkey/question", csrf=False, expect=422)


def test_a_passkey_alone_stops_a_waiting_removal_of_the_second_factor(
    client: PageClient, device: Any, database: Any
) -> None:
    with database.transaction():
        second_factor.ask_for_reset(queries.by_email(EMAIL))
    sign_in(client, device)
    with database.transaction(read_only=True):
        assert queries.waiting_factor_reset(queries.by_email(EMAIL)) is None
