"""Where a list of conditions, whose items are no statements of their own, begins and ends."""

from __future__ import annotations

import pytest

from extract.pipeline import extract_text
from extract.records import Obligation
from extract.text import Text


def stated(chars: str) -> list[str]:
    records = extract_text(Text("notice.txt", "0" * 64, f"关于渔港管理的公告\n\n{chars}")).records
    return [record.quote.strip() for record in records if isinstance(record, Obligation)]


@pytest.mark.parametrize(
    "items",
    [
        "1．泊位应当有护舷；\n2．岸线应当有照明。",
        "1.泊位应当有护舷；\n（1）护舷应当完好；\n2.岸线应当有照明。",
        "（1）泊位应当有护舷；\n（2）岸线应当有照明。",
        "①泊位应当有护舷；\n②岸线应当有照明。",
        "- 泊位应当有护舷；\n- 岸线应当有照明。",
    ],
)
def test_items_below_an_item_end_with_the_next_one(items: str) -> None:
    lead = "渔港应当符合下列条件："
    assert stated(
        f"一、港口\n（一）{lead}\n{items}\n（二）渔船不得超载。\n\n二、附则\n（三）船主应当投保。"
    ) == [
        lead,
        "渔船不得超载。",
        "船主应当投保。",
    ]


def test_a_list_that_begins_anew_may_have_the_marks_of_one_before() -> None:
    crew = "二、船员\n船员应当符合下列条件：\n（一）应当有证书；\n（二）应当会游泳。"
    found = stated(f"一、港口\n（一）船主应当投保。\n\n{crew}\n三、附则\n（一）船主不得转让。")
    assert found == ["船主应当投保。", "船员应当符合下列条件：", "船主不得转让。"]


def test_articles_end_a_list() -> None:
    chars = "第一条　船员应当符合下列条件：\n（一）应当有证书；\n（二）应当会游泳。\n第二条　船主应当投保。"
    assert stated(chars) == ["船员应当符合下列条件：", "船主应当投保。"]
