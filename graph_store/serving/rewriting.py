"""A query in other words that say the same, for which the engine finds a better plan.

The engine orders joins by the shape of patterns, not by what a store holds (0.5.13). Two shapes that people
write all the time cost it most (milliseconds on 100,000 generated quads in memory; with both of them 28):

- `?project pg:usesTechnology/skos:broader* tech:hydrogen`: the path is walked from every project that there
  is. What reaches the constant is looked up once instead, and joined as VALUES: 6.
- `OPTIONAL { ?project pg:listedIn/pg:attachedTo?/pg:issuedBy/rdfs:label ?agency }`: a sequence of four steps
  or more is computed for the whole graph and then joined. As a branch of an alternative, the other of which
  never has anything, it is walked from the projects that are left: 0.5. The engine gives each end of an
  alternative once, so this is for queries to which it is all one how often a row comes.

What is not sure to mean the same is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import cast

import pyoxigraph as ox

from graph_store.sparql import Token, tokens
from ontology.terms import BASE

MOST_VALUES = 1000
"""As many terms, at most, that reach constants stand as VALUES in one query."""
_KEPT = 256
_LONG = 4  # steps; up to three the engine looks up for each row by itself
_NOTHING = f"{BASE}id/nothing"  # a property that no statement has
_MOST_TOKENS = 2000
# What a text holds that one of the two shapes may stand in.
_WORTH_A_LOOK = re.compile(
    r"[*+]\s*(?:<|\w*:)|\bOPTIONAL\s*\{\s*[?$]\w++(?:[^{}/]*+/){3}[^{}]*+\}", re.IGNORECASE
)
# With these other statements count than those of the default graph.
_OTHER_GRAPHS = frozenset(["GRAPH", "FROM", "SERVICE"])
_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_BEFORE_ALL = frozenset(["SELECT", "DISTINCT", "REDUCED", "DESCRIBE"])
# Values at the head of a group would be multiplied with all that one of these gives.
_APART = frozenset(["OPTIONAL", "MINUS", "BIND", "VALUES", "LATERAL"])
# To these it is not all one how often a row comes.
_COUNTS = frozenset(["GROUP", "COUNT", "SUM", "AVG", "SAMPLE", "GROUP_CONCAT"])
_CHANGING = frozenset(["RAND", "UUID", "STRUUID", "BNODE"])
_KEYWORDS = _OTHER_GRAPHS | _FORMS | _BEFORE_ALL | _APART
_SIGNS = frozenset("{}()[]/|^!*+?=<>&-,;.")
_ODD_SPACE = re.compile(r"[^\S \t\r\n]")
_REPEATED = frozenset("*+")
_PATH_SIGNS = frozenset("/|^!*+?()")
_ENDS = frozenset(".;}")


@dataclass(frozen=True, slots=True)
class Closure:
    """What `?x` may be in `?x STEP CONSTANT`, in the words of a query; `step` ends with its `*` or `+`."""

    prologue: str
    step: str
    constant: str

    def query(self) -> str:
        """Asks for one more than are wanted, so that it is known when there are more."""
        return f"{self.prologue} SELECT ?x {{ ?x {self.step} {self.constant} }} LIMIT {MOST_VALUES + 1}"


Reached = Callable[[Closure], Sequence[str] | None]
_Edit = tuple[int, int, str]


def rewriter(store: ox.Store) -> Callable[[str], str]:
    """What rewrites queries of the default graph of `store`, which must not change."""

    @lru_cache(maxsize=_KEPT)
    def reached(closure: Closure) -> Sequence[str] | None:
        try:
            results = store.query(closure.query(), base_iri=BASE)
        except (SyntaxError, ValueError):
            return None
        found = [row["x"] for row in cast(ox.QuerySolutions, results)]
        if len(found) > MOST_VALUES or not all(isinstance(term, ox.NamedNode) for term in found):
            return None
        return tuple(map(str, found))

    nothing = ox.NamedNode(_NOTHING)
    if any(True for _ in store.quads_for_pattern(None, nothing, None, None)):
        return lambda sparql: sparql
    return lambda sparql: in_other_words(sparql, reached)


def in_other_words(sparql: str, reached: Reached) -> str:
    """`sparql` with the two shapes rewritten where that is sure to mean the same, else as it is.

    `reached` gives the IRIs, in angle brackets, of a closure; None where they are too many or not only IRIs.
    What is no query stays as it is, or becomes another text that is none.
    """
    if "\\" in sparql or not _WORTH_A_LOOK.search(sparql) or _ODD_SPACE.search(sparql):
        return sparql
    items = list(tokens(sparql))
    first = next((at for at, item in enumerate(items) if _word(item) in _FORMS), None)
    if first is None or len(items) > _MOST_TOKENS or any(map(_hinders, items, [*items[1:], items[-1]])):
        return sparql
    query = _Query(sparql, items, sparql[: items[first].start], reached)
    edits = [edit for at in range(first, len(items)) for edit in query.edits(at)]
    return _edited(sparql, edits)


class _Query:
    """The tokens of a query, and what may be written otherwise at one of them."""

    def __init__(self, sparql: str, items: Sequence[Token], prologue: str, reached: Reached) -> None:
        self._sparql = sparql
        self._items = items
        self._prologue = prologue
        self._reached = reached
        self._stem = "reached"
        while self._stem in sparql:
            self._stem += "_"
        self._named = 0
        self._left = MOST_VALUES
        depths = accumulate((item.text == "{") - (item.text == "}") for item in items)
        words = [_word(item) for item in items]
        forms = [at for at, word in enumerate(words) if word in _FORMS]
        self._each_once = (
            len(forms) == 1
            and (words[forms[0]] == "ASK" or words[forms[0] + 1 :][:1] == ["DISTINCT"])
            and (_COUNTS | _CHANGING).isdisjoint(words)
        )
        # The head of the query and its order do not count.
        self._uses = Counter(item.text for item, depth in zip(items, depths, strict=True) if depth)

    def edits(self, at: int) -> list[_Edit]:
        """What is to be put in whose place, as offsets of the text."""
        if _word(self._items[at]) == "OPTIONAL" and self._each_once:
            return self._walked(at + 1)
        if self._is(at, _REPEATED) and self._atom(at - 1) and self._atom(at + 1) and self._is(at + 2, _ENDS):
            return self._to_constant(at - 1)
        return []

    def _walked(self, at: int) -> list[_Edit]:
        """OPTIONAL { ?known a/b/c/d ?other }, from its brace on."""
        items, end = self._items, at + 2
        while self._in_path(end):
            end += 1
        close = end + 1 + self._is(end + 1, ".")
        lone = self._is(at, "{") and self._kind(at + 1, "variable") and self._kind(end, "variable")
        if not lone or not self._is(close, "}") or not self._known(items[at + 1].text, at):
            return []
        # Where both ends are known, the engine tells whether there is a way, not how many.
        if self._uses[items[end].text] > 1:
            return []
        steps = self._steps(at + 2, end)
        if steps < _LONG:
            return []
        start, stop = items[at + 2].start, _end(items[end - 1])
        return [(start, start, "("), (stop, stop, f"|<{_NOTHING}>)")]

    def _to_constant(self, step: int) -> list[_Edit]:
        """... STEP* CONSTANT, from its step on."""
        items = self._items
        printed = self._sparql[items[step].start : _end(items[step + 1])]
        closure = Closure(self._prologue, printed, items[step + 2].text)
        if self._is(step - 1, "/"):
            return self._behind_steps(step, closure)
        if self._kind(step - 1, "variable") and self._is(step - 2, "{.") and "_:" not in self._sparql:
            return self._alone(step, closure)
        return []

    def _behind_steps(self, step: int, closure: Closure) -> list[_Edit]:
        """... FIRST/STEP* CONSTANT: the end of the path is a variable of its own."""
        items, start = self._items, step - 1
        while self._in_path(start - 1) and not (self._atom(start) and self._closes(start - 1)):
            start -= 1
        group = self._group(start)
        sequence = not self._is(start, "/|") and self._steps(start, step - 1)
        if not sequence or group is None or not self._joined(group, start):
            return []
        if (terms := self._terms(closure)) is None:
            return []
        name = f"?{self._stem}{self._named}"
        self._named += 1
        inside = _end(items[group])
        # It is seen by nothing else in the group: its values may stand at the head.
        return [
            (inside, inside, f" {_values(name, terms)}"),
            (items[step - 1].start, _end(items[step + 2]), f" {name}"),
        ]

    def _alone(self, step: int, closure: Closure) -> list[_Edit]:
        """?variable STEP* CONSTANT: the variable has these values."""
        items, end = self._items, step + 3
        if self._is(end, ";") and self._is(end + 1, _ENDS):
            return []
        if (terms := self._terms(closure)) is None:
            return []
        variable = items[step - 1].text
        if self._is(end, ";"):
            return [(items[step - 1].start, _end(items[end]), f"{_values(variable, terms)} {variable}")]
        return [(items[step - 1].start, _end(items[step + 2]), _values(variable, terms))]

    def _terms(self, closure: Closure) -> Sequence[str] | None:
        """What reaches the constant, where the query may hold as many values."""
        terms = self._reached(closure)
        if terms is None or len(terms) > self._left:
            return None
        self._left -= len(terms)
        return terms

    def _joined(self, group: int, at: int) -> bool:
        """Whether nothing but triples and filters stands between the brace of the group and `at`."""
        between = self._items[group + 1 : at]
        return not any(item.text == "}" or _word(item) in _APART for item in between)

    def _steps(self, start: int, end: int) -> int:
        """Of how many steps the sequence from `start` to `end` is; 0 where it is none."""
        depth, steps = 0, 1
        for item in self._items[start:end]:
            depth += (item.text == "(") - (item.text == ")")
            if depth < 0 or (not depth and item.text in "|!"):
                return 0
            steps += not depth and item.text == "/"
        return 0 if depth else steps

    def _group(self, at: int) -> int | None:
        """The brace of the group that `at` stands in."""
        depth = 0
        for place in range(at - 1, -1, -1):
            depth += self._is(place, "}") - self._is(place, "{")
            if depth < 0:
                return place
        return None

    def _known(self, variable: str, at: int) -> bool:
        """Whether the group around the brace at `at` names a variable before it."""
        group = self._group(at)
        return group is not None and any(item.text == variable for item in self._items[group:at])

    def _in_path(self, at: int) -> bool:
        return (
            self._is(at, _PATH_SIGNS) or self._atom(at) or (self._kind(at, "word") and self._text(at) == "a")
        )

    def _closes(self, at: int) -> bool:
        """Whether what stands at `at` ends a term or a step: an atom after it begins something new."""
        return not self._is(at, "/|^!(")

    def _atom(self, at: int) -> bool:
        return self._kind(at, "iri") or self._kind(at, "name")

    def _kind(self, at: int, kind: str) -> bool:
        return 0 <= at < len(self._items) and self._items[at].kind == kind

    def _is(self, at: int, signs: Collection[str]) -> bool:
        return self._kind(at, "sign") and self._items[at].text in signs

    def _text(self, at: int) -> str:
        return self._items[at].text


def _values(variable: str, terms: Sequence[str]) -> str:
    return f"VALUES {variable} {{ {' '.join(terms)} }}"


def _word(item: Token) -> str:
    return item.text.upper() if item.kind == "word" else ""


def _hinders(item: Token, after: Token) -> bool:
    """Whether a query may not be written otherwise: it asks other graphs or shows every variable, or the
    engine, which reads letters (GRAPH:g, SELECTDISTINCT), may read it as other tokens.
    """
    word = _word(item)
    if item.kind == "sign":
        return item.text not in _SIGNS
    if item.kind in ("word", "name"):
        head = item.text.upper().partition(":")[0]
        glued = head not in _KEYWORDS and any(map(head.__contains__, _KEYWORDS))
        if glued or (after.kind in ("word", "name") and after.start == _end(item)):
            return True
        if item.kind == "name" and head in _KEYWORDS:
            return True
    return word in _OTHER_GRAPHS or (word in _BEFORE_ALL and after.kind == "sign" and after.text == "*")


def _end(item: Token) -> int:
    return item.start + len(item.text)


def _edited(sparql: str, edits: Sequence[tuple[int, int, str]]) -> str:
    parts, done = [], 0
    for start, end, text in sorted(edits, key=lambda edit: edit[0]):
        parts += [sparql[done:start], text]
        done = end
    return "".join([*parts, sparql[done:]])
