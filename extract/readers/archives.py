"""Archives (.zip, .tar, .tar.gz): their files, read where they lie. Nothing is written to a folder.

A file in an archive has the path of the archive with its own path behind it: `lists.zip/2031/first.txt`.
"""

from __future__ import annotations

import gzip
import lzma
import re
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from ontology.errors import InputError

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz")
_UTF8_NAME = 0x800
_LARGEST = 256 << 20
_LARGEST_WHOLE = 1 << 30
_MOST_FILES = 20_000
_CHUNK = 1 << 20
# Text packs to a fifth, tables of spaces to a fiftieth; what packs to less is made to fill memory.
_MOST_UNPACKED = 250
_SMALL = 4 << 20
_PACKAGES = (".docx", ".xlsx", ".xlsm")
_PACKED_TO = 8  # what Office documents of ordinary text pack to
_OUTSIDE = re.compile(r"^/|^[A-Za-z]:|(?:^|/)\.\.(?:/|$)")
_DAMAGE = (
    EOFError,
    NotImplementedError,  # a compression this Python does not know
    OSError,
    RuntimeError,  # an encrypted file
    ValueError,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class _Entry(NamedTuple):
    """A file in an archive: the size that the archive states, and what opens it."""

    size: int
    open: Callable[[], IO[bytes] | None]


_Entries = dict[str, _Entry]


def is_archive(path: Path) -> bool:
    """Whether `path` is named like an archive."""
    return path.name.lower().endswith(SUFFIXES)


def members(archive: Path) -> list[str]:
    """The paths of the files in `archive`, sorted. Raises InputError for one that is broken or a bomb."""
    return sorted(_opened(archive))


def member(path: Path) -> bytes | None:
    """The bytes of the file at `path` where that leads into an archive, else None. Raises InputError."""
    archive = _archive_of(path)
    if archive is None:
        return None
    name = path.relative_to(archive).as_posix()
    entry = _opened(archive).get(name)
    if entry is None:
        raise InputError(f"{path}: the archive holds no such file")
    try:
        stream = entry.open()
        # The size that the archive states may be a lie.
        data = stream.read(_LARGEST + 1) if stream else b""
    except _DAMAGE as error:
        raise InputError(f"{name}: damaged or encrypted in {archive.name} ({error})") from error
    if len(data) > _LARGEST:
        raise InputError(f"{name}: larger than {_LARGEST >> 20} MiB; split it")
    return data


def size_of(path: Path) -> int:
    """The size in bytes of the file at `path`, in an archive as that states it; 0 where there is no file."""
    try:
        archive = _archive_of(path)
        if archive is None:
            return path.stat().st_size
        entry = _opened(archive).get(path.relative_to(archive).as_posix())
        return min(entry.size, _LARGEST) if entry else 0
    except (InputError, OSError):
        return 0


def weight_of(path: Path) -> int:
    """The size by which reading `path` takes time: an Office document that is packed better than most counts
    as much as others that hold the same.
    """
    packed = path.suffix.lower() in _PACKAGES and path.is_file()
    return max(size_of(path), _held(path) // _PACKED_TO if packed else 0)


def _held(package: Path) -> int:
    """What a package states that it unpacks to; what the largest may hold where that is more."""
    try:
        with zipfile.ZipFile(package) as opened:
            return min(sum(entry.file_size for entry in opened.infolist()), _LARGEST)
    except _DAMAGE:
        return 0


def _archive_of(path: Path) -> Path | None:
    return next((above for above in path.parents if is_archive(above) and above.is_file()), None)


def _opened(archive: Path) -> _Entries:
    state = archive.stat()
    if not stat.S_ISREG(state.st_mode):
        raise InputError(f"{archive.name}: a folder, pipe or device, not an archive")
    return _open(archive, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _open(archive: Path, _changed: int, size: int) -> _Entries:
    """The archive, kept open while its files are read; the time and size tell a changed one."""
    try:
        return _zip(archive) if archive.suffix.lower() == ".zip" else _tar(archive, size)
    except _DAMAGE as error:
        raise InputError(f"{archive.name}: a damaged archive ({error})") from error


def _zip(archive: Path) -> _Entries:
    opened = zipfile.ZipFile(archive)
    entries: _Entries = {}
    files = [
        entry
        for entry in opened.infolist()
        if not entry.is_dir() and not stat.S_ISLNK(entry.external_attr >> 16)
    ]
    for entry in files:
        _fill_check(archive, entry.file_size, entry.compress_size)
        _place(archive, entries, _name(entry), _Entry(entry.file_size, partial(opened.open, entry)))
    _size_check(archive, len(files), sum(entry.file_size for entry in files))
    return entries


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a file; without a mark that it is UTF-8 it is in the code of the system that packed it."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for code in ("utf-8", "gb18030"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _tar(archive: Path, size: int) -> _Entries:
    opened = tarfile.open(fileobj=_unpacked(archive, size), mode="r:")  # noqa: SIM115 - kept open on purpose
    entries: _Entries = {}
    whole = 0
    for entry in opened:
        if entry.isfile() and not entry.issparse():
            whole += entry.size
            _place(archive, entries, entry.name, _Entry(entry.size, partial(opened.extractfile, entry)))
            _size_check(archive, len(entries), whole)
    return entries


def _unpacked(archive: Path, size: int) -> IO[bytes]:
    """The tar without its compression, in a file that is gone when it is closed."""
    packed = archive.suffix.lower() in (".gz", ".tgz")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the archive is open
    done = 0
    with gzip.open(archive) if packed else archive.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            done += len(chunk)
            _fill_check(archive, done, size)
            _size_check(archive, 0, done)
            file.write(chunk)
    file.seek(0)
    return file


def _place(archive: Path, entries: _Entries, name: str, entry: _Entry) -> None:
    path = name.replace("\\", "/")
    if _OUTSIDE.search(path):
        raise InputError(f"{archive.name}: the file {name!r} leads out of the archive; pack it again")
    path = PurePosixPath(path).as_posix()
    if path in entries:
        raise InputError(f"{archive.name}: two files are called {path}; pack it again")
    entries[path] = entry


def _fill_check(archive: Path, unpacked: int, packed: int) -> None:
    if unpacked > _SMALL and unpacked > _MOST_UNPACKED * max(packed, 1):
        raise InputError(f"{archive.name}: unpacks to more than {_MOST_UNPACKED} times its size; not opened")


def _size_check(archive: Path, files: int, size: int) -> None:
    if files > _MOST_FILES or size > _LARGEST_WHOLE:
        raise InputError(
            f"{archive.name}: more than {_MOST_FILES:,} files or {_LARGEST_WHOLE >> 20} MiB in it; split it"
        )
