"""The dashboard offers first what waits for the person."""

from collections.abc import Callable
from typing import Any

from tests.factories.accounts import a_resident_user
from tests.factories.registrations import a_draft, a_registration
from tests.support.client import PageClient


def test_an_application_that_was_not_sent_is_the_first_thing_to_do(
    database: Any, signed_in: Callable[[Any], PageClient]
) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_draft(user)
        address = f"/my/registrations/{row.id}"
    page = signed_in(user).get("/my")
    first = page.tree.select_one("section .actions a")
    assert first is not None
    assert (first.attrs["href"], "続きを書く" in first.text) == (address, True)


def test_an_application_under_review_asks_for_nothing(database: Any, signed_in: Callable[[Any], PageClient]) -> None:
    with database.transaction():
        user = a_resident_user()
        a_registration(user)
    assert "続きを書く" not in signed_in(user).get("/my").text
