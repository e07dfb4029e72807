"""One world of issuers for a module: making keys is the slow part."""

import pytest

from tests.support.issuers import World


@pytest.fixture
def world() -> World:
    """Two towns, a holder, a stranger."""
    return World()
