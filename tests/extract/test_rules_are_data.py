"""Patterns and word lists stand in data files, and each record names the rule that made it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.pipeline import extract_file
from extract.rules import load, topics

ROOM = Path(__file__).parents[2] / "extract"
CHINESE = re.compile(r"[\u3400-\u9fff]")
PARTICLES = frozenset("的等及在第由")
"""Words of one character that the code turns on as on a comma; no list of names or patterns."""
ALLOWED = {
    "numerals.py": "the values of the numerals are arithmetic, as digits are",
    "preload.py": "a text read once so that what all texts need is there; nothing is told by it",
    "readers/numbering.py": "numbering formats of the DOCX standard, counted in its own numerals",
    "readers/plausible.py": "frequent characters, by which an encoding is told; statistics, not a rule",
}


def literals(path: Path) -> Iterator[str]:
    """The Chinese string literals of a module, docstrings apart."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        said = isinstance(node, ast.Constant) and id(node) not in docstrings and node.value
        if isinstance(said, str) and CHINESE.search(said):
            yield said


MODULES = sorted(path.relative_to(ROOM).as_posix() for path in ROOM.rglob("*.py"))


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith(tuple(ALLOWED))])
def test_no_module_holds_chinese_words(name: str) -> None:
    found = {text for text in literals(ROOM / name) if text not in PARTICLES}
    assert not found, f"move these to extract/rules/*.yaml: {sorted(found)}"


@pytest.mark.parametrize("allowed", ALLOWED)
def test_what_is_allowed_is_needed(allowed: str) -> None:
    assert any(True for name in MODULES if name.startswith(allowed) for _ in literals(ROOM / name))


def test_each_record_names_its_rule(examples: Path) -> None:
    searched = {"lists/search", "lists/table", "withdrawals/item"}
    rules = {f"{topic}/{rule}" for topic in topics() for rule in load(topic)}
    for path in sorted(examples.glob("demo-*")):
        for record in extract_file(path).records:
            assert record.rule is not None, record
            if record.type in ("obligation", "target", "indicator"):
                assert record.rule in rules, record.rule
            assert "/" in record.rule or record.rule in searched
