"""What each gunicorn worker does once it runs: fit the matcher, so that nobody's first page of suggestions waits for it."""

import threading
from typing import Any

from flask import Flask


def post_worker_init(worker: Any) -> None:
    """Gunicorn calls this in every worker."""
    threading.Thread(target=warm_up, args=(worker.app.callable,), daemon=True, name="warm-up").start()


def warm_up(app: Flask) -> None:
    """Fit the matcher to the listings there are."""
    from webapp.matches.store import fitted

    with app.app_context(), app.extensions["futamachi"].database.transaction(read_only=True):
        fitted()
