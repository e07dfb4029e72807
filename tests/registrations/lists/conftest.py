"""Lists are tried without the followers of registrations: certificates cost signatures and have their own tests."""

import pytest
from flask import Flask

from webapp.registrations.following import FOLLOWERS, FOLLOWERS_OF_MANY


@pytest.fixture(autouse=True)
def _without_followers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in (FOLLOWERS, FOLLOWERS_OF_MANY):
        monkeypatch.setitem(app.extensions["futamachi"].extras, key, ())
