"""Every rule finds its `match` examples and leaves its `no_match` examples alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher

from extract import rules
from extract.language import characters, pipeline
from extract.rules import Rule
from extract.rules.openings import compiled
from ontology.errors import VocabularyError

ALL = [(topic, rule) for topic in rules.topics() for rule in rules.load(topic).values()]
FOUND = [
    pytest.param(rule, text, id=f"{topic}/{rule.id}-{n}")
    for topic, rule in ALL
    for n, text in enumerate(rule.match)
]
LEFT = [
    pytest.param(rule, text, id=f"{topic}/{rule.id}-{n}")
    for topic, rule in ALL
    for n, text in enumerate(rule.no_match)
]


def finds(rule: Rule, text: str) -> bool:
    if rule.regex is not None:
        return rule.regex.search(text) is not None
    matcher = Matcher(pipeline().vocab)
    matcher.add(rule.id, [list(rule.tokens)])
    return bool(matcher(characters(text)))


@pytest.mark.parametrize(("rule", "text"), FOUND)
def test_rule_finds_its_examples(rule: Rule, text: str) -> None:
    assert finds(rule, text)


@pytest.mark.parametrize(("rule", "text"), LEFT)
def test_rule_leaves_the_others_alone(rule: Rule, text: str) -> None:
    assert not finds(rule, text)


def test_a_pattern_may_use_an_earlier_one() -> None:
    text = """
- {id: day, pattern: '\\d+日', note: n, match: [3日], no_match: [三月]}
- {id: until, pattern: '{{day}}前', note: n, match: [3日前], no_match: [3日后]}
"""
    assert rules.parse(text, "x.yaml")["until"].regex.search("12日前")


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("{id: a, pattern: x, note: n, match: [x]}", "lacks no_match"),
        ("{id: a, pattern: x, note: n, match: [x], no_match: [y], lable: z}", "unknown key lable"),
        ("{id: a, pattern: '(', note: n, match: [x], no_match: [y]}", "does not compile"),
    ],
)
def test_a_faulty_rule_is_named(entry: str, complaint: str) -> None:
    with pytest.raises(VocabularyError, match=complaint):
        rules.parse(f"- {entry}", "x.yaml")


@given(st.text("不应到至末各部门，一三天日期12aBc ", max_size=30))
@pytest.mark.parametrize(
    "pattern",
    [
        "(?:到|至)?末",
        "(?<!不)应",
        r"(?P<n>\d+|[一二三])?(?:天|日)",
        "(?:^|(?<=，))各部门",
        "(?:至|到?)(?:末|[日-期])",
        "(?i)b|天",
        "(?i:b)?天",
        "a?",
        "[^，]{0,3}期",
        "(?=1)[12]+",
        r"\S?天",
    ],
)
def test_a_compiled_pattern_finds_what_it_says(pattern: str, text: str) -> None:
    found = [match.span() for match in compiled(pattern).finditer(text)]
    assert found == [match.span() for match in re.finditer(pattern, text)]
