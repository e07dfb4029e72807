"""Who may import whom is held by import-linter; the contracts stand in `.importlinter`."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import ROOT


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=folder, env={"PYTHONPATH": "."}, capture_output=True, text=True, check=False)


def test_every_import_contract_is_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


def test_a_broken_contract_is_found(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".importlinter", tmp_path)
    files = {
        "webapp/__init__.py": "",
        "webapp/config.py": "",
        "webapp/core/__init__.py": "import webapp.accounts.models",
        "webapp/accounts/__init__.py": "import matching",
        "webapp/credentials/__init__.py": "import flask",
        "webapp/accounts/forms.py": "",
        "webapp/accounts/models.py": "import flask\nimport webapp.accounts.forms",
        "webapp/accounts/actions.py": "",
        "webapp/accounts/queries.py": "",
        "webapp/accounts/views.py": "",
        "webapp/accounts/staff_views.py": "",
        "webapp/matches/__init__.py": "",
        "webapp/matches/scouting/__init__.py": "",
        "webapp/matches/scouting/models.py": "",
        "webapp/matches/scouting/actions.py": "import wtforms",
        "webapp/matches/scouting/queries.py": "",
        "webapp/matches/scouting/forms.py": "",
        "webapp/matches/scouting/views.py": "",
        "webapp/matches/scouting/staff_views.py": "",
        "webapp/cli.py": "",
        "webapp/demo.py": "",
        "matching/__init__.py": "import sqlalchemy",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout
    assert result.stdout.count(" BROKEN") == 5, result.stdout
