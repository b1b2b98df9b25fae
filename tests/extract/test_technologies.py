"""The phrases that say what a project uses, and the concepts its texts name. All sentences are invented."""

from __future__ import annotations

import pytest

from extract.technologies import concepts, phrases
from ontology import vocabulary


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("项目采用甲技术、乙和丙工艺以及丁系统等技术。", ("甲技术", "乙和丙工艺", "丁系统")),
        ("项目采用区块链、物联网等技术，实现智能调度。", ("区块链", "物联网")),
        ("项目采用甲储热技术，乙换热技术。", ("甲储热技术", "乙换热技术")),
        ("主要建设一座电站，采用甲组件。", ()),
        ("成果具有推广应用价值。", ()),
    ],
)
def test_phrases(text: str, found: tuple[str, ...]) -> None:
    assert phrases(text) == found


def test_only_the_longest_name_counts() -> None:
    keys = {vocabulary.technologies().concepts[iri].key for iri in concepts(["采用全钒液流电池"])}
    assert "vanadium-flow-battery" in keys
    assert not keys & {"flow-battery", "energy-storage"}
