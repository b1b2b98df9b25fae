"""What of a shard can be found: the names of its entities, and the words its evidence quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from graph_store.release import split_graph
from ontology import terms

LABEL, NAME, QUOTE = range(3)
"""Which field an entry is: what the entity is called, what else it is or was called, what is quoted of it."""

_FIELDS = {
    terms.RDFS + "label": LABEL,
    terms.SKOS + "prefLabel": LABEL,
    terms.PG + "title": LABEL,
    terms.SKOS + "altLabel": NAME,
    terms.SKOS + "hiddenLabel": NAME,
    terms.SKOS + "notation": NAME,
    terms.PG + "formerName": NAME,
    terms.PG + "documentNumber": NAME,
    terms.DCTERMS + "identifier": NAME,
    terms.PG + "quote": QUOTE,
}
_NAMED = {f"<{iri}>": field for iri, field in _FIELDS.items()}
_EVIDENCE = f"<{terms.PG}evidence>"
_TYPE = f"<{terms.RDF}type>"
_OURS = f"<{terms.BASE}"
_ID = f"<{terms.BASE}id/"
# Their labels are printed figures and places, of which the quotes have the words.
_UNNAMED = frozenset({"quantity", "deadline", "citation", "evidence", "geometry", "blank"})
# Whose words a quote is, where it is evidence of several.
KINDS = (
    "technology",
    "region",
    "agency",
    "document",
    "project",
    "organization",
    "party",
    "obligation",
    "target",
    "indicator",
)
_OWNERS = ("project", "obligation", "target", "indicator", "document", "organization", "agency", "party")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One text by which the entity `iri` is found; `language` is "" where the text has none."""

    iri: str
    kind: str
    field: int
    text: str
    language: str


def entries(lines: Iterable[str]) -> list[Entry]:
    """The entries of a shard, from its sorted lines: each once, in order."""
    found: set[Entry] = set()
    quotes: dict[str, list[str]] = {}
    owners: dict[str, str] = {}
    for subject, group in groupby(lines, key=lambda line: line.split(" ", 1)[0]):
        kind, said, proofs = _described(subject, group)
        for proof in proofs:
            owners[proof] = min(owners.get(proof, subject), subject, key=_owner_rank)
        for field, value in said:
            if field == QUOTE:
                quotes.setdefault(subject, []).append(value.value)
            elif kind not in _UNNAMED:
                found.add(Entry(subject[1:-1], kind, field, value.value, value.language or ""))
    for proof, texts in quotes.items():
        owner = owners.get(proof, proof)
        found.update(Entry(owner[1:-1], kind_of(owner[1:-1]), QUOTE, text, "") for text in texts)
    return sorted(found)


def kind_of(iri: str) -> str:
    """The kind of one of our entities, as its IRI says it; "" for any other."""
    return iri.removeprefix(_ID[1:]).split("/", 1)[0] if iri.startswith(_ID[1:]) else ""


def _described(subject: str, group: Iterable[str]) -> tuple[str, list[tuple[int, ox.Literal]], list[str]]:
    """The kind of a subject, the texts that name it or are quoted, and its evidence."""
    kind = kind_of(subject[1:-1])
    if not kind and subject.startswith(_OURS):
        return kind, [], []
    said: list[tuple[int, ox.Literal]] = []
    proofs = []
    for line in group:
        _, predicate, rest = line.split(" ", 2)
        if predicate in _NAMED:
            said += ((_NAMED[predicate], value) for value in _literal(line))
        elif predicate == _EVIDENCE:
            proofs.append(split_graph(rest)[0])
        elif predicate == _TYPE and not kind:
            kind = _local_name(split_graph(rest)[0])
    return kind or "resource", said, proofs


def _literal(line: str) -> Iterator[ox.Literal]:
    for quad in ox.parse(line, ox.RdfFormat.N_QUADS, lenient=True):
        if isinstance(quad.object, ox.Literal):
            yield quad.object


def _local_name(iri: str) -> str:
    return iri[1:-1].rstrip("/#").replace("#", "/").rsplit("/", 1)[-1].lower()


def _owner_rank(subject: str) -> tuple[int, str]:
    kind = kind_of(subject[1:-1])
    return (_OWNERS.index(kind) if kind in _OWNERS else len(_OWNERS)), subject
