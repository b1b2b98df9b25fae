"""Names of a vocabulary in running text, Chinese and English alike.

Chinese has no word boundaries, so a name counts wherever it stands, the longest first, unless a context
that its concept excludes surrounds it. A name that begins or ends in a Latin letter or a figure counts as a
whole word only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from ontology.vocabulary import Concept, Scheme

_SHORTEST = 2
_PLURALS = ("s", "es")
_LONG_WORD = 4
_JOINTS = "./@_"
_WIDE = {0x3000: " ", 0x2010: " ", 0x2011: " ", 0x2013: " ", ord("-"): " ", 0xA0: " "}
_WIDE |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}

Value = TypeVar("Value")


@lru_cache(maxsize=4)
def fold(text: str) -> str:
    """`text` in the form in which names are looked for. It keeps its length, so that offsets hold."""
    folded = text.translate(_WIDE)
    lowered = folded.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in folded)


class Names(Generic[Value]):
    """Names and what each means, ready to be found in texts."""

    def __init__(
        self, pairs: Iterable[tuple[str, Value]], excluded: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """`excluded` gives for a name the contexts (strings that contain it) in which it does not count."""
        self._values: dict[str, Value] = {}
        for name, value in pairs:
            self._values.setdefault(fold(name), value)
        self._excluded = {
            fold(name): tuple((fold(context), fold(context).find(fold(name))) for context in contexts)
            for name, contexts in (excluded or {}).items()
        }
        by_head: dict[str, list[str]] = defaultdict(list)
        for name in self._values:
            if len(name) >= _SHORTEST:
                by_head[name[:_SHORTEST]].append(name)
        self._by_head = {
            head: tuple(sorted(names, key=lambda name: (-len(name), name))) for head, names in by_head.items()
        }
        firsts = "".join(sorted({re.escape(head[0]) for head in by_head}))
        self._firsts = re.compile(f"[{firsts}]" if firsts else "(?!)")

    def find(self, text: str) -> list[tuple[int, int, Value]]:
        """(start, end, value) of every name in `text`, in order; of names that overlap the longest."""
        folded = fold(text)
        found = [
            (at, end, value)
            for at in map(re.Match.start, self._firsts.finditer(folded))
            if folded[at : at + _SHORTEST] in self._by_head
            if (longest := self._longest(folded, at)) is not None
            for end, value in (longest,)
        ]
        return without_overlaps(found)

    def at(self, text: str, start: int) -> tuple[int, Value] | None:
        """The end and the value of the longest name that begins at `start` of `text`, which is folded
        already.
        """
        return self._longest(text, start)

    def _longest(self, folded: str, at: int) -> tuple[int, Value] | None:
        for name in self._by_head.get(folded[at : at + _SHORTEST], ()):
            if folded.startswith(name, at):
                end = _whole_word(folded, at, at + len(name))
                if end is not None and not self._is_excluded(folded, name, at):
                    return end, self._values[name]
        return None

    def _is_excluded(self, folded: str, name: str, at: int) -> bool:
        return any(
            at >= shift and folded.startswith(context, at - shift)
            for context, shift in self._excluded.get(name, ())
        )


def without_overlaps(found: Iterable[tuple[int, int, Value]]) -> list[tuple[int, int, Value]]:
    """Of ranges that overlap the longest, of equal ones the first; in order."""
    kept: list[tuple[int, int, Value]] = []
    together: list[tuple[int, int, Value]] = []  # ranges that overlap one after another
    reach = 0
    for item in sorted(found, key=_start):
        if item[0] >= reach:
            kept += _longest_first(together)
            together = []
        together.append(item)
        reach = max(reach, item[1])
    return [*kept, *_longest_first(together)]


def _longest_first(found: list[tuple[int, int, Value]]) -> list[tuple[int, int, Value]]:
    if len(found) < 2:
        return found
    kept: list[tuple[int, int, Value]] = []
    taken: set[int] = set()
    for start, end, value in sorted(found, key=lambda item: (item[0] - item[1], item[0])):
        if start not in taken and end - 1 not in taken:
            taken.update(range(start, end))
            kept.append((start, end, value))
    return sorted(kept, key=lambda item: item[:2])


def _start(item: tuple[int, int, object]) -> int:
    return item[0]


def match_names(text: str, scheme: Scheme) -> list[tuple[int, int, Concept]]:
    """(start, end, concept) of every name of `scheme` in `text`, in order.

    A name that several concepts bear means the one that has it as its label, else the one above the others,
    else none.
    """
    return _names(_Held(scheme)).find(text)


class _Held:
    """A scheme as the key of a cache: it holds mappings, so that it cannot be hashed by value."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme

    def __hash__(self) -> int:
        return id(self.scheme)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.scheme is self.scheme


@lru_cache(maxsize=8)
def _names(held: _Held) -> Names[Concept]:
    return _build(held.scheme)


def _build(scheme: Scheme) -> Names[Concept]:
    pairs = []
    excluded = {}
    for name, concepts in scheme.names().items():
        concept = _meant(scheme, name, concepts)
        if concept is not None:
            pairs.append((name, concept))
            excluded[name] = tuple(context for context in concept.excluded if fold(name) in fold(context))
    return Names(pairs, excluded)


def _meant(scheme: Scheme, name: str, concepts: tuple[Concept, ...]) -> Concept | None:
    if len(concepts) == 1:
        return concepts[0]
    if (found := scheme.find(name)) is not None:
        return found
    return next(
        (
            above
            for above in concepts
            if all(above is other or above.iri in scheme.ancestors(other.iri) for other in concepts)
        ),
        None,
    )


def _whole_word(folded: str, start: int, end: int) -> int | None:
    """The end of the word that the Latin name `start` to `end` is, its plural included; None inside another
    word.
    """
    if _latin(folded[start]) and start > 0 and (_latin(folded[start - 1]) or folded[start - 1] in _JOINTS):
        return None
    if not _latin(folded[end - 1]):
        return end
    ends = [
        end,
        *(
            end + len(plural)
            for plural in _PLURALS
            if end - start >= _LONG_WORD and folded.startswith(plural, end)
        ),
    ]
    return next((here for here in ends if _ends(folded, here)), None)


def _ends(folded: str, at: int) -> bool:
    """Whether a Latin word that reaches to `at` ends there; addresses of sites and of mail go on."""
    if at >= len(folded):
        return True
    joint = folded[at] in _JOINTS and at + 1 < len(folded) and _latin(folded[at + 1])
    return not _latin(folded[at]) and not joint


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
