"""What reaches a constant over a step that is repeated, as `?x skos:broader* tech:hydrogen` asks.

Where a step connects few, all that it connects is read once, and each constant is found in it: so the first
query of a constant takes no longer than the next. Where it connects many, each constant is looked up alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import pyoxigraph as ox

from ontology.terms import BASE

MOST_VALUES = 1000
"""As many terms, at most, that reach constants stand as VALUES in one query."""
MOST_PAIRS = 5000
"""As many pairs, at most, that a step connects are read at once."""
_KEPT = 1024
_STEPS = 16
# An IRI that every engine reads as it stands.
_PLAIN_IRI = re.compile(r"<https?://(?!.*/\.)[\w.:/#-]+>", re.ASCII)

Reaching = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Closure:
    """What `?x` may be in `?x STEP CONSTANT`, in the words of a query; `step` ends with its `*` or `+`."""

    prologue: str
    step: str
    constant: str

    def query(self) -> str:
        """Asks for one more than are wanted, so that it is known when there are more."""
        return f"{self.prologue} SELECT ?x {{ ?x {self.step} {self.constant} }} LIMIT {MOST_VALUES + 1}"


class Closures:
    """The closures of the default graph of `store`, which must not change."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._known = lru_cache(maxsize=_KEPT)(self._found)
        self._reaching = lru_cache(maxsize=_STEPS)(self._pairs)
        self._iri = lru_cache(maxsize=_KEPT)(self._read)

    def reached(self, closure: Closure) -> Sequence[str] | None:
        """The IRIs of a closure, in angle brackets; None where they are too many or not only IRIs, or where
        its words are none of a query.
        """
        return self._known(closure)

    def _found(self, closure: Closure) -> Sequence[str] | None:
        try:
            # The step and its sign may stand apart.
            reaching = self._reaching(closure.prologue, closure.step[:-1])
            if reaching is None:
                return _iris(row["x"] for row in self._rows(closure.query()))
            constant = closure.constant
            if not _PLAIN_IRI.fullmatch(constant):
                constant = self._iri(closure.prologue, constant)
        except (SyntaxError, ValueError):
            return None
        itself = closure.step.endswith("*") and (constant in reaching or self._there(constant))
        return _walked(reaching, constant, itself=itself)

    def _pairs(self, prologue: str, step: str) -> Reaching | None:
        """From where one step leads to each term; None where there are too many."""
        rows = list(self._rows(f"{prologue} SELECT ?x ?y {{ ?x {step} ?y }} LIMIT {MOST_PAIRS + 1}"))
        if len(rows) > MOST_PAIRS:
            return None
        reaching: dict[str, list[str]] = {}
        for row in rows:
            reaching.setdefault(str(row["y"]), []).append(str(row["x"]))
        return reaching

    def _there(self, constant: str) -> bool:
        """Whether a statement is about it: of what is in no statement the engine gives nothing."""
        term, graph = ox.NamedNode(constant[1:-1]), ox.DefaultGraph()
        found = self._store.quads_for_pattern
        return any(
            next(each, None) for each in (found(term, None, None, graph), found(None, None, term, graph))
        )

    def _read(self, prologue: str, constant: str) -> str:
        """A constant as the engine reads it."""
        return str(next(self._rows(f"{prologue} SELECT ({constant} AS ?x) {{}}"))["x"])

    def _rows(self, sparql: str) -> Iterator[ox.QuerySolution]:
        return cast(ox.QuerySolutions, self._store.query(sparql, base_iri=BASE))


def _walked(reaching: Reaching, constant: str, *, itself: bool) -> Sequence[str] | None:
    """All from where steps lead to `constant`, itself among them where none need be taken."""
    found = {constant: None} if itself else {}
    waiting = [constant]
    while waiting:
        for term in reaching.get(waiting.pop(), ()):
            if term not in found:
                if len(found) == MOST_VALUES or not term.startswith("<") or term.startswith("<<"):
                    return None
                found[term] = None
                waiting.append(term)
    return tuple(found)


def _iris(terms: Iterator[object]) -> Sequence[str] | None:
    found = list(terms)
    if len(found) > MOST_VALUES or not all(isinstance(term, ox.NamedNode) for term in found):
        return None
    return tuple(map(str, found))
