"""What the server counts, for Prometheus."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from api.kept import Answers
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
        self._requests = _Requests()
        self.registry.register(self._requests)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.count(method, route, status, seconds)

    def watch(self, service: Service, answers: Answers) -> None:
        """Tell of the readers and the release of `service`, and of the answers that are kept, too."""
        self.registry.register(_OfService(service, answers, self._log))

    def text(self, accept: str) -> tuple[bytes, str]:
        """All counts in the format that `accept` asks for, and its media type."""
        encoder, content_type = choose_encoder(accept)
        return encoder(self.registry), content_type


class _Requests(Collector):
    """Counted on the event loop alone, so without the locks of the library's own counters."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, int], int] = {}
        self._times: dict[str, tuple[list[int], list[float]]] = {}

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        key = (method, route, status)
        self._counts[key] = self._counts.get(key, 0) + 1
        times = self._times.get(route)
        if times is None:
            times = self._times[route] = ([0] * (len(_SECONDS) + 1), [0.0])
        times[0][bisect_left(_SECONDS, seconds)] += 1
        times[1][0] += seconds

    def collect(self) -> Iterator[Metric]:
        """The counts and the times."""
        requests = CounterMetricFamily(
            "policygraph_http_requests",
            "Requests by method, route and status.",
            labels=["method", "route", "status"],
        )
        for (method, route, status), count in sorted(self._counts.items()):
            requests.add_metric([method, route, str(status)], count)
        yield requests
        took = HistogramMetricFamily(
            "policygraph_http_request_seconds",
            "How long requests took, to the last byte of the answer.",
            labels=["route"],
        )
        for route, (counts, total) in sorted(self._times.items()):
            bounds = [*(str(float(bound)) for bound in _SECONDS), "+Inf"]
            took.add_metric([route], list(zip(bounds, accumulate(counts), strict=True)), total[0])
        yield took


class _OfService(Collector):
    """What is true of the service at the moment it is asked."""

    def __init__(self, service: Service, answers: Answers, log: Log) -> None:
        self._service = service
        self._answers = answers
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
            "policygraph_readers_killed",
            "Readers ended in the middle of a query, or that died.",
            load.killed,
        )
        yield GaugeMetricFamily("policygraph_queue_length", "Queries that wait for a reader.", load.waiting)
        asked = CounterMetricFamily(
            "policygraph_cache_lookups", "Answers of /sparql looked for among those kept.", labels=["result"]
        )
        asked.add_metric(["hit"], self._answers.hits)
        asked.add_metric(["miss"], self._answers.misses)
        yield asked
        yield GaugeMetricFamily(
            "policygraph_cache_bytes", "Bytes of answers that are kept.", self._answers.size
        )
        release = self._service.release
        yield InfoMetricFamily("policygraph_release", "The release that is served.", {"release": release.id})
        yield GaugeMetricFamily("policygraph_release_quads", "Quads of the release.", release.manifest.quads)
        yield GaugeMetricFamily(
            "policygraph_release_sources", "Sources of the release.", len(release.sources)
        )
        yield CounterMetricFamily(
            "policygraph_log_lines_dropped", "Lines of the log that nobody read in time.", self._log.dropped
        )
