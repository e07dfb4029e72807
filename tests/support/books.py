"""After a test that touches money, the books must be in order."""

from collections.abc import Iterator

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def books_in_order(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ask for every invariant once the test is over; `@pytest.mark.broken_books` is for tests that break them."""
    names = [name for name in ("session", "app", "demo_app", "site") if name in request.fixturenames]
    if not names or request.node.get_closest_marker("broken_books"):
        yield
        return
    found = request.getfixturevalue(names[0])  # before the test, so that it is still there after it
    yield
    from webapp.payments.checks import find_faults

    if names[0] == "session":
        found.flush()
        faults = find_faults(with_clock=False)
    else:
        app: Flask = found if isinstance(found, Flask) else found.app
        with app.app_context(), app.extensions["futamachi"].database.transaction(read_only=True):
            faults = find_faults(with_clock=False)
    assert faults == []
