"""A real store with two small documents, and the commands run as a person runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

NOTICE = """示例省能源局关于做好甲项目管理工作的通知

示能〔2031〕7号

各市能源局：

一、加强管理。项目单位应当于2031年6月30日前报送年度总结。

二、严格要求。项目单位不得重复申报。

示例省能源局

2031年3月1日
"""
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def policygraph() -> Run:
    """Runs the command line: `policygraph("ask", "…", store=…)`."""

    def run(
        *arguments: str | Path, store: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from api.cli import main; main()", *map(str, arguments)]
        command += ["--store", str(store)] if store else []
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL if "input" not in more else None,
            env={**os.environ, "POLICYGRAPH_STORE": "/nonexistent/store"},
            **more,  # type: ignore[call-overload]
        )

    return run


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one notice."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def store(policygraph: Run, documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the notice and the facts of `tests/queries/small.ttl`."""
    folder = tmp_path_factory.mktemp("store") / "store"
    facts = Path(__file__).parent.parent / "queries" / "small.ttl"
    for arguments in (("ingest", documents, "--workers", "1"), ("import", facts)):
        done = policygraph(*arguments, store=folder)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def release_ids(policygraph: Run) -> Callable[[Path], list[str]]:
    """Lists the releases of a store, the oldest first."""

    def listed(store: Path) -> list[str]:
        lines = policygraph("releases", store=store).stdout.splitlines()
        return [line.strip("* ").split()[0] for line in lines]

    return listed


@pytest.fixture(scope="session")
def older(release_ids: Callable[[Path], list[str]], store: Path) -> str:
    """The release of `store` before the facts were imported."""
    return release_ids(store)[0]
