"""What was not read is named: clauses, citations, cells, pages."""

from __future__ import annotations

import json
from dataclasses import replace

from extract.extraction import Extraction
from extract.pipeline import extract_text
from extract.quality.coverage import documents_of, gaps, to_json, totals
from extract.records import Obligation
from extract.text import Finding, Text

NOTICE = """关于做好甲工作的通知

各单位：

一、按照《乙管理办法》要求，项目单位应当建立台账。

二、项目单位不得重复申报。

国家能源局

2031年3月1日
"""


def read(chars: str = NOTICE) -> Extraction:
    return extract_text(Text("a.txt", "0" * 64, chars))


def unread(extraction: Extraction) -> list[tuple[str, str | None]]:
    return [(gap.kind, gap.quote or gap.reason) for gap in gaps(extraction)]


def test_a_citation_that_leads_nowhere() -> None:
    (gap,) = gaps(read())
    assert (gap.kind, gap.quote) == ("citation", "乙管理办法")
    assert NOTICE[gap.start : gap.end] == "《乙管理办法》"


def test_a_citation_of_another_file_of_the_run_leads_there() -> None:
    other = read("乙管理办法\n\n第一条 为了甲，制定本办法。\n\n国家能源局\n\n2030年1月1日\n")
    assert gaps(read(), documents_of([other])) == ()


def test_a_deontic_clause_without_a_statement() -> None:
    whole = read()
    rest = tuple(one for one in whole.records if not (isinstance(one, Obligation) and "不得" in one.quote))
    assert ("clause", "项目单位不得重复申报。") in unread(replace(whole, records=rest))


def test_a_gap_says_where_a_deontic_word_obliges_nobody() -> None:
    text = NOTICE.replace(
        "项目单位不得重复申报。", "支持甲技术推广。系统可自动迭代。遗失应登记的材料后补办。"
    )
    reasons = [gap.reason for gap in gaps(read(text)) if gap.kind == "clause"]
    assert reasons == [
        "optional: a thing is encouraged, no party that acts",
        "optional: what is possible, not what is permitted",
        "optional: a deontic word inside a noun",
    ]


def test_talk_obliges_nobody_and_says_how_much_of_it_sounds_so() -> None:
    talk = "《甲办法》答记者问\n\n问：企业要做什么？\n\n答：企业应当建立台账，不得重复申报。\n"
    extraction = read(talk)
    assert not [record for record in extraction.records if isinstance(record, Obligation)]
    (gap,) = [gap for gap in gaps(extraction) if gap.kind == "clause"]
    assert gap.reason.endswith("explains or records talk obliges nobody; 2 clauses with a deontic word")
    assert gap.start is not None
    assert talk[gap.start : gap.end] == "问：企业要做什么？"


def test_talk_without_a_deontic_word_leaves_no_gap() -> None:
    talk = "《甲办法》答记者问\n\n问：背景是什么？\n\n答：近年来台账逐步建立。\n"
    assert [kind for kind, _ in unread(read(talk)) if kind == "clause"] == []


def test_findings_are_gaps_of_their_kind() -> None:
    findings = (
        Finding("unplaced-cell", "A piece fits no cell.", 2),
        Finding("untrusted-characters", "page 3 has characters without a name", 3),
        Finding("hidden-sheet", "The sheet is hidden."),
    )
    found = gaps(replace(read(), findings=findings))
    assert totals(found) == "Not read: clause 0, citation 1, cell 1, page 1, other 1."
    assert [json.loads(to_json(gap))["kind"] for gap in found] == ["citation", "cell", "page", "other"]


ANNOUNCED = (
    "关于公布2031年风电试点项目名单的通知\n\n甲能发〔2031〕9号\n\n各区：\n\n"
    "现将名单予以公布，请认真组织实施，并将有关情况及时报送我局。\n\n"
    "附件：1.2031年风电试点项目名单.xlsx\n2.2031年风电后备项目清单（略）\n3.专家名单\n\n"
    "甲市能源局\n2031年6月1日\n"
)


def test_lists_that_are_announced_and_not_there_are_told() -> None:
    told = [gap.quote for gap in gaps(read(ANNOUNCED)) if gap.kind == "other"]
    assert told == ["2031年风电试点项目名单", "2031年风电后备项目清单"]
    places = [(gap.start, gap.end) for gap in gaps(read(ANNOUNCED)) if gap.kind == "other"]
    assert [ANNOUNCED[start:end] for start, end in places] == told
    rows = (
        "2031年风电试点项目名单\n\n| 序号 | 项目名称 | 实施单位 |\n|---|---|---|\n"
        "| 1 | 东山风电项目 | 东山能源有限公司 |\n"
    )
    whole = read(f"{ANNOUNCED}\n附件1\n\n{rows}")
    assert [gap.quote for gap in gaps(whole) if gap.kind == "other"] == ["2031年风电后备项目清单"]
    elsewhere = documents_of([read(f"2031年风电后备项目清单\n\n{rows.split(chr(10), 2)[2]}")])
    assert not [gap for gap in gaps(whole, elsewhere) if gap.kind == "other"]
