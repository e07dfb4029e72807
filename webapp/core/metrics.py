"""Prometheus counters of requests; in several processes when PROMETHEUS_MULTIPROC_DIR is set."""

import os
from collections import Counter as Counter_
from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from time import monotonic

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest, multiprocess

REQUESTS = Counter("futamachi_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram("futamachi_request_seconds", "Seconds to answer", ["route"])
KEPT_SECONDS = 30


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request; `route` is the URL pattern."""
    REQUESTS.labels(route, method, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def exposition() -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest(_registry())


def _registry() -> CollectorRegistry:
    """This process's metrics, or those of all processes together."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return registry


@dataclass(frozen=True)
class Answered:
    """Requests since the processes began: by what came of them, and by the seconds they took (upper ends, cumulative)."""

    fine: int
    refused: int
    failed: int
    seconds: Mapping[float, int]

    @property
    def timed(self) -> int:
        """How many were timed."""
        return self.seconds.get(inf, 0)

    def within(self, seconds: float) -> int:
        """How many took at most so long; `seconds` is an end that the histogram knows."""
        return self.seconds.get(seconds, 0)


_summed: list[tuple[float, Answered]] = []


def answered() -> Answered:
    """The counters added up over all routes; kept for half a minute, because adding them up takes a while."""
    if not _summed or monotonic() - _summed[0][0] > KEPT_SECONDS:
        _summed[:] = [(monotonic(), _sum(_registry()))]
    return _summed[0][1]


def _sum(registry: CollectorRegistry) -> Answered:
    by_class: Counter_[str] = Counter_()
    seconds: Counter_[float] = Counter_()
    for metric in registry.collect():
        if metric.name == "futamachi_requests":
            for sample in metric.samples:
                if sample.name.endswith("_total"):
                    by_class[sample.labels["status"][:1]] += int(sample.value)
        elif metric.name == "futamachi_request_seconds":
            for sample in metric.samples:
                if sample.name.endswith("_bucket"):
                    seconds[float(sample.labels["le"])] += int(sample.value)
    fine = sum(count for first, count in by_class.items() if first in "123")
    return Answered(fine, by_class["4"], by_class["5"], seconds)
