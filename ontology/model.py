"""The terms of the ontology as plain values, for the reference page and the tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from ontology import terms
from ontology.data import data_file

_KINDS = {
    "Classes": (terms.OWL + "Class",),
    "Properties": (terms.OWL + "ObjectProperty", terms.OWL + "DatatypeProperty"),
    "Individuals": (terms.OWL + "NamedIndividual",),
}
_PARENTS = (terms.RDFS + "subClassOf", terms.RDFS + "subPropertyOf")
_ALIGNED = (
    *_PARENTS,
    terms.SKOS + "closeMatch",
    terms.SKOS + "exactMatch",
    terms.OWL + "equivalentClass",
    terms.OWL + "equivalentProperty",
)
_NIL = terms.RDF + "nil"


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or individual of the ontology; other terms stand by prefix and local name, sorted.

    `parents` are terms of ours above it, `aligned` terms of other vocabularies that it is bound to.
    """

    name: str
    label_en: str
    label_zh: str
    definition_en: str
    definition_zh: str
    parents: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    aligned: tuple[str, ...] = ()


_Value = ox.NamedNode | ox.BlankNode | ox.Literal


class _Graph:
    """The ontology file, indexed by subject and predicate."""

    def __init__(self) -> None:
        text = terms.rebase(data_file("policy.ttl").read_text(encoding="utf-8"))
        self.facts: dict[tuple[object, str], list[_Value]] = defaultdict(list)
        self.subjects: dict[str, list[str]] = defaultdict(list)
        for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
            value = triple.object
            if isinstance(value, ox.Triple):
                continue
            self.facts[triple.subject, triple.predicate.value].append(value)
            if triple.predicate.value == terms.RDF + "type" and isinstance(triple.subject, ox.NamedNode):
                self.subjects[getattr(value, "value", "")].append(triple.subject.value)

    def texts(self, iri: str, predicate: str) -> dict[str, str]:
        """The literals of a property by their language."""
        values = self.facts[ox.NamedNode(iri), predicate]
        return {item.language or "": item.value for item in values if isinstance(item, ox.Literal)}

    def terms(self, iri: str, *predicates: str) -> Iterator[str]:
        """The IRIs of properties; a union counts as its members."""
        for predicate in predicates:
            for value in self.facts[ox.NamedNode(iri), predicate]:
                yield from self._members(value)

    def _members(self, value: _Value) -> Iterator[str]:
        if isinstance(value, ox.NamedNode):
            yield value.value
        for cell in self.facts[value, terms.OWL + "unionOf"]:
            here = cell
            while getattr(here, "value", _NIL) != _NIL:
                yield from self._members(self.facts[here, terms.RDF + "first"][0])
                here = self.facts[here, terms.RDF + "rest"][0]


def terms_table() -> dict[str, list[Term]]:
    """The terms of the ontology under Classes, Properties and Individuals, each in order of name."""
    graph = _Graph()
    return {
        heading: sorted(
            (_term(graph, iri) for kind in kinds for iri in graph.subjects[kind] if iri.startswith(terms.PG)),
            key=lambda term: term.name,
        )
        for heading, kinds in _KINDS.items()
    }


def short(iri: str) -> str:
    """`iri` by its prefix; as it is where no prefix fits."""
    fitting = [(space, prefix) for prefix, space in terms.PREFIXES.items() if iri.startswith(space)]
    if not fitting:
        return iri
    space, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri.removeprefix(space)}"


def _term(graph: _Graph, iri: str) -> Term:
    labels = graph.texts(iri, terms.RDFS + "label")
    definitions = graph.texts(iri, terms.SKOS + "definition")

    def names(*predicates: str) -> tuple[str, ...]:
        return tuple(sorted({short(found) for found in graph.terms(iri, *predicates)}))

    return Term(
        name=short(iri),
        label_en=labels["en"],
        label_zh=labels["zh"],
        definition_en=definitions["en"],
        definition_zh=definitions["zh"],
        parents=tuple(name for name in names(*_PARENTS) if name.startswith("pg:")),
        domain=names(terms.RDFS + "domain"),
        range=names(terms.RDFS + "range"),
        aligned=tuple(name for name in names(*_ALIGNED) if not name.startswith(("pg:", "owl:"))),
    )
