"""SHACL: what a source says, or a Turtle file, held against `ontology/shapes.ttl` with the vocabularies.

Only the concepts that the graph refers to go in beside it, with those above them. A quick pass finds the
nodes that may break a shape (`graph_store.shapes`); pySHACL judges those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph_store.release import Release
from graph_store.shapes import Shapes, facts_of, neighbourhood, read_shapes, suspects
from ontology import data, terms
from ontology.errors import InputError, ValidationError

if TYPE_CHECKING:
    import rdflib

_SHOWN = 3


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One node that breaks a shape: the property and the value where there is one, and what must be so."""

    focus: str
    path: str | None
    value: str | None
    message: str

    def __str__(self) -> str:
        """The violation as one line."""
        where = f" {self.path}" if self.path else ""
        what = f" {self.value}" if self.value else ""
        return f"{self.focus}{where}{what}: {self.message}"


def validate(nquads: Iterable[str]) -> list[Violation]:
    """The violations of the N-Quads lines of one source, sorted."""
    lines = list(nquads)
    return _validate([*lines, *_concepts(lines)])


def validate_files(paths: Sequence[Path]) -> list[Violation]:
    """The violations of Turtle files taken together. Raises InputError."""
    lines: list[str] = []
    for path in paths:
        try:
            text = terms.rebase(path.read_text("utf-8"))
            quads = ox.parse(text, ox.RdfFormat.TURTLE, base_iri=terms.BASE)
            lines += [f"{quad.triple} <{terms.BASE}> ." for quad in quads]
        except OSError as error:
            raise InputError(f"{path.name}: cannot be read: {error.strerror or error}.") from error
        except UnicodeDecodeError as error:
            raise InputError(f"{path.name}: is not UTF-8 text, as Turtle must be.") from error
        except (ValueError, SyntaxError) as error:
            raise InputError(f"{path.name}: is not Turtle: {getattr(error, 'msg', error)}.") from error
    return _validate([*lines, *_concepts(lines)])


def validate_release(release: Release) -> list[Violation]:
    """The violations of the sources of a release, each held against the shapes alone; imports are not."""
    found: set[Violation] = set()
    for shard in release.sources:
        if shard.kind == "document":
            found.update(validate(release.lines(shard)))
    return sorted(found, key=_order)


def get_ready() -> None:
    """Read the shapes and the vocabularies, which every check needs."""
    _shapes()
    _vocabulary()


def require(sources: Iterable[Sequence[str]]) -> None:
    """Hold the N-Quads lines of each of `sources` against the shapes. Raises ValidationError."""
    violations = [violation for lines in sources for violation in validate(lines)]
    if violations:
        shown = "; ".join(str(violation) for violation in violations[:_SHOWN])
        more = f" and {len(violations) - _SHOWN} more" if len(violations) > _SHOWN else ""
        raise ValidationError(f"nothing was published, the records break the shapes: {shown}{more}.")


def _validate(lines: Sequence[str]) -> list[Violation]:
    facts = facts_of(lines)
    doubtful = set(suspects(facts, _shapes()))
    if not doubtful:
        return []
    # pySHACL and rdflib take a third of a second to import: only who has something to judge pays it.
    import rdflib  # noqa: PLC0415
    from pyshacl import validate as shacl  # noqa: PLC0415

    graph = _rdflib_graph(neighbourhood(facts, doubtful) if _shapes().complete else lines)
    rules = rdflib.Graph().parse(data=_shapes_text(), format="turtle")
    _, report, _ = shacl(graph, shacl_graph=rules, inplace=True, do_owl_imports=False)
    return sorted({found for found in _violations(report) if found.focus in doubtful}, key=_order)


def _order(violation: Violation) -> tuple[str, str, str, str]:
    return violation.focus, violation.path or "", violation.value or "", violation.message


def _shapes_text() -> str:
    return terms.rebase(data.data_file("shapes.ttl").read_text("utf-8"))


@cache
def _shapes() -> Shapes:
    return read_shapes(_shapes_text())


def _concepts(lines: Sequence[str]) -> list[str]:
    """What the vocabularies say of the concepts that `lines` name, and of those above them."""
    known = _vocabulary()
    reached: dict[str, None] = {}
    front = {value for line in lines if (value := _object(line)) in known}
    while front:
        reached.update(dict.fromkeys(front))
        front = {
            value
            for iri in front
            for line in known[iri]
            if (value := _object(line)) in known and value not in reached
        }
    return [line for iri in sorted(reached) for line in known[iri]]


@cache
def _vocabulary() -> Mapping[str, list[str]]:
    known: dict[str, list[str]] = defaultdict(list)
    for graph, lines in data.graphs():
        if graph.startswith(terms.VOCABULARY_GRAPH):
            for line in lines:
                known[line[: line.index(" ")]].append(line)
    return known


def _object(line: str) -> str:
    """The object of an N-Quads line, in N-Quads."""
    return line.split(" ", 2)[2].rsplit(" ", 2)[0]


def _rdflib_graph(lines: Sequence[str]) -> rdflib.Graph:
    import rdflib  # noqa: PLC0415

    @cache
    def convert(term: object) -> rdflib.term.Node:
        if isinstance(term, ox.NamedNode):
            return rdflib.URIRef(term.value)
        if isinstance(term, ox.BlankNode):
            return rdflib.BNode(term.value)
        if not isinstance(term, ox.Literal):
            raise InputError("a triple inside a triple cannot be held against the shapes.")
        # rdflib takes "a" and "a"^^xsd:string for two terms; RDF 1.1 says they are one.
        plain = term.language or term.datatype.value == terms.XSD + "string"
        datatype = None if plain else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype)

    graph = rdflib.Graph(bind_namespaces="none")
    for quad in ox.parse("\n".join(lines).encode(), ox.RdfFormat.N_QUADS, lenient=True):
        graph.add((convert(quad.subject), convert(quad.predicate), convert(quad.object)))
    return graph


def _violations(report: rdflib.Graph) -> Iterator[Violation]:
    from rdflib import SH, URIRef  # noqa: PLC0415

    for result in report.objects(None, SH.result):
        path = report.value(result, SH.resultPath)
        value = report.value(result, SH.value)
        said = {
            getattr(text, "language", None): str(text) for text in report.objects(result, SH.resultMessage)
        }
        yield Violation(
            focus=str(report.value(result, SH.focusNode)),
            path=str(path) if isinstance(path, URIRef) else None,
            value=None if value is None else str(value),
            message=said.get("en") or min(said.values(), default="it breaks a shape."),
        )
