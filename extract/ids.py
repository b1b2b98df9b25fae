"""Identifiers of records. They depend on what is printed alone, so that every run gives the same."""

from __future__ import annotations

import re
import unicodedata

from extract.cleaning import plain
from ontology import terms

_GENERIC_TITLE = 8
_BARE_NUMBER = re.compile(r"^[（(]?(?:公告)?(?:\d{4}年?)?第[0-9〇零一二三四五六七八九十百]{1,6}号[）)]?$")
_FOREWORD = re.compile(
    r"^(?:中华人民共和国|[\u4e00-\u9fff、（）()\s]{2,80}?(?:部|委|局|厅|署|院|会|府|司|办|室|行|等|部门)(?:印发)?(?=关于))"
)
_MARKS = re.compile(r"[^\w]+")


def title_key(title: str) -> str:
    """What two forms of one title have in common: without the bodies in front of 关于, 中华人民共和国, and
    all marks."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", _FOREWORD.sub("", plain(title))))


def document_iri(
    title: str, doc_number: str | None = None, date: str | None = None, parent: str | None = None
) -> str:
    """IRI of a document: of its number; else of its title with its date.

    A title too short to tell two documents apart (项目清单), and a number that every issuer has (第10号),
    are set
    behind the parent's segment or the title's.
    """
    if doc_number and not _BARE_NUMBER.match(plain(doc_number)):
        return terms.entity("document", terms.slug(plain(doc_number)))
    own = terms.slug(_FOREWORD.sub("", plain(title)), plain(doc_number or ""), date or "")
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
