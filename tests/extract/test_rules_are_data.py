"""Patterns and word lists stand in data files, and each record names the rule that made it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from extract.pipeline import extract_file, extract_text
from extract.rules.ways import named, parse, ways
from extract.text import Text
from ontology.errors import VocabularyError

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


def made(text: str) -> set[str | None]:
    """The rules that the records of a text name."""
    return {record.rule for record in extract_text(Text("a.txt", "0" * 64, text)).records}


def unknown(paths: Iterable[Path]) -> set[tuple[str, str | None]]:
    """The type and the rule of records of these files whose rule is in no data file."""
    found = (record for path in paths for record in extract_file(path).records)
    return {(record.type, record.rule) for record in found if record.rule not in named()}


FOUND = [
    pytest.param(name, text, id=f"{name}-{n}")
    for name, way in ways().items()
    for n, text in enumerate(way.match)
]
LEFT = [
    pytest.param(name, text, id=f"{name}-{n}")
    for name, way in ways().items()
    for n, text in enumerate(way.no_match)
]


@pytest.mark.parametrize(("name", "text"), FOUND)
def test_a_way_reads_its_examples(name: str, text: str) -> None:
    rules = made(text)
    assert name in rules
    assert rules <= named().keys()


@pytest.mark.parametrize(("name", "text"), LEFT)
def test_a_way_leaves_the_others_alone(name: str, text: str) -> None:
    rules = made(text)
    assert name not in rules
    assert rules <= named().keys()


def test_each_record_names_a_rule_that_is_data(examples: Path) -> None:
    assert unknown(sorted(examples.glob("demo-*"))) == set()


@pytest.mark.corpus
def test_each_record_of_real_documents_names_a_rule_that_is_data(corpus: Path) -> None:
    assert unknown(sorted(path for path in corpus.rglob("*") if path.is_file())) == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("由县级教育、公安部门负责。", "agencies/elided"),
        ("各设区市及发展改革部门应当公开信息。", "agencies/class/field"),
        ("甲通知\n某发〔2031〕7号\n各单位：\n本文代替《乙办法》。", "citations/replaces-before"),
        ("甲通知\n某发〔2031〕7号\n各单位：\n现将《乙办法》印发给你们。", "citations/issues-before"),
        ("关于做好甲工作的通知\n某发〔2031〕7号\n各单位：\n请做好甲工作。", "documents/number-line"),
    ],
)
def test_a_record_names_the_finest_pattern_that_made_it(text: str, rule: str) -> None:
    assert rule in made(text)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("{id: x, reads: r, match: [x]}", "lacks no_match"),
        ("{id: x, reads: r, match: [x], no_match: [y], note: z}", "unknown key note"),
        ("{id: repeals, reads: r, match: [x], no_match: [y]}", "given twice"),
    ],
)
def test_a_faulty_way_is_named(entry: str, complaint: str) -> None:
    with pytest.raises(VocabularyError, match=complaint):
        parse(f"- {entry}", "citations")
