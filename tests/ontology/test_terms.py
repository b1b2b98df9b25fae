"""Names are spelt once: what code, queries and data call a term is declared, and what is declared is used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import SKOS

from ontology import model, terms
from ontology.data import data_file

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("ontology", "extract", "graph_store", "queries", "api", "examples")
PREFIXED = re.compile(r"(?<![\w:/.-])pg:([A-Za-z]\w*)")
# How Python code spells a term: PG + "name"; and the writer's own say(node, "name", value).
IN_CODE = re.compile(r'\bPG \+ "(\w+)"|\bpg\("(\w+)"\)|\.say\(\s*[\w.]+,\s*"(\w+)"|\.stated\(record, "(\w+)"')


def files(*suffixes: str) -> list[Path]:
    return sorted(
        path
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.suffix in suffixes and path.name != "policy.ttl"
    )


def declared() -> dict[str, model.Term]:
    return {term.name.removeprefix("pg:"): term for found in model.terms_table().values() for term in found}


def without_comments(path: Path) -> str:
    """The text of a query or Turtle file without literals and comments."""
    text = re.sub(r'"[^"\n]*"', '""', path.read_text("utf-8"))
    return re.sub(r"(?m)(^|\s)#.*$", "", text)


@pytest.mark.parametrize("path", files(".rq", ".ttl"), ids=lambda path: str(path.relative_to(ROOT)))
def test_terms_of_queries_and_data_are_declared(path: Path) -> None:
    assert sorted(set(PREFIXED.findall(without_comments(path))) - set(declared())) == []


@pytest.mark.parametrize("path", files(".py"), ids=lambda path: str(path.relative_to(ROOT)))
def test_terms_of_code_are_declared(path: Path) -> None:
    found = {name for groups in IN_CODE.findall(path.read_text("utf-8")) for name in groups if name}
    assert sorted(found - set(declared())) == []


def test_every_term_is_used_or_reserved() -> None:
    graph = rdflib.Graph().parse(data_file("policy.ttl"))
    space = rdflib.Namespace(terms.DEFAULT_BASE + "ontology#")
    reserved = {
        name
        for name in declared()
        if str(graph.value(space[name], SKOS.editorialNote) or "").startswith("reserved")
    }
    places = [data_file("shapes.ttl"), *files(".rq")]
    used = {name for path in places for name in PREFIXED.findall(without_comments(path))}
    assert sorted(set(declared()) - used - reserved) == []
    assert sorted(reserved & used) == []


def test_prefixes_are_those_that_the_files_of_the_model_use() -> None:
    for name in ("policy.ttl", "shapes.ttl"):
        spelt = dict(re.findall(r"(?m)^@prefix (\w+): <(.+)> \.$", data_file(name).read_text("utf-8")))
        known = {prefix: space for prefix, space in spelt.items() if prefix in terms.PREFIXES}
        assert known == {prefix: terms.PREFIXES[prefix] for prefix in known}
        assert set(spelt) - set(known) <= {"pgs", "vann"}
