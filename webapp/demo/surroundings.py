"""What the demo finds around it: a folder to write, a free port, secrets of its own, the children's environment."""

import json
import os
import secrets
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from webapp.core.errors import MissingSetup
from webapp.identity.trial import CLIENT_ID, CLIENT_SECRET

_KEPT = "demo.json"


@dataclass(frozen=True)
class Surroundings:
    """Where the demo runs and what its parts are told."""

    home: Path
    port: int
    payment_port: int | None
    identity_port: int | None
    environment: dict[str, str]

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return self.environment["FUTAMACHI_BASE_URL"]


def find() -> Surroundings:
    """Look around once. Raises MissingSetup with the sentence to show."""
    home = writable_folder(Path(os.environ.get("FUTAMACHI_HOME") or "var"))
    port = free_port(os.environ.get("PORT") or "8000")
    kept = kept_values(home / _KEPT)
    given = dict(os.environ)
    ours = {
        "FUTAMACHI_ENV": "demo",
        "FUTAMACHI_DEMO_DATA": "true",
        "FUTAMACHI_BASE_URL": f"http://localhost:{port}",
        "FUTAMACHI_SECRET_KEY": str(kept["secret_key"]),
        "FUTAMACHI_IDENTITY_ISSUER": f"http://127.0.0.1:{kept['identity_port']}",
        "FUTAMACHI_IDENTITY_CLIENT_ID": CLIENT_ID,
        "FUTAMACHI_IDENTITY_CLIENT_SECRET": CLIENT_SECRET,
        "FUTAMACHI_STRIPE_API_BASE": f"http://127.0.0.1:{kept['payment_port']}",
        "FUTAMACHI_STRIPE_SECRET_KEY": str(kept["stripe_secret_key"]),
        "FUTAMACHI_STRIPE_WEBHOOK_SECRET": str(kept["stripe_webhook_secret"]),
    }
    payment_port = None if given.get("FUTAMACHI_STRIPE_API_BASE") else int(kept["payment_port"])
    identity_port = None if given.get("FUTAMACHI_IDENTITY_ISSUER") else int(kept["identity_port"])
    fixed = {"FUTAMACHI_HOME": str(home), "PATH": f"{Path(sys.executable).parent}:{given.get('PATH', os.defpath)}"}
    environment = {**ours, **{name: value for name, value in given.items() if value}, **fixed}
    return Surroundings(home, port, payment_port, identity_port, environment)


def listings_file(arguments: Sequence[str]) -> Path | None:
    """The list of vacant homes to import, if one was named. Raises MissingSetup if it is not there."""
    named = arguments[0] if arguments else os.environ.get("FUTAMACHI_AKIYA_FILE")
    if not named:
        return None
    if not Path(named).is_file():
        raise MissingSetup(f"there is no file {named}; give the path of a vacant-home bank list (CSV)")
    return Path(named).absolute()


def writable_folder(folder: Path) -> Path:
    """The folder, made if need be; tried by writing, because root may write where a file system says no."""
    folder = folder.expanduser().absolute()
    probe = folder / ".writable"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "log").mkdir(exist_ok=True)
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise MissingSetup(
            f"the folder {folder} cannot be written ({error.strerror}); name another one with FUTAMACHI_HOME=…"
        ) from error
    return folder


def free_port(wanted: str) -> int:
    """The port as a number, when nobody listens on it."""
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise MissingSetup(f"PORT={wanted} is not a port; use a number from 1 to 65535")
    port = int(wanted)
    if not is_free(port):
        raise MissingSetup(f"port {port} is busy; stop what runs there or choose another: PORT={port + 1} ./dev run")
    return port


def is_free(port: int) -> bool:
    """Whether this program may listen on a loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def kept_values(path: Path) -> dict[str, str | int]:
    """The demo's own secrets and its helpers' ports, made once and readable by their owner only."""
    kept: dict[str, str | int] = json.loads(path.read_text()) if path.exists() else {}
    made: dict[str, str | int] = {
        "secret_key": secrets.token_urlsafe(48),
        "stripe_secret_key": "sk_test_" + secrets.token_hex(16),
        "stripe_webhook_secret": "whsec_" + secrets.token_hex(16),
        **kept,
    }
    for name in ("payment_port", "identity_port"):
        if name not in made or not is_free(int(made[name])):
            made[name] = any_free_port()
    if made != kept:
        path.touch(mode=0o600)
        path.write_text(json.dumps(made, indent=1))
    return made


def any_free_port() -> int:
    """A loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
