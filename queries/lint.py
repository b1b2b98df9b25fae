"""What must hold of every SELECT that takes parameters, checked when a query file is loaded.

The engine binds a parameter only where it can see it. In a sub-SELECT that does not project the variable it
silently does not, and wrong rows come back: so such a query is refused here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph_store.sparql import Token, tokens
from ontology.terms import PREFIXES

PARAMETER = "p_"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text of a SELECT says: its variables in order, its last sort key, its limit."""

    projection: tuple[str, ...]
    last_key: str | None
    limit: int | None


def shape(sparql: str) -> Shape:
    """The shape of the outermost SELECT of `sparql`."""
    items = list(tokens(sparql))
    selects = [place for place, item in enumerate(items) if _is(item, "SELECT")]
    projection = _projection(items, selects[0]) if selects else ()
    orders = [place for place, item in enumerate(items) if _is(item, "ORDER")]
    limits = [place for place, item in enumerate(items) if _is(item, "LIMIT")]
    keys = [item.text[1:] for item in items[orders[-1] :] if item.kind == "variable"] if orders else []
    return Shape(projection, keys[-1] if keys else None, int(items[limits[-1] + 1].text) if limits else None)


def faults(sparql: str, parameters: Sequence[str], columns: Sequence[str]) -> Iterator[str]:
    """One sentence for each rule that `sparql` breaks, given its declared parameters and columns."""
    items = list(tokens(sparql))
    found = shape(sparql)
    expected = (*(PARAMETER + name for name in parameters), *columns)
    if found.projection != expected:
        yield f"it selects {', '.join(found.projection)}; params and columns say {', '.join(expected)}"
    if found.limit != 1 and (found.last_key is None or found.last_key not in columns):
        yield "it must end in ORDER BY, the last key being a column that holds an IRI"
    if found.limit is None:
        yield "it must end in a LIMIT"
    yield from _hidden_parameters(items)
    yield from _prefixes(items, PREFIXES)


def _hidden_parameters(items: Sequence[Token]) -> Iterator[str]:
    selects = [place for place, item in enumerate(items) if _is(item, "SELECT")]
    for place in selects[1:]:
        used = {item.text[1:] for item in _block(items, place) if item.kind == "variable"}
        for name in sorted(used - set(_projection(items, place))):
            if name.startswith(PARAMETER):
                yield f"a sub-SELECT uses ?{name} without selecting it, so the value would not reach it"


def _prefixes(items: Sequence[Token], known: Mapping[str, str]) -> Iterator[str]:
    for place, item in enumerate(items):
        if _is(item, "PREFIX"):
            prefix, iri = items[place + 1].text[:-1], items[place + 2].text[1:-1]
            if known.get(prefix) != iri:
                yield f"prefix {prefix}: is not the project's ({known.get(prefix, 'unknown')})"


def _projection(items: Sequence[Token], select: int) -> tuple[str, ...]:
    """Variables between SELECT and WHERE: bare ones, and of `(expression AS ?name)` the name."""
    names: list[str] = []
    depth = 0
    for place in range(select + 1, len(items)):
        item = items[place]
        if item.text == "{" or _is(item, "WHERE"):
            break
        depth += {"(": 1, ")": -1}.get(item.text, 0)
        if item.kind == "variable" and (depth == 0 or (depth == 1 and _is(items[place - 1], "AS"))):
            names.append(item.text[1:])
    return tuple(names)


def _block(items: Sequence[Token], inside: int) -> Sequence[Token]:
    """The tokens of the braces around `inside`, from there to the closing one."""
    depth = 0
    for place in range(inside, len(items)):
        depth += {"{": 1, "}": -1}.get(items[place].text, 0)
        if depth < 0:
            return items[inside:place]
    return items[inside:]


def _is(item: Token, keyword: str) -> bool:
    return item.kind == "word" and item.text.upper() == keyword
