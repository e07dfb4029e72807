"""Runs the whole service on one machine: prepares, starts the parts, waits for health, stops them together."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from webapp.cli.setup import read_settings
from webapp.core.errors import MissingSetup
from webapp.demo import greeting, prepare, surroundings
from webapp.demo.surroundings import Surroundings

PATIENCE = 60
GRACE = 8
_SET_PARENT_DEATH_SIGNAL = 1
WEBHOOK_PATH = "/webhooks/stripe"
PYTHON = (sys.executable, "-m")


class Stopped(BaseException):
    """Somebody asked the demo to end."""


@dataclass
class Part:
    """One running process and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def last_words(self) -> str:
        """The end of its log, for the sentence that says it has died."""
        lines = [line for line in self.log.read_text(errors="replace").splitlines() if line.strip()]
        return lines[-1][:300] if lines else "it said nothing"


def run(arguments: Sequence[str]) -> int:
    """Run the demo until it is told to stop; the exit status. Raises MissingSetup if it cannot start."""
    began = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    around = surroundings.find()
    os.environ.update(around.environment)
    listings = arguments[0] if arguments else os.environ.get("FUTAMACHI_AKIYA_FILE")
    settings = read_settings()
    parts: list[Part] = []
    try:
        parts += [launch(name, command, around) for name, command in servers(around).items()]
        for done in prepare.everything(settings, Path(listings) if listings else None):
            progress(began, done)
        parts.append(launch("worker", [*PYTHON, "webapp.cli", "worker"], around))
        wait_until_ready(around, parts, began)
        say(greeting.text(around, time.monotonic() - began))
        watch(parts)
    except Stopped:
        say("\nstopping …")
    finally:
        stop(parts)
    return 0


def servers(around: Surroundings) -> dict[str, list[str]]:
    """What may start before the database is ready: the web server and, unless another is named, the payment server."""
    commands = {"web": [*PYTHON, "webapp.cli", "serve", "--port", str(around.port)]}
    if around.payment_port is not None:
        options = {
            "--port": str(around.payment_port),
            "--webhook": f"http://127.0.0.1:{around.port}{WEBHOOK_PATH}",
            "--db": str(around.home / "payments.db"),
        }
        commands["payments"] = [*PYTHON, "webapp.payments.local_stripe", *(w for pair in options.items() for w in pair)]
    return commands


def launch(name: str, command: list[str], around: Surroundings) -> Part:
    """Start one part in its own session, so that Ctrl-C reaches only the supervisor, which then stops all in order."""
    log = around.home / "log" / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            env=around.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_supervisor,  # noqa: PLW1509 - the supervisor has one thread
        )
    return Part(name, process, log)


def wait_until_ready(around: Surroundings, parts: list[Part], began: float) -> None:
    """Return once the web server is ready and the payment server answers at all."""
    waiting = {"web": (around.port, "/readyz", {200})}
    if around.payment_port is not None:
        waiting["payments"] = (around.payment_port, "/", set(range(100, 600)))
    deadline = time.monotonic() + PATIENCE
    while waiting:
        if time.monotonic() > deadline:
            raise MissingSetup(f"{', '.join(waiting)} did not answer within {PATIENCE} s; see {around.home / 'log'}")
        check_alive(parts)
        for name in [name for name, (port, path, wanted) in waiting.items() if status_of(port, path) in wanted]:
            del waiting[name]
            progress(began, f"{name} answers")
        time.sleep(0.05)


def status_of(port: int, path: str) -> int | None:
    """What a part answers; None when it does not."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def watch(parts: list[Part]) -> None:
    """Stay until somebody stops the demo; a part that ends by itself is a failure."""
    while True:
        check_alive(parts)
        time.sleep(0.5)


def check_alive(parts: list[Part]) -> None:
    """Raise MissingSetup, with its last words, if a part has ended."""
    for part in parts:
        if part.process.poll() is not None:
            status = part.process.returncode
            raise MissingSetup(f"{part.name} has ended ({status}): {part.last_words()} (all of it: {part.log})")


def stop(parts: list[Part]) -> None:
    """End every part: politely, and by force what is still there after the grace."""
    for part in parts:
        if part.process.poll() is None:
            part.process.terminate()
    deadline = time.monotonic() + GRACE
    for part in parts:
        try:
            part.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(part.process.pid, signal.SIGKILL)
            part.process.wait()


def progress(began: float, words: str) -> None:
    """One line on how far the start has come."""
    sys.stderr.write(f"· {time.monotonic() - began:4.1f} s  {words}\n")


def say(words: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


def _end_with_supervisor() -> None:
    """Linux ends the part when the supervisor is killed without a chance to clean up."""
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
