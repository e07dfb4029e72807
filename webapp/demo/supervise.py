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
from webapp.config import Settings
from webapp.core.errors import MissingSetup
from webapp.demo import greeting, surroundings
from webapp.demo.prepared import Prepared
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
    settings = read_settings()
    listings = surroundings.listings_file(arguments)
    parts: list[Part] = []
    try:
        prepared = Prepared.read(settings, listings) or prepare(settings, listings, around, began)
        parts += [launch(name, command, around) for name, command in commands(around).items()]
        wait_until_ready(around, parts, began)
        say(greeting.text(around, prepared.accounts, time.monotonic() - began))
        watch(parts)
    except Stopped:
        say("\nstopping …")
    finally:
        stop(parts)
    return 0


def prepare(settings: Settings, listings: Path | None, around: Surroundings, began: float) -> Prepared:
    """Fill the database in a process of its own, and pass on what it says. Raises MissingSetup with its last words."""
    command = [*PYTHON, "webapp.demo.prepare", *([str(listings)] if listings else [])]
    part = launch("prepare", command, around, stdout=subprocess.PIPE)
    try:
        for line in part.process.stdout or ():
            progress(began, line.decode().rstrip())
        part.process.wait()
    finally:
        stop([part])
    done = Prepared.read_any(settings.home)
    if part.process.returncode or done is None:
        raise MissingSetup(f"{part.last_words()} (all of it: {part.log})")
    return done


def commands(around: Surroundings) -> dict[str, list[str]]:
    """What runs: web server, worker and, unless others are named, the local payment server and identity provider."""
    found = {
        "web": [*PYTHON, "webapp.cli", "serve", "--port", str(around.port)],
        "worker": [*PYTHON, "webapp.cli", "worker"],
    }
    if around.payment_port is not None:
        webhook = f"http://127.0.0.1:{around.port}{WEBHOOK_PATH}"
        options = ["--port", str(around.payment_port), "--webhook", webhook, "--db", str(around.home / "payments.db")]
        found["payments"] = [*PYTHON, "webapp.payments.local_stripe", *options]
    if around.identity_port is not None:
        found["identity"] = [*PYTHON, "webapp.identity.local_provider", "--port", str(around.identity_port)]
    return found


def launch(name: str, command: list[str], around: Surroundings, stdout: int | None = None) -> Part:
    """Start one part in its own session, so that Ctrl-C reaches only the supervisor, which then stops all in order."""
    log = around.home / "log" / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            command,
            env=around.environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout or output,
            stderr=output,
            start_new_session=True,
            preexec_fn=_end_with_supervisor,  # noqa: PLW1509 - the supervisor has one thread
        )
    return Part(name, process, log)


def wait_until_ready(around: Surroundings, parts: list[Part], began: float) -> None:
    """Return once the web server is ready and the local servers answer at all."""
    waiting = {"web": (around.port, "/readyz", {200})}
    if around.payment_port is not None:
        waiting["payments"] = (around.payment_port, "/", set(range(100, 600)))
    if around.identity_port is not None:
        waiting["identity"] = (around.identity_port, "/jwks", {200})
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
