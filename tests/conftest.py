"""Fixtures for all rooms.

Strategy: a test writes the smallest text or graph that can fail, inline. Shared fixtures are few;
they are here. Stores are real directories under `tmp_path`, servers listen on loopback. Tests marked
`corpus` read the real documents that the setting POLICYGRAPH_CORPUS points to, and are skipped, with
that reason, where it is not set.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents."""
    folder = os.environ.get("POLICYGRAPH_CORPUS")
    if not folder:
        pytest.skip("POLICYGRAPH_CORPUS is not set: the real documents are not here")
    return Path(folder)


@pytest.fixture
def examples() -> Path:
    """The bundled example documents."""
    return Path(__file__).parent.parent / "examples"
