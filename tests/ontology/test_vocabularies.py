"""The vocabularies as a reader of documents uses them: names lead to concepts, concepts to wider ones."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal
from importlib.util import find_spec

import pyoxigraph as ox
import pytest

from ontology import terms
from ontology.data import data_file
from ontology.errors import VocabularyError
from ontology.vocabulary import (
    Concept,
    agencies,
    counties,
    load,
    local_bodies,
    regions,
    technologies,
    units,
)

NEEDED = ("cpca", "pycountry", "pypinyin")
MUNICIPALITIES = {"110000", "120000", "310000", "500000"}
HEAD = f"""
@prefix a: <{terms.DEFAULT_BASE}id/agency/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def region(name: str) -> Concept:
    found = regions().find(name)
    assert found is not None, name
    return found


def technology(key: str) -> str:
    return terms.entity("technology", key)


def agency(name: str) -> Concept:
    found = agencies().find(name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("内蒙", "150000"),
        ("内蒙古", "150000"),
        ("内蒙古自治区", "150000"),
        ("Inner Mongolia", "150000"),
        ("INNER MONGOLIA", "150000"),
        ("Nei Mongol", "150000"),
        ("Tibet", "540000"),
        ("Xizang", "540000"),
        ("香港", "810000"),
        ("Macao", "820000"),
        ("Shaanxi", "610000"),
        ("Shanxi", "140000"),
        ("沪", "310000"),
        ("鄂尔多斯", "150600"),
        ("恩施州", "422800"),
        ("Changzhi", "140400"),
        ("Xi'an", "610100"),
        ("Lüliang", "141100"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("那曲市", "540600"),
    ],
)
def test_region_is_found_by_any_of_its_names(name: str, code: str) -> None:
    assert region(name).notation == code


def test_abbreviation_of_one_character_does_not_count_in_running_text() -> None:
    assert "沪" not in regions().names()


def test_corps_is_beside_xinjiang_and_not_in_it() -> None:
    corps, xinjiang = region("兵团"), region("新疆")
    assert corps.labels["en"] == "Xinjiang Production and Construction Corps"
    assert corps.notation is None
    assert corps.point is None
    assert corps.broader == ()
    assert corps.related == (xinjiang.iri,)
    assert corps.iri not in regions().narrower(xinjiang.iri)


def test_there_are_34_provinces_and_333_prefectures() -> None:
    codes = [concept.notation or "" for concept in regions().concepts.values()]
    provinces = {code for code in codes if code.endswith("0000") and code != "100000"}
    prefectures = {code for code in codes if code.endswith("00") and not code.endswith("0000")}
    assert len(provinces) == 34
    assert {"710000", "810000", "820000"} | MUNICIPALITIES <= provinces
    assert len(prefectures) == 333


def test_every_region_but_country_and_corps_has_code_coordinate_and_wider_region() -> None:
    china = terms.entity("region", "100000")
    for concept in regions().concepts.values():
        if concept.key in {"100000", "xpcc"}:
            continue
        assert concept.point is not None
        assert concept.notation == concept.key
        assert regions().ancestors(concept.iri)[-1] == china


@pytest.mark.skipif(find_spec("cpca") is None, reason="the package cpca is not installed")
def test_codes_and_coordinates_are_those_of_the_source_package() -> None:
    spec = find_spec("cpca")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    with open(f"{spec.submodule_search_locations[0]}/resources/adcodes.csv", encoding="utf-8") as rows:
        source = {row["adcode"][:6]: row for row in csv.DictReader(rows) if row["longitude"]}
    compared = [concept for concept in regions().concepts.values() if concept.notation in source]
    assert len(compared) == 34 + 332  # one prefecture has got a new code since the package was made
    for concept in compared:
        row = source[concept.notation or ""]
        assert concept.labels["zh"] == row["name"]
        assert concept.point == (float(row["longitude"]), float(row["latitude"]))


def test_regions_are_linked_to_geonames_once() -> None:
    with data_file("geonames.csv").open(encoding="utf-8", newline="") as rows:
        links = {row["code"]: row["geonames"] for row in csv.DictReader(rows)}
    assert len(set(links.values())) == len(links)
    assert len([code for code in links if code.endswith("0000")]) == 31
    assert links["150000"] == "2035607"
    said = data_file("regions.ttl").read_text("utf-8")
    assert said.count("skos:exactMatch") == len(links)
    assert f"skos:exactMatch <{terms.GEONAMES}2035607/>" in said


@pytest.mark.parametrize(
    ("name", "source"), [("regions", "https://www.geonames.org/"), ("units", "https://www.qudt.org/")]
)
def test_a_scheme_says_whose_links_it_has_and_under_which_licence(name: str, source: str) -> None:
    scheme = ox.NamedNode(f"{terms.DEFAULT_BASE}vocabulary/{name}")
    said: dict[str, set[str]] = {}
    for triple in ox.parse(data_file(f"{name}.ttl").read_bytes(), ox.RdfFormat.TURTLE):
        if triple.subject == scheme and isinstance(triple.object, (ox.NamedNode, ox.Literal)):
            said.setdefault(triple.predicate.value, set()).add(triple.object.value)
    assert said[terms.DCTERMS + "source"] == {source}
    assert "https://creativecommons.org/licenses/by/4.0/" in said[terms.DCTERMS + "license"]
    assert all("CC BY 4.0" in text for text in said[terms.DCTERMS + "rights"])


@pytest.mark.skipif(
    any(find_spec(name) is None for name in NEEDED), reason="the packages for building are missing"
)
def test_building_regions_again_gives_the_same_bytes() -> None:
    build = "import sys; from ontology.build_regions import build; sys.stdout.buffer.write(build().encode())"
    run = subprocess.run([sys.executable, "-c", build], capture_output=True, check=True)
    assert run.stdout == data_file("regions.ttl").read_bytes()


@pytest.mark.parametrize(
    ("county", "prefecture"),
    [("洮南市", "220800"), ("连江县", "350100"), ("肥城市", "370900"), ("浦东新区", "310000")],
)
def test_county_lies_in_its_prefecture_or_municipality(county: str, prefecture: str) -> None:
    (found,) = [entry for entry in counties() if entry.name == county]
    assert found.region == terms.entity("region", prefecture)


def test_county_list_has_no_names_that_mean_any_town() -> None:
    assert not {"市辖区", "县", "城区", "郊区"} & {entry.name for entry in counties()}


@pytest.mark.parametrize(
    "key",
    [
        "pem-electrolysis",
        "alkaline-electrolysis",
        "green-methanol",
        "green-ammonia",
        "hydrogen-testing",
        "hydrogen-shaft-furnace",
        "liquid-hydrogen",
    ],
)
def test_hydrogen_includes(key: str) -> None:
    assert technology(key) in technologies().narrower(technology("hydrogen"))


@pytest.mark.parametrize("key", ["bio-methanol", "methanol-ship", "fats-hydrogenation", "co2-storage"])
def test_hydrogen_does_not_include(key: str) -> None:
    assert technology(key) not in technologies().narrower(technology("hydrogen"))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("H2", "hydrogen"),
        ("h2", "hydrogen"),
        ("hydrogen", "hydrogen"),
        ("氢", "hydrogen"),
        ("绿氢", "green-hydrogen"),
        ("碱液制氢", "alkaline-electrolysis"),
        ("ALK", "alkaline-electrolysis"),
        ("PEM电解", "pem-electrolysis"),
        ("全钒液流电池", "vanadium-flow-battery"),
        ("CCUS", "ccus"),
        ("光储直柔", "pedf"),
        ("海底数据中心", "undersea-data-centre"),
    ],
)
def test_technology_is_found_by_any_of_its_names(name: str, key: str) -> None:
    found = technologies().find(name)
    assert found is not None
    assert found.key == key


def test_hydrogen_in_other_words_is_excluded() -> None:
    hydrogen = technologies().concepts[technology("hydrogen")]
    assert {"加氢精制", "油脂加氢", "溴化氢"} <= set(hydrogen.excluded)
    assert "氢" not in technologies().names()


def test_technologies_have_depth_and_definitions() -> None:
    concepts = technologies().concepts
    assert len(concepts) >= 250
    above = [technology(key) for key in ("electrolysis", "hydrogen-production", "hydrogen")]
    assert list(technologies().ancestors(technology("pem-electrolysis"))) == above


@pytest.mark.parametrize(
    ("name", "key", "above"),
    [
        ("国家发展改革委办公厅", "ndrc-general-office", ["ndrc", "state-council"]),
        ("国家能源局综合司", "nea-general-affairs", ["nea", "ndrc", "state-council"]),
        ("国家能源局", "nea", ["ndrc", "state-council"]),
        ("NEA", "nea", ["ndrc", "state-council"]),
        ("工信部", "miit", ["state-council"]),
        ("环境保护部", "mee", ["state-council"]),
        ("国家标准委", "sac", ["samr", "state-council"]),
        ("全国人大常委会", "npc-standing-committee", ["npc"]),
    ],
)
def test_agency_is_found_and_its_way_up_known(name: str, key: str, above: list[str]) -> None:
    found = agency(name)
    assert found.key == key
    assert [iri.rsplit("/", 1)[-1] for iri in agencies().ancestors(found.iri)] == above


def test_departments_in_general_are_not_the_ministry() -> None:
    assert {"财政部门", "财政部署"} <= set(agency("财政部").excluded)
    assert "省发展改革委" in agency("国家发展改革委").excluded


def test_local_bodies_say_how_a_region_calls_them() -> None:
    bodies = {body.key: body for body in local_bodies()}
    commission = bodies["development-reform-commission"]
    assert commission.full == "发展和改革委员会"
    assert "发展改革委" in commission.short
    assert bodies["government-general-office"].parent == "people-government"


def test_units_know_their_size() -> None:
    found = units().find("兆瓦")
    assert found is not None
    assert found.si_factor == Decimal(1_000_000)
    assert found.si_unit == "W"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('a:x rdfs:label "甲"@zh .', "agencies.ttl: x has no rdfs:label in en."),
        ('a:x rdfs:label "甲"@zh , "A"@en ; skos:note "?" .', "agencies.ttl: x has the unknown property"),
        ('a:x rdfs:label "甲"@zh , "A"@en , "B"@en .', "agencies.ttl: x has two labels in one language."),
        (
            'a:x rdfs:label "甲"@zh , "A"@en ; org:subOrganizationOf a:y .',
            "agencies.ttl: x points to .*/y, which the file does not define.",
        ),
        (
            'a:x rdfs:label "甲"@zh , "A"@en .\na:y rdfs:label "乙"@zh , "B"@en .\na:x skos:note "丙"@zh .',
            "agencies.ttl: x is defined twice.",
        ),
        ('a:x rdfs:label "甲"@zh', "agencies.ttl: not valid Turtle"),
    ],
)
def test_faulty_vocabulary_is_refused_by_file_and_key(body: str, message: str) -> None:
    with pytest.raises(VocabularyError, match=message):
        load("agencies", HEAD + body)


def test_name_of_two_concepts_leads_to_none_unless_it_is_a_label() -> None:
    text = HEAD + (
        'a:x rdfs:label "甲部"@zh , "A"@en ; skos:altLabel "部"@zh .\n'
        'a:y rdfs:label "乙部"@zh , "B"@en ; skos:altLabel "部"@zh , "甲部"@zh .'
    )
    scheme = load("agencies", text)
    assert [concept.key for concept in scheme.names()["部"]] == ["x", "y"]
    assert scheme.find("部") is None
    found = scheme.find("甲部")
    assert found is not None
    assert found.key == "x"


def test_county_elsewhere_with_the_name_of_a_prefecture_is_excluded() -> None:
    assert "朝阳区" in region("朝阳市").excluded
    assert "河南蒙古族自治县" in region("河南").excluded
    assert "那曲县" not in region("那曲").excluded
