"""spaCy, as this project uses it."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_command_line_of_spacy_is_not_imported() -> None:
    loaded = run("import sys, extract.language; print('spacy.cli' in sys.modules, 'typer' in sys.modules)")
    assert loaded.split() == ["False", "False"]


def test_the_command_line_of_spacy_can_be_imported_afterwards() -> None:
    assert run("import extract.language; from spacy.cli import info; print(callable(info))").strip() == "True"
