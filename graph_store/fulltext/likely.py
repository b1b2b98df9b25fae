"""Entities that a written name may mean: those called so, and those called nearly so."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from graph_store.fulltext.entries import LABEL, QUOTE
from graph_store.fulltext.search import asking, labels
from graph_store.fulltext.words import normal, words

_RAREST = 6
_MOST_ROWS = 3000
# Endings of companies that a short form leaves out, the longer first.
_ENDING = re.compile("(?<=..)(集团)?(股份有限公司|有限责任公司|有限公司)$")
_SHORT = 95.0
_LEAST = 50.0
_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Likely:
    """An entity that `name`, one of its names, suggests. `score` is 100 for a name that is written just so.

    `by_label` says that the name is its label, `certain` that it is called so and not only nearly.
    """

    iri: str
    kind: str
    label: str
    label_en: str | None
    name: str
    score: float
    by_label: bool
    certain: bool


def likely(file: Path, written: str, kinds: Sequence[str], *, timeout: float) -> list[Likely]:
    """Entities of these `kinds`, or of all, that `written` may mean: the best first, then by IRI.

    `timeout` is in seconds. Raises QueryTimeout and StoreError.
    """
    asked = normal(written)
    if not asked:
        return []
    with asking(file, timeout) as index:
        rows = {*_called(index, asked), *_similar(index, asked)}
        best: dict[str, tuple[float, bool, str, str]] = {}
        for iri, kind, field, text, compared in sorted(rows):
            if kinds and kind not in kinds:
                continue
            found = (_score(asked, compared), field == LABEL, text, kind)
            if found[0] >= _LEAST and (iri not in best or found[:2] > best[iri][:2]):
                best[iri] = found
        ranked = sorted(best, key=lambda iri: (-best[iri][0], not best[iri][1], iri))
        return [_made(index, iri, *best[iri]) for iri in ranked]


def named(file: Path, iri: str, *, timeout: float) -> Likely | None:
    """The entity `iri` itself, where the index has a name of it."""
    with asking(file, timeout) as index:
        row = index.execute("SELECT kind FROM entries WHERE iri = ? ORDER BY kind LIMIT 1", (iri,)).fetchone()
        return _made(index, iri, 100.0, True, iri, row[0]) if row else None


_Row = tuple[str, str, int, str, str]
_COLUMNS = "iri, kind, field, text, normal"


def _called(index: sqlite3.Connection, asked: str) -> list[_Row]:
    query = f"SELECT {_COLUMNS} FROM entries WHERE normal = ? AND field < ?"  # noqa: S608 - ours
    return index.execute(query, (asked, QUOTE)).fetchall()


def _similar(index: sqlite3.Connection, asked: str) -> list[_Row]:
    """The names that share one of the rarest words of what is asked."""
    cut = list(dict.fromkeys(words(asked)))
    marks = ", ".join("?" * len(cut))
    query = f"SELECT term, doc FROM name_words WHERE term IN ({marks})"  # noqa: S608 - only question marks
    chosen: list[str] = []
    rows = 0
    for count, word in sorted((count, word) for word, count in index.execute(query, cut)):
        rows += count
        if chosen and (rows > _MOST_ROWS or len(chosen) == _RAREST):
            break
        chosen.append(f'"{word}"')
    if not chosen:
        return []
    found = (
        f"SELECT {_COLUMNS} FROM names JOIN entries ON id = names.rowid WHERE names MATCH ? "  # noqa: S608
        "ORDER BY iri, text LIMIT ?"
    )
    return index.execute(found, (" OR ".join(chosen), _MOST_ROWS)).fetchall()


def _score(asked: str, name: str) -> float:
    if asked == name:
        return 100.0
    if _ENDING.sub("", asked) == _ENDING.sub("", name):
        return _SHORT
    score = max(fuzz.ratio(asked, name), 0.95 * fuzz.token_sort_ratio(asked, name))
    if asked in name or name in asked:
        shorter, longer = sorted((len(asked), len(name)))
        score = max(score, _WITHIN + 30 * shorter / longer) if shorter > 1 else score
    return min(score, _SHORT - 1)


def _made(index: sqlite3.Connection, iri: str, score: float, by_label: bool, name: str, kind: str) -> Likely:
    label, english = labels(index, iri)
    return Likely(iri, kind, label or name, english, name, round(score, 2), by_label, score >= _SHORT)


def only(found: Iterable[Likely]) -> Likely | None:
    """The one that is meant beyond doubt: the only one of that name, or the only one with it as its label."""
    certain = [item for item in found if item.certain]
    best = [item for item in certain if item.score == max(other.score for other in certain)]
    by_label = [item for item in best if item.by_label]
    for few in (best, by_label):
        if len(few) == 1:
            return few[0]
    return None
