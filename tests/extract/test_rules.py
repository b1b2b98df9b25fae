"""Every rule finds its `match` examples and leaves its `no_match` examples alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher

from extract import rules
from extract.language import characters, pipeline
from extract.rules import Rule
from extract.rules.batteries import Battery, matches
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


def test_a_pattern_may_use_one_of_another_file() -> None:
    text = "- {id: light, pattern: '\\d+{{units:symbol}}', note: n, match: [3lx], no_match: [3米]}"
    assert rules.parse(text, "x.yaml")["light"].regex.search("3lx")


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
        "(?<!不)(?:各部门|日期?|[三天]|a)",
        r"(?:^|(?<=[，不]))(?:应?到|至|\d{1,2})末?",
        "(?:(?:不|应)?(?:各部)?|到)门",
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


def test_a_battery_holds_what_finds_its_own_examples() -> None:
    battery = Battery((f"{topic}/{rule.id}", rule.regex) for topic, rule in ALL if rule.regex is not None)
    for topic, rule in ALL:
        for text in rule.match if rule.regex is not None else ():
            held = {name for name, _ in battery.within(text, 0, len(text))}
            assert f"{topic}/{rule.id}" in held


def test_a_battery_leaves_out_what_lacks_a_character() -> None:
    ahead, each, within = "[年月]底前", "每(?:年|季度)", r"\d+日?内"
    battery = Battery((pattern, re.compile(pattern)) for pattern in (ahead, each, within))
    assert [name for name, _ in battery.within("应在3月底前报送", 0, 8)] == [ahead]
    assert [name for name, _ in battery.within("每年底前三十日内", 0, 8)] == [ahead, each, within]
    assert [name for name, _ in battery.within("每年底前三十日内", 0, 3)] == [each]


@given(st.text("不应到至末各部门，一日", max_size=12))
@pytest.mark.parametrize("pattern", ["各部(?:门|末)", "不?应", "[^，]"])
def test_matches_are_those_of_the_pattern(pattern: str, text: str) -> None:
    found = [match.span() for match in matches(re.compile(pattern), text)]
    assert found == [match.span() for match in re.finditer(pattern, text)]


def test_kept_patterns_find_what_they_say(tmp_path: Path) -> None:
    script = (
        "from extract import rules; from extract.rules import kept\n"
        "found = [rule.regex.search(text).span()\n"
        "    for topic in rules.topics() for rule in rules.load(topic).values()\n"
        "    for text in rule.match if rule.regex]\n"
        "print(hash(tuple(found)), len(kept._NEW) > 0); kept.save()\n"
    )
    command, elsewhere = [sys.executable, "-c", script], os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    elsewhere.pop("PYTHONDONTWRITEBYTECODE", None)
    first, second = (
        subprocess.run(command, env=elsewhere, capture_output=True, text=True, check=True) for _ in range(2)
    )
    assert [file.name for file in tmp_path.rglob("*.kept*")] == [
        f"patterns.{sys.implementation.cache_tag}.kept"
    ]
    told, made = zip(*(run.stdout.split() for run in (first, second)), strict=True)
    assert told[0] == told[1]
    assert made == ("True", "False")


def test_kept_patterns_that_cannot_be_read_are_made_anew(tmp_path: Path) -> None:
    script = (
        "from extract.rules import kept; print(kept._file()); print(kept.compiled('年+').findall('年年'))"
    )
    command, elsewhere = [sys.executable, "-c", script], os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    file = Path(subprocess.check_output(command, env=elsewhere, text=True).splitlines()[0])
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"damaged")
    assert subprocess.check_output(command, env=elsewhere, text=True).splitlines()[1] == "['年年']"
