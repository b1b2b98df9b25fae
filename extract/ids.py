"""Identifiers of records. They depend on what is printed alone, so that every run gives the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from extract.cleaning import plain
from extract.records import Indicator, Target
from extract.rules import regexes
from ontology import terms

_NOT_WORD = re.compile(r"\W+")
Figure = TypeVar("Figure", Indicator, Target)


@lru_cache(maxsize=4096)
def title_key(title: str) -> str:
    """What two printings of one title have in common: no bodies in front of 关于, no 中华人民共和国, no
    marks.
    """
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", _core(title)))


def document_iri(
    title: str, doc_number: str | None = None, date: str | None = None, parent: str | None = None
) -> str:
    """IRI of a document: of its number; else of its title with its date.

    A number that every issuer has (第10号) is set behind the title. What another document sends out
    (`parent`, its IRI) is set behind that one's segment, as many send out measures of one title; not so a
    list whose title tells it apart: other texts name it by that.
    """
    if doc_number and not regexes("documents")["bare-number-line"].match(plain(doc_number)):
        return terms.entity("document", terms.slug(_core(doc_number)))
    own = terms.slug(_core(title), plain(doc_number or ""), date or "")
    if parent and (_is_generic(title) or regexes("documents")["list-title"].search(plain(title)) is None):
        return terms.entity("document", terms.slug(parent.rsplit("/", 1)[-1], own))
    return terms.entity("document", own)


def _is_generic(title: str) -> bool:
    return regexes("documents")["generic-title"].match(plain(title)) is not None


def _core(printed: str) -> str:
    return regexes("documents")["foreword"].sub("", plain(printed))


def part_iri(kind: str, document: str, *fields: str) -> str:
    """IRI of something that stands in a document: readable document segment, hash of `fields`."""
    return terms.entity(kind, f"{document.rsplit('/', 1)[-1]}-{terms.short_hash(*fields)}")


def told_apart(records: Sequence[Figure]) -> tuple[Figure, ...]:
    """`records`, those after the first of one IRI (the same is said again) with their count behind it."""
    seen: Counter[str] = Counter()
    found = []
    for record in records:
        seen[record.id] += 1
        again = seen[record.id]
        found.append(record if again == 1 else replace(record, id=f"{record.id}-{again}"))
    return tuple(found)


def project_iri(document: str, number: str | None, name: str) -> str:
    """IRI of a project: list and number, or list and name where the list does not number its rows."""
    return terms.entity("project", f"{document.rsplit('/', 1)[-1]}-{terms.slug(plain(number or name))}")


def organization_iri(name: str) -> str:
    """IRI of an organisation, from its full name."""
    return terms.entity("organization", terms.slug(plain(name)))


def is_company(name: str) -> bool:
    """Whether `name` is that of one company, not of a class of them."""
    rules, name = regexes("parties"), plain(name)
    return rules["company"].match(name) is not None and rules["company-class"].match(name) is None
