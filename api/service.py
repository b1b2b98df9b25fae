"""What a running server holds: the store, the readers, and the release they serve."""

from __future__ import annotations

import asyncio
import logging

from starlette.concurrency import run_in_threadpool

from api.reading import OlderReleases, Reading
from graph_store import publish
from graph_store.fulltext.index import Indexes
from graph_store.readers import ReaderPool
from graph_store.serving.hosts import Host, Hosts, give_up
from graph_store.serving.lanes import Lanes
from graph_store.serving.questions import Load
from graph_store.store import open_store
from ontology.errors import PolicygraphError
from ontology.settings import Settings
from queries.catalogue import catalogue, internal, lists
from queries.values import SCHEMES

_LOG = logging.getLogger("policygraph")
_WATCH_SECONDS = 1.0


class Service(Reading):
    """The readers of the current release; `watch` moves them on when another is published.

    `older` are the other releases that are being read.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the store and start the readers. Raises StoreError; VocabularyError for a bad catalogue."""
        catalogue(), internal(), lists()
        for vocabulary in SCHEMES.values():
            vocabulary()
        self.settings = settings
        self.store = open_store(settings.store)
        self.hosts = Hosts(self.store.current(), settings.memory_quads)
        # However much SPARQL comes, the other paths have readers of their own.
        self.pool = ReaderPool(self.hosts, settings.workers, settings.query_timeout)
        self.lanes = Lanes(self.hosts, settings.workers, settings.query_timeout)
        self.indexes = Indexes()
        self.older = OlderReleases(self)
        self._given_up = False

    async def watch(self) -> None:
        """Serve each new release as soon as it is current, and from memory as soon as it is there, until
        cancelled.
        """
        loading: asyncio.Task[None] | None = None
        try:
            while True:
                if loading is None:
                    loading = asyncio.create_task(self._into_memory())
                await asyncio.sleep(_WATCH_SECONDS)
                try:
                    if await self._is_outdated():
                        await self._give_up(loading)  # nobody needs it in memory any more
                        loading = None
                        await self._follow()
                except (PolicygraphError, OSError) as error:
                    _LOG.warning("The new release is not served yet: %s", error)
        finally:
            await self._give_up(loading)

    async def start(self) -> None:
        """Start the readers that answer SPARQL. Raises StoreError."""
        await self.lanes.start()

    def load(self) -> Load:
        """How busy the readers are."""
        return self.pool.load() + self.lanes.load()

    async def close(self) -> None:
        """End the readers."""
        await self.lanes.close()
        await run_in_threadpool(self.older.close)
        await run_in_threadpool(self.indexes.close)
        await run_in_threadpool(self.pool.close)

    async def _is_outdated(self) -> bool:
        await run_in_threadpool(self.older.tidy)
        return await run_in_threadpool(publish.current_id, self.store.folder) != self.release.id

    async def _into_memory(self) -> None:
        """Serve the current release from memory once it is loaded; where that fails, from disk as before."""
        try:
            if old := await run_in_threadpool(self.hosts.into_memory):
                await self._leave(old)
                _LOG.warning("Release %s is in memory now", self.release.id)
        except (PolicygraphError, OSError) as error:
            if not self._given_up:
                _LOG.warning("The release is served from disk still: %s", error)

    async def _give_up(self, loading: asyncio.Task[None] | None) -> None:
        self._given_up = True
        give_up()
        if loading:
            await loading
        self._given_up = False

    async def _follow(self) -> None:
        release = await run_in_threadpool(self.store.current)
        await self._leave(await run_in_threadpool(self.hosts.switch, release))
        _LOG.warning("Now serving release %s", self.release.id)

    async def _leave(self, old: Host) -> None:
        """Let running queries end on the host that served before, and that host with them."""
        try:
            await run_in_threadpool(self.pool.leave, old)
            await self.lanes.leave(old)
        finally:
            await run_in_threadpool(old.retire)
