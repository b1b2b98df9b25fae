"""The words that speak for rows being projects, or against it, by where they stand; what titles and heads say
by themselves.

Data: rules/evidence.yaml, and in English words rules/evidence_english.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from extract.cleaning import plain
from extract.lists.words import costs, is_list_title, width, words
from extract.rules import load, regexes
from extract.rules.batteries import Battery

_LONGEST_TITLE, _LONGEST_HEAD = 160, 48  # halves of a Chinese character
_LATIN = re.compile("[A-Za-z]{3}")
_LONGEST_REST, _ENDING = 60, 20


def clues(where: str, texts: Sequence[str]) -> tuple[str, ...]:
    """The names of the rules for `where` (title, document, head, named) that find something in `texts`."""
    return tuple(dict.fromkeys(clue for text in texts for clue in _clues(where, plain(text))))


def worth(where: str, text: str) -> float:
    """What the rules for `where` say together of one text: above 0 for projects, below it against them."""
    return sum(_rules(where)[clue] for clue in _clues(where, plain(text)))


def is_of_others(title: str) -> bool:
    """Whether the title of a list alone says that it is none of projects."""
    return worth("title", title) <= float(costs()["evidence"]["others"])


def is_head_of_others(head: str) -> bool:
    """Whether the head of a column asks what one does not ask of something that is built or carried out."""
    return width(head) <= _LONGEST_HEAD and worth("head", head) <= float(costs()["evidence"]["other_head"])


def announces(text: str) -> bool:
    """Whether the line `text` is a title that announces a list of projects."""
    return width(text) <= _LONGEST_TITLE and _announces(text)


def opens_list(text: str) -> bool:
    """Whether the line `text` is a title or the end of a sentence that announces a list of projects."""
    rules = regexes("items")
    if not rules["announcing-end"].search(text[-_ENDING:]):
        return False
    return announces(text) or rules["introduces"].search(text[-_LONGEST_REST:]) is not None


@lru_cache(maxsize=4096)
def _announces(text: str) -> bool:
    announced = words().titles["announced"].search(text) is not None
    listed = announced or (is_list_title(text) and "title-projects" in clues("title", [text]))
    return listed and worth("title", text) > 0


def says(rule: str, text: str) -> bool:
    """Whether `text` has the words of a rule, in Chinese or, where Latin words stand in it, in English."""
    own, english = regexes("evidence")[rule], regexes("evidence_english").get(rule)
    return bool(own.search(text) or (english and _LATIN.search(text) and english.search(text)))


@lru_cache(maxsize=1 << 14)
def _clues(where: str, text: str) -> tuple[str, ...]:
    found = dict.fromkeys(_found("evidence", where, text)) if text else {}
    if _LATIN.search(text):
        found |= dict.fromkeys(_found("evidence_english", where, text))
    return tuple(name for name in _rules(where) if name in found) if found else ()


def _found(topic: str, where: str, text: str) -> list[str]:
    """The names of the rules of `topic` for `where` that find something in `text`."""
    ways = _battery(topic, where).within(text, 0, len(text))
    return [name for name, pattern in ways if pattern.search(text)]


@cache
def _battery(topic: str, where: str) -> Battery[str]:
    found = load(topic)
    return Battery((name, rule.regex) for name in _rules(where) if (rule := found.get(name)) and rule.regex)


@cache
def _rules(where: str) -> dict[str, float]:
    """The names of the rules for `where`, and what each is worth."""
    return {
        name: float(rule.value or 0)
        for name, rule in load("evidence").items()
        if name.startswith(f"{where}-")
    }
