"""The data files of the model, and the graphs that they become in every release."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

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
# The same loader in C, where PyYAML was built with it, takes a tenth of the time.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_GENID = terms.BASE + ".well-known/genid/"
_TARGET = f"<{terms.SH}targetClass>"
_PROPERTY = f"<{terms.SH}property>"


def data_file(name: str) -> Path:
    """The path of a data file, in a checkout as in an installed wheel. Raises VocabularyError."""
    path = _HERE / name
    if not path.is_file():
        raise VocabularyError(f"{name} is missing from the installation; install policygraph again.")
    return path


def from_yaml(text: str, source: str) -> Any:
    """What the YAML in `text` says; `source` names it in errors. Raises VocabularyError."""
    try:
        return yaml.load(text, _LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise VocabularyError(f"{source}: not valid YAML: {error}.") from error


@cache
def graphs() -> list[tuple[str, list[str]]]:
    """Ontology, shapes and vocabularies: each graph's IRI, and its sorted N-Quads lines without line ends.

    Under the configured base, and without blank nodes: a node without a name gets one made of its content.
    Raises VocabularyError where a file is missing or faulty.
    """
    return [
        (graph, sorted(f"{triple} <{graph}> ." for triple in triples(name)))
        for graph, name in sorted(_FILES.items())
    ]


def flat_shapes() -> str:
    """The shapes as N-Triples in which each property shape has the targets of its node shapes itself.

    The meaning is the same. pySHACL goes through what a node shape holds node by node, but takes all nodes
    at once for a shape with targets of its own, which is five times as fast.
    """
    nested = [triple.split(" ", 2) for triple in triples("shapes.ttl")]
    targets = defaultdict(list)
    for subject, predicate, value in nested:
        if predicate == _TARGET:
            targets[subject].append(value)
    flat = {
        f"{subject} {predicate} {value}" for subject, predicate, value in nested if predicate != _PROPERTY
    }
    for subject, predicate, value in nested:
        if predicate == _PROPERTY:
            flat.update(f"{value} {_TARGET} {target}" for target in targets[subject])
    return "".join(f"{triple} .\n" for triple in sorted(flat))


def triples(name: str, text: str | None = None) -> set[str]:
    """What the data file `name`, or `text` in its place, says under the configured base, without blank nodes.

    Each triple is subject, predicate and object as N-Triples spells them, with one space between.
    Raises VocabularyError.
    """
    if text is None:
        text = data_file(name).read_text(encoding="utf-8")
    try:
        parsed = list(ox.parse(terms.rebase(text), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise VocabularyError(f"{name}: not valid Turtle: {error}.") from error
    names = {str(node): iri for node, iri in _names(name, parsed).items()}
    written = BytesIO()
    ox.serialize(parsed, written, format=ox.RdfFormat.N_TRIPLES)
    # Not splitlines: a literal may hold separators that only Python takes for line ends.
    spelt = [line.removesuffix(" .") for line in written.getvalue().decode().split("\n") if line]
    return {_named_triple(triple, names) for triple in spelt} if names else set(spelt)


def _named_triple(triple: str, names: Mapping[str, str]) -> str:
    subject, predicate, value = triple.split(" ", 2)
    return f"{names.get(subject, subject)} {predicate} {names.get(value, value)}"


def _names(source: str, parsed: Iterable[ox.Quad]) -> dict[ox.BlankNode, str]:
    """An IRI for each blank node: a hash over all that is said of it, other blank nodes included.

    Two of which the same is said become one. In our files they form trees; a circle of them has no content to
    name it by and is an error.
    """
    said: dict[ox.BlankNode, list[tuple[str, object]]] = defaultdict(list)
    for triple in parsed:
        if isinstance(triple.object, ox.BlankNode):
            said.setdefault(triple.object, [])
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
