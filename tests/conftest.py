"""Fixtures for all rooms.

Strategy: a test writes the smallest text or graph that can fail, inline. Shared fixtures are few;
they are here. Stores are real directories under `tmp_path`, servers listen on loopback. Tests marked
`corpus` read the real documents that the setting POLICYGRAPH_CORPUS points to, and are skipped, with
that reason, where it is not set.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says nothing of what it shows.
settings.register_profile("policygraph", deadline=None)
settings.load_profile("policygraph")


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


@pytest.fixture(scope="session")
def serving() -> Callable[..., AbstractContextManager[str]]:
    """Serves a store: `with serving(store, "--workers", "1") as url`."""
    return _serving


@contextlib.contextmanager
def _serving(store: Path, *more: str) -> Iterator[str]:
    """A server of its own on a free port; gives its address."""
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", "0", *more]
    with subprocess.Popen([*command, "--store", str(store)], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        line = process.stderr.readline()
        try:
            found = re.search(r"http://\S+", line)
            assert found, line
            while line and "Now serving" not in line:  # its release is loaded
                line = process.stderr.readline()
            yield found[0]
        finally:
            process.terminate()
            process.wait(10)
