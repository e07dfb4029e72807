"""What it costs to make the app and to serve the first page, in a process of its own."""

import json
import os
import subprocess
import sys

from tests.bench.harness import Report
from webapp.cli import THREADS

PROGRAM = """
import json, sys, time
from webapp import create_app
from webapp.config import Settings
app = create_app(Settings(env="test", log_level="ERROR"))
print(json.dumps({"cpu": time.process_time(), "modules": len(sys.modules)}))
"""


def measure(report: Report) -> None:
    """Note the CPU time from the start of Python to the finished app: the least of five, with compiled modules."""
    runs = [json.loads(_run()) for _ in range(5)]
    report.add("create_app, Python's own start included", min(run["cpu"] for run in runs), "s CPU", at_most=1.5)


def _run() -> str:
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    surroundings |= dict.fromkeys(THREADS, "1")  # as every command of `futamachi` has it
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=surroundings
    )
    return result.stdout.splitlines()[-1]
