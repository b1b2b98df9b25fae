"""A document that goes by two IRIs, or is only named under one of them, is listed once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queries.catalogue import lists
from queries.run import Select, run

TURTLE = """
@prefix pg: <https://w3id.org/policygraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix d: <https://w3id.org/policygraph/id/document/> .
d:real a pg:Document ; rdfs:label "甲办法"@zh ; pg:date "2030-01-01"^^xsd:date ; pg:issuedBy d:body .
d:alone a pg:Document ; rdfs:label "甲办法"@zh ; pg:date "2030-01-01"^^xsd:date ; pg:issuedBy d:body ;
  pg:standsFor d:real .
d:named a pg:StubDocument ; rdfs:label "甲办法"@zh ; pg:standsFor d:real .
d:decision a pg:Document ; rdfs:label "清理决定"@zh ; pg:date "2033-01-01"^^xsd:date ;
  pg:repeals d:real , d:alone , d:named ; pg:interprets d:real , d:alone , d:named .
"""
ASKED = {
    "documents_all": {},
    "documents_by_title": {"document": "甲办法"},
    "documents_by_agency": {"agency": "https://w3id.org/policygraph/id/document/body"},
    "documents_in_force": {"date": "2031-01-01"},
    "document_in_force": {"document": "甲办法", "date": "2031-01-01"},
    "documents_citing_document": {"document": "甲办法"},
    "documents_cited_by_document": {"document": "清理决定"},
    "repeals": {},
    "interpretations": {},
    "interpretations_of_document": {"document": "甲办法"},
    "documents_page": {},
    "documents_first": {},
}


@pytest.mark.parametrize("name", ASKED)
def test_document_of_two_iris_is_listed_once(name: str, asking: Callable[[str], Select]) -> None:
    rows = run(lists().get(name, name), ASKED[name], asking(TURTLE), "r1").rows
    said = [value for row in rows for value in row.values.values() if isinstance(value, str)]
    assert any(value.endswith("document/real") for value in said)
    assert not [value for value in said if value.endswith(("/alone", "/named"))]


def test_document_of_two_iris_counts_once(asking: Callable[[str], Select]) -> None:
    for name in ("documents_count", "documents_total"):
        (row,) = run(lists()[name], {}, asking(TURTLE), "r1").rows
        assert row.values["total"] == 2
