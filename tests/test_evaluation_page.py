"""The figures of the evaluation in the READMEs and in docs/evaluation.md are those of today's extraction."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.corpus
def test_figures_of_the_evaluation_are_fresh(corpus: Path) -> None:
    """To mend: POLICYGRAPH_CORPUS=... make docs."""
    run = subprocess.run(
        [sys.executable, "scripts/docs.py", "--check"],
        cwd=ROOT,
        env={**os.environ, "POLICYGRAPH_CORPUS": str(corpus)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
