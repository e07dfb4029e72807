"""What each gunicorn worker does when it starts, so that nobody's first search or suggestions wait, and when it ends."""

import gc
import threading
from typing import Any

from flask import Flask


def when_ready(_server: Any) -> None:
    """Gunicorn calls this before it makes workers: what is loaded stays shared memory of all of them.

    What a short command leaves until it needs it is made here, once for all workers, and a mistake in it ends the start.
    """
    from webapp.core.table import build_all

    build_all()
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Gunicorn calls this in every worker."""
    threading.Thread(target=warm_up, args=(worker.app.callable,), daemon=True, name="warm-up").start()


def worker_exit(_server: Any, worker: Any) -> None:
    """Gunicorn calls this in every worker that ends: what pages showed and waits to be logged is written."""
    from webapp.matches.seen import flush

    flush(worker.app.callable.extensions["futamachi"].database)


def warm_up(app: Flask) -> None:
    """Read what the search keeps, and fit the matcher to the listings there are."""
    from webapp.listings.finding.kept import present
    from webapp.matches.store import fitted

    with app.app_context(), app.extensions["futamachi"].database.transaction(read_only=True):
        present()
        fitted()
