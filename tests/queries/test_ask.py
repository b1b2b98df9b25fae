"""Questions as people type them: the query they mean, or why they are declined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from queries import ask
from queries.ask import Declined, Understood, understand
from queries.catalogue import catalogue
from queries.run import Answer, Select

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text(encoding="utf-8"))
UNDERSTOOD = [
    pytest.param(query, *case, id=case[0]) for query, cases in CASES["understood"].items() for case in cases
]


@pytest.mark.parametrize(("query", "question", "parameters"), UNDERSTOOD)
def test_question_is_understood(query: str, question: str, parameters: dict[str, str]) -> None:
    found = understand(question)
    assert isinstance(found, Understood), found
    assert found.query == query
    assert {name: value.rsplit("/", 1)[-1] for name, value in found.parameters.items()} == parameters


@pytest.mark.parametrize(("question", "unknown"), CASES["declined"])
def test_question_is_declined_with_the_words_that_stand_in_the_way(question: str, unknown: list[str]) -> None:
    found = understand(question)
    assert isinstance(found, Declined), found
    assert list(found.unknown) == unknown
    assert found.suggestions
    assert set(found.suggestions) <= set(catalogue())


@pytest.mark.parametrize(
    ("question", "query", "zh", "en"),
    [
        ("哪些文件现行有效", "documents_in_force", "还需要写明日期，如2025-06-30。", "Say also which date"),
        ("Is 《甲管理办法》 in force?", "document_in_force", "还需要写明日期", "Say also which date"),
        ("某文件禁止什么", "prohibitions_in_document", "还需要写明文件", "Say also which document"),
    ],
)
def test_question_that_lacks_one_value_is_told_which(question: str, query: str, zh: str, en: str) -> None:
    found = understand(question)
    assert isinstance(found, Declined), found
    assert found.suggestions[0] == query
    assert found.reason.zh.startswith(zh)
    assert found.reason.en.startswith(en)


def test_a_quoted_title_does_not_make_a_question_chinese() -> None:
    assert understand("Is 《甲乙丙丁管理办法》 in force?").language == "en"
    assert understand("《甲乙丙丁管理办法》").language == "zh"


def test_both_languages_get_the_same_rows(select: Select) -> None:
    english = ask.answer("Which hydrogen projects are in Inner Mongolia?", select, "r1")
    chinese = ask.answer("内蒙古有哪些氢能项目？", select, "r1")
    assert isinstance(english, Answer)
    assert isinstance(chinese, Answer)
    assert english.rows == chinese.rows
    assert [row.values["name"] for row in english.rows] == ["草原绿氢项目", "纯氢燃机项目"]


def test_rows_carry_their_evidence(select: Select) -> None:
    found = ask.answer("内蒙古的氢能项目", select, "r1")
    assert isinstance(found, Answer)
    assert [(item.source, item.start, item.end, item.quote) for item in found.rows[0].evidence] == [
        ("甲.txt", 10, 16, "草原绿氢项目"),
        ("甲.txt", 0, 9, "关于印发甲清单的"),
    ]


def test_answer_for_xinjiang_says_that_the_corps_is_apart(select: Select) -> None:
    found = ask.answer("新疆的氢能项目", select, "r1")
    assert isinstance(found, Answer)
    assert [row.values["name"] for row in found.rows if row.values["section"] == "in_region"] == [
        "戈壁氢能项目"
    ]
    assert any("兵团" in note.zh for note in found.notes)


def test_day_without_a_year_is_of_the_latest_year_with_such_a_deadline(select: Select) -> None:
    found = ask.answer("what is due by 30 June and for whom", select, "r1")
    assert isinstance(found, Answer)
    assert found.parameters == {"date": "2031-06-30"}
    assert "2031" in found.notes[0].en
    assert "报送总结" in [row.values["action"] for row in found.rows]


def test_a_question_that_holds_hundreds_of_possible_titles_is_looked_at_in_proportion() -> None:
    found = understand("示范法" * 330)
    assert isinstance(found, Declined)
