"""Search over names and quotes: how texts are cut, what is found, in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.extraction import Extraction
from graph_store.fulltext.index import LARGE, SEARCH, Indexes, update
from graph_store.fulltext.likely import likely
from graph_store.fulltext.search import Hit, search
from graph_store.fulltext.words import normal, phrases, words
from graph_store.release import Release
from graph_store.store import Store
from ontology import data, terms
from ontology.errors import QueryTimeout

Notice = Callable[[str, Sequence[str]], Extraction]


def find(release: Release, question: str, *kinds: str, limit: int = 20) -> list[Hit]:
    return search(release.path / SEARCH, question, kinds, limit, timeout=10)


def names(release: Release, question: str, *kinds: str) -> list[str]:
    return [hit.label for hit in find(release, question, *kinds)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("氢能", ["氢能", "能"]),
        ("储", ["储"]),
        ("CO₂利用率", ["co2", "利用", "用率", "率"]),
        ("新疆生\n\n产建设", ["新疆", "疆生", "生产", "产建", "建设", "设"]),
        ("Ürümqi，Hydrogen energy", ["urumqi", "hydrogen", "energy"]),
        ("某办〔２０３１〕7号", ["某办", "办", "2031", "7", "号"]),
        ("——", []),
    ],
)
def test_a_text_is_cut_into_pairs_of_characters_and_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("氢能", ['"氢能"']),
        ("氢", ['"氢" *']),
        ("内蒙古 氢能", ['"内蒙 蒙古"', '"氢能"']),
        ("hydro", ['"hydro" *']),
        ("CO2利用", ['"co2 利用"']),
        ("利用CO", ['"利用 用 co" *']),
        ('" OR *', ['"or" *']),
        ("。", []),
    ],
)
def test_a_question_becomes_phrases(question: str, asked: list[str]) -> None:
    assert phrases(question) == asked


@given(st.text())
def test_what_is_normal_stays_so(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.fixture(scope="module")
def vocabularies(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of the vocabularies alone."""
    store = Store(tmp_path_factory.mktemp("vocabularies") / "store")
    return store.import_rdf([], data.graphs())


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("氢能", "氢能"),
        ("储能", "储能"),
        ("山东", "山东省"),
        ("内蒙古", "内蒙古自治区"),
        ("内蒙", "内蒙古自治区"),
        ("兵团", "新疆生产建设兵团"),
        ("京", "北京市"),
        ("hydro", "氢能"),
        ("HYDROGEN", "氢能"),
        ("inner mong", "内蒙古自治区"),
        ("国家发改委", "国家发展和改革委员会"),
        ("150000", "内蒙古自治区"),
    ],
)
def test_what_is_called_or_begins_so_comes_first(question: str, first: str, vocabularies: Release) -> None:
    assert names(vocabularies, question)[0] == first


def test_the_label_itself_scores_a_hundred(vocabularies: Release) -> None:
    best, second, *_ = find(vocabularies, "储能")
    assert (best.score, best.field, best.label_en) == (100, "label", "energy storage")
    assert second.score < 100


def test_names_come_before_quotes_and_entities_before_what_is_said_of_them(
    store: Store, plants: Extraction, duties: Extraction
) -> None:
    release = store.ingest([plants, duties], [])
    assert names(release, "风") == [
        "风力示范项目清单（第一批）",
        "东山风电制氢项目",
        "关于风力示范项目管理的通知",
    ]
    assert names(release, "南坡") == ["南坡储能项目", "南坡电力公司"]
    quoted = find(release, "项目业主 报送进度")
    assert [(hit.kind, hit.field, hit.text) for hit in quoted] == [
        ("obligation", "quote", "项目业主报送进度")
    ]
    assert find(release, "某办[2031]7号")[0].label == "风力示范项目清单（第一批）"
    assert {hit.kind for hit in find(release, "项目", "project")} == {"project"}


def test_pages_follow_each_other(vocabularies: Release) -> None:
    whole = find(vocabularies, "hydrogen", limit=40)
    paged: list[Hit] = []
    file = vocabularies.path / SEARCH
    while page := search(file, "hydrogen", (), 7, *([paged[-1].place] if paged else []), timeout=10):
        paged += page
    assert paged[:40] == whole
    assert len({hit.iri for hit in paged}) == len(paged)


def test_an_index_that_grew_answers_as_one_that_was_made_at_once(
    tmp_path: Path, store: Store, plants: Extraction, duties: Extraction, notice: Notice
) -> None:
    for extraction in (notice("gone", ["报送进度"]), plants, duties):
        store.ingest([extraction], [])
    grown = store.remove(["gone"])
    at_once = Store(tmp_path / "other").ingest([duties, plants], [])
    for question in ("项目", "风力", "报送进度", "关于", "公司", "旧办法", "gone"):
        assert find(grown, question) == find(at_once, question)
    assert not find(grown, "关于gone的通知")


@pytest.mark.parametrize("most_beside", [0, 60, 150])
def test_an_index_in_two_parts_answers_as_one_that_was_made_at_once(
    most_beside: int,
    tmp_path: Path,
    store: Store,
    plants: Extraction,
    duties: Extraction,
    notice: Notice,
) -> None:
    steps = [
        lambda: store.ingest([notice("gone", ["报送进度", "登记苗圃"]), plants], []),
        lambda: store.ingest([duties], []),
        lambda: store.ingest([notice("other", ["公示结果"])], []),
        lambda: store.remove(["gone"]),
        lambda: store.ingest([notice("other", ["核对清单"])], []),
    ]
    before = None
    for number, step in enumerate(steps):
        release = step()
        shards = {shard: release.shard_path(shard) for shard in release.manifest.shards}
        here, at_once = tmp_path / f"{number}", tmp_path / f"{number}-at-once"
        here.mkdir()
        at_once.mkdir()
        update(here, shards, before, most_beside)
        update(at_once, shards)
        assert not (at_once / LARGE).exists()
        for question in ("项目", "风力", "报送进度", "关于", "公司", "登记苗圃", "公示", "gone", "other"):
            grown, whole = (
                search(folder / SEARCH, question, limit=100, timeout=10) for folder in (here, at_once)
            )
            assert grown == whole
            assert likely(here / SEARCH, question + "单位", (), timeout=10) == likely(
                at_once / SEARCH, question + "单位", (), timeout=10
            )
        before = here
    assert (before / LARGE).exists()


def test_releases_share_the_large_part(tmp_path: Path, store: Store, plants: Extraction) -> None:
    release = store.ingest([plants], [])
    shards = {shard: release.shard_path(shard) for shard in release.manifest.shards}
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    update(first, shards, most_beside=0)
    update(second, shards, first)
    assert (first / LARGE).samefile(second / LARGE)


def test_an_imported_graph_is_found_by_its_labels(store: Store, tmp_path: Path) -> None:
    (tmp_path / "cats.ttl").write_text(
        "@prefix e: <https://example.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        ' e:tom a e:Cat ; rdfs:label "Tom the cat"@en .',
        "utf-8",
    )
    release = store.import_rdf([(tmp_path / "cats.ttl", "cats.ttl")], [])
    assert [(hit.iri, hit.kind, hit.score) for hit in find(release, "tom the cat")] == [
        ("https://example.org/tom", "cat", 100 - 6)
    ]


def test_a_release_without_an_index_gets_one(store: Store, plants: Extraction) -> None:
    release = store.ingest([plants], [])
    before = find(release, "南坡")
    (release.path / SEARCH).unlink()
    indexes = Indexes()
    made = indexes.of(release)
    assert search(made, "南坡", timeout=10) == before
    assert made == indexes.of(release)
    indexes.close()
    assert not made.exists()


def test_a_search_that_takes_too_long_is_stopped(vocabularies: Release) -> None:
    with pytest.raises(QueryTimeout):
        search(vocabularies.path / SEARCH, "e", limit=500, timeout=-1)


def test_every_kind_of_the_model_can_be_asked_for(vocabularies: Release) -> None:
    iri = terms.entity("region", "150000")
    assert [hit.iri for hit in find(vocabularies, "内蒙古自治区", "region")] == [iri]
    assert not find(vocabularies, "内蒙古自治区", "technology")
