"""A query in other words that say the same, for which the engine finds a better plan.

The engine orders joins by the shape of patterns, not by what a store holds (0.5.13). Two shapes that people
write all the time cost it most (milliseconds on 100,000 generated quads in memory; with both of them 28):

- `?project pg:usesTechnology/skos:broader* tech:hydrogen`: the path is walked from every project that there
  is. What reaches the constant is looked up once instead, and joined as VALUES: 6.
- `OPTIONAL { ?project pg:listedIn/pg:attachedTo?/pg:issuedBy/rdfs:label ?agency }`: a sequence of four steps
  or more is computed for the whole graph and then joined. As a branch of an alternative, the other of which
  never has anything, it is walked from the projects that are left: 0.5. The engine gives each end of an
  alternative once, so this is for queries to which it is all one how often a row comes.

Where they stand depends on the shape of a query alone: its text without what stands in its IRIs, nor, behind
its last brace, in numbers and comments. For each shape that is found once; so a query of a shape that was
there lately, of whatever constants and limits, costs little.

What is not sure to mean the same is left as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import pyoxigraph as ox

from graph_store.serving.closures import MOST_VALUES, Closure, Closures
from graph_store.sparql import HOLE, IRI, Token, shape, tokens
from ontology.terms import BASE

_KEPT = 256  # shapes
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


Reached = Callable[[Closure], Sequence[str] | None]
_Edit = tuple[int, int, str]
_Span = tuple[int, int]


class _Place(NamedTuple):
    """What may be written otherwise, as offsets of the shape.

    Where it is a closure, {name} in its edits is `variable`, or a new one where that is "", {values} all
    that the variable may be.
    """

    edits: Sequence[_Edit]
    step: _Span = (0, 0)
    constant: _Span = (0, 0)
    variable: str = ""


class _Plan(NamedTuple):
    """What may be written otherwise in all queries of one shape: a text without what stands in its IRIs."""

    holes: Sequence[int]
    prologue: _Span
    stem: str
    places: Sequence[_Place]


_NO_PLAN = _Plan((), (0, 0), "", ())


def rewriter(store: ox.Store) -> Callable[[str], str]:
    """What rewrites queries of the default graph of `store`, which must not change."""
    nothing = ox.NamedNode(_NOTHING)
    if any(True for _ in store.quads_for_pattern(None, nothing, None, None)):
        return lambda sparql: sparql
    reached = Closures(store).reached
    return lambda sparql: in_other_words(sparql, reached)


def in_other_words(sparql: str, reached: Reached) -> str:
    """`sparql` with the two shapes rewritten where that is sure to mean the same, else as it is.

    `reached` gives the IRIs, in angle brackets, of a closure; None where they are too many or not only IRIs.
    What is no query stays as it is, or becomes another text that is none.
    """
    cut = shape(sparql)
    if cut is None:
        cut = IRI.sub(HOLE, sparql)
        plan = _NO_PLAN if "\\" in sparql else _planned.__wrapped__(cut)
    else:
        plan = _planned(cut)
    if not plan.places:
        return sparql
    # How much further than in its shape the text is after each of its IRIs.
    shifts = list(accumulate((len(iri) - len(HOLE) for iri in IRI.findall(sparql)), initial=0))

    def offset(place: int) -> int:
        return place + shifts[bisect_left(plan.holes, place)]

    def printed(span: _Span) -> str:
        return sparql[offset(span[0]) : offset(span[1])]

    edits: list[_Edit] = []
    left, named = MOST_VALUES, 0
    for place in plan.places:
        name = values = ""
        if place.step != place.constant:
            closure = Closure(printed(plan.prologue), printed(place.step), printed(place.constant))
            terms = reached(closure)
            if terms is None or len(terms) > left:
                continue
            left -= len(terms)
            name = place.variable or f"?{plan.stem}{named}"
            named += not place.variable
            values = f"VALUES {name} {{ {' '.join(terms)} }}"
        edits += (
            (offset(start), offset(end), text.format(name=name, values=values))
            for start, end, text in place.edits
        )
    return _edited(sparql, edits)


@lru_cache(maxsize=_KEPT)
def _planned(cut: str) -> _Plan:
    if not _WORTH_A_LOOK.search(cut) or _ODD_SPACE.search(cut):
        return _NO_PLAN
    items = list(tokens(cut))
    first = next((at for at, item in enumerate(items) if _word(item) in _FORMS), None)
    if first is None or len(items) > _MOST_TOKENS or any(map(_hinders, items, [*items[1:], items[-1]])):
        return _NO_PLAN
    query = _Query(cut, items)
    places = [place for at in range(first, len(items)) if (place := query.place(at))]
    holes = [match.start() for match in re.finditer(HOLE, cut)]
    return _Plan(holes, (0, items[first].start), query.stem, places)


class _Query:
    """The tokens of a query, and what may be written otherwise at one of them."""

    def __init__(self, shape: str, items: Sequence[Token]) -> None:
        self._shape = shape
        self._items = items
        self.stem = "reached"
        while self.stem in shape:
            self.stem += "_"
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

    def place(self, at: int) -> _Place | None:
        """What may be written otherwise from the token at `at` on, or around it."""
        if _word(self._items[at]) == "OPTIONAL" and self._each_once:
            return self._walked(at + 1)
        if self._is(at, _REPEATED) and self._atom(at - 1) and self._atom(at + 1) and self._is(at + 2, _ENDS):
            return self._to_constant(at - 1)
        return None

    def _walked(self, at: int) -> _Place | None:
        """OPTIONAL { ?known a/b/c/d ?other }, from its brace on."""
        items, end = self._items, at + 2
        while self._in_path(end):
            end += 1
        close = end + 1 + self._is(end + 1, ".")
        lone = self._is(at, "{") and self._kind(at + 1, "variable") and self._kind(end, "variable")
        if not lone or not self._is(close, "}") or not self._known(items[at + 1].text, at):
            return None
        # Where both ends are known, the engine tells whether there is a way, not how many.
        if self._uses[items[end].text] > 1:
            return None
        steps = self._steps(at + 2, end)
        if steps < _LONG:
            return None
        start, stop = items[at + 2].start, _end(items[end - 1])
        return _Place([(start, start, "("), (stop, stop, f"|<{_NOTHING}>)")])

    def _to_constant(self, step: int) -> _Place | None:
        """... STEP* CONSTANT, from its step on."""
        items = self._items
        if self._is(step - 1, "/"):
            edits, variable = self._behind_steps(step), ""
        elif self._kind(step - 1, "variable") and self._is(step - 2, "{.") and "_:" not in self._shape:
            edits, variable = self._alone(step), items[step - 1].text
        else:
            return None
        constant = items[step + 2]
        spans = (items[step].start, _end(items[step + 1])), (constant.start, _end(constant))
        return _Place(edits, *spans, variable) if edits else None

    def _behind_steps(self, step: int) -> list[_Edit]:
        """... FIRST/STEP* CONSTANT: the end of the path is a variable of its own."""
        items, start = self._items, step - 1
        while self._in_path(start - 1) and not (self._atom(start) and self._closes(start - 1)):
            start -= 1
        group = self._group(start)
        sequence = not self._is(start, "/|") and self._steps(start, step - 1)
        if not sequence or group is None or not self._joined(group, start):
            return []
        inside = _end(items[group])
        # It is seen by nothing else in the group: its values may stand at the head.
        return [
            (inside, inside, " {values}"),
            (items[step - 1].start, _end(items[step + 2]), " {name}"),
        ]

    def _alone(self, step: int) -> list[_Edit]:
        """?variable STEP* CONSTANT: the variable has these values."""
        items, end = self._items, step + 3
        if self._is(end, ";") and self._is(end + 1, _ENDS):
            return []
        if self._is(end, ";"):
            return [(items[step - 1].start, _end(items[end]), "{values} {name}")]
        return [(items[step - 1].start, _end(items[step + 2]), "{values}")]

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
