"""What a reader of the code may rely on everywhere: sizes, rooms, where SPARQL and IRIs stand."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ["ontology", "extract", "graph_store", "queries", "api"]
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST_MODULE = 500
LONGEST_README = 20


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_room_says_what_belongs_in_it(room: str) -> None:
    lines = (ROOT / room / "README.md").read_text("utf-8").splitlines()
    assert 0 < len(lines) <= LONGEST_README


def test_rooms_import_downwards_only() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", [path for path in MODULES if path.is_relative_to(ROOT / "api")], ids=named)
def test_no_sparql_text_in_the_faces(path: Path) -> None:
    assert not re.search(r"\b(SELECT|CONSTRUCT)\b[^\"']*\bWHERE\b", path.read_text("utf-8"))


SPELL_IRIS = {"terms.py", "settings.py"}  # the names, and the default of the base


@pytest.mark.parametrize("path", [path for path in MODULES if path.name not in SPELL_IRIS], ids=named)
def test_iris_of_the_graph_are_spelt_in_one_place(path: Path) -> None:
    text = path.read_text("utf-8")
    spaces = r"https?://(w3id\.org|www\.w3\.org(?!/2000/svg)|purl\.org|qudt\.org|data\.europa\.eu)/"
    assert not re.search(spaces, text)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_library_code_does_not_swallow_errors_or_print(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"^\s*except\s*(Exception|BaseException)?\s*:", text, re.MULTILINE)
    assert not re.search(r"^\s*print\(", text, re.MULTILINE)
