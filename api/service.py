"""What a running server holds: the store, the readers, and the release they serve."""

from __future__ import annotations

import asyncio
import logging

from anyio import CapacityLimiter
from starlette.concurrency import run_in_threadpool

from api.reading import OlderReleases, Reading
from graph_store import publish
from graph_store.fulltext.index import Indexes
from graph_store.readers import ReaderPool
from graph_store.store import open_store
from ontology.errors import PolicygraphError
from ontology.settings import Settings
from queries.catalogue import catalogue, internal

_LOG = logging.getLogger("policygraph")
_WATCH_SECONDS = 1.0
_MOST_STRANGERS = 48  # fewer than the pool lets stand in line


class Service(Reading):
    """The readers of the current release; `watch` moves them on when another is published.

    `older` are the other releases that are being read.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the store and start the readers. Raises StoreError; VocabularyError for a bad catalogue."""
        catalogue(), internal()
        self.settings = settings
        self.store = open_store(settings.store)
        self.pool = ReaderPool(
            self.store.current(), settings.workers, settings.query_timeout, settings.memory_quads, kept=1
        )
        # SPARQL waits on threads of its own: however much of it comes, the other paths have theirs.
        self.strangers = CapacityLimiter(_MOST_STRANGERS)
        self.indexes = Indexes()
        self.older = OlderReleases(self)

    async def watch(self) -> None:
        """Serve each new release as soon as it is current, until cancelled."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            try:
                await run_in_threadpool(self._follow)
            except (PolicygraphError, OSError) as error:
                _LOG.warning("The new release is not served yet: %s", error)

    def close(self) -> None:
        """End the readers."""
        self.older.close()
        self.indexes.close()
        self.pool.close()

    def _follow(self) -> None:
        self.older.tidy()
        if publish.current_id(self.store.folder) != self.release.id:
            self.pool.switch(self.store.current())
            _LOG.warning("Now serving release %s", self.release.id)
