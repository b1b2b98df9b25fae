"""Running a query: what parameters may be, what is refused, how an answer looks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from ontology import terms
from ontology.errors import UsageError
from queries import formats, lint
from queries.catalogue import lists
from queries.run import Select, evidence_of, rows_of_each, run

HYDROGEN = terms.entity("technology", "hydrogen")


@pytest.mark.parametrize(
    "region", ["内蒙古", "内蒙", "Inner Mongolia", "inner mongolia", "150000", "内蒙古自治区"]
)
def test_parameter_takes_any_name_of_a_region(region: str, select: Select) -> None:
    answer = run("projects_by_region", {"region": region}, select, "r1")
    assert answer.parameters == {"region": terms.entity("region", "150000")}
    assert answer.labels["region"].en == "Inner Mongolia"


@pytest.mark.parametrize(
    ("query", "parameters", "message"),
    [
        ("projects_by_technolgy", {}, "Did you mean projects_by_technology"),
        ("projects_by_technology", {}, "needs the parameter technology"),
        ("projects_by_technology", {"technology": "  "}, "needs the parameter technology"),
        ("projects_by_technology", {"tech": "x"}, "has no parameter tech; its parameters: technology"),
        ("projects_by_technology", {"technology": "曲速引擎"}, "is not one name among the technologies"),
        ("duties_due_by", {"date": "30 June"}, "is not a date such as 2025-06-30"),
        ("targets_by_year", {"year": "soon"}, "is not a whole number"),
        ("evidence_of_entity", {"entity": "x y"}, "is not an absolute IRI"),
    ],
)
def test_wrong_usage_says_what_is_allowed(
    query: str, parameters: dict[str, str], message: str, select: Select
) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        run(query, parameters, select, "r1")


def test_value_never_becomes_query_text(select: Select) -> None:
    hostile = '甲" ) } DROP ALL #'
    assert run("projects_by_implementer", {"implementer": hostile}, select, "r1").rows == ()


def test_answer_says_when_rows_were_cut(select: Select) -> None:
    answer = run("projects_all", {}, select, "r1", limit=1)
    assert (len(answer.rows), answer.complete) == (1, False)
    assert "limit" in formats.to_text(answer, "en", 200)


def test_answer_has_the_shape_that_others_rely_on(select: Select) -> None:
    parameters = {"technology": HYDROGEN, "region": "内蒙古"}
    answer = run("projects_by_technology_and_region", parameters, select, "r1", question="?")
    data = json.loads(formats.to_json(answer))
    assert {"question", "query", "parameters", "release", "complete", "columns", "rows"} <= data.keys()
    assert data["rows"][0].keys() == {"values", "evidence"}
    assert list(data["rows"][0]["values"]) == data["columns"]
    assert data["rows"][0]["evidence"][0] == {
        "source": "甲.txt",
        "source_sha256": "00ff",
        "start": 10,
        "end": 16,
        "page": 2,
        "quote": "草原绿氢项目",
    }
    assert data["counts"] == [
        {"section": "in_region", "status": "listed", "rows": 1},
        {"section": "region_not_known", "status": "withdrawn", "rows": 1},
    ]


def test_evidence_of_many_rows_is_that_of_each(select: Select) -> None:
    rows = run("projects_all", {}, select, "r1").rows
    for row in rows:
        named = [evidence_of(str(iri), select) for name in ("project", "notice") if (iri := row.values[name])]
        assert row.evidence == tuple(proof for proofs in named for proof in proofs)
    assert any(len(row.evidence) > 1 for row in rows)


def test_much_evidence_of_one_row_takes_none_from_another(asking: Callable[[str], Select]) -> None:
    told = [("a", number) for number in range(500)] + [("b", 1000)]
    graph = "PREFIX pg: <https://w3id.org/policygraph/ontology#> PREFIX x: <http://x/> "
    graph += 'x:file <http://www.w3.org/2000/01/rdf-schema#label> "f.txt" ; pg:sha256 "00" . '
    for name, start in told:
        graph += f"x:{name} a pg:Document ; pg:evidence x:e{start} . "
        graph += f'x:e{start} pg:source x:file ; pg:start {start} ; pg:end {start + 1} ; pg:quote "q" . '
    rows = run("documents_all", {}, asking(graph), "r1").rows
    assert [len(row.evidence) for row in rows] == [200, 1]


@pytest.mark.parametrize("name", [name for name in lists() if name.endswith("_row")])
def test_rows_asked_for_together_are_those_of_each(name: str, select: Select) -> None:
    query = lists()[name]
    item = query.params[0].name
    page = run(lists()[name.replace("_row", "_page")], {}, select, "r1").rows
    iris = [str(row.values[item]) for row in page]
    together = rows_of_each(query, [*iris, "http://x/none", "mailto:a"], select)
    assert together == {iri: run(query, {item: iri}, select, "r1").rows[0] for iri in iris}


@pytest.mark.parametrize("entity", ["mailto:a", "http://x/none"])
def test_what_has_no_evidence_gets_none(entity: str, select: Select) -> None:
    assert evidence_of(entity, select) == ()


def test_table_lines_up_where_letters_are_wide() -> None:
    lines = formats.table(["地区", "n"], [["内蒙古", "3"], ["x", "10"]])
    assert lines == ["地区    n", "──────  ──", "内蒙古  3", "x       10"]


def test_narrow_terminal_gets_one_row_under_itself(select: Select) -> None:
    answer = run("projects_by_technology", {"technology": HYDROGEN}, select, "r1")
    text = formats.to_text(answer, "zh", 60)
    assert "1. 草原绿氢项目" in text
    assert re.search(r"状态 +现有\n", text)
    assert "甲.txt, 页 2, 字符 10–16: “草原绿氢项目”" in text


def test_sub_select_that_hides_a_parameter_is_refused() -> None:
    text = "SELECT ?p_x ?s { { SELECT ?s { ?s ?p ?p_x } } } ORDER BY ?s LIMIT 1000"
    assert any("sub-SELECT uses ?p_x" in fault for fault in lint.faults(text, ["x"], ["s"]))
    shown = text.replace("SELECT ?s", "SELECT ?s ?p_x")
    assert list(lint.faults(shown, ["x"], ["s"])) == []
