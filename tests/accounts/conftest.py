"""What tests of accounts share: the letter box, the worker, and a person with an authenticator app."""

from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlmodel import col, select

from tests.factories.accounts import PASSWORD, a_resident_user, actor_of
from tests.support.client import Page, PageClient
from webapp.accounts import second_factor
from webapp.core import jobs
from webapp.core.letters import Letter


@pytest.fixture
def letters(database: Any) -> Callable[[str], list[Letter]]:
    """The letters to an address, oldest first."""

    def read(email: str) -> list[Letter]:
        with database.transaction(read_only=True) as session:
            return list(session.exec(select(Letter).where(Letter.to_email == email).order_by(col(Letter.id))))

    return read


@pytest.fixture
def link_to(letters: Callable[[str], list[Letter]]) -> Callable[[str], str]:
    """The link of the newest letter to an address."""
    return lambda email: str(letters(email)[-1].content["link"])


@pytest.fixture
def work(app: Flask, database: Any) -> Callable[[], int]:
    """Let the worker do what is due."""

    def run() -> int:
        with app.app_context():
            return jobs.run_due(database)

    return run


@pytest.fixture
def resident(database: Any) -> Any:
    """Hanako, who signed up and knows her password."""
    with database.transaction():
        return a_resident_user(email="hanako@example.jp", display_name="山田 花子")


@pytest.fixture
def with_app(app: Flask, database: Any) -> Callable[[Any], tuple[pyotp.TOTP, list[str]]]:
    """Give a person an authenticator app: the app and the recovery codes."""

    def set_up(person: Any) -> tuple[pyotp.TOTP, list[str]]:
        with app.app_context(), database.transaction():
            secret = second_factor.plain_secret(second_factor.begin_totp(person))
            codes = second_factor.confirm_totp(person, by=actor_of(person))
        return pyotp.TOTP(secret), codes

    return set_up


def sign_in_by_password(client: PageClient, email: str, password: str = PASSWORD, *, expect: int = 303) -> Page:
    """Fill in the sign-in form."""
    page = client.get("/sign-in")
    return client.submit(page, "サインインする", {"email": email, "password": password}, expect=expect)
