"""A real local provider in a thread, and a person who goes there and back."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask

from tests.factories.accounts import a_resident_user
from tests.factories.residents import a_resident
from tests.support.client import Page, PageClient
from webapp.identity.local_provider.codes import Faults
from webapp.identity.local_provider.server import LocalIdentity
from webapp.identity.trial import CLIENT_ID, CLIENT_SECRET

NAME, BORN = "青木 美咲", "1987-06-14"
HOME = "/my/identity"


@pytest.fixture(scope="session")
def running_provider() -> Iterator[LocalIdentity]:
    with LocalIdentity() as server:
        yield server


@pytest.fixture
def local(running_provider: LocalIdentity) -> LocalIdentity:
    """The provider, whole again."""
    running_provider.faults.__dict__.update(Faults().__dict__)
    return running_provider


@pytest.fixture
def settings(settings: Any, local: LocalIdentity) -> Any:
    """With the local provider."""
    return settings.model_copy(
        update={
            "identity_issuer": local.url,
            "identity_client_id": CLIENT_ID,
            "identity_client_secret": type(settings.secret_key)(CLIENT_SECRET),
        }
    )


class Traveller:
    """Somebody in a browser that also opens the provider's pages."""

    def __init__(self, browser: PageClient) -> None:
        self.browser = browser

    def leave(self) -> str:
        """Begin; the address of the provider's page."""
        return str(self.browser.raw.post(HOME, data={"csrf_token": self.browser.csrf_token()}).headers["Location"])

    def agree(self, there: str, **typed: str) -> dict[str, str]:
        """Choose somebody at the provider; what the way back carries."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
        person = {"person": "test-0001", **typed}
        answer = requests.post(there.partition("?")[0], data={**asked, **person}, allow_redirects=False, timeout=5)
        assert answer.status_code == 303, answer.text
        return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["Location"]).query).items()}

    def finish(self, given: dict[str, str], expect: int = 303) -> Page:
        """Take the result."""
        return self.browser.post(f"{HOME}/back", {"code": given["code"], "state": given["state"]}, expect=expect)

    def travel(self, expect: int = 303, **typed: str) -> Page:
        """There and back."""
        return self.finish(self.agree(self.leave(), **typed), expect)


@pytest.fixture
def person(app: Flask, database: Any) -> Any:
    """The fictional person whom the provider vouches for."""
    with database.transaction():
        user = a_resident_user()
        a_resident(user, family_name="青木", given_name="美咲", birth_date=BORN, home_code="131121")
    return user


@pytest.fixture
def traveller(person: Any, signed_in: Callable[..., PageClient]) -> Traveller:
    return Traveller(signed_in(person))
