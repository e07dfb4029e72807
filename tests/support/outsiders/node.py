"""Runs the scripts of this folder in Node: a question goes in as JSON, an answer comes out as JSON."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
VERIFIER = Path(__file__).resolve().parents[3] / "static" / "js" / "verify"


def run(script: str, question: Any, *, node: Path, folder: Path, seconds: int = 600) -> Any:
    """The answer of a script."""
    asked = folder / "question.json"
    asked.write_text(json.dumps(question), encoding="ascii")
    words = [str(node), str(HERE / script), str(asked)]
    environment = {"PATH": os.environ["PATH"], "NODE_OPTIONS": "--max-old-space-size=1024"}
    told = subprocess.run(words, capture_output=True, text=True, check=False, timeout=seconds, env=environment)
    if told.returncode:
        raise RuntimeError(told.stderr[-2000:])
    return json.loads(told.stdout)


def verifier(folder: Path) -> Path:
    """Our script for browsers, laid out so that any Node takes it for modules."""
    made = folder / "verify"
    if not made.exists():
        shutil.copytree(VERIFIER, made)
        (made / "package.json").write_text('{"type": "module"}')
    return made
