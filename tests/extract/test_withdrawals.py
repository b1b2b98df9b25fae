"""Projects that a notice takes out of a list."""

from __future__ import annotations

from extract import ids
from extract.instruments.documents import documents
from extract.instruments.outline import outline
from extract.instruments.withdrawals import withdrawals
from extract.layout import lay_out
from extract.records import Project
from extract.text import Text


def withdrawn(sentence: str) -> list[Project]:
    chars = (
        f"关于印发《氢能示范项目清单（第二批）》的通知\n某发〔2031〕7号\n各单位：\n{sentence}\n国家能源局\n2031年5月6日\n"
        "氢能示范项目清单（第二批）\n序号 名称 单位\n1 甲项目 乙公司\n"
    )
    layout = lay_out(Text("a.txt", "0" * 64, chars))
    parts = outline(layout)
    heads = documents(layout, parts)
    return [
        found
        for part, head in zip(parts, heads, strict=True)
        for found in withdrawals(layout, part, head, heads)
    ]


def test_a_project_of_another_batch_meets_its_list() -> None:
    (found,) = withdrawn(
        "将第一批清单中的第19项“基于‘电—氢’的制氢项目”（实施主体：甲公司、乙厂）退出示范工程。"
    )
    assert (found.status, found.number, found.name) == ("withdrawn", "19", "基于‘电—氢’的制氢项目")
    assert found.implementers == ("甲公司", "乙厂")
    assert found.list_title == "氢能示范项目清单（第一批）"
    assert found.id == ids.project_iri(ids.document_iri("氢能示范项目清单（第一批）"), "19", found.name)
    assert found.withdrawn_by == ids.document_iri("", "某发〔2031〕7号")


def test_several_in_one_sentence() -> None:
    found = withdrawn("决定将第一批清单第3项“甲地制氢”、第七项“乙储能站”（丙公司）移出。")
    assert [(one.number, one.name) for one in found] == [("3", "甲地制氢"), ("7", "乙储能站")]


def test_a_place_counts_only_in_the_name() -> None:
    (found,) = withdrawn("将第一批清单中的“制氢示范项目”（内蒙古甲公司）移出清单。")
    assert found.region_id is None
    (found,) = withdrawn("将第一批清单中的“内蒙古制氢示范项目”（甲公司）移出清单。")
    assert found.region_id is not None


def test_a_threat_withdraws_nothing() -> None:
    assert withdrawn("整改后仍未达到“双达标”要求的，调整退出清单。") == []
