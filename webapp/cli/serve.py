"""`futamachi serve`: the site behind gunicorn. Imports little, because gunicorn takes this process over."""

import os
import socket
import sys

import click

from webapp.cli.setup import settings_and_home


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
@click.option("--threads", type=click.IntRange(1), default=4, show_default=True)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site with gunicorn."""
    metrics = settings_and_home().home / "metrics"
    _refuse_busy(host, port)
    metrics.mkdir(parents=True, exist_ok=True)
    for old in metrics.glob("*.db"):
        old.unlink()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)
    arguments = ["gunicorn", "webapp:create_app()", "--bind", f"{host}:{port}", "--worker-class", "gthread"]
    arguments += ["--workers", str(workers), "--threads", str(threads), "--no-control-socket", "--preload"]
    arguments += [
        "--config",
        "python:webapp.cli.gunicorn_hooks",
        "--log-level",
        "warning",
        "--graceful-timeout",
        "10",
        "--max-requests",
        "20000",
    ]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606 - gunicorn takes this process over


def _refuse_busy(host: str, port: int) -> None:
    """Gunicorn would try five times and then end in twenty lines."""
    try:
        family, kind, number, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(
            f"Cannot listen on {host} port {port} ({reason}): stop what runs there, or choose another with --port."
        ) from None


COMMANDS = (serve,)
