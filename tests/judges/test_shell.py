"""shellcheck on the shell scripts."""

import json
from pathlib import Path

from tests.judges.tools import ROOT, command, debian


def findings(*scripts: Path) -> list[str]:
    result = command([debian("shellcheck"), "--format=json", *scripts])
    return [f"{f['file']}:{f['line']} {f['message']}" for f in json.loads(result.stdout)]


def test_the_scripts_are_clean() -> None:
    assert findings(ROOT / "dev", ROOT / ".ci" / "run") == []


def test_control_an_unquoted_variable_is_found(tmp_path: Path) -> None:
    script = tmp_path / "bad.sh"
    script.write_text("#!/bin/bash\nrm -rf $1/*\n")
    assert findings(script)
