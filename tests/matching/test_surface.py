"""The package stands alone: it shows what it promises and is cheap to import."""

import subprocess
import sys

import matching

FOREIGN = ("webapp", "flask", "flask_babel", "sqlalchemy", "sqlmodel", "wtforms", "sklearn", "scipy")


def test_importing_it_brings_in_neither_the_web_nor_scikit_learn() -> None:
    code = f"import sys, matching; print([name for name in {FOREIGN!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_all_promised_names_are_there() -> None:
    assert [name for name in matching.__all__ if not hasattr(matching, name)] == []
    assert matching.__doc__ is not None
    assert all(name in matching.__doc__ for name in ("top_offers", "top_residents", "why_not", "fill"))
