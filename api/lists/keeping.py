"""What was asked of a list of a release, kept: a release never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

from api.lists.filters import Filters

Value = TypeVar("Value")
_MOST = 512


class Kept(Generic[Value]):
    """The values that were noted last. Thread-safe."""

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value that stands for `key`, if it is known."""
        with self._lock:
            return self._known.get(key)

    def keep(self, key: Hashable, value: Value) -> None:
        """Note a value; that of the key that was noted longest ago makes room."""
        with self._lock:
            self._known[key] = value
            self._known.move_to_end(key)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)


def whole(filters: Filters, release: str) -> Hashable:
    """What is the same for all pages of a list of a release with these filters, and for no others."""
    return (release, filters.listed, *sorted(filters.given().items()))
