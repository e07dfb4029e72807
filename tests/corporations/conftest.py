"""What the tests of corporations share: two towns and a place to keep rows in."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from flask import Flask

from tests.factories.municipalities import a_programme

TOWN, OTHER = "202151", "382035"
Making = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def making(app: Flask, database: Any) -> Making:
    """Opens a unit of work whose rows are kept; both towns take part."""

    @contextmanager
    def open_it() -> Iterator[Any]:
        with app.app_context(), database.transaction() as opened:
            yield opened

    with open_it():
        a_programme(TOWN)
        a_programme(OTHER)
    return open_it


@pytest.fixture
def towns(session: Any) -> Any:
    """The open session of a test without pages, in which both towns take part."""
    a_programme(TOWN)
    a_programme(OTHER)
    return session
