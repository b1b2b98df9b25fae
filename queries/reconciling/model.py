"""The types and properties of reconciliation, from `types.yaml` and the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ontology import terms
from ontology.data import from_yaml
from ontology.errors import VocabularyError
from ontology.labels import of_terms
from queries.catalogue import Label

_FILE = Path(__file__).with_name("types.yaml")


@dataclass(frozen=True, slots=True)
class Property:
    """A property by its short name, `pg:date`, and its IRI."""

    id: str
    iri: str
    label: Label


@dataclass(frozen=True, slots=True)
class Type:
    """A type by the short name of its class; `kind` stands in the IRIs of its entities."""

    id: str
    kind: str
    label: Label
    properties: tuple[Property, ...]


@cache
def types() -> Mapping[str, Type]:
    """Every type by its id. Raises VocabularyError."""
    said = from_yaml(_FILE.read_text("utf-8"), _FILE.name)
    labels = {name: Label(zh=zh, en=en) for name, (zh, en) in of_terms().items()}
    try:
        return {
            item["class"]: Type(
                id=item["class"],
                kind=item["kind"],
                label=labels[item["class"]],
                properties=tuple(
                    Property(name, expanded(name), labels[name])
                    for name in (*said["common"], *item["properties"])
                ),
            )
            for item in said["types"]
        }
    except KeyError as error:
        raise VocabularyError(f"{_FILE.name}: {error} has no label in the ontology.") from error


@cache
def properties() -> Mapping[str, Property]:
    """Every property of some type, by its short name."""
    return {found.id: found for kind in types().values() for found in kind.properties}


@cache
def by_kind() -> Mapping[str, Type]:
    """Every type by the kind in the IRIs of its entities."""
    return {kind.kind: kind for kind in types().values()}


def expanded(name: str) -> str:
    """The IRI that a short name stands for; an IRI as it is."""
    prefix, colon, local = name.partition(":")
    return terms.PREFIXES[prefix] + local if colon and prefix in terms.PREFIXES else name


def type_of(name: str) -> Type | None:
    """The type that a client names: by short name, by the IRI of its class, by kind or by the class alone."""
    for kind in types().values():
        if name in (kind.id, expanded(kind.id)) or name.lower() == kind.kind:
            return kind
    return None


def entity_iri(name: str) -> str:
    """The IRI of the entity that a client names: `region/150000`, or an IRI."""
    return name if name.startswith(("http://", "https://")) else f"{terms.BASE}id/{name}"


def entity_id(iri: str) -> str:
    """The identifier of an entity: what follows the identifier space, or the whole IRI."""
    return iri.removeprefix(f"{terms.BASE}id/")
