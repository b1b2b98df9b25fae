from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pyoxigraph as ox

from extract.extraction import Extraction
from extract.pipeline import extract_text
from extract.records import Obligation, Project
from extract.text import Text
from graph_store.mapping import quads
from graph_store.validation import validate
from ontology import terms

PREFIXES = {"pg": terms.PG, "rdfs": terms.RDFS, "org": terms.ORG, "xsd": terms.XSD}


def rows(extraction: Extraction, where: str) -> list[tuple[str, ...]]:
    """The values of the variables of `where`, in the order in which they stand there."""
    store = ox.Store()
    store.load("\n".join(quads(extraction.records, extraction.text)), ox.RdfFormat.N_QUADS)
    names = list(dict.fromkeys(re.findall(r"\?(\w+)", where)))
    select = f"SELECT {' '.join('?' + name for name in names)} WHERE {{ GRAPH ?graph {{ {where} }} }}"
    answer = store.query(select, prefixes=PREFIXES)
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(tuple(row[name].value for name in names) for row in answer)


def test_lines_are_sorted_unique_and_in_the_graph_of_the_source(plants: Extraction) -> None:
    lines = quads(plants.records, plants.text)
    assert all(before < after for before, after in pairwise(lines))
    assert all(line.endswith(f" <{terms.BASE}graph/plants.txt> .") for line in lines)
    assert "_:" not in "".join(line.split(' "')[0] for line in lines)


def test_lines_are_as_the_engine_would_write_them(plants: Extraction, duties: Extraction) -> None:
    for source in (plants, duties):
        lines = quads(source.records, source.text)
        engine = [f"{quad} ." for quad in ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS)]
        assert engine == lines


def test_the_order_of_records_does_not_count(plants: Extraction) -> None:
    assert quads(plants.records[::-1], plants.text) == quads(plants.records, plants.text)


def test_a_project_with_its_organisations_and_quantity(plants: Extraction) -> None:
    assert rows(plants, "?p a pg:Project ; pg:projectNumber ?n ; pg:implementedBy/rdfs:label ?by")[:1] == [
        (f"{terms.BASE}id/project/某办-2031-7号-1", "1", "东山能源公司")
    ]
    assert rows(plants, "?q a pg:Quantity ; pg:printed ?t ; pg:value ?v ; pg:siValue ?si")[0][1:] == (
        "3.5万吨",
        "3.5",
        "35000000",
    )
    assert rows(plants, "?p pg:status ?status") == []


def test_every_statement_leads_to_its_words(plants: Extraction) -> None:
    found = rows(plants, "?p a pg:Project ; pg:evidence ?e . ?e pg:start ?s ; pg:end ?t ; pg:quote ?q")
    assert len(found) == 2
    for *_, start, end, quote in found:
        assert plants.text.chars[int(start) : int(end)] == quote


def test_a_deadline_that_is_one_day_is_a_date(duties: Extraction) -> None:
    assert rows(duties, "?o a pg:Obligation ; pg:deadline ?d ; pg:deadlineRule/pg:printed ?t")[0][1:] == (
        "2031-06-30",
        "2031年6月30日前",
    )


def test_bearers_that_nobody_knows_are_classes_of_parties(duties: Extraction) -> None:
    assert rows(duties, "?p a pg:PartyClass ; rdfs:label ?l") == [
        (f"{terms.BASE}id/party/{name}", name) for name in ("县级林业部门", "项目业主")
    ]


def test_a_party_printed_in_short_has_the_label_of_its_full_name(duties: Extraction) -> None:
    iri = f"{terms.BASE}id/party/某某公司"
    first, again = (one for one in duties.records if isinstance(one, Obligation))
    said = (
        replace(first, bearer=("某某公司",), bearer_ids=(iri,)),
        replace(again, bearer=("某司",), bearer_ids=(iri,)),
    )
    found = rows(replace(duties, records=(duties.records[0], *said)), "?o pg:bearer ?p . ?p rdfs:label ?l")
    assert {row[1:] for row in found} == {(iri, "某某公司")}
    assert len(found) == 2


def test_a_bearer_that_the_vocabulary_knows_is_that_agency(duties: Extraction) -> None:
    record = replace(duties.records[1], bearer=("国家能源局",))
    found = rows(replace(duties, records=(duties.records[0], record)), "?o pg:bearer ?agency")
    assert found[0][1] == f"{terms.BASE}id/agency/nea"


def test_a_document_that_is_only_cited_is_a_stub(duties: Extraction) -> None:
    assert rows(duties, "?d pg:repeals ?stub . ?stub a pg:StubDocument ; pg:title ?t")[0][2] == "旧办法"


def test_a_second_record_of_one_project_adds_its_place_and_nothing_printed(plants: Extraction) -> None:
    first = plants.records[1]
    assert isinstance(first, Project)
    again = replace(
        first, name="东山项目", status="withdrawn", withdrawn_by=first.document, start=0, end=3, quote="abc"
    )
    both = replace(plants, records=(again, *plants.records))
    assert (
        len(rows(both, "?p pg:projectNumber '1' ; rdfs:label ?l ; pg:evidence ?e ; pg:withdrawnBy ?d")) == 2
    )
    assert rows(both, "?p pg:projectNumber '1' ; rdfs:label ?l")[0][1] == first.name


def test_what_the_extraction_gives_satisfies_the_shapes(plants: Extraction, duties: Extraction) -> None:
    for source in (plants, duties):
        assert validate(quads(source.records, source.text)) == []


def test_a_warning_shows_both_sides_and_satisfies_the_shapes() -> None:
    text = Text("plan.txt", "0" * 64, "甲地能源发展规划\n\n全社会用电量达到300亿千瓦。\n")
    whole = extract_text(text)
    found = rows(whole, "?warning a pg:Warning ; pg:code ?code ; pg:evidence ?proof . ?proof pg:quote ?quote")
    assert [(code, quote) for _, code, _, quote in found] == [
        ("energy-as-power", "用电量"),
        ("energy-as-power", "300亿千瓦"),
    ]
    assert validate(quads(whole.records, text)) == []


def test_force_and_repeal_lead_to_their_clauses() -> None:
    chars = (
        "# 渡口管理办法\n\n2031年5月6日 交通运输部令第5号公布\n\n<!-- INFO END -->\n\n"
        "第一条 为了规范渡口的管理，保障渡运安全，根据有关法律，制定本办法。\n\n第二条 渡运适用本办法。\n\n"
        "第三条 本办法自2031年7月1日起施行，有效期5年。《渡口暂行规定》同时废止。\n"
    )
    measures = extract_text(Text("ferry.md", "0" * 64, chars))
    quote = "pg:evidence ?e . ?e pg:quote ?words"
    force = rows(measures, "?d pg:effectiveDate ?day ; pg:effectiveDateEvidence/pg:quote ?words")
    assert [row[1:] for row in force] == [("2031-07-01", "本办法自2031年7月1日起施行")]
    expiry = rows(measures, "?d pg:expiryDate ?day ; pg:expiryDateEvidence/pg:quote ?words")
    assert [row[1] for row in expiry] == ["2036-06-30"]
    for node in (
        "?repealing pg:repeals ?repealed . ?repealing",
        "?repealing pg:repeals ?repealed . ?repealed",
    ):
        assert "《渡口暂行规定》同时废止。" in {row[-1] for row in rows(measures, f"{node} {quote}")}
    assert validate(quads(measures.records, measures.text)) == []
