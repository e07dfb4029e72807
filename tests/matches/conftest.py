"""What tests of suggestions share."""

import pytest

from webapp.matches import store


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The matcher looks for changes at every request."""
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)
