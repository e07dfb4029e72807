"""Matrix products of the web process and of the worker use one thread, unless the operator says otherwise."""

import json
import os
import subprocess
import sys
from pathlib import Path

from webapp.cli import PLACES, THREADS

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
import json, os, sys
import click
from webapp.cli import THREADS, main
assert "numpy" not in sys.modules
main.get_command(click.Context(main), sys.argv[1])
pools = []
if "with libraries" in sys.argv:
    import numpy, sklearn.tree
    from threadpoolctl import threadpool_info
    pools = [pool["num_threads"] for pool in threadpool_info()]
print(json.dumps([pools, [os.environ[name] for name in THREADS]]))
"""


def looked(*command: str, **set_by_operator: str) -> tuple[list[int], list[str]]:
    """Threads of each library in a process that runs a command, and what processes it starts are told."""
    environ = {name: value for name, value in os.environ.items() if name not in THREADS} | set_by_operator
    asked = [sys.executable, "-c", LOOK, *command]
    done = subprocess.run(asked, cwd=ROOT, env=environ, capture_output=True, text=True, check=True)
    pools, told = json.loads(done.stdout)
    return pools, told


def test_the_worker_uses_one_thread_for_its_matrix_products() -> None:
    assert {"serve", "worker"} <= set(PLACES)
    pools, told = looked("worker", "with libraries")
    assert pools
    assert set(pools) == {1}
    assert told == ["1", "1"]


def test_the_web_process_is_told_the_same() -> None:
    assert looked("serve")[1] == ["1", "1"]


def test_an_operator_may_say_otherwise() -> None:
    _pools, told = looked("serve", OPENBLAS_NUM_THREADS="2")
    assert told == ["2", "1"]


def test_the_example_of_settings_says_how() -> None:
    text = (ROOT / ".env.example").read_text("utf-8")
    assert [name for name in THREADS if name not in text] == []
