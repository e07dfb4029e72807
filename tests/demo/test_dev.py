"""The one script: it explains itself, and says in one sentence what it cannot do."""

import shutil
import subprocess
from pathlib import Path

from tests.support.demo import ROOT

BASH = shutil.which("bash") or "/bin/bash"


def dev(*words: str, folder: Path = ROOT, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path} if path is not None else None
    command = [BASH, str(folder / "dev"), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_it_explains_every_task_it_has() -> None:
    said = dev("help")
    assert said.returncode == 0
    for task in ("run", "test", "lint", "bench", "judges", "shot", "setup"):
        assert f"./dev {task}" in said.stdout


def test_an_unknown_task_is_refused_with_the_list() -> None:
    said = dev("dance")
    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == "dev: there is no './dev dance'"
    assert "./dev run" in said.stderr


def test_a_missing_interpreter_is_one_sentence(tmp_path: Path) -> None:
    for name in ("dev", "pyproject.toml", "requirements"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("cat", "dirname", "sha256sum"):
        (programs / name).symlink_to(shutil.which(name) or name)
    said = dev("run", folder=tmp_path, path=str(programs))
    assert said.returncode == 1
    assert said.stderr.startswith("dev: Python 3.11 or newer is missing")
    assert said.stderr.count("\n") == 1
