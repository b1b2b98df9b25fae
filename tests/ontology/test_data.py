"""The data files as graphs of a release."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ontology import data, terms
from ontology.errors import VocabularyError

TREE = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
ex:shape sh:property [ sh:path ex:a ; sh:in ( 1 2 ) ] , [ sh:path ex:b ] .
"""


def test_graphs_are_ontology_shapes_and_vocabularies() -> None:
    names = [iri.removeprefix(terms.BASE) for iri, _ in data.graphs()]
    vocabularies = [f"vocabulary/{name}" for name in ("agencies", "regions", "technologies", "units")]
    assert names == ["ontology", "shapes", *vocabularies]


def test_lines_are_sorted_whole_and_without_blank_nodes() -> None:
    for iri, lines in data.graphs():
        assert lines == sorted(set(lines))
        assert all(line.endswith(f" <{iri}> .") for line in lines)
        assert not [line for line in lines if line.startswith("_:") or " _:" in line.split('"')[0]]


def test_node_without_a_name_gets_one_of_its_content() -> None:
    first = data.triples("x.ttl", TREE)
    assert first == data.triples("x.ttl", TREE.replace("[ sh:path ex:b ]", "[\n  sh:path ex:b\n]"))
    assert not [triple for triple in first if "_:" in triple]
    changed = data.triples("x.ttl", TREE.replace("( 1 2 )", "( 1 3 )"))
    held = "<https://example.org/shape> <http://www.w3.org/ns/shacl#property> "
    same = {triple for triple in first & changed if triple.startswith(held)}
    assert len(same) == 1
    assert same.pop().startswith(f"{held}<{terms.BASE}.well-known/genid/")


def test_faulty_file_is_named_with_its_line() -> None:
    with pytest.raises(VocabularyError, match=r"x\.ttl: not valid Turtle: .*line 1"):
        data.triples("x.ttl", "<https://example.org/a> <b .")


def test_circle_of_nodes_without_names_is_an_error() -> None:
    with pytest.raises(VocabularyError, match="in a circle"):
        data.triples("x.ttl", "_:a <https://example.org/p> _:b . _:b <https://example.org/p> _:a .")


def test_missing_file_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(VocabularyError, match=r"nothing\.ttl is missing.*install policygraph again"):
        data.data_file("nothing.ttl")


def test_graphs_follow_the_configured_base() -> None:
    code = (
        "from ontology.data import graphs; print(*(f'{iri} {lines}' for iri, lines in graphs()), sep='\\n')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "POLICYGRAPH_BASE_IRI": "https://example.org/pg/"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert terms.DEFAULT_BASE not in run.stdout
    assert run.stdout.startswith("https://example.org/pg/ontology ")
