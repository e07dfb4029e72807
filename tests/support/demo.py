"""The whole demo as its users start it: a process of its own, stopped with Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Demo:
    """A running demo."""

    process: subprocess.Popen[str]
    port: int
    home: Path

    @property
    def url(self) -> str:
        """Its address, by the name that its cookies and links use."""
        return f"http://localhost:{self.port}"


def launch(home: Path, port: int, **environment: str) -> subprocess.Popen[str]:
    """Start `./dev run` without its set-up; what it says can be read from stdout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FUTAMACHI_")}
    return subprocess.Popen(
        [sys.executable, "webapp/demo"],
        cwd=ROOT,
        env={**kept, "PORT": str(port), "FUTAMACHI_HOME": str(home), "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@contextmanager
def running(home: Path, port: int | None = None, *, patience: float = 90) -> Iterator[Demo]:
    """A demo that answers within `patience` seconds, stopped at the end."""
    port = port or free_port()
    process = launch(home, port)
    try:
        wait_until_ready(process, port, patience)
        yield Demo(process, port, home)
    finally:
        interrupt(process)


def wait_until_ready(process: subprocess.Popen[str], port: int, seconds: float = 90) -> float:
    """Return after how many seconds /readyz said 200."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if status_of(port, "/readyz") == 200:
            return time.monotonic() - began
        assert process.poll() is None, f"the demo ended by itself:\n{process.stdout and process.stdout.read()}"
        time.sleep(0.05)
    raise AssertionError(f"the demo did not answer within {seconds} s")


def interrupt(process: subprocess.Popen[str]) -> int:
    """Press Ctrl-C and wait; the exit status."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        return process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    finally:
        if process.stdout:
            process.stdout.close()


def status_of(port: int, path: str) -> int | None:
    """The status that a loopback server gives; None when nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
