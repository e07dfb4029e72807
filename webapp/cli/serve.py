"""`futamachi serve`: the site behind gunicorn. Imports little, because gunicorn takes this process over."""

import os
import sys

import click

from webapp.cli.setup import read_settings


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--workers", default=2, show_default=True)
@click.option("--threads", default=4, show_default=True)
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the site with gunicorn."""
    metrics = read_settings().home / "metrics"
    metrics.mkdir(parents=True, exist_ok=True)
    for old in metrics.glob("*.db"):
        old.unlink()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)
    arguments = ["gunicorn", "webapp:create_app()", "--bind", f"{host}:{port}", "--worker-class", "gthread"]
    arguments += ["--workers", str(workers), "--threads", str(threads), "--no-control-socket", "--preload"]
    arguments += ["--log-level", "warning", "--graceful-timeout", "10", "--max-requests", "20000"]
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606 - gunicorn takes this process over


COMMANDS = (serve,)
