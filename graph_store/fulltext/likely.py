"""Entities that a written name may mean: those called so, and those called nearly so."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from graph_store.fulltext.entries import LABEL
from graph_store.fulltext.search import asking, everywhere, labels
from graph_store.fulltext.words import normal, words

_RAREST = 6
_MOST_ROWS = 3000
_MOST = 100
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
    """The entities of these `kinds`, or of all, that `written` may mean best: the best first, then by IRI.

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
        return [_made(index, iri, *best[iri]) for iri in ranked[:_MOST]]


def named(file: Path, iri: str, *, timeout: float) -> Likely | None:
    """The entity `iri` itself, where the index has a name of it."""
    with asking(file, timeout) as index:
        query = "SELECT kind FROM {part}.entries AS entries WHERE iri = :iri AND {live}"
        kinds = sorted(index.execute(everywhere(index, query), {"iri": iri}).fetchall())
        return _made(index, iri, 100.0, True, iri, kinds[0][0]) if kinds else None


_Row = tuple[str, str, int, str, str]
_COLUMNS = "iri, kind, field, text, normal"


def _called(index: sqlite3.Connection, asked: str) -> list[_Row]:
    # Written out, so that SQLite takes the index that has names alone.
    query = (
        f"SELECT {_COLUMNS} FROM {{part}}.entries AS entries WHERE normal = :asked AND field < 2 AND {{live}}"  # noqa: S608
    )
    return index.execute(everywhere(index, query), {"asked": asked}).fetchall()


def _similar(index: sqlite3.Connection, asked: str) -> list[_Row]:
    """The names that share one of the rarest words of what is asked."""
    chosen: list[str] = []
    rows = 0
    for count, word in sorted((_frequency(index, word), word) for word in dict.fromkeys(words(asked))):
        rows += count
        if chosen and (rows > _MOST_ROWS or len(chosen) == _RAREST):
            break
        if count:
            chosen.append(f'"{word}"')
    if not chosen:
        return []
    query = f"""SELECT {_COLUMNS}
        FROM {{part}}.names AS found JOIN {{part}}.entries AS entries ON entries.id = found.rowid
        WHERE found.names MATCH :match AND {{live}}"""  # noqa: S608 - ours
    found = everywhere(index, query) + " ORDER BY iri, text LIMIT :most"
    return index.execute(found, {"match": " OR ".join(chosen), "most": _MOST_ROWS}).fetchall()


def _frequency(index: sqlite3.Connection, word: str) -> int:
    """How many names have this word. It is counted one by one where some of the index no longer count."""
    if index.execute("SELECT 1 FROM main.gone LIMIT 1").fetchone():
        query = """SELECT COUNT(*)
            FROM {part}.names AS found JOIN {part}.entries AS entries ON entries.id = found.rowid
            WHERE found.names MATCH :word AND {live}"""
        counts = index.execute(everywhere(index, query), {"word": f'"{word}"'})
    else:
        query = "SELECT doc FROM {part}.name_words WHERE term = :word"
        counts = index.execute(everywhere(index, query), {"word": word})
    return sum(count for (count,) in counts)


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
