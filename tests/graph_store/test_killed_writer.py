"""A writer that is killed at any point leaves the old release whole, and the next one goes on."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest

from extract.extraction import Extraction
from graph_store.dumps import dump
from graph_store.release import STORE, Release
from graph_store.store import Store, open_store

INGEST = (
    "import pickle, sys;"
    "from graph_store.store import open_store;"
    "source = pickle.load(sys.stdin.buffer);"
    "open_store(sys.argv[1]).ingest([source], [])"
)
# What can be seen on the disk, in the order in which it appears.
MOMENTS = [
    "releases/.new",
    "releases/.new/shards",
    "releases/.new/store",
    "releases/.new/manifest.json",
    "pending",
    "current.tmp",
]


def killed_at(moment: Path, store: Store, source: Extraction) -> None:
    """Ingest in another process, and kill it as soon as `moment` is there; it may have ended before."""
    command = [sys.executable, "-c", INGEST, str(store.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as writer:
        assert writer.stdin
        writer.stdin.write(pickle.dumps(source))
        writer.stdin.close()
        while writer.poll() is None and not moment.exists():
            os.sched_yield()
        writer.kill()


def whole(release: Release) -> tuple[bytes, int]:
    return b"".join(dump(release, "nq")), len(ox.Store.read_only(str(release.path / STORE)))


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_writer_leaves_a_whole_release(
    moment: str, tmp_path: Path, store: Store, notice: Callable[[str, Sequence[str]], Extraction]
) -> None:
    small = notice("small", ["报送进度"])
    large = notice("large", [f"完成第{number}项登记" for number in range(300)])
    first = store.ingest([small], [])
    before = whole(first)
    complete = open_store(tmp_path / "complete")
    complete.ingest([small], [])
    after = whole(complete.ingest([large], []))

    killed_at(store.folder / moment, store, large)

    left = store.current()
    assert whole(left) == (before if left.id == first.id else after)
    assert whole(store.ingest([large], [])) == after
    listed = {release.id for release in store.releases()}
    assert {path.name for path in (store.folder / "releases").iterdir()} == listed
    assert whole(store.remove(["large"])) == before
