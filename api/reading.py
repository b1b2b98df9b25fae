"""What a request reads: the current release, or with `?release=` an older one.

Older releases are read by small pools of their own, from disk, as few at a time as `MOST`. One that nobody
reads makes room for another, and is closed when it was not asked for a while.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, RLock
from typing import TypeVar

from api.problems import NotFoundError
from graph_store.fulltext.index import Indexes
from graph_store.readers import QueueFull, ReaderPool
from graph_store.release import Release
from graph_store.serving.hosts import Hosts
from graph_store.serving.lanes import Lanes
from graph_store.store import Store
from ontology.errors import PolicygraphError
from ontology.settings import Settings
from queries.run import Select

Result = TypeVar("Result")

MOST = 3
_IDLE_SECONDS = 60.0


class Reading:
    """Readers of a release, and what goes with them; all that a handler needs to answer."""

    settings: Settings
    store: Store
    pool: ReaderPool
    lanes: Lanes
    indexes: Indexes

    @property
    def release(self) -> Release:
        """The release that is read."""
        return self.pool.release

    def consistently(self, work: Callable[[Select, str], Result]) -> Result:
        """What `work(select, release id)` gives when one release answered all it asked."""
        while True:
            release = self.release.id
            result = work(self.pool.select, release)
            if self.release.id == release:
                return result

    def check(self, release: str) -> None:
        """Raises QueueFull where an answer of `release` would not be one of the release that was named."""

    def _share(self, other: Reading) -> None:
        """Take over what does not depend on the release."""
        self.settings, self.store = other.settings, other.store
        self.indexes = other.indexes


class Named(Reading):
    """The current release, asked for by its id."""

    def __init__(self, current: Reading) -> None:
        self._share(current)
        self.pool, self.lanes = current.pool, current.lanes
        self._id = current.release.id

    def consistently(self, work: Callable[[Select, str], Result]) -> Result:
        """What `work` gives. Raises QueueFull where another release became current meanwhile."""
        result = work(self.pool.select, self._id)
        self.check(self.release.id)
        return result

    def check(self, release: str) -> None:
        """Raises QueueFull where `release` became current in the place of the one that was named."""
        if release != self._id:
            raise QueueFull(f"Release {self._id} has just ceased to be the current one; try again.")


class Older(Reading):
    """An older release that is read by its own pool; `holders` counts the requests that read it."""

    def __init__(self, current: Reading, release: Release) -> None:
        """Start the reader. Raises StoreError."""
        self._share(current)
        hosts = Hosts(release, memory_quads=0)
        self.pool = ReaderPool(hosts, 1, self.settings.query_timeout)
        self.lanes = Lanes(hosts, 1, self.settings.query_timeout)
        self._holders = 0
        self._asked = time.monotonic()
        self._counting = Lock()

    def count(self, more: int) -> None:
        """Note that one more request reads it (1), or one less (-1)."""
        with self._counting:
            self._holders += more
            self._asked = time.monotonic()

    @property
    def idle(self) -> bool:
        """Whether nobody reads it and no answer is on its way."""
        return not self._holders and not self.pool.busy and not self.lanes.busy

    @property
    def unused(self) -> float:
        """Seconds since it was last asked."""
        return time.monotonic() - self._asked


class OlderReleases:
    """The older releases that are being read, the one that was asked last at the end. Thread-safe."""

    def __init__(self, current: Reading) -> None:
        self._current = current
        self._open: OrderedDict[str, Older] = OrderedDict()
        self._lock = RLock()

    @contextmanager
    def hold(self, release_id: str) -> Iterator[Reading]:
        """The release of this id, which is not closed meanwhile.

        Raises NotFoundError where there is none, or where it was pruned and can be read no more; QueueFull
        where as many others are being read as may be.
        """
        if release_id == self._current.release.id:
            yield Named(self._current)
            return
        with self._lock:
            held = self._opened(release_id)
            held.count(1)
        try:
            yield held
        except NotFoundError:
            raise
        except PolicygraphError as error:
            # Its files stay as long as they are open; a reader that has to open them again finds nothing.
            if not held.release.path.exists():
                raise NotFoundError(f"Release {release_id} was taken away while it was read.") from error
            raise
        finally:
            held.count(-1)

    def tidy(self) -> None:
        """Close those that were not asked for a while, and those that were pruned."""
        with self._lock:
            for release_id, older in list(self._open.items()):
                useless = older.unused > _IDLE_SECONDS or not older.release.path.exists()
                if older.idle and useless:
                    self._open.pop(release_id).pool.close()

    def close(self) -> None:
        """Close all."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].pool.close()

    def _opened(self, release_id: str) -> Older:
        if release_id not in self._open:
            release = self._current.store.release(release_id)
            if release is None:
                raise NotFoundError(f"There is no release {release_id}; /releases lists those there are.")
            self._make_room()
            self._open[release_id] = Older(self._current, release)
        self._open.move_to_end(release_id)
        return self._open[release_id]

    def _make_room(self) -> None:
        if len(self._open) < MOST:
            return
        for release_id, older in self._open.items():
            if older.idle:
                self._open.pop(release_id).pool.close()
                return
        raise QueueFull(f"{MOST} older releases are being read already; try again in a moment.")
