"""The shapes as plain values, and a quick pass that finds the nodes which may break them.

pySHACL weighs every node against every property for itself: 30,000 quads take four seconds, far more than all
the rest of an ingest. Nearly every node is plainly in order, and that is what this module sees. It need not
be exact: a node it cannot pass is a suspect, and pySHACL judges suspects. What it passes must be in order; a
test holds both against each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from ontology import terms

# Subject, predicate, objects; every term in N-Triples.
Facts = Mapping[str, Mapping[str, Sequence[str]]]
_Check = Callable[[str, Facts], bool]
_ListCheck = Callable[[Sequence[str], Mapping[str, Sequence[str]]], bool]

_TYPE = f"<{terms.RDF}type>"
_NUMBERS = frozenset(terms.XSD + name for name in ("decimal", "integer"))
_ESCAPED = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")  # one character, as N-Quads write it
_LITERAL = re.compile(r'"(?P<text>.*)"(?:@(?P<language>[\w-]+)|\^\^<(?P<datatype>[^<>]+)>)?', re.DOTALL)
_FORMS = {
    terms.XSD + "string": re.compile(r".*", re.DOTALL),
    terms.XSD + "decimal": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)"),
    terms.XSD + "integer": re.compile(r"[+-]?\d+"),
    terms.XSD + "boolean": re.compile(r"true|false|1|0"),
    terms.XSD + "date": re.compile(r"\d{4}-\d\d-\d\d"),
}
_SAYS_NOTHING = frozenset(
    (
        terms.SH + "path",
        terms.SH + "message",
        terms.RDF + "type",
        terms.RDFS + "label",
        terms.RDFS + "comment",
    )
)


@dataclass(frozen=True, slots=True)
class _Property:
    """A property shape: any of `paths`, what each value has to be, what the values have to be together."""

    paths: tuple[str, ...]
    checks: tuple[_Check, ...]
    list_checks: tuple[_ListCheck, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The property shapes by the class of their nodes. Not `complete`: something here is not understood."""

    by_class: Mapping[str, Sequence[_Property]]
    complete: bool


def read_shapes(turtle: str) -> Shapes:
    """The shapes in a Turtle text."""
    graph = _Shapes(turtle)
    by_class: dict[str, list[_Property]] = defaultdict(list)
    complete = True
    for node in graph.subjects:
        for target in graph.values(node, "targetClass"):
            for shape in graph.values(node, "property"):
                found = graph.property(shape)
                complete = complete and found is not None
                if found:
                    by_class[str(target)].append(found)
            complete = complete and graph.understood(node, ("targetClass", "property"))
    return Shapes(by_class, complete)


def facts_of(nquads: Iterable[str]) -> Facts:
    """Index N-Quads lines of one graph."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in nquads:
        subject, predicate, rest = line.split(" ", 2)
        facts[subject][predicate].append(rest[: rest.rindex(" <")])
    return facts


def suspects(facts: Facts, shapes: Shapes) -> list[str]:
    """The IRIs of the nodes that do not plainly satisfy the shapes, sorted; all nodes where in doubt."""
    found = []
    for node, said in facts.items():
        properties = [shape for kind in said.get(_TYPE, ()) for shape in shapes.by_class.get(kind, ())]
        if not shapes.complete or not all(_holds(shape, said, facts) for shape in properties):
            found.append(node.strip("<>"))
    return sorted(found)


def neighbourhood(facts: Facts, nodes: Iterable[str]) -> list[str]:
    """What it takes to judge `nodes` (IRIs): all that is said of them, and the types of what they point to.

    As N-Quads lines without a graph. The rest of the graph has no bearing on shapes that are understood.
    """
    lines: set[str] = set()
    for node in (f"<{iri}>" for iri in nodes):
        for predicate, values in facts.get(node, {}).items():
            lines.update(f"{node} {predicate} {value} ." for value in values)
            for value in values:
                kinds = facts[value].get(_TYPE, ()) if value in facts else ()
                lines.update(f"{value} {_TYPE} {kind} ." for kind in kinds)
    return sorted(lines)


def _holds(shape: _Property, said: Mapping[str, Sequence[str]], facts: Facts) -> bool:
    values = [value for path in shape.paths for value in said.get(path, ())]
    return all(check(value, facts) for check in shape.checks for value in values) and all(
        check(values, said) for check in shape.list_checks
    )


class _Shapes:
    """A Turtle text of shapes, indexed."""

    def __init__(self, turtle: str) -> None:
        self.subjects: dict[object, dict[str, list[object]]] = {}
        for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            said = self.subjects.setdefault(triple.subject, {})
            said.setdefault(triple.predicate.value, []).append(triple.object)

    def values(self, node: object, name: str) -> list[object]:
        return self.subjects.get(node, {}).get(terms.SH + name, [])

    def items(self, cell: object) -> list[object]:
        found = []
        while said := self.subjects.get(cell):
            found.append(said[terms.RDF + "first"][0])
            cell = said[terms.RDF + "rest"][0]
        return found

    def understood(self, node: object, names: Iterable[str]) -> bool:
        return all(
            name in _SAYS_NOTHING or name.removeprefix(terms.SH) in names for name in self.subjects[node]
        )

    def property(self, node: object) -> _Property | None:
        """The property shape at `node`, None where it says something that this module does not know."""
        path = self.values(node, "path")[0]
        alternatives = [item for cell in self.values(path, "alternativePath") for item in self.items(cell)]
        paths = tuple(str(item) for item in alternatives or [path])
        if not self.understood(node, (*_VALUE_CHECKS, *_LIST_CHECKS, "or", "in", "languageIn")):
            return None
        checks = self._value_checks(node)
        list_checks = [
            make(value.value)
            for name, make in _LIST_CHECKS.items()
            for value in self.values(node, name)
            if isinstance(value, (ox.Literal, ox.NamedNode))
        ]
        if checks is None or any(path.startswith("_:") for path in paths):
            return None
        return _Property(paths, tuple(checks), tuple(list_checks))

    def _value_checks(self, node: object) -> list[_Check] | None:
        checks = [
            make(value.value)
            for name, make in _VALUE_CHECKS.items()
            for value in self.values(node, name)
            if isinstance(value, (ox.Literal, ox.NamedNode))
        ]
        for cell in self.values(node, "in"):
            checks.append(_one_of(frozenset(str(item) for item in self.items(cell))))
        for cell in self.values(node, "languageIn"):
            checks.append(_in_language(frozenset(getattr(item, "value", "") for item in self.items(cell))))
        for cell in self.values(node, "or"):
            branches = [self._value_checks(item) for item in self.items(cell)]
            if any(branch is None for branch in branches) or not all(
                self.understood(item, _VALUE_CHECKS) for item in self.items(cell)
            ):
                return None
            checks.append(_any_of([branch for branch in branches if branch is not None]))
        return checks


def _one_of(allowed: frozenset[str]) -> _Check:
    return lambda value, _: value in allowed


def _in_language(languages: frozenset[str]) -> _Check:
    return lambda value, _: _parts(value)[1] in languages


def _any_of(branches: Sequence[Sequence[_Check]]) -> _Check:
    return lambda value, facts: any(all(check(value, facts) for check in branch) for branch in branches)


def _parts(value: str) -> tuple[str, str | None, str]:
    """The text as written in N-Triples, the language and the datatype of a literal; of an IRI, nothing."""
    match = _LITERAL.fullmatch(value)
    if match is None:
        return "", None, ""
    return (
        match["text"],
        match["language"],
        match["datatype"] or ("" if match["language"] else terms.XSD + "string"),
    )


def _number(value: str) -> Decimal | None:
    text, _, datatype = _parts(value)
    try:
        return Decimal(text) if datatype in _NUMBERS else None
    except InvalidOperation:
        return None


def _datatype(wanted: str) -> _Check:
    form = _FORMS.get(wanted)

    def check(value: str, _: Facts) -> bool:
        text, language, datatype = _parts(value)
        if language or datatype != wanted or not form or not form.fullmatch(text):
            return False
        return wanted != terms.XSD + "date" or _is_day(text)

    return check


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _class(wanted: str) -> _Check:
    kind = f"<{wanted}>"
    return lambda value, facts: value in facts and kind in facts[value].get(_TYPE, ())


def _node_kind(wanted: str) -> _Check:
    begins = {terms.SH + "IRI": "<", terms.SH + "Literal": '"'}.get(wanted)
    return lambda value, _: begins is not None and value.startswith(begins)


def _min_length(wanted: str) -> _Check:
    return lambda value, _: len(_ESCAPED.sub(" ", _parts(value)[0])) >= int(wanted)


def _pattern(wanted: str) -> _Check:
    pattern = re.compile(wanted)
    return lambda value, _: "\\" not in value and bool(pattern.search(_parts(value)[0]))


def _bound(fits: Callable[[Decimal, Decimal], bool]) -> Callable[[str], _Check]:
    def make(wanted: str) -> _Check:
        limit = Decimal(wanted)
        return lambda value, _: (number := _number(value)) is not None and fits(number, limit)

    return make


def _unique_language(wanted: str) -> _ListCheck:
    def check(values: Sequence[str], _: Mapping[str, Sequence[str]]) -> bool:
        languages = [language for value in values if (language := _parts(value)[1])]
        return wanted != "true" or len(languages) == len(set(languages))

    return check


def _before(strictly: bool) -> Callable[[str], _ListCheck]:
    def make(path: str) -> _ListCheck:
        other = f"<{path}>"

        def check(values: Sequence[str], said: Mapping[str, Sequence[str]]) -> bool:
            return all(_in_order(value, later, strictly) for value in values for later in said.get(other, ()))

        return check

    return make


def _in_order(first: str, second: str, strictly: bool) -> bool:
    """Whether two numbers, or two days, stand in order; what is neither does not."""
    one, two = _number(first), _number(second)
    if one is not None and two is not None:
        return one < two or (one == two and not strictly)
    day = _datatype(terms.XSD + "date")
    if day(first, {}) and day(second, {}):
        return first < second or (first == second and not strictly)
    return False


_VALUE_CHECKS: dict[str, Callable[[str], _Check]] = {
    "datatype": _datatype,
    "class": _class,
    "nodeKind": _node_kind,
    "minLength": _min_length,
    "pattern": _pattern,
    "minInclusive": _bound(lambda number, limit: number >= limit),
    "maxInclusive": _bound(lambda number, limit: number <= limit),
    "minExclusive": _bound(lambda number, limit: number > limit),
    "maxExclusive": _bound(lambda number, limit: number < limit),
}
_LIST_CHECKS: dict[str, Callable[[str], _ListCheck]] = {
    "minCount": lambda wanted: lambda values, _: len(set(values)) >= int(wanted),
    "maxCount": lambda wanted: lambda values, _: len(set(values)) <= int(wanted),
    "uniqueLang": _unique_language,
    "lessThan": _before(strictly=True),
    "lessThanOrEquals": _before(strictly=False),
}
