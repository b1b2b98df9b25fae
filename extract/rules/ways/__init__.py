"""The ways of reading that are no pattern, as data: one YAML file a topic.

A record names the rule that made it: a pattern of `extract/rules/{topic}.yaml`, or one of these. A way has
these keys, and no others:

    id        unique in its file, and no pattern of the topic is called so
    reads     what it reads, in one sentence
    match     small texts of which at least one record is made by it (at least one)
    no_match  small texts of which none is made by it (at least one)

One test extracts the examples of every way of every file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from extract import rules
from ontology.data import from_yaml
from ontology.errors import VocabularyError

_HERE = Path(__file__).parent
_KEYS = ("id", "reads", "match", "no_match")


@dataclass(frozen=True, slots=True)
class Way:
    """One way of reading."""

    id: str
    reads: str
    match: tuple[str, ...]
    no_match: tuple[str, ...]


@cache
def ways() -> Mapping[str, Way]:
    """All ways by the names that records give them (`topic/id`), in the order of the files. Raises
    VocabularyError.
    """
    found: dict[str, Way] = {}
    for path in sorted(_HERE.glob("*.yaml")):
        found.update(parse(path.read_text(encoding="utf-8"), path.stem))
    return MappingProxyType(found)


@cache
def named() -> Mapping[str, str]:
    """What each rule does that a record may name, by that name: patterns and ways."""
    loaded = ((topic, rule) for topic in rules.topics() for rule in rules.load(topic).values())
    patterns = {f"{topic}/{rule.id}": rule.note for topic, rule in loaded}
    return MappingProxyType(patterns | {name: way.reads for name, way in ways().items()})


def parse(text: str, topic: str) -> Mapping[str, Way]:
    """The ways of a topic that are written in `text`. Raises VocabularyError."""
    found: dict[str, Way] = {}
    taken = rules.load(topic) if topic in rules.topics() else {}
    for entry in from_yaml(text, f"{topic}.yaml"):
        way = _way(entry, topic)
        if way.id in taken or f"{topic}/{way.id}" in found:
            raise VocabularyError(f"{topic}.yaml: the rule {way.id} is given twice.")
        found[f"{topic}/{way.id}"] = way
    return MappingProxyType(found)


def _way(entry: dict[str, Any], topic: str) -> Way:
    name = f"{topic}.yaml: the way {entry.get('id', '?')}"
    if unknown := sorted(entry.keys() - set(_KEYS)):
        raise VocabularyError(f"{name} has the unknown key {unknown[0]}.")
    if missing := [key for key in _KEYS if not entry.get(key)]:
        raise VocabularyError(f"{name} lacks {missing[0]}.")
    return Way(str(entry["id"]), str(entry["reads"]), *(tuple(map(str, entry[key])) for key in _KEYS[2:]))
