"""Asks an index and ranks what it finds.

First what is called so, then what begins so, then what holds the words in its name, then what is quoted with
them; within each, the closer in length the better, and things that are looked up by name before what is said
of them. The score is made of the question and the entry alone: every release that has the
entry gives the same.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_store.fulltext.entries import LABEL
from graph_store.fulltext.index import opened, parts
from graph_store.fulltext.words import normal, phrases, unbroken
from ontology.errors import QueryTimeout, StoreError

FIELDS = ("label", "name", "quote")
# What a kind costs, in hundredths: what is looked up by its name comes before what is said of it.
_COSTS = {
    "technology": 0,
    "region": 0,
    "agency": 0,
    "document": 100,
    "project": 100,
    "organization": 200,
    "party": 300,
    "obligation": 400,
    "target": 500,
    "indicator": 500,
}
_COST = "".join(
    ("CASE kind", *(f" WHEN '{kind}' THEN {cost}" for kind, cost in _COSTS.items()), " ELSE 600 END")
)
# Hundredths. The least of each tier is more than the most of the next: kind and field cost 700 at most.
_NAMES = f"""
SELECT iri, kind, field, text, CASE
    WHEN normal = :question THEN 10000
    WHEN substr(normal, 1, :length) = :question THEN 7000 + 2000 * :length / length(normal)
    WHEN instr(normal, :question) THEN 4000 + 2000 * :length / length(normal)
    ELSE 3200
  END - 100 * field - {_COST} AS score
FROM {{part}}.names AS found JOIN {{part}}.entries AS entries ON entries.id = found.rowid
WHERE found.names MATCH :match AND {{live}}"""  # noqa: S608 - no word of the question is in it
_QUOTES = f"""
SELECT iri, kind, field, text, 1000 + 1000 * MIN(:length, length(text)) / length(text) - {_COST} AS score
FROM {{part}}.quotes AS found JOIN {{part}}.entries AS entries ON entries.id = found.rowid
WHERE found.quotes MATCH :match AND {{live}}"""  # noqa: S608
_PAGE = """
WITH hits AS ({hits}),
  ranked AS (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY iri ORDER BY score DESC, field, text) AS place FROM hits
  )
SELECT iri, kind, field, text, score FROM ranked
WHERE place = 1 AND (:kinds = '' OR instr(:kinds, ' ' || kind || ' '))
  AND (score < :score OR score = :score AND iri > :iri)
ORDER BY score DESC, iri LIMIT :limit"""
FIRST = (1 << 40, "")
_STEPS = 10_000  # of SQLite's machine, between looks at the clock
_SNIPPET = 60
_SEPARATORS = re.compile(r"[\W_]+")

After = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that fits: `text` is what fitted, `field` says whether that is its label, name or a quote.

    `label` is its Chinese label or the one it has, `label_en` its English one; `score` is 100 for what is
    called just so. `place` is where the next page begins.
    """

    iri: str
    kind: str
    label: str
    label_en: str | None
    field: str
    text: str
    score: float
    place: After


def search(
    file: Path,
    question: str,
    kinds: Sequence[str] = (),
    limit: int = 20,
    after: After = FIRST,
    *,
    timeout: float,
) -> list[Hit]:
    """The best `limit` entities for `question` after the place `after`, of these `kinds` or of all.

    `timeout` is in seconds. Raises QueryTimeout and StoreError.
    """
    match = " AND ".join(phrases(question))
    if not match:
        return []
    asked = normal(question)
    given = {
        "match": match,
        "question": asked,
        "length": len(asked),
        "kinds": f" {' '.join(kinds)} " if kinds else "",
        "score": after[0],
        "iri": after[1],
        "limit": limit,
    }
    with asking(file, timeout) as index:
        rows = _page(index, (_NAMES,), given)
        if len(rows) < limit:  # every quote ranks below every name
            rows = _page(index, (_NAMES, _QUOTES), given)
        return [_hit(index, row, question) for row in rows]


@contextmanager
def asking(file: Path, timeout: float) -> Iterator[sqlite3.Connection]:
    """A connection that gives up after `timeout` seconds. Raises QueryTimeout and StoreError."""
    deadline = time.monotonic() + timeout
    late: Callable[[], bool] = lambda: time.monotonic() > deadline  # noqa: E731
    try:
        with closing(opened(file)) as index:
            index.set_progress_handler(late, _STEPS)
            yield index
    except sqlite3.Error as error:
        if late():
            raise QueryTimeout("the search ran past its time limit; ask for something rarer.") from error
        raise StoreError(f"{file}: the search index cannot be read: {error}.") from error


def everywhere(index: sqlite3.Connection, query: str) -> str:
    """The query of every part of the index together; `{part}` and `{live}` in it stand for one of them."""
    return " UNION ALL ".join(query.format(part=part, live=live) for part, live in parts(index))


def labels(index: sqlite3.Connection, iri: str) -> tuple[str | None, str | None]:
    """The label of an entity in Chinese, or without language, and in English."""
    query = (
        "SELECT language, text FROM {part}.entries AS entries WHERE iri = :iri AND field = :field AND {live}"
    )
    said = index.execute(everywhere(index, query), {"iri": iri, "field": LABEL}).fetchall()
    by_language = dict(sorted(said, reverse=True))  # of several in one language the first
    english = by_language.get("en")
    label = by_language.get("zh") or by_language.get("") or english or min(by_language.values(), default=None)
    return label, english


def _page(index: sqlite3.Connection, queries: Sequence[str], given: dict[str, Any]) -> list[Any]:
    hits = " UNION ALL ".join(everywhere(index, query) for query in queries)
    return index.execute(_PAGE.format(hits=hits), given).fetchall()


def _hit(index: sqlite3.Connection, row: tuple[str, str, int, str, int], question: str) -> Hit:
    iri, kind, field, text, score = row
    label, english = labels(index, iri)
    shown = _snippet(text, question) if FIELDS[field] == "quote" else text
    return Hit(iri, kind, label or shown, english, FIELDS[field], shown, score / 100, (score, iri))


def _snippet(text: str, question: str) -> str:
    """The part of a quote around the first word of the question that stands in it as written."""
    text = " ".join(unbroken(text).split())
    lower = text.casefold()
    places = (lower.find(part.casefold()) for part in _SEPARATORS.split(question) if part)
    found = next((place for place in places if place >= 0), 0)
    start, end = max(0, found - _SNIPPET // 2), found + _SNIPPET
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
