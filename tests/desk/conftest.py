"""A town with a clerk and an administrator, and the town beside it."""

from typing import Any

import pytest

from tests.factories.accounts import a_clerk, an_admin
from tests.factories.municipalities import a_programme
from tests.factories.residents import SHIOJIRI


@pytest.fixture
def office(database: Any) -> Any:
    """Two clerks and an administrator of Shiojiri, by name."""
    with database.transaction():
        a_programme(SHIOJIRI)
        return {
            "clerk": a_clerk(SHIOJIRI, display_name="中村 早紀"),
            "colleague": a_clerk(SHIOJIRI, display_name="赤羽 千尋"),
            "admin": an_admin(SHIOJIRI, display_name="上條 正人"),
        }
