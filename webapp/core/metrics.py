"""Prometheus counters of requests; in several processes when PROMETHEUS_MULTIPROC_DIR is set."""

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

REQUESTS = Counter("futamachi_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("futamachi_request_seconds", "Seconds to answer", ["route"])


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the URL pattern."""
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def exposition() -> bytes:
    """All metrics in Prometheus' text format."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest()
