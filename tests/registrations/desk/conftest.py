"""A town with two clerks and an administrator, and ways to put rows on their desk."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_resident_user, an_admin
from tests.factories.municipalities import a_programme, a_setting
from tests.factories.registrations import a_registration
from tests.factories.residents import SHIOJIRI, a_resident
from tests.support.pagelint import words_of
from webapp.core.clock import today
from webapp.registrations.desk.second_look import PARAMETER


@pytest.fixture
def desk(database: Any) -> Any:
    """Two clerks and an administrator of Shiojiri, by name."""
    with database.transaction():
        a_programme(SHIOJIRI)
        return {
            "clerk": a_clerk(SHIOJIRI, display_name="中村 早紀"),
            "colleague": a_clerk(SHIOJIRI, display_name="赤羽 千尋"),
            "admin": an_admin(SHIOJIRI, display_name="上條 正人"),
        }


@pytest.fixture
def four_eyes(database: Any, desk: Any) -> None:
    """The town decides with a second look."""
    with database.transaction():
        a_setting(PARAMETER, "yes", today())


@pytest.fixture
def handed_in(database: Any, desk: Any) -> Callable[..., Any]:
    """`handed_in("青木")` makes an application of somebody of that family name."""

    def make(family_name: str = "佐藤", **profile: Any) -> Any:
        with database.transaction():
            user = a_resident_user()
            a_resident(user, family_name=family_name, **profile)
            return a_registration(user)

    return make


def titles(page: Any) -> list[str]:
    return [words_of(tag) for tag in page.tree.select(".queue__title a")]
