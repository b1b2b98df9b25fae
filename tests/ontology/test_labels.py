"""What terms and codes are called on pages."""

from __future__ import annotations

import pytest
import rdflib

from ontology import labels, terms
from ontology.data import data_file


@pytest.mark.parametrize(
    ("iri", "zh", "en"),
    [
        (terms.PG + "issuedBy", "发布机构", "issued by"),
        (terms.SKOS + "broader", "上位", "broader"),
        ("https://example.org/p", "https://example.org/p", "https://example.org/p"),
    ],
)
def test_property_has_a_name_in_both_languages(iri: str, zh: str, en: str) -> None:
    assert (labels.of_term(iri, "zh"), labels.of_term(iri, "en")) == (zh, en)


def test_code_is_a_word_only_under_its_property() -> None:
    assert labels.of_value(terms.PG + "status", "listed", "zh") == "现有"
    assert labels.of_value(terms.PG + "quote", "listed", "zh") == "listed"


def test_every_kind_of_agency_in_the_vocabulary_has_a_word() -> None:
    graph = rdflib.Graph().parse(data_file("agencies.ttl"))
    kinds = {
        str(kind) for kind in graph.objects(None, rdflib.URIRef(terms.DEFAULT_BASE + "ontology#agencyKind"))
    }
    assert kinds
    assert [
        kind for kind in sorted(kinds) if labels.of_value(terms.PG + "agencyKind", kind, "zh") == kind
    ] == []
