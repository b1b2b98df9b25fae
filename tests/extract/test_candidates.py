"""Terms that no vocabulary knows are proposed to a curator, with their places; known ones are not."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_text
from extract.quality.candidates import Candidate, Mention, Place, candidates, mentions
from extract.text import Text


def met(kind: str, *terms: str, least: int = 1) -> list[tuple[str, int]]:
    found = [Mention(kind, term, Place("a.txt", at, at + 9)) for at, term in enumerate(terms)]
    return [(one.term, one.count) for one in candidates(found, least)]


def test_the_most_frequent_come_first() -> None:
    assert met("technology", "乙丙烧结", "甲乙熔渗", "甲乙熔渗") == [("甲乙熔渗", 2), ("乙丙烧结", 1)]


def test_rare_terms_are_left_out() -> None:
    assert met("technology", "乙丙烧结", "甲乙熔渗", "甲乙熔渗", least=2) == [("甲乙熔渗", 2)]


def test_forms_of_one_term_are_one() -> None:
    assert met("technology", "甲乙熔渗技术", "甲乙熔渗", "甲乙熔渗技术") == [("甲乙熔渗技术", 3)]


def test_what_the_scheme_knows_is_no_candidate() -> None:
    assert met("technology", "电解水制氢技术", "海上风电") == []


@pytest.mark.parametrize("name", ["国家能源局", "项目单位", "省级能源主管部门", "有关公司", "青海省能源局"])
def test_known_bodies_and_classes_are_no_candidates(name: str) -> None:
    assert met("body", name) == []


def test_an_unknown_body_is_one() -> None:
    assert met("body", "甲乙专家委员会") == [("甲乙专家委员会", 1)]


def test_candidates_of_a_list_stand_in_its_rows() -> None:
    rows = (
        "|序号|项目名称|实施单位|建设内容|\n|-|-|-|-|\n"
        "|1|甲示范项目|甲地能源有限公司|项目采用甲乙熔渗技术。|\n"
        "|2|乙示范项目|乙地能源有限公司|项目采用甲乙熔渗技术。|\n"
    )
    extraction = extract_text(Text("list.txt", "0" * 64, f"示范项目清单\n\n{rows}"))
    (found,) = candidates(mentions(extraction.records))
    assert isinstance(found, Candidate)
    assert (found.term, found.count) == ("甲乙熔渗技术", 2)
    assert all("熔渗" in extraction.text.chars[place.start : place.end] for place in found.places)
