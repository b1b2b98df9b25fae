"""One document has one answer on a day, however many others repeal it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queries.run import Select, run

TURTLE = """
@prefix pg: <https://w3id.org/policygraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix d: <https://w3id.org/policygraph/id/document/> .
d:rules a pg:Document ; rdfs:label "甲方案"@zh ; pg:effectiveDate "2030-01-01"^^xsd:date .
d:first a pg:Document ; rdfs:label "首次清理决定"@zh ; pg:repeals d:rules ; pg:date "2033-01-01"^^xsd:date .
d:second a pg:Document ; rdfs:label "再次清理决定"@zh ; pg:repeals d:rules ; pg:date "2040-01-01"^^xsd:date .
d:undated a pg:Document ; rdfs:label "未注明日期的决定"@zh ; pg:repeals d:rules .
"""


@pytest.mark.parametrize(
    ("day", "said"), [("2029-12-31", "no"), ("2031-06-30", "yes"), ("2033-01-01", "no"), ("2041-01-01", "no")]
)
def test_the_first_that_repeals_it_counts(asking: Callable[[str], Select], day: str, said: str) -> None:
    found = run("document_in_force", {"document": "甲方案", "date": day}, asking(TURTLE), "r1").rows
    assert [(row.values["in_force"], row.values["repealed_by_title"]) for row in found] == [
        (said, "首次清理决定")
    ]
