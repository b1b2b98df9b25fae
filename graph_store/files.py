"""Files that are whole or absent: written aside, forced to the disk, renamed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ontology.errors import StoreError

_REASONS = {
    errno.ENOSPC: "the disk is full; free some space and run the command again",
    errno.EDQUOT: "the disk quota is used up; free some space and run the command again",
    errno.EROFS: "the file system is read-only; choose another directory with --store",
    errno.EACCES: "permission denied; choose another directory with --store or change its permissions",
    errno.EPERM: "permission denied; choose another directory with --store or change its permissions",
}


@contextmanager
def store_errors(path: Path) -> Iterator[None]:
    """Turn what the operating system or the engine reports about the store at `path` into a StoreError."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0) or error.strerror or str(error)
        raise StoreError(f"{path}: the store cannot be used: {reason}.") from error


def write_whole(path: Path, data: str | bytes) -> None:
    """Put `data` at `path`: a reader sees the old content or the new, never a part, even after a crash."""
    aside = path.with_name(path.name + ".tmp")
    with aside.open("wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Force every file below `folder`, and the folders themselves, to the disk."""
    for here, _, names in os.walk(folder):
        for name in names:
            _sync(Path(here, name))
        sync_folder(Path(here))


def sync_folder(folder: Path) -> None:
    """Force the entries of `folder` to the disk."""
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_tree(folder: Path) -> None:
    """Remove `folder` and all below it, if it is there."""
    if folder.exists():
        shutil.rmtree(folder)


def link(source: Path, target: Path) -> None:
    """Let `target` be the file `source` too, if it is not there yet; a copy where there are no hard links."""
    if target.exists():
        return
    try:
        os.link(source, target)
    except OSError:
        # Some file systems have none.
        shutil.copyfile(source, target)
