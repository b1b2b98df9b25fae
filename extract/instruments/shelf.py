"""The documents of a file, looked up by what they may be cited by: number, title, id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract import ids
from extract.instruments.titles import same
from extract.records import Document


@dataclass(slots=True)
class _Editions:
    """The first `seen` documents of one title, by number and by date; of two with the same the first one."""

    seen: int = 0
    numbers: dict[str, Document] = field(default_factory=dict)
    dates: dict[str, Document] = field(default_factory=dict)


class Shelf:
    """Documents in the order in which they were put up. All look-ups keep that order."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._numbers: dict[str, list[Document]] = defaultdict(list)
        self._titles: dict[str, list[Document]] = defaultdict(list)
        self._ids: dict[str, list[Document]] = defaultdict(list)
        self._above: dict[str, set[str | None]] = defaultdict(set)
        self._editions: dict[str, _Editions] = {}
        self._missed: set[str] = set()
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        """Put `document` behind the others."""
        if document.doc_number is not None:
            self._numbers[same(document.doc_number)].append(document)
        self._titles[ids.title_key(document.title)].append(document)
        self._ids[document.id].append(document)
        self._above[document.id].add(document.attached_to)
        if document.id in self._missed:
            self._missed.clear()
            self._editions.clear()

    def numbered(self, number: str) -> Sequence[Document]:
        """The documents with this number."""
        return self._numbers.get(same(number), ())

    def titled(self, title: str) -> Sequence[Document]:
        """The documents that are called `title`, with or without the bodies in front."""
        return self._titles.get(ids.title_key(title), ())

    def edition(self, title: str, number: str | None, date: str | None) -> Document | None:
        """The first document called `title` that has the number, or else the date, itself or from what it is
        attached to.
        """
        key = ids.title_key(title)
        editions = self._editions.setdefault(key, _Editions())
        for document in self._titles.get(key, ())[editions.seen :]:
            attached = document.attached_to
            above = self.first(attached) if attached else None
            if attached and above is None:
                self._missed.add(attached)
            for one in (document, above):
                if one is None:
                    continue
                if one.doc_number:
                    editions.numbers.setdefault(same(one.doc_number), document)
                if one.date:
                    editions.dates.setdefault(one.date, document)
            editions.seen += 1
        return editions.numbers.get(same(number)) if number is not None else editions.dates.get(date or "")

    def first(self, iri: str) -> Document | None:
        """The first document with the id `iri`."""
        return next(iter(self._ids.get(iri, ())), None)

    def is_attached(self, iri: str, above: str) -> bool:
        """Whether a document with the id `iri` is attached to `above`."""
        return above in self._above.get(iri, ())


def shelf(documents: Sequence[Document]) -> Shelf:
    """The shelf of `documents`, built once where one file's documents are asked for again and again."""
    return _shelf(_Held(documents))


class _Held:
    """A sequence as the key of a cache, by identity: to hash all that it holds would take as long as to look
    through it.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents

    def __hash__(self) -> int:
        return id(self.documents)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.documents is self.documents


@lru_cache(maxsize=1)
def _shelf(held: _Held) -> Shelf:
    return Shelf(held.documents)
