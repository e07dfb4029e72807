"""What tests of the registry share."""

import pytest

from webapp.matches import store


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store looks for changes at every question."""
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)
