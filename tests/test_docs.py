"""The reference pages and the README say what the code does."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_reference_pages_are_fresh() -> None:
    without = {name: value for name, value in os.environ.items() if name != "POLICYGRAPH_CORPUS"}
    run = subprocess.run(
        [sys.executable, "scripts/docs.py", "--check"],
        cwd=ROOT,
        env=without,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    reasons = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert not [name for name in (re.split(r"[<>=\[ ]", item)[0] for item in wanted) if name not in reasons]


def test_constraints_are_plain_pins() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert lines
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in lines)


def test_addresses_of_examples_can_be_sent() -> None:
    pages = [*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")]
    texts = [page.read_text("utf-8") for page in pages]
    addresses = [found for text in texts for found in re.findall(r"http://127\.0\.0\.1[^\s，。）]*", text)]
    assert addresses
    assert not [address for address in addresses if not address.isascii()]
