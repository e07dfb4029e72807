"""Keys need a database and settings, and no page: a bare app is ready ten times sooner."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from webapp import load_tables
from webapp.core import templating
from webapp.core.database import Database
from webapp.core.services import Services


@pytest.fixture
def app(settings: Any) -> Iterator[Flask]:
    """Settings and a database."""
    load_tables()
    made = Flask("bare")
    templating.install(made)
    made.extensions["futamachi"] = Services(settings, Database(settings.database))
    yield made
    made.extensions["futamachi"].database.dispose()
