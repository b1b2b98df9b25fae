"""The units: sizes that a reader can check by hand, and names that mean one unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
import rdflib
from rdflib.namespace import RDF

from ontology import terms, vocabulary
from ontology.data import data_file


@pytest.mark.parametrize(
    ("name", "factor", "si", "kind"),
    [
        ("万千瓦", "1e7", "W", "power"),
        ("MW", "1e6", "W", "power"),
        ("亿千瓦时", "3.6e14", "J", "energy"),
        ("kWh", "3.6e6", "J", "energy"),
        ("GJ", "1e9", "J", "energy"),
        ("万吨", "1e7", "kg", "mass"),
        ("公斤", "1", "kg", "mass"),
        ("吨标准煤", "1e3", "kg", "coal equivalent"),
        ("标准立方米", "1", "m³", "volume"),
        ("㎡", "1", "m²", "area"),
        ("公顷", "1e4", "m²", "area"),
        ("千米", "1e3", "m", "length"),
        ("毫秒", "0.001", "s", "time"),
        ("千伏", "1e3", "V", "voltage"),
        ("兆伏安", "1e6", "VA", "apparent power"),
        ("％", "0.01", "1", "ratio"),
        ("℃", "1", "℃", "temperature"),
        ("台", "1", "1", "count"),
    ],
)
def test_unit_has_its_size(name: str, factor: str, si: str, kind: str) -> None:
    unit = vocabulary.units().find(name)
    assert unit is not None
    assert (unit.si_factor, unit.si_unit, unit.kind) == (Decimal(factor), si, kind)


@pytest.mark.parametrize("name", ["元", "亿元", "月", "年", "工作日", "TEU"])
def test_unit_without_a_fixed_size_has_none(name: str) -> None:
    unit = vocabulary.units().find(name)
    assert unit is not None
    assert unit.si_factor is None
    assert unit.si_unit is None


def test_no_name_means_two_units() -> None:
    assert [name for name, units in vocabulary.units().names().items() if len(units) > 1] == []


def test_scaled_unit_is_its_scale_times_its_unit() -> None:
    graph = rdflib.Graph().parse(data_file("units.ttl"))
    space = rdflib.Namespace(terms.DEFAULT_BASE + "ontology#")
    scales = {
        str(label): Decimal(str(graph.value(scale, space.siFactor)))
        for scale in graph.subjects(RDF.type, space.Scale)
        for label in graph.objects(scale, rdflib.RDFS.label)
    }
    assert scales["万"] * 10000 == scales["亿"]
    units = vocabulary.units()
    pairs = [
        (unit, scales[name[0]], units.find(name[1:]))
        for unit in units.concepts.values()
        if unit.si_factor and len(name := unit.labels["zh"]) > 1 and name[0] in ("万", "亿")
    ]
    assert len(pairs) > 10
    for unit, scale, plain in pairs:
        assert plain is not None
        assert plain.si_factor is not None
        assert abs(unit.si_factor / (scale * plain.si_factor) - 1) < Decimal("1e-9"), unit.key
