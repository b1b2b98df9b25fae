"""Identifiers of records. They depend on what is printed alone, so that every run gives the same."""

from __future__ import annotations

from extract.cleaning import plain
from ontology import terms

_GENERIC_TITLE = 8


def document_iri(
    title: str, doc_number: str | None = None, date: str | None = None, parent: str | None = None
) -> str:
    """IRI of a document: of its number; else of its title with its date.

    A title too short to tell two documents apart (项目清单) is set behind its parent's segment.
    """
    if doc_number:
        return terms.entity("document", terms.slug(plain(doc_number)))
    own = terms.slug(plain(title), date or "")
    if parent and len(terms.slug(title)) < _GENERIC_TITLE:
        return terms.entity("document", terms.slug(parent.rsplit("/", 1)[-1], own))
    return terms.entity("document", own)


def part_iri(kind: str, document: str, *fields: str) -> str:
    """IRI of something that stands in a document: readable document segment, hash of `fields`."""
    return terms.entity(kind, f"{document.rsplit('/', 1)[-1]}-{terms.short_hash(*fields)}")


def project_iri(document: str, number: str | None, name: str) -> str:
    """IRI of a project: list and number, or list and name where the list does not number its rows."""
    return terms.entity("project", f"{document.rsplit('/', 1)[-1]}-{terms.slug(plain(number or name))}")


def organization_iri(name: str) -> str:
    """IRI of an organisation, from its full name."""
    return terms.entity("organization", terms.slug(plain(name)))
