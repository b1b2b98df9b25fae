"""Pieces from above to below, whichever column they stand in, as pdftotext gives them. Invented names."""

from __future__ import annotations

import pytest
from test_lists_forms import listed
from test_lists_wild import facts

BY_HEIGHT = """沿海示范项目清单

序 设区市
总投资（亿
项目名称
业主单位
号
元）
河口外海大黄鱼深水养殖 河口县黄鱼养殖股份有限公司
1 宁德市
2.1
平台
东湾海上风电与养殖融 东湾海洋能源有限公司、闽江海洋大学
2 漳州市
16.5
合项目
3 莆田市
海藻敷料产业化示范项目 莆田海藻生物有限公司
0.9
西湾智慧港口岸桥远控改 西湾码头有限公司
4 泉州市
3.2
造
5 福州市
湖滨零碳微电网项目 湖滨岛能源服务有限公司、国澜电力科技
2.4
（福州）有限公司
"""
A_PIECE_A_LINE = """示范项目清单

序号
项目名称
地区
实施单位
1
云岭储能示范项目
甘肃
云岭绿能有限公司
北梁二氧化碳捕集利用
北梁新材料股份有
2
示范工程
青海
限公司
3
星河制氢项目
云南
星河大学
"""


def test_rows_of_which_the_number_stands_with_another_cell() -> None:
    assert facts(listed(BY_HEIGHT)) == [
        ("河口外海大黄鱼深水养殖平台", "宁德市", ("河口县黄鱼养殖股份有限公司",)),
        ("东湾海上风电与养殖融合项目", "漳州市", ("东湾海洋能源有限公司", "闽江海洋大学")),
        ("海藻敷料产业化示范项目", "莆田市", ("莆田海藻生物有限公司",)),
        ("西湾智慧港口岸桥远控改造", "泉州市", ("西湾码头有限公司",)),
        ("湖滨零碳微电网项目", "福州市", ("湖滨岛能源服务有限公司", "国澜电力科技（福州）有限公司")),
    ]


def test_a_piece_a_line_from_above_to_below() -> None:
    assert facts(listed(A_PIECE_A_LINE)) == [
        ("云岭储能示范项目", "甘肃", ("云岭绿能有限公司",)),
        ("北梁二氧化碳捕集利用示范工程", "青海", ("北梁新材料股份有限公司",)),
        ("星河制氢项目", "云南", ("星河大学",)),
    ]


@pytest.mark.parametrize("cut", ["司", "甲、乙、丙", "3.5"])
def test_rows_that_cannot_be_told_are_not_guessed(cut: str) -> None:
    rows = "".join(f"{cut}\n{cut}\n{number}\n{cut}\n{cut}\n" for number in range(1, 6))
    assert listed(f"示范项目清单\n\n序号\n项目名称\n地区\n实施单位\n{rows}") == []
