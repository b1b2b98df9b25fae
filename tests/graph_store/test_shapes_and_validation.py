from __future__ import annotations

import random
from pathlib import Path

import pytest

from extract.extraction import Extraction
from graph_store import shapes, validation
from graph_store.mapping import quads
from graph_store.store import Store
from ontology import terms
from ontology.data import data_file
from ontology.errors import InputError


def lines_of(*sources: Extraction) -> list[str]:
    return sorted({line for source in sources for line in quads(source.records, source.text)})


def judged_by_pyshacl(lines: list[str], monkeypatch: pytest.MonkeyPatch) -> list[validation.Violation]:
    """The violations where every node of the graph is a suspect."""
    with monkeypatch.context() as patch:
        patch.setattr(validation, "suspects", lambda facts, _: [node.strip("<>") for node in facts])
        patch.setattr(validation, "neighbourhood", lambda *_: lines)
        return validation.validate(lines)


def changed(line: str, change: str) -> list[str]:
    subject, predicate, rest = line.split(" ", 2)
    graph = rest.rsplit(" ", 2)[1]
    others = {
        "as a string": '"乱"',
        "as a number": f'"-7"^^<{terms.XSD}decimal>',
        "as an IRI": "<http://x>",
        "twice": '"又"@zh',
    }
    kept = [line] if change == "twice" else []
    return [*kept, f"{subject} {predicate} {others[change]} {graph} ."] if change in others else kept


@pytest.mark.parametrize("change", ["gone", "as a string", "as a number", "as an IRI", "twice"])
def test_the_quick_pass_lets_nothing_through_that_pyshacl_refuses(
    plants: Extraction, duties: Extraction, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = lines_of(plants, duties)
    chance = random.Random(change)
    for chosen in chance.sample(range(len(lines)), 12):
        broken = [*lines[:chosen], *changed(lines[chosen], change), *lines[chosen + 1 :]]
        assert validation.validate(broken) == judged_by_pyshacl(broken, monkeypatch), lines[chosen]


def test_the_shapes_of_the_model_are_understood_whole() -> None:
    assert shapes.read_shapes(data_file("shapes.ttl").read_text("utf-8")).complete


def test_a_shape_that_is_not_understood_makes_every_node_a_suspect() -> None:
    turtle = """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <http://s> a sh:NodeShape ; sh:targetClass <http://C> ;
            sh:property [ sh:path <http://p> ; sh:hasValue 1 ] .
    """
    facts = shapes.facts_of([f"<http://a> <{terms.RDF}type> <http://C> <http://g> ."])
    assert shapes.suspects(facts, shapes.read_shapes(turtle)) == ["http://a"]


@pytest.mark.parametrize(
    ("text", "long_enough"), [("国\\n家", True), ("\\n\\n", False), (r"\\u0041\\U00020000家", True)]
)
def test_characters_are_counted_as_they_are_however_they_are_written(text: str, long_enough: bool) -> None:
    turtle = f"""
        @prefix sh: <{terms.SH}> .
        <http://shape> a sh:NodeShape ; sh:targetClass <http://C> ;
          sh:property [ sh:path <http://p> ; sh:minLength 3 ] .
    """
    facts = shapes.facts_of(
        [
            f"<http://a> <{terms.RDF}type> <http://C> <http://g> .",
            f'<http://a> <http://p> "{text}" <http://g> .',
        ]
    )
    assert (shapes.suspects(facts, shapes.read_shapes(turtle)) == []) == long_enough


def test_a_violation_says_where_and_what(plants: Extraction) -> None:
    lines = [line for line in lines_of(plants) if "#quote>" not in line]
    violation = validation.validate(lines)[0]
    assert violation.path == terms.PG + "quote"
    assert "exactly one quote" in str(violation)
    assert "/id/evidence/" in violation.focus


def test_turtle_files_are_validated(tmp_path: Path) -> None:
    file = tmp_path / "facts.ttl"
    file.write_text(f"@prefix pg: <{terms.PG}> . <http://a> a pg:Source .", "utf-8")
    assert [violation.focus for violation in validation.validate_files([file])] == ["http://a", "http://a"]
    file.write_text("<http://a> a", "utf-8")
    with pytest.raises(InputError, match=r"^facts\.ttl: "):
        validation.validate_files([file])


def test_a_release_of_documents_has_no_violations(
    store: Store, plants: Extraction, duties: Extraction
) -> None:
    assert validation.validate_release(store.ingest([plants, duties], [])) == []
