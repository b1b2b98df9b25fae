"""The rules of extraction as data: one YAML file a topic.

A rule has these keys, and no others:

    id        unique in its file
    pattern   a regular expression, or a list of token patterns for spaCy's Matcher; the lines of a block are
              joined without their breaks and indentation, and `{{id}}` stands for an earlier rule of the
              file, `{{topic:id}}` for a rule of another file, `{{vocabulary/units}}` for any name of a unit
              of the vocabulary
    note      why it is as it is
    match     examples in which it is found (at least one)
    no_match  examples in which it is not found (at least one)
    value     optional: what a match means, where the id does not say it

One test runs the examples of every rule of every file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from extract.rules.openings import compiled
from ontology.data import from_yaml
from ontology.errors import VocabularyError
from ontology.vocabulary import units

_HERE = Path(__file__).parent
_REQUIRED = frozenset({"id", "pattern", "note", "match", "no_match"})
_OPTIONAL = frozenset({"value"})
_REFERENCE = re.compile(r"\{\{([^{}]+)\}\}")
_UNITS = "vocabulary/units"
_LONGEST_SYMBOL = 6
_GROUP_NAME = re.compile(r"\(\?P<\w+>")
_ONE_CHARACTER = re.compile(r"\\.|\[[^\]]*\]")
_GROUP = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `regex` is set for a regular expression, `tokens` for a pattern of spaCy's Matcher."""

    id: str
    note: str
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    regex: re.Pattern[str] | None = None
    tokens: tuple[dict[str, Any], ...] = ()
    value: str | None = None


@cache
def topics() -> tuple[str, ...]:
    """The names of all rule files, sorted."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.yaml")))


@cache
def load(topic: str) -> Mapping[str, Rule]:
    """The rules of `{topic}.yaml` by id, in the order of the file. Raises VocabularyError."""
    return _parsed(topic)[0]


@cache
def regexes(topic: str) -> Mapping[str, re.Pattern[str]]:
    """The regular expressions of `{topic}.yaml` by rule id."""
    found = {rule.id: rule.regex for rule in load(topic).values() if rule.regex is not None}
    return MappingProxyType(found)


@cache
def finder(topic: str, rule: str) -> Callable[[str], re.Match[str] | None]:
    """What finds the first match of a rule in a text: the search for one that can only stand at the start
    does not go through the rest.
    """
    regex = regexes(topic)[rule]
    outer = _ONE_CHARACTER.sub("", regex.pattern)
    while (without := _GROUP.sub("", outer)) != outer:
        outer = without
    return regex.match if regex.pattern.startswith("^") and "|" not in outer else regex.search


def parse(text: str, source: str) -> Mapping[str, Rule]:
    """The rules written in `text`; `source` names it in errors. Raises VocabularyError."""
    return _read(text, source)[0]


@cache
def _parsed(topic: str) -> tuple[Mapping[str, Rule], Mapping[str, str]]:
    return _read((_HERE / f"{topic}.yaml").read_text(encoding="utf-8"), f"{topic}.yaml")


def _read(text: str, source: str) -> tuple[Mapping[str, Rule], Mapping[str, str]]:
    """The rules written in `text`, and their patterns with what they refer to put in."""
    rules: dict[str, Rule] = {}
    patterns: dict[str, str] = {}
    for entry in from_yaml(text, source):
        rule = _rule(entry, source, patterns)
        if rule.id in rules:
            raise VocabularyError(f"{source}: the rule {rule.id} is given twice.")
        rules[rule.id] = rule
    return MappingProxyType(rules), MappingProxyType(patterns)


def _rule(entry: dict[str, Any], source: str, patterns: dict[str, str]) -> Rule:
    name = f"{source}: the rule {entry.get('id', '?')}"
    if unknown := sorted(entry.keys() - _REQUIRED - _OPTIONAL):
        raise VocabularyError(f"{name} has the unknown key {unknown[0]}.")
    if missing := sorted(key for key in _REQUIRED if not entry.get(key)):
        raise VocabularyError(f"{name} lacks {missing[0]}.")
    pattern = entry["pattern"]
    shared: dict[str, Any] = {
        "id": str(entry["id"]),
        "note": str(entry["note"]),
        "match": tuple(map(str, entry["match"])),
        "no_match": tuple(map(str, entry["no_match"])),
        "value": entry.get("value"),
    }
    if not isinstance(pattern, str):
        return Rule(tokens=tuple(pattern), **shared)
    joined = "".join(line.strip() for line in pattern.splitlines())
    try:
        whole = _REFERENCE.sub(lambda found: f"(?:{_referred(found.group(1), patterns)})", joined)
        regex = compiled(whole)
    except (re.error, KeyError) as error:
        raise VocabularyError(f"{name} has a pattern that does not compile: {error}.") from error
    patterns[shared["id"]] = _GROUP_NAME.sub("(?:", whole)
    return Rule(regex=regex, **shared)


def _referred(name: str, patterns: Mapping[str, str]) -> str:
    if name == _UNITS:
        return _units()
    topic, colon, rule = name.partition(":")
    return _parsed(topic)[1][rule] if colon else patterns[name]


@cache
def _units() -> str:
    """A pattern of every name of a unit, the longest first; one of letters goes no further."""
    concepts = units().concepts.values()
    names = {
        name
        for concept in concepts
        for name in (concept.labels["zh"], *(name for _, name in concept.aliases))
        if " " not in name and (not name.isascii() or len(name) <= _LONGEST_SYMBOL)
    }
    return "|".join(
        re.escape(name) + ("(?![A-Za-z])" if name[-1].isascii() and name[-1].isalpha() else "")
        for name in sorted(names, key=lambda name: (-len(name), name))
    )
