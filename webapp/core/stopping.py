"""How a small server of our own waits for its end."""

import signal
import threading


def wait_until_told() -> None:
    """Return at SIGTERM or Ctrl-C."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    stopping.wait()
