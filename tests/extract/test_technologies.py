"""The phrases that say what a project uses, and the concepts its texts name. All sentences are invented."""

from __future__ import annotations

import pytest

from extract.figures.technologies import concepts, phrases
from ontology import vocabulary


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("项目采用甲技术、乙和丙工艺以及丁系统等技术。", ("甲技术", "乙和丙工艺", "丁系统")),
        ("项目采用区块链、物联网等技术，实现智能调度。", ("区块链", "物联网")),
        ("项目采用甲储热技术，乙换热技术。", ("甲储热技术", "乙换热技术")),
        ("项目采用甲储热技术，利用乙加热技术将余电存为热能。", ("甲储热技术", "乙加热技术")),
        ("项目采用甲技术，以及先进的乙工艺和丙系统。", ("甲技术", "乙工艺", "丙系统")),
        ("项目采用甲储热技术，配置丁芯片等设备。", ("甲储热技术",)),
        ("项目采用云计算和物联网等技术。", ("云计算", "物联网")),
        ("项目采用热泵、能源统一调度和管理等技术。", ("热泵", "能源统一调度和管理")),
        ("项目采用甲风机、构网型储能和智慧调度平台等技术。", ("甲风机", "构网型储能", "智慧调度平台")),
        ("以甲检测技术为核心，提升精度。", ("甲检测技术",)),
        ("基于甲技术开展绿证交易。", ("甲技术",)),
        ("采用EPC总承包方式建设。", ()),
        ("项目采用长叶片及塔筒减重技术。", ("长叶片及塔筒减重技术",)),
        ("项目采用除尘、脱硝、烟气净化技术。", ("除尘、脱硝、烟气净化技术",)),
        ("项目采用某某型的宽工况、大容量压缩技术。", ("某某型的宽工况、大容量压缩技术",)),
        ("项目采用自主研发的甲终端。", ("甲终端",)),
        ("项目采用甲工艺生产乙烯。", ("甲工艺",)),
        ("利用工业废气发电，使用湖水冷却。", ()),
        ("主要建设一座电站，采用甲组件。", ()),
        ("项目采用甲技术，主要建设一座电站，采用乙组件。", ("甲技术",)),
        ("成果具有推广应用价值。", ()),
    ],
)
def test_phrases(text: str, found: tuple[str, ...]) -> None:
    assert phrases(text) == found


def test_only_the_longest_name_counts() -> None:
    keys = {vocabulary.technologies().concepts[iri].key for iri in concepts(["采用全钒液流电池"])}
    assert "vanadium-flow-battery" in keys
    assert not keys & {"flow-battery", "energy-storage"}
