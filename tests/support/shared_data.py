"""The project's data library beside the checkout: tests that read it are skipped, with the reason, where it is absent."""

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder `../shared/data`; mark the test with `shared_data` too."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the data library ../shared/data is not here")
    return SHARED_DATA
