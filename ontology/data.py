"""The data files of the model, and the graphs that they become in every release."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from ontology import terms
from ontology.errors import VocabularyError

_HERE = Path(__file__).parent
_FILES = {
    terms.ONTOLOGY_GRAPH: "policy.ttl",
    terms.SHAPES_GRAPH: "shapes.ttl",
    **{
        terms.VOCABULARY_GRAPH + name: f"{name}.ttl"
        for name in ("agencies", "regions", "technologies", "units")
    },
}
_GENID = terms.BASE + ".well-known/genid/"


def data_file(name: str) -> Path:
    """The path of a data file, in a checkout as in an installed wheel. Raises VocabularyError."""
    path = _HERE / name
    if not path.is_file():
        raise VocabularyError(f"{name} is missing from the installation; install policygraph again.")
    return path


@cache
def graphs() -> list[tuple[str, list[str]]]:
    """Ontology, shapes and vocabularies: each graph's IRI, and its sorted N-Quads lines without line ends.

    Under the configured base, and without blank nodes: a node without a name gets one made of its content.
    Raises VocabularyError where a file is missing or faulty.
    """
    return [(graph, lines(name, graph)) for graph, name in sorted(_FILES.items())]


def lines(name: str, graph: str) -> list[str]:
    """The sorted N-Quads lines of the Turtle file `name` in the graph with the IRI `graph`."""
    return _lines(name, data_file(name).read_text(encoding="utf-8"), graph)


def _lines(name: str, text: str, graph: str) -> list[str]:
    try:
        triples = list(ox.parse(terms.rebase(text), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise VocabularyError(f"{name}: not valid Turtle: {error}.") from error
    names = _names(name, triples)
    return sorted({f"{_triple(triple, names)} <{graph}> ." for triple in triples})


def _triple(triple: ox.Quad, names: Mapping[ox.BlankNode, str]) -> str:
    return " ".join(
        names[term] if isinstance(term, ox.BlankNode) else str(term)
        for term in (triple.subject, triple.predicate, triple.object)
    )


def _names(source: str, triples: Iterable[ox.Quad]) -> dict[ox.BlankNode, str]:
    """An IRI for each blank node: a hash over all that is said of it, other blank nodes included.

    Two of which the same is said become one. In our files they form trees; a circle of them has no content to
    name it by and is an error.
    """
    said: dict[ox.BlankNode, list[tuple[str, object]]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            said[triple.subject].append((str(triple.predicate), triple.object))
    names: dict[ox.BlankNode, str] = {}
    while said:
        ready = [node for node, facts in said.items() if all(_named(value, names) for _, value in facts)]
        if not ready:
            raise VocabularyError(f"{source}: blank nodes point to each other in a circle; give one a name.")
        for node in ready:
            facts = sorted(f"{predicate} {_name(value, names)}" for predicate, value in said.pop(node))
            digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()
            names[node] = f"<{_GENID}{digest[:20]}>"
    return names


def _named(value: object, names: Mapping[ox.BlankNode, str]) -> bool:
    return not isinstance(value, ox.BlankNode) or value in names


def _name(value: object, names: Mapping[ox.BlankNode, str]) -> str:
    return names[value] if isinstance(value, ox.BlankNode) else str(value)
