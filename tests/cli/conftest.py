"""What tests of commands share: the command line in this process, on this test's database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from webapp.cli import main

Run = Callable[..., Result]


@pytest.fixture
def surroundings(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The variables that a command reads; returns FUTAMACHI_HOME."""
    home = tmp_path / "home"
    values = {
        "ENV": "test",
        "HOME": home,
        "DATABASE_URL": database_url,
        "PASSWORD_MEMORY_KIB": 8,
        "PASSWORD_ROUNDS": 1,
        "LOG_LEVEL": "ERROR",
    }
    for name, value in values.items():
        monkeypatch.setenv(f"FUTAMACHI_{name}", str(value))
    monkeypatch.chdir(tmp_path)
    return home


@pytest.fixture
def run(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `futamachi …`; the exit status must be the expected one, and a failure one sentence."""
    apps: list[Any] = []
    real = import_setup().create_app

    def remembered(settings: Any) -> Any:
        apps.append(real(settings))
        return apps[-1]

    monkeypatch.setattr(import_setup(), "create_app", remembered)

    def call(*words: str, expect: int = 0, **options: Any) -> Result:
        result = CliRunner().invoke(main, list(words), prog_name="futamachi", **options)
        while apps:
            apps.pop().extensions["futamachi"].database.dispose()
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == expect, result.output
        assert expect != 1 or "Traceback" not in result.output
        return result

    return call


def import_setup() -> Any:
    """The module that makes the commands' app."""
    from webapp.cli import setup

    return setup
