"""The patterns that lists are read by: each with what it must find and what it must not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract.lists.words import words
from ontology.data import from_yaml

ROOM = Path(__file__).parents[2] / "extract" / "lists"
EXAMPLES, WORDS = (
    from_yaml((ROOM / name).read_text("utf-8"), name) for name in ("examples.yaml", "words.yaml")
)
WHOLE = ("heads.", "measure", "tails")


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern of words.yaml by its id there, and the roles of heads that several of them give."""
    found: dict[str, re.Pattern[str]] = {}
    for name in words().__dataclass_fields__:
        value = getattr(words(), name)
        if isinstance(value, re.Pattern):
            found[name] = value
        elif isinstance(value, tuple):
            ids = (entry["id"] for entry in WORDS[name])
            found.update({f"{name}.{key}": pattern for key, (_, pattern) in zip(ids, value, strict=True)})
        else:
            found.update({f"{name}.{key}": pattern for key, pattern in value.items()})
    for role, ways in WORDS["heads"].items():
        if len(ways) == 1:
            del found[f"heads.{role}"]
        for key, pattern in ways.items():
            found[f"heads.{role}/{key}"] = re.compile(pattern, re.IGNORECASE)
    return found


PATTERNS = patterns()


def test_each_pattern_has_examples_of_both_kinds() -> None:
    assert EXAMPLES.keys() == PATTERNS.keys()
    assert all(example["match"] and example["no_match"] for example in EXAMPLES.values())


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_finds_its_examples_alone(name: str) -> None:
    find = PATTERNS[name].fullmatch if name.startswith(WHOLE) else PATTERNS[name].search
    assert [text for text in EXAMPLES[name]["match"] if not find(text)] == []
    assert [text for text in EXAMPLES[name]["no_match"] if find(text)] == []
