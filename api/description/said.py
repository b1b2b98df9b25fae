"""Statements of a description in the making, and descriptions that were made already."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from api.linked import serialized
from ontology import terms

_MOST = 32
_PREFIXES = {"void": terms.VOID, "sd": terms.SD, "foaf": terms.FOAF, "formats": terms.FORMATS}


class Said:
    """Statements as N-Triples spells them."""

    def __init__(self) -> None:
        self._triples: list[str] = []

    def add(self, subject: str, *pairs: tuple[str, str | int | None]) -> None:
        """Say of the IRI `subject` each (property, value): an IRI, a term made by `text` or `time`, a number.

        None is left out.
        """
        for property_, value in pairs:
            if value is None:
                continue
            if isinstance(value, int):
                term = f'"{value}"^^<{terms.XSD}integer>'
            else:
                term = value if value.startswith('"') else f"<{value}>"
            self._triples.append(f"<{subject}> <{property_}> {term}")

    def written(self, media_type: str) -> bytes:
        """All of it in one of `api.linked.FORMATS`."""
        return serialized(self._triples, media_type, _PREFIXES)


def text(string: str, language: str | None = None) -> str:
    """A literal."""
    escaped = string.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"' + (f"@{language}" if language else "")


def time(iso: str) -> str:
    """A moment as a literal."""
    return f'"{iso}"^^<{terms.XSD}dateTime>'


class Descriptions:
    """The descriptions that were asked for last: a release never changes, so neither do they. Thread-safe."""

    def __init__(self) -> None:
        self._made: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What is kept under `key`, or else what `make` gives."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
        made = make()
        with self._lock:
            self._made[key] = made
            while len(self._made) > _MOST:
                self._made.popitem(last=False)
        return made
