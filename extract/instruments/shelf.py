"""The documents of a file, looked up by what they may be cited by: number, title, id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from extract import ids
from extract.instruments.titles import same
from extract.records import Document


class Shelf:
    """Documents in the order in which they were put up. All look-ups keep that order."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._numbers: dict[str, list[Document]] = defaultdict(list)
        self._titles: dict[str, list[Document]] = defaultdict(list)
        self._ids: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            self.add(document)

    def add(self, document: Document) -> None:
        """Put `document` behind the others."""
        if document.doc_number is not None:
            self._numbers[same(document.doc_number)].append(document)
        self._titles[ids.title_key(document.title)].append(document)
        self._ids[document.id].append(document)

    def numbered(self, number: str) -> Sequence[Document]:
        """The documents with this number."""
        return self._numbers.get(same(number), ())

    def titled(self, title: str) -> Sequence[Document]:
        """The documents that are called `title`, with or without the bodies in front."""
        return self._titles.get(ids.title_key(title), ())

    def with_id(self, iri: str) -> Sequence[Document]:
        """The documents with this id."""
        return self._ids.get(iri, ())


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
