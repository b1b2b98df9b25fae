"""What the server counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from api.observing.log import Log

if TYPE_CHECKING:
    from api.service import Service

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The counts of one app."""

    def __init__(self, log: Log) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._log = log
        self._requests = Counter(
            "policygraph_http_requests",
            "Requests by method, route and status.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "policygraph_http_request_seconds",
            "How long requests took, to the last byte of the answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        # The library looks its labels up under a lock; that costs more than to count.
        self._counters: dict[tuple[str, str, int], Counter] = {}
        self._timers: dict[str, Histogram] = {}

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        key = (method, route, status)
        counter = self._counters.get(key)
        if counter is None:
            counter = self._counters[key] = self._requests.labels(method, route, str(status))
        counter.inc()
        timer = self._timers.get(route)
        if timer is None:
            timer = self._timers[route] = self._seconds.labels(route)
        timer.observe(seconds)

    def watch(self, service: Service) -> None:
        """Tell of the readers and the release of `service` too."""
        self.registry.register(_OfService(service, self._log))

    def text(self, accept: str) -> tuple[bytes, str]:
        """All counts in the format that `accept` asks for, and its media type."""
        encoder, content_type = choose_encoder(accept)
        return encoder(self.registry), content_type


class _OfService(Collector):
    """What is true of the service at the moment it is asked."""

    def __init__(self, service: Service, log: Log) -> None:
        self._service = service
        self._log = log

    def collect(self) -> Iterator[Metric]:
        """The readers, the line before them, the release."""
        load = self._service.load()
        readers = GaugeMetricFamily(
            "policygraph_readers", "Reader processes by what they do.", labels=["state"]
        )
        readers.add_metric(["busy"], load.busy)
        readers.add_metric(["free"], load.free)
        yield readers
        yield CounterMetricFamily(
            "policygraph_readers_killed", "Readers that were ended in the middle of a query.", load.killed
        )
        yield GaugeMetricFamily("policygraph_queue_length", "Queries that wait for a reader.", load.waiting)
        release = self._service.release
        yield InfoMetricFamily("policygraph_release", "The release that is served.", {"release": release.id})
        yield GaugeMetricFamily("policygraph_release_quads", "Quads of the release.", release.manifest.quads)
        yield GaugeMetricFamily(
            "policygraph_release_sources", "Sources of the release.", len(release.sources)
        )
        yield CounterMetricFamily(
            "policygraph_log_lines_dropped", "Lines of the log that nobody read in time.", self._log.dropped
        )
