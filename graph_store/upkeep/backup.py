"""The whole store as one file, and back.

The file is a tar archive, compressed where its name ends in `.gz` or `.tgz`:

    policygraph-backup.json   what it is, and for every file of the store its checksum
    files/<sha256>            each content once, however many releases share it

What the writer keeps for itself is left out; it builds that anew.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from graph_store.files import link, remove_tree, store_errors, sync_tree
from graph_store.publish import CURRENT, RELEASES
from graph_store.store import MARK, Store, open_store
from ontology.errors import InputError, StoreError

_INDEX = "policygraph-backup.json"
_FORMAT = "policygraph-backup"
_VERSION = 1
_FILES = "files/"
_CHUNK = 1 << 20
_ASIDE = ".restoring"
_PACKED = (".gz", ".tgz")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


def backup(store: Store, target: Path) -> int:
    """Write everything that is published in `store` to the file `target`; gives the number of releases.

    Nobody can publish meanwhile; readers go on. The file is whole, or what was there before stays.
    Raises StoreError where the store cannot be read, InputError where `target` cannot be written.
    """
    with store.held():
        release_ids = [release.id for release in store.releases()]
        names = [MARK, CURRENT, *_published(store.folder, release_ids)]
        with store_errors(store.folder):
            sums = {name: _checksum(store.folder / name) for name in names}
        aside = target.with_name(target.name + ".tmp")
        try:
            _write(store.folder, sums, aside, packed=target.suffix in _PACKED)
            os.replace(aside, target)
        except OSError as error:
            raise InputError(f"{target}: cannot be written: {error.strerror or error}.") from error
        finally:
            aside.unlink(missing_ok=True)
    return len(release_ids)


def restore(source: Path, folder: Path) -> Store:
    """Make a store in `folder`, which must not be there or be empty, of the backup `source`.

    All of it is checked before it is put in place. Raises InputError where the file is not a whole backup,
    StoreError where the folder cannot take it.
    """
    with store_errors(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreError(f"{folder}: is not empty; choose another directory with --store.")
        aside = folder.with_name(folder.name + _ASIDE)
        remove_tree(aside)
        try:
            (aside / _FILES).mkdir(parents=True)
            with _opened(source) as archive:
                sums = _index(source, archive)
                _unpack(source, archive, set(sums.values()), aside / _FILES)
            _place(sums, aside)
            sync_tree(aside)
            if folder.exists():
                folder.rmdir()
            os.replace(aside, folder)
        finally:
            remove_tree(aside)
    return open_store(folder)


def _published(folder: Path, release_ids: list[str]) -> Iterator[str]:
    for release_id in release_ids:
        top = folder / RELEASES / release_id
        for path in sorted(top.rglob("*")):
            if path.is_file() and path.name != "LOCK":
                yield path.relative_to(folder).as_posix()


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(folder: Path, sums: Mapping[str, str], target: Path, *, packed: bool) -> None:
    index = {"format": _FORMAT, "version": _VERSION, "files": dict(sorted(sums.items()))}
    once = {digest: name for name, digest in sorted(sums.items(), reverse=True)}
    with tarfile.open(target, "w:gz" if packed else "w", format=tarfile.PAX_FORMAT) as archive:
        _add(archive, _INDEX, io.BytesIO(json.dumps(index, indent=1).encode()))
        for digest, name in sorted(once.items(), key=lambda item: item[1]):
            with (folder / name).open("rb") as file:
                _add(archive, _FILES + digest, file)


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size = content.seek(0, os.SEEK_END)
    member.mode = 0o644
    content.seek(0)
    archive.addfile(member, content)


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:*") as archive:
            yield archive
    except FileNotFoundError:
        raise InputError(f"{source}: no such file.") from None
    except (tarfile.TarError, EOFError, ValueError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{source}: is not a whole backup; take an older one.") from error


def _index(source: Path, archive: tarfile.TarFile) -> dict[str, str]:
    """Checksum by path. Raises InputError where this is not a backup of ours, or names a place outside."""
    first = archive.next()
    file = archive.extractfile(first) if first and first.name == _INDEX else None
    said: Any = json.loads(file.read()) if file else {}
    if not isinstance(said, dict) or said.get("format") != _FORMAT or not isinstance(said.get("files"), dict):
        raise InputError(f"{source}: is not a backup that 'policygraph backup' wrote.")
    if said.get("version") != _VERSION:
        raise InputError(
            f"{source}: a backup of version {said.get('version')}, and this program reads {_VERSION}."
        )
    sums: dict[str, str] = said["files"]
    for name, digest in sums.items():
        path = PurePosixPath(name)
        # A checksum becomes the name of a file while the backup is unpacked.
        if not _CHECKSUM.fullmatch(str(digest)):
            raise InputError(f"{source}: names {digest!r} as a checksum, which is none.")
        if (
            path.is_absolute()
            or ".." in path.parts
            or (name not in (MARK, CURRENT) and path.parts[:1] != (RELEASES,))
        ):
            raise InputError(f"{source}: names {name}, which is no file of a store.")
    return sums


def _unpack(source: Path, archive: tarfile.TarFile, wanted: set[str], folder: Path) -> None:
    """Each content under its checksum. Raises InputError where one is missing or another."""
    missing = set(wanted)
    for member in archive:
        digest = member.name.removeprefix(_FILES)
        file = archive.extractfile(member) if digest in missing else None
        if file is None:
            continue
        seen = hashlib.sha256()
        with (folder / digest).open("wb") as out:
            while chunk := file.read(_CHUNK):
                seen.update(chunk)
                out.write(chunk)
        if seen.hexdigest() != digest:
            raise InputError(f"{source}: the content {digest[:12]}… is damaged; take an older backup.")
        missing.remove(digest)
    if missing:
        raise InputError(
            f"{source}: {len(missing)} of {len(wanted)} contents are missing; take an older backup."
        )


def _place(sums: Mapping[str, str], folder: Path) -> None:
    for name, digest in sums.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        link(folder / _FILES / digest, target)
    remove_tree(folder / _FILES)
