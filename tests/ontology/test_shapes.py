"""The shapes: one graph that satisfies each, one that breaks it, and what is then said."""

from __future__ import annotations

import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib.namespace import RDF, SH

from ontology import data, model, terms

EX = rdflib.Namespace("https://example.org/")
WHOLE = (Path(__file__).parent / "whole.ttl").read_text("utf-8")
WHOLE_GRAPH = rdflib.Graph().parse(data=WHOLE, format="turtle")
PREFIXES = "\n".join(line for line in WHOLE.splitlines() if line.startswith("@prefix"))
NO_EVIDENCE = "at least one evidence node"
# A node of whole.ttl, what it says instead, and what the message must hold.
BROKEN = [
    ("file", 'pg:sha256 "9f86"', "64 hexadecimal digits"),
    ("place", "pg:end 0", "The start must lie before the end"),
    ("place", "pg:start -1", "an integer of zero or more"),
    ("place", "pg:page 0", "an integer from 1"),
    ("place", "pg:confidence 1.5", "a decimal from 0 to 1"),
    ("place", "pg:source ex:nowhere", "exactly one source"),
    ("place", 'pg:quote ""', "exactly one quote"),
    ("office", 'org:subOrganizationOf "某某部"', "is a node, not text"),
    ("company", 'org:subOrganizationOf "某某部"', "is a node, not text"),
    ("ministry", 'rdfs:label ""@zh', "at least one name"),
    ("company", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("owners", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("region", 'rdfs:label "某省"@zh', "in Chinese and one in English"),
    ("region", 'skos:notation "99"', "six digits"),
    ("region", "wgs84:lat 140.5", "from -90 to 90"),
    ("city", "skos:broader ex:technology", "wider region"),
    ("tower", "skos:broader ex:region", "wider technology"),
    ("technology", 'rdfs:label "风能"@zh , "风力"@zh', "in Chinese and one in English"),
    ("unit", 'pg:unitKind "Mass"', "exactly one kind"),
    ("unit", "pg:siFactor 0.0", "a decimal above zero"),
    ("scale", "pg:siFactor 1.0 , 2.0", "exactly one factor"),
    ("notice", 'pg:date "May 2031"', "at most one date, an xsd:date"),
    ("notice", 'pg:expiryDate "2031-01-01"^^xsd:date', "must not lie after the expiry date"),
    ("notice", "pg:issuedBy ex:company", "must be a described agency"),
    ("notice", "pg:repeals ex:project", "repeals must be a described document"),
    ("notice", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("list", "pg:attachedTo ex:nowhere", "attached to must be a described document"),
    ("list", 'pg:title ""', "needs its title"),
    ("old", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("citation", 'pg:relation "mentions"', "exactly one relation"),
    ("citation", "pg:target ex:nowhere", "exactly one document"),
    ("project", "pg:listedIn ex:list , ex:old", "exactly one list"),
    ("project", 'pg:status "paused"', '"listed" or "withdrawn"'),
    ("project", "pg:locatedIn ex:nowhere", "a region of the vocabulary"),
    ("project", "pg:usesTechnology ex:region", "technologies of the vocabulary"),
    ("project", "pg:implementedBy ex:owners", "a described organisation"),
    ("project", "pg:co2ReductionTonnesPerYear -1.0", "zero or more"),
    ("project", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("quantity", 'pg:value "3.5"', "exactly one value, a decimal"),
    ("quantity", 'pg:bound "upper"', '"min" or "max"'),
    ("quantity", 'pg:comparator "≤"', "one of >=, <="),
    ("duty", "pg:document ex:nowhere", "exactly one document that says it"),
    ("duty", 'pg:action "报送" , "备案"', "exactly one action"),
    ("duty", "pg:bearer ex:region", "agency, organisation or class of parties"),
    ("duty", "pg:deadlineRule ex:notice", "at most one deadline rule"),
    ("duty", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("rule", 'pg:deadlineKind "soon"', '"date", "duration" or "recurring"'),
    ("rule", 'pg:deadlineValue "20日"', "in ISO 8601"),
    ("rule", 'pg:recurrence "quarterly"', "ISO 8601 span"),
    ("target", 'pg:by "二〇三一年"', "a year, month or day"),
    ("target", "pg:value 1.0 , 2.0", "exactly one value"),
    ("target", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("indicator", "pg:low 130.0", "not above the high"),
    ("indicator", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("warning", 'pg:about "project"', "which node it is about"),
    ("warning", "pg:evidence ex:nowhere", NO_EVIDENCE),
    ("release", 'dcterms:identifier ""', "exactly one identifier"),
]


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data.data_file("shapes.ttl"))


@pytest.fixture(scope="module")
def flat() -> rdflib.Graph:
    return rdflib.Graph().parse(data=data.flat_shapes(), format="turtle")


def graph_of(turtle: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=f"{PREFIXES}\n{turtle}", format="turtle")


def broken(node: str, fact: str) -> rdflib.Graph:
    """The whole graph, with the property of `fact` at `node` saying what `fact` says."""
    graph = WHOLE_GRAPH + rdflib.Graph()
    wrong = graph_of(f"ex:{node} {fact} .")
    for subject, predicate in set(zip(wrong.subjects(), wrong.predicates(), strict=True)):
        graph.remove((subject, predicate, None))
    return graph + wrong


def report(graph: rdflib.Graph, shapes: rdflib.Graph) -> set[tuple[str, str, str]]:
    """Focus node, constraint and English message of every violation."""
    _, found, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    return {
        (
            str(found.value(result, SH.focusNode)),
            str(found.value(result, SH.sourceConstraintComponent)),
            str(text),
        )
        for result in found.subjects(RDF.type, SH.ValidationResult)
        for text in found.objects(result, SH.resultMessage)
        if getattr(text, "language", None) == "en"
    }


def test_graph_that_says_everything_well_satisfies_the_shapes(shapes: rdflib.Graph) -> None:
    assert report(WHOLE_GRAPH, shapes) == set()


@pytest.mark.parametrize(("node", "fact", "message"), BROKEN, ids=[f"{b[0]}-{b[1]}" for b in BROKEN])
def test_broken_graph_is_told_what_must_be_so(flat: rdflib.Graph, node: str, fact: str, message: str) -> None:
    found = report(broken(node, fact), flat)
    assert any(focus.endswith(f"/{node}") and message in text for focus, _, text in found), found


def test_flat_shapes_find_what_the_nested_ones_find(shapes: rdflib.Graph, flat: rdflib.Graph) -> None:
    several = broken("project", "pg:evidence ex:nowhere") + graph_of('ex:duty pg:deadline "soon" .')
    assert report(several, flat) == report(several, shapes) != set()


def test_shapes_of_a_release_find_the_same(shapes: rdflib.Graph) -> None:
    lines = dict(data.graphs())[terms.SHAPES_GRAPH]
    triples = "\n".join(line.replace(f" <{terms.SHAPES_GRAPH}> .", " .") for line in lines)
    released = rdflib.Graph().parse(data=triples, format="nt")
    wrong = broken("project", "pg:listedIn ex:region")
    assert report(wrong, released) == report(wrong, shapes) != set()


def test_every_class_has_a_shape_and_stands_in_the_examples_here(shapes: rdflib.Graph) -> None:
    targets = {model.short(str(target)) for target in shapes.objects(None, SH.targetClass)}
    classes = {term.name for term in model.terms_table()["Classes"]} | {"org:Organization"}
    assert classes == targets
    whole = WHOLE_GRAPH
    shown = {model.short(str(kind)) for kind in whole.objects(None, RDF.type)}
    kinds = {"pg:NormativeStatement", "pg:Prohibition", "pg:Permission", "pg:Encouragement"}
    assert classes - kinds == shown
    wrong = {model.short(str(kind)) for node, _, _ in BROKEN for kind in whole.objects(EX[node], RDF.type)}
    assert wrong == shown


@pytest.mark.parametrize("kind", ["Obligation", "Prohibition", "Permission", "Encouragement"])
def test_every_kind_of_normative_statement_is_checked(flat: rdflib.Graph, kind: str) -> None:
    found = report(graph_of(f"ex:x a pg:{kind} ."), flat)
    assert {text for _, _, text in found} >= {"It needs exactly one action, a string, not empty."}


def test_every_constraint_speaks_chinese_and_english(shapes: rdflib.Graph) -> None:
    for shape in set(shapes.objects(None, SH.property)):
        messages = {text.language: str(text) for text in shapes.objects(shape, SH.message)}
        assert set(messages) == {"zh", "en"}
        assert re.search(r"[\u4e00-\u9fff]", messages["zh"])
        assert messages["zh"].endswith("。")
        assert messages["en"].endswith(".")


def test_paths_are_single_properties(shapes: rdflib.Graph) -> None:
    assert all(isinstance(path, rdflib.URIRef) for path in shapes.objects(None, SH.path))


def test_shapes_use_no_sparql(shapes: rdflib.Graph) -> None:
    assert not list(shapes.triples((None, SH.sparql, None)))


@pytest.mark.parametrize("name", ["agencies", "regions", "technologies", "units"])
def test_vocabulary_satisfies_the_shapes(flat: rdflib.Graph, name: str) -> None:
    assert report(rdflib.Graph().parse(data.data_file(f"{name}.ttl")), flat) == set()
