from __future__ import annotations

from typing import Any

import pytest

from extract.extraction import Extraction
from extract.ids import document_iri
from extract.pipeline import extract_text
from extract.text import Text
from graph_store.release import Release
from graph_store.store import Store
from ontology import terms

PREFIXES = (
    f"PREFIX pg: <{terms.PG}> PREFIX rdfs: <{terms.RDFS}> PREFIX owl: <{terms.OWL}> "
    f"PREFIX org: <{terms.ORG}> "
)

Make = Any


def ask(release: Release, select: str) -> list[tuple[str, ...]]:
    with release:
        found = release.select(PREFIXES + select)
    return sorted(tuple(term.value if term else "" for term in row) for row in found.rows)


def test_a_project_that_no_one_withdrew_is_listed(store: Store, plants: Extraction) -> None:
    release = store.ingest([plants], [])
    assert ask(release, "SELECT ?n ?s { ?p pg:projectNumber ?n ; pg:status ?s }") == [
        ("1", "listed"),
        ("2", "listed"),
    ]


def test_what_projects_are_sorted_by_is_one_text_each(store: Store, plants: Extraction) -> None:
    release = store.ingest([plants], [])
    keys = ask(release, "SELECT ?k ?n { ?p pg:sortKey ?k ; pg:projectNumber ?n }")
    assert [number for _, number in keys] == ["1", "2"]
    assert all(key.startswith("listed\t") and key.endswith(f"\t{n:0>20}") for key, n in keys)


def test_a_later_notice_withdraws_a_project(store: Store, make: Make, plants: Extraction) -> None:
    source = make("notice.txt", "关于调整清单的通知")
    listed = plants.records[1]
    source.project(
        "1",
        listed.name,
        id=listed.id,
        document=listed.document,
        status="withdrawn",
        withdrawn_by=source.document,
    )
    release = store.ingest([plants, source.extraction()], [])
    statuses = "SELECT ?n ?s { ?p pg:projectNumber ?n ; pg:status ?s }"
    assert ask(release, statuses) == [("1", "withdrawn"), ("2", "listed")]
    assert ask(store.remove(["notice.txt"]), statuses) == [("1", "listed"), ("2", "listed")]


def test_a_withdrawal_under_another_iri_finds_the_project_by_name_and_list(
    store: Store, make, plants
) -> None:
    source = make("notice.txt", "关于调整清单的通知")
    named = document_iri("风力示范项目清单", "另办〔2031〕1号")
    source.project(
        "9",
        "南坡储能项目",
        document=named,
        list_title="风力示范项目清单",
        status="withdrawn",
        withdrawn_by=source.document,
    )
    release = store.ingest([plants, source.extraction()], [])
    assert ask(release, "SELECT ?n { ?p pg:projectNumber ?n ; pg:status 'withdrawn' }") == [("2",)]


def test_a_citation_reaches_the_document_in_another_source(
    store: Store, make: Make, duties: Extraction
) -> None:
    old = make("old.txt", "旧办法", "某办〔2020〕1号")
    release = store.ingest([duties, old.extraction()], [])
    repealed = (
        f"SELECT ?n {{ GRAPH <{terms.DERIVED_GRAPH}> {{ ?d pg:repeals ?old }} ?old pg:documentNumber ?n }}"
    )
    assert ask(release, repealed) == [("某办〔2020〕1号",)]
    assert ask(store.remove(["old.txt"]), repealed) == []


def test_a_title_that_two_documents_bear_decides_nothing(
    store: Store, make: Make, duties: Extraction
) -> None:
    olds = [make(f"{year}.txt", "旧办法", f"某办〔{year}〕1号").extraction() for year in (2020, 2021)]
    release = store.ingest([duties, *olds], [])
    assert ask(release, "SELECT ?stub { ?stub owl:sameAs ?real }") == []


def test_a_document_number_decides_where_the_titles_differ(store: Store, make: Make) -> None:
    citing = make("citing.txt", "关于落实的通知")
    citing.cites("implements", title="办法", doc_number="某办〔2020〕1号")
    cited = make("cited.txt", "完整的办法", "某办〔2020〕1号")
    release = store.ingest([citing.extraction(), cited.extraction()], [])
    assert len(ask(release, "SELECT ?d { ?c pg:implements ?d . ?d a pg:Document }")) == 1


def test_a_document_is_not_the_one_of_the_same_title_that_it_repeals(store: Store, make: Make) -> None:
    new = make("new.txt", "苗圃管理办法")
    new.cites("repeals", title="苗圃管理办法", doc_number="某办〔2020〕1号")
    citing = make("citing.txt", "关于苗圃的通知")
    citing.cites("repeals", title="苗圃管理办法", doc_number="某办〔2020〕1号")
    release = store.ingest([new.extraction(), citing.extraction()], [])
    assert ask(release, "SELECT ?stub { ?stub owl:sameAs ?real }") == []


def test_what_a_notice_sends_out_ends_with_it(store: Store, make: Make) -> None:
    """Repealed by the notice's title: all of it; by one title with the notice's number: that one alone."""
    whole, named = make("whole.txt", "关于印发苗圃两项规定的通知", "某办〔2020〕1号"), "苗圃登记规定"
    for title in (named, "苗圃巡查规定"):
        whole.attached(title)
    whole.ends("2034-12-31")
    all_of_it, one = make("all.txt", "废止旧通知的决定"), make("one.txt", "新苗圃登记规定")
    all_of_it.cites("repeals", title="关于印发苗圃两项规定的通知", doc_number="某办〔2020〕1号")
    one.cites("repeals", title=named, doc_number="某办〔2020〕1号")
    repealed = "SELECT ?t { ?d pg:repeals ?x . ?x pg:attachedTo ?n ; pg:title ?t }"
    release = store.ingest([whole.extraction(), one.extraction()], [])
    assert ask(release, repealed) == [(named,)]
    both = [("苗圃巡查规定",), (named,)]
    assert (
        ask(store.ingest([all_of_it.extraction()], []), repealed.replace("SELECT", "SELECT DISTINCT")) == both
    )
    last = "SELECT ?t ?day { ?x pg:attachedTo ?n ; pg:title ?t ; pg:expiryDate ?day }"
    assert ask(release, last) == [(title, "2034-12-31") for (title,) in both]


def _read(name: str, chars: str) -> Extraction:
    return extract_text(Text(name, f"{len(chars):064}", chars))


def _notice(name: str, number: str, day: str, last: str) -> Extraction:
    """A notice that sends out measures, which have the same title every time."""
    return _read(
        name,
        "甲市能源局关于印发《风电能效管理办法》的通知\n\n"
        f"{number}\n\n各区能源局：\n\n"
        "现将《风电能效管理办法》印发给你们，请认真组织实施，并将有关情况及时报送我局。\n\n"
        f"甲市能源局\n{day}\n\n"
        "风电能效管理办法\n\n第一条 为加强风电能效管理，制定本办法。\n\n"
        f"第二条 企业应当建立能效台账。\n\n第三条 {last}\n",
    )


def test_a_measure_does_not_repeal_itself_but_its_namesake_of_another_notice(store: Store) -> None:
    old = _notice("old.txt", "甲能发〔2017〕99号", "2017年3月2日", "本办法自2017年4月1日起施行。")
    repeal = "本办法自2025年8月1日起施行，有效期5年。《风电能效管理办法》（甲能发〔2017〕99号）同时废止。"
    new = _notice("new.txt", "甲能规〔2025〕8号", "2025年6月20日", repeal)
    release = store.ingest([old, new], [])
    measures = (
        "SELECT ?from ?to { ?d pg:title '风电能效管理办法' ; "
        "pg:effectiveDate ?from OPTIONAL { ?d pg:expiryDate ?to } }"
    )
    assert ask(release, measures) == [("2017-04-01", ""), ("2025-08-01", "2030-07-31")]
    repealed = (
        "SELECT ?by ?from { ?new pg:repeals ?d . ?d pg:title '风电能效管理办法' ; "
        "pg:effectiveDate ?from . ?new pg:effectiveDate ?by }"
    )
    assert ask(release, repealed) == [("2025-08-01", "2017-04-01")]


def _alone(name: str, last: str, head: str = "") -> Extraction:
    """The measures of `_notice`, printed alone."""
    return _read(
        name,
        f"风电能效管理办法\n\n{head}第一条 为加强风电能效管理，制定本办法。\n\n"
        f"第二条 企业应当建立能效台账。\n\n第三条 {last}\n",
    )


def _citing(name: str = "citing.txt", relation: str = "根据") -> Extraction:
    return _read(
        name,
        "甲市能源局关于做好能效工作的通知\n\n甲能发〔2026〕3号\n\n各区能源局：\n\n"
        f"{relation}《风电能效管理办法》，现就有关事项通知如下。\n\n一、各区能源局应当开展检查。\n\n"
        "甲市能源局\n2026年3月2日\n",
    )


FROM_AUGUST = "本办法自2025年8月1日起施行。"
SIGNED = "甲市能源局\n2025年6月20日\n\n"
REACHED = (
    "SELECT DISTINCT ?n { ?d pg:documentNumber '甲能发〔2026〕3号' ; pg:implements ?m . "
    "?m a pg:Document ; pg:attachedTo/pg:documentNumber ?n }"
)


@pytest.mark.parametrize("head", ["", SIGNED])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_measure_alone_is_the_one_that_a_notice_sends_out(store: Store, head: str, backwards: bool) -> None:
    notice = _notice("notice.txt", "甲能规〔2025〕8号", "2025年6月20日", FROM_AUGUST)
    sources = [notice, _alone("alone.txt", FROM_AUGUST, head), _citing()]
    for source in reversed(sources) if backwards else sources:
        release = store.ingest([source], [])
    assert ask(release, REACHED) == [("甲能规〔2025〕8号",)]
    same = "SELECT ?t { ?m owl:sameAs/pg:attachedTo ?n ; a pg:Document ; pg:title ?t }"
    assert ask(release, same) == [("风电能效管理办法",)]
    assert ask(store.remove(["notice.txt"]), same) == []


@pytest.mark.parametrize(
    ("last", "head"),
    [
        ("本办法自2019年8月1日起施行。", ""),
        (FROM_AUGUST, "甲市能源局\n2019年6月20日\n\n"),
        (FROM_AUGUST, "乙市能源局\n2025年6月20日\n\n"),
    ],
)
def test_a_measure_alone_of_another_day_or_body_is_another_one(store: Store, last: str, head: str) -> None:
    notice = _notice("notice.txt", "甲能规〔2025〕8号", "2025年6月20日", FROM_AUGUST)
    release = store.ingest([notice, _alone("alone.txt", last, head), _citing()], [])
    assert ask(release, "SELECT ?d { ?d owl:sameAs ?real }") == []
    assert ask(release, REACHED) == []


def test_a_measure_alone_decides_nothing_between_two_that_were_sent_out(store: Store) -> None:
    sources = [
        _notice("old.txt", "甲能发〔2017〕99号", "2017年3月2日", "本办法自2017年4月1日起施行。"),
        _notice("new.txt", "甲能规〔2025〕8号", "2025年6月20日", FROM_AUGUST),
        _alone("alone.txt", FROM_AUGUST, SIGNED),
        _citing(),
    ]
    release = store.ingest(sources, [])
    assert ask(release, "SELECT ?d { ?d owl:sameAs ?real }") == []
    assert ask(release, REACHED) == []


def test_an_older_namesake_alone_is_what_the_new_measure_repeals(store: Store, make: Make) -> None:
    """Neither tells a day; the new one repeals one of its own title by number."""
    new = make("new.txt", "关于印发苗圃登记规定的通知", "某办〔2031〕1号")
    old = make("old.txt", "苗圃登记管理规定")
    new.attached("苗圃登记管理规定", sent_out=True)
    new.cites("repeals", title="苗圃登记管理规定", doc_number="某办〔2020〕1号")
    release = store.ingest([new.extraction(), old.extraction()], [])
    assert ask(release, "SELECT ?d { ?d a pg:Document ; owl:sameAs ?real }") == []


def test_what_is_said_of_a_measure_alone_is_said_of_the_one_sent_out(store: Store) -> None:
    notice = _notice("notice.txt", "甲能规〔2025〕8号", "2025年6月20日", "本办法由甲市能源局负责解释。")
    release = store.ingest([notice, _alone("alone.txt", FROM_AUGUST), _citing(relation="现决定废止")], [])
    sent_out = (
        "SELECT ?from ?by { ?m pg:attachedTo ?n ; pg:effectiveDate ?from . ?d pg:repeals ?m ; pg:date ?by }"
    )
    assert ask(release, sent_out) == [("2025-08-01", "2026-03-02")]


def test_a_company_that_bears_a_duty_is_the_one_that_carries_out_a_project(store: Store) -> None:
    notice = _read(
        "notice.txt",
        "关于做好风电工作的通知\n\n甲能发〔2031〕9号\n\n各单位：\n\n一、东山能源有限公司应当编制方案。\n\n"
        "二、各省级电网公司应当配合。\n\n三、两家以上有限责任公司应当联合申报。\n\n"
        "四、一家以上国有独资公司应当牵头。\n\n五、国有控股股份有限公司应当公开信息。\n\n"
        "甲市能源局\n\n2031年6月1日\n",
    )
    table = _read(
        "table.md",
        "风电示范项目清单（2031年）\n\n| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n"
        "| 1 | 东山风电项目 | 东山能源有限公司、若干家股份有限公司 |\n"
        "| 2 | 西山风电项目 | 两家以上有限责任公司 |\n",
    )
    release = store.ingest([notice, table], [])
    found = ask(release, "SELECT ?t (COUNT(?b) AS ?n) { ?d pg:bearer ?b . ?b a ?t } GROUP BY ?t")
    assert [(kind.rsplit("#", 1)[-1], n) for kind, n in found] == [("Organization", "1"), ("PartyClass", "4")]
    assert ask(release, "SELECT ?l { ?o a org:Organization ; rdfs:label ?l }") == [("东山能源有限公司",)]
