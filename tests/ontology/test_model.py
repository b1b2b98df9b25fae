"""The ontology itself: parses, says everything in two languages, hangs together, contradicts nothing."""

from __future__ import annotations

from pathlib import Path

import owlrl
import pytest
import rdflib
from rdflib import namespace
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from ontology import model, terms
from ontology.data import data_file

PG = rdflib.Namespace(terms.DEFAULT_BASE + "ontology#")
# What owlrl finds contradictory it hangs on nodes, with this property.
ERROR = rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")

# rdflib has no closed list of these vocabularies; each term was looked up before it came here.
LOOKED_UP = {
    "eli": {"LegalResource", "id_local", "passed_by", "date_document", "first_date_entry_in_force"}
    | {"date_no_longer_in_force", "is_annex_of", "has_annex", "cites", "cited_by", "applies", "repeals"}
    | {"repealed_by"},
    "oa": {"TextPositionSelector", "TextQuoteSelector", "start", "end", "exact"},
    "qudt": {"QuantityValue", "numericValue"},
    "schema": {"Project"},
}
CLOSED = {
    "org": namespace.ORG,
    "prov": namespace.PROV,
    "skos": namespace.SKOS,
    "dcterms": namespace.DCTERMS,
    "odrl": namespace.ODRL2,
    "geo": namespace.GEO,
    "dcat": namespace.DCAT,
}

WHOLE = (Path(__file__).parent / "whole.ttl").read_text("utf-8")


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(data_file("policy.ttl"))


def closure(ontology: rdflib.Graph, turtle: str) -> rdflib.Graph:
    """Everything that follows under OWL RL from the ontology and `turtle` together."""
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    graph += ontology
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def own_terms() -> list[model.Term]:
    return [term for found in model.terms_table().values() for term in found]


@pytest.mark.parametrize("term", own_terms(), ids=lambda term: term.name)
def test_term_has_label_and_definition_in_both_languages(ontology: rdflib.Graph, term: model.Term) -> None:
    node = PG[term.name.removeprefix("pg:")]
    for predicate in (RDFS.label, SKOS.definition):
        assert sorted(text.language for text in ontology.objects(node, predicate)) == ["en", "zh"]
    assert set(ontology.objects(node, RDFS.isDefinedBy)) == {rdflib.URIRef(terms.ONTOLOGY_GRAPH)}


def test_header_says_what_this_is_by_whom_and_under_which_licence(ontology: rdflib.Graph) -> None:
    header = rdflib.URIRef(terms.ONTOLOGY_GRAPH)
    for predicate in (DCTERMS.title, DCTERMS.description):
        assert {text.language for text in ontology.objects(header, predicate)} == {"en", "zh"}
    assert ontology.value(header, DCTERMS.creator)
    assert ontology.value(header, DCTERMS.license)
    assert ontology.value(header, OWL.versionInfo)


def test_labels_name_one_class_and_one_property() -> None:
    for found in model.terms_table().values():
        for labels in ([term.label_en for term in found], [term.label_zh for term in found]):
            assert sorted({label for label in labels if labels.count(label) > 1}) == []


def test_every_class_has_its_place(ontology: rdflib.Graph) -> None:
    above = {term: set(ontology.objects(term, RDFS.subClassOf)) for term in _classes(ontology)}
    assert sorted(term for term, found in above.items() if not found) == []
    assert {term.removeprefix(PG) for term, found in above.items() if found == {OWL.Thing}} == {
        "Citation",
        "Indicator",
        "Target",
        "Warning",
    }


def test_every_property_says_what_it_leads_from_and_to() -> None:
    assert [term.name for term in model.terms_table()["Properties"] if not (term.domain and term.range)] == []


def test_domains_and_ranges_are_declared() -> None:
    classes = {term.name for term in model.terms_table()["Classes"]}
    named = {name for term in own_terms() for name in (*term.domain, *term.range, *term.parents)}
    assert {name for name in named if name.startswith("pg:") and name[3].isupper()} <= classes


def test_terms_of_other_vocabularies_exist() -> None:
    unknown = []
    for term in own_terms():
        for aligned in (*term.aligned, *term.domain, *term.range):
            prefix, _, name = aligned.partition(":")
            if prefix in CLOSED:
                unknown += (
                    [aligned] if rdflib.URIRef(terms.PREFIXES[prefix] + name) not in CLOSED[prefix] else []
                )
            elif prefix not in ("pg", "owl", "rdfs", "xsd"):
                unknown += [aligned] if name not in LOOKED_UP.get(prefix, ()) else []
    assert unknown == []


def test_inverse_properties_are_declared_both_ways(ontology: rdflib.Graph) -> None:
    pairs = set(ontology.subject_objects(OWL.inverseOf))
    assert pairs
    assert pairs == {(second, first) for first, second in pairs}


def test_ontology_is_consistent_under_owl_rl_with_an_example(ontology: rdflib.Graph) -> None:
    found = closure(ontology, WHOLE)
    assert contradictions(found) == []
    ex = rdflib.Namespace("https://example.org/")
    assert (ex.duty, RDF.type, rdflib.URIRef(terms.ODRL + "Duty")) in found
    assert (ex.old, RDF.type, rdflib.URIRef(terms.ELI + "LegalResource")) in found
    assert (ex.notice, PG.attachment, ex["list"]) in found


def test_contradiction_is_found(ontology: rdflib.Graph) -> None:
    both = f"<https://example.org/x> a <{PG}Obligation>, <{PG}Permission> ."
    assert contradictions(closure(ontology, both))


def contradictions(graph: rdflib.Graph) -> list[str]:
    """What owlrl reports, and all members of the empty class."""
    return sorted(str(message) for message in graph.objects(None, ERROR)) + sorted(
        str(node) for node in graph.subjects(RDF.type, OWL.Nothing)
    )


def _classes(ontology: rdflib.Graph) -> list[rdflib.URIRef]:
    return sorted(node for node in ontology.subjects(RDF.type, OWL.Class) if isinstance(node, rdflib.URIRef))


def test_terms_table_names_what_stands_around_a_term() -> None:
    table = {term.name: term for term in own_terms()}
    assert table["pg:Obligation"].parents == ("pg:NormativeStatement",)
    assert table["pg:Obligation"].aligned == ("odrl:Duty",)
    assert table["pg:bearer"].range == ("org:Organization", "pg:Agency", "pg:PartyClass")
    assert table["pg:date"].aligned == ("dcterms:date", "eli:date_document")
    assert table["pg:date"].label_zh == "成文日期"
