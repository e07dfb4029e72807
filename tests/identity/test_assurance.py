"""The level of assurance that was asked for is the one that has to come back."""

from typing import Any

import pytest

from tests.identity.conftest import Traveller
from tests.identity.test_online import checks

ASKED = "urn:example:aal3"


@pytest.fixture
def settings(settings: Any) -> Any:
    return settings.model_copy(update={"identity_acr_values": f"{ASKED} urn:example:aal4"})


@pytest.mark.parametrize(("told", "passed"), [(ASKED, 1), ("urn:example:aal1", 0), (None, 0)])
def test_a_weaker_check_than_was_asked_for_proves_nothing(
    traveller: Traveller, local: Any, database: Any, told: str | None, passed: int
) -> None:
    local.faults.claims = lambda claims: {**claims, "acr": told, "auth_time": "yesterday"}
    traveller.travel(303 if passed else 409)
    assert len(checks(database)) == passed
