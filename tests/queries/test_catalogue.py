"""Each query of the catalogue on a small graph: rows it must find, and parameters that give none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml

from graph_store.derive import derive
from graph_store.rows import engine_term
from ontology import terms
from ontology.errors import VocabularyError
from queries.catalogue import CatalogueQuery, catalogue, catalogue_graph, lists, load
from queries.run import Select, run, select_rows
from queries.values import coerce

CASES: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "catalogue_cases.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
TYPED = yaml.safe_load((Path(__file__).parent / "catalogue_cases.yaml").read_text(encoding="utf-8"))
NOTHING: dict[str, str] = {"param": "none"}


def full(value: Any) -> Any:
    """`project/1` is the IRI that ends so."""
    short = isinstance(value, str) and re.fullmatch(r"[a-z]+/[\w.-]+", value)
    return f"{terms.BASE}id/{value}" if short else value


def cases(kind: str) -> Iterator[Any]:
    for name, entry in CASES.items():
        for place, case in enumerate(entry[kind]):
            yield pytest.param(name, case, TYPED[name][kind][place], id=f"{name}-{place}")


def parameters(given: dict[str, str]) -> dict[str, str]:
    return {name: full(value) for name, value in given.items()}


@pytest.mark.parametrize(("name", "case", "typed"), list(cases("found")))
def test_query_finds(name: str, case: Any, typed: Any, select: Select) -> None:
    answer = run(name, parameters(case["parameters"]), select, "r1")
    wanted = {
        column: str(v) if hasattr(v, "isoformat") else full(v) for column, v in typed["contains"].items()
    }
    assert len(answer.rows) == typed["rows"]
    assert [row for row in answer.rows if wanted.items() <= dict(row.values).items()], answer.to_dict()[
        "rows"
    ]
    assert answer.complete


def test_every_question_says_in_both_languages_what_it_is_for() -> None:
    assert [name for name, query in catalogue().items() if not (query.why and query.why_zh)] == []


@pytest.mark.parametrize(("name", "case", "typed"), list(cases("none")))
def test_query_finds_nothing(name: str, case: Any, typed: Any, select: Select) -> None:
    rows = run(name, parameters(case), select, "r1").rows
    assert [row for row in rows if row.values.get("section") != "region_not_known"] == []


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_query_of_nothing_is_empty(name: str) -> None:
    empty = ox.Store()
    query = catalogue()[name]
    bound = {ox.Variable("p_" + p.name): ox.Literal("x") for p in query.params}
    assert list(empty.query(query.sparql, substitutions=bound)) == []


@pytest.fixture(scope="module")
def another_engine() -> rdflib.Graph:
    """The small graph in rdflib."""
    return rdflib.Graph().parse(Path(__file__).parent / "small.ttl")


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_another_engine_finds_as_many(name: str, another_engine: rdflib.Graph, select: Select) -> None:
    """The files are SPARQL 1.1: rdflib answers them too, with the values in the text."""
    given = parameters(CASES[name]["found"][0]["parameters"])
    found = another_engine.query(written(name, given))
    assert len(found) == len(select_rows(name, given, select).rows) > 0


@pytest.mark.parametrize(
    "name", [name for name in sorted(CASES) if "projects_by" in name and CASES[name]["none"]]
)
def test_another_engine_finds_no_projects_where_there_are_none(
    name: str, another_engine: rdflib.Graph, select: Select
) -> None:
    """Of nothing, rdflib makes a group, whose project is not bound; from it everything would follow."""
    given = parameters(CASES[name]["none"][0])
    found = another_engine.query(written(name, given))
    assert len(found) == len(select_rows(name, given, select).rows)


def written(name: str, given: dict[str, str]) -> str:
    """The text of a query with the values in the place of its parameters."""
    query = catalogue()[name]
    text = re.sub(r"(SELECT(?: DISTINCT)?|GROUP BY)(?: \?p_\w+)+", r"\1", query.sparql)
    for parameter, term in coerce(query, given).items():
        text = text.replace(f"?p_{parameter}", str(engine_term(term)))
    return text


def test_every_query_has_cases() -> None:
    assert sorted(CASES) == sorted(catalogue())


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_rows_end_sorted_by_an_iri(name: str, select: Select) -> None:
    query = catalogue()[name]
    last = re.findall(r"\?(\w+)", query.sparql.rsplit("ORDER BY", 1)[1])[-1]
    for case in CASES[name]["found"]:
        for row in run(name, parameters(case["parameters"]), select, "r1").rows:
            assert row.values[last] is None or str(row.values[last]).startswith(terms.BASE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("#+ why", "#+ wy"), "wy"),
        (("id: repeals", "id: repeal"), "id: is repeal"),
        (("ORDER BY ?document_title ?document ?repealed", "ORDER BY ?x"), "ORDER BY"),
        (("LIMIT 1000", ""), "LIMIT"),
        (("ontology#", "ontologie#"), "prefix pg"),
        (("show: [document_title", "show: [titel"), "titel is no column"),
        (("tags: [", "tags: {"), "YAML"),
    ],
)
def test_faulty_file_is_named(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    source = Path(load.__code__.co_filename).parent / "catalogue" / "repeals.rq"
    (tmp_path / "repeals.rq").write_text(
        source.read_text(encoding="utf-8").replace(*change), encoding="utf-8"
    )
    with pytest.raises(VocabularyError, match=re.compile(f"repeals.rq: .*{re.escape(message)}", re.DOTALL)):
        load(tmp_path / "repeals.rq")


def test_catalogue_graph_holds_executables_that_parse() -> None:
    graph, lines = catalogue_graph()
    store = ox.Store()
    store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    found = list(store.quads_for_pattern(None, ox.NamedNode(terms.SH + "select"), None, ox.NamedNode(graph)))
    assert len(found) == len(catalogue())
    assert lines == sorted(lines)
    for quad in found:
        ox.Store().query(quad.object.value)


@pytest.mark.parametrize("name", ["projects", "documents", "obligations"])
def test_list_without_filters_begins_as_its_page_does(name: str, select: Select) -> None:
    """Wherever one begins: in the order of the page, and as many as there are before its last part."""
    whole = keys(f"{name}_page", "", select)
    assert keys(f"{name}_first", "", select) == whole[: len(keys(f"{name}_first", "", select))] != []
    for place, (_, key) in enumerate(whole):
        found = keys(f"{name}_first", key, select)
        assert found == whole[place + 1 :][: len(found)]
    (total,) = run(lists()[f"{name}_count"], {}, select, "r1").rows
    assert total.values["total"] == len(whole)


def test_a_party_without_a_name_is_found_by_its_iri(asking: Callable[[str], Select]) -> None:
    party = f"{terms.BASE}id/organization/1"
    statement = f"a <{terms.PG}Obligation> ; <{terms.PG}document> <urn:document>"
    select = asking(f"<urn:duty> {statement} ; <{terms.PG}bearer> <{party}> .")
    found = [run(lists()["obligations_total"], {"bearer": one}, select, "r1") for one in (party, "某局", "")]
    assert [[row.values["total"] for row in answer.rows] for answer in found] == [[1], [], [1]]


def keys(name: str, after: str, select: Select) -> list[tuple[str, str]]:
    """The item and the sort key of each row of a page behind `after`."""
    rows = run(lists()[name], {"after": after}, select, "r1").rows
    return [(str(next(iter(row.values.values()))), str(row.values["key"])) for row in rows]


@pytest.mark.parametrize("name", sorted({name.rsplit("_", 1)[0] for name in lists()}))
def test_page_and_total_of_a_list_have_the_same_filters(name: str) -> None:
    def filters(query: CatalogueQuery) -> str:
        return query.sparql.split("# The filters.")[1].split("# End of the filters.")[0]

    page, total = lists()[f"{name}_page"], lists()[f"{name}_total"]
    assert filters(page) == filters(total)
    if counted := lists().get(f"{name}_facets"):
        assert filters(counted).split() == filters(total).split()
        assert counted.params[:-1] == total.params
    assert [parameter for parameter in page.params if parameter.name != "after"] == list(total.params)


def test_rows_that_are_cut_are_the_last_in_order() -> None:
    """A thousand of 2,100 projects: the lists by title, in a list the numbers as numbers."""
    store = ox.Store()
    id_, pg, label = f"{terms.BASE}id", terms.PG, terms.RDFS + "label"
    lists = {
        f"{id_}/document/{mark}": title for mark, title in (("x", "丙清单"), ("y", "甲清单"), ("z", "乙清单"))
    }
    lines = [f'<{iri}> <{label}> "{title}"@zh .' for iri, title in lists.items()]
    wanted = []
    for number in range(2100):
        project, listed = f"{id_}/project/{number}", sorted(lists)[number % 3]
        lines += [
            f"<{project}> <{terms.RDF}type> <{pg}Project> .",
            f'<{project}> <{label}> "某项目"@zh .',
            f"<{project}> <{pg}listedIn> <{listed}> .",
            f'<{project}> <{pg}projectNumber> "{number // 6}" .',
        ]
        wanted.append((lists[listed], number // 6, project))
    store.load("\n".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    derived = "\n".join(derive(store)).replace(f" <{terms.DERIVED_GRAPH}>", "")
    store.load(derived.encode(), format=ox.RdfFormat.N_TRIPLES)
    found = [row["project"].value for row in store.query(catalogue()["projects_all"].sparql)]
    assert found == [project for _, _, project in sorted(wanted)][:1000]
