"""Every town of these tests may collect donations; how it comes to that is told in tests of payments."""

from typing import Any

import pytest

from webapp.projects.lent import MAY_COLLECT


@pytest.fixture(autouse=True)
def a_town_that_may_collect(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stands in the way, as far as projects ask."""
    monkeypatch.setitem(app.extensions["futamachi"].extras, MAY_COLLECT, ())
