"""A process that has loaded the service once and forks web servers and workers from it, to be killed without mercy.

Reads lines of JSON: `{"settings": {…}}` first, then `{"do": "web", "port": …, "ahead": …}` or `{"do": "worker", "ahead": …}`,
where `ahead` is how many seconds the child's clock runs before the real one. Answers each with the child's number.
"""

import ctypes
import json
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.settings import make_settings
from webapp import create_app
from webapp.cli import run
from webapp.core.services import services
from webapp.payments.days import plan

IDLE_SECONDS = 0.02
SET_PARENT_DEATH_SIGNAL = 1


class Quiet(WSGIRequestHandler):
    """Requests are in the app's own log."""

    def log(self, *_words: Any) -> None:
        """Say nothing."""


def serve(app: Flask, asked: dict[str, Any]) -> None:
    """Be a web server until killed."""
    make_server("127.0.0.1", asked["port"], app, threaded=True, request_handler=Quiet).serve_forever(0.02)


def work(app: Flask, _asked: dict[str, Any]) -> None:
    """Be the worker until killed; of what it plans once an hour only what concerns money."""
    stop = run.Stop()
    with app.app_context():
        database = services().database
        with database.transaction():
            plan()
        while True:
            run.work_off(database, stop)
            stop.wait(IDLE_SECONDS)


def end_with_parent() -> None:
    """Linux ends this process when the one that started it is gone."""
    ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def main() -> None:
    """Fork a child for each line; the parent never touches the database."""
    end_with_parent()
    given = json.loads(sys.stdin.readline())["settings"]
    app = create_app(make_settings(given.pop("database_url"), Path(given.pop("home")), **given))
    app.url_map.update()
    app.jinja_env.get_template("pledges/show.html")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)  # noqa: T201 the other side reads it
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child == 0:
            end_with_parent()
            os.close(sys.stdin.fileno())
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
            time_machine.travel(datetime.now(UTC) + timedelta(seconds=asked["ahead"]), tick=True).start()
            {"web": serve, "worker": work}[asked["do"]](app, asked)
        print(child, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
