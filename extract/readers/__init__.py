"""Files in, `Text` out: one reader a format behind one function."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from extract.readers import archives
from extract.readers.content import Content
from extract.text import Text
from ontology.errors import InputError

# The module and function that read each kind: imported, with the libraries they need, when such a file comes.
_READERS: dict[str, tuple[str, str]] = {
    ".csv": ("separated", "read_separated"),
    ".docx": ("docx", "read_docx"),
    ".htm": ("web", "read_html"),
    ".html": ("web", "read_html"),
    ".markdown": ("plain", "read_markdown"),
    ".md": ("plain", "read_markdown"),
    ".pdf": ("pdf", "read_pdf"),
    ".tsv": ("separated", "read_separated"),
    ".txt": ("plain", "read_plain"),
    ".xlsm": ("sheet", "read_sheet"),
    ".xlsx": ("sheet", "read_sheet"),
}
SUFFIXES = tuple(sorted(_READERS))
_LARGEST = 256 << 20
_MOST_COLUMNS = 2_000


def read(path: Path, name: str | None = None) -> Text:
    """The text of the file at `path`; `name` is its source name in records (default: its file name).

    Raises InputError, which names the file and the reason, for whatever cannot be read as its suffix says.
    """
    source = name or path.name
    kind = path.suffix.lower()
    if kind not in _READERS and archives.is_archive(path) and path.is_file():
        archives.members(path)  # says what is broken
        raise InputError(f"{source}: the archive is empty")
    if kind not in _READERS:
        such = f"files of kind {path.suffix}" if path.suffix else "files without a suffix"
        raise InputError(f"{source}: {such} are not read; these are: {', '.join(SUFFIXES)}")
    data = content_of(path, source)
    content = _reader(kind)(data, source)
    if not content.chars.strip():
        raise InputError(f"{source}: there is no text in it")
    if any(cell.column >= _MOST_COLUMNS for table in content.tables for cell in table.cells):
        raise InputError(f"{source}: a table of more than {_MOST_COLUMNS:,} columns; no list has so many")
    return Text(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        chars=content.chars,
        pages=content.pages,
        tables=content.tables,
        findings=content.findings,
        spots=content.spots,
    )


def expand(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each file of `paths` with its source name: the file name, or in a folder or archive the path below it.

    Of a folder or an archive only files of a kind that is read are taken, in the order of their names; hidden
    ones are not. An archive in a folder is a folder in it. Raises InputError where a path does not exist, a
    folder holds nothing to read, an archive is broken, or two inputs share a name.
    """
    inputs = [pair for path in paths for pair in _inputs(path)]
    first: dict[str, Path] = {}
    for path, name in inputs:
        if name in first:
            raise InputError(f"{name}: two inputs have this name ({first[name]} and {path}); rename one")
        first[name] = path
    return inputs


def left_out(paths: Iterable[Path]) -> list[str]:
    """The files below `paths` that `expand` leaves out for their kind; hidden ones are not named.

    Raises InputError as `expand` does.
    """
    return [str(path) for above in paths for path, _ in _contents(above) if not _is_read(path)]


def _reader(kind: str) -> Callable[[bytes, str], Content]:
    module, function = _READERS[kind]
    found: Callable[[bytes, str], Content] = getattr(import_module(f"{__name__}.{module}"), function)
    return found


def _inputs(path: Path) -> list[tuple[Path, str]]:
    try:
        path.stat()
    except FileNotFoundError:
        raise InputError(f"{path}: no such file or folder") from None
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from error
    if not path.is_dir() and not archives.is_archive(path):
        return [(path, path.name)]
    inputs = [pair for pair in _contents(path) if _is_read(pair[0])]
    if not inputs:
        raise InputError(f"{path}: no file in it is of a kind that is read ({', '.join(SUFFIXES)})")
    return inputs


def _contents(path: Path) -> list[tuple[Path, str]]:
    """The files in a folder or an archive that are not hidden, with their paths below it, sorted by these."""
    if path.is_dir():
        found = []
        for below in _files(path):
            name = below.relative_to(path).as_posix()
            if not _is_hidden(name):
                inner = _inside(below) if archives.is_archive(below) and below.is_file() else []
                found += [(file, f"{name}/{rest}") for file, rest in inner] or [(below, name)]
    elif archives.is_archive(path):
        found = [(path / name, name) for name in archives.members(path) if not _is_hidden(name)]
    else:
        found = []
    return sorted(found, key=lambda pair: pair[1])


def _files(folder: Path) -> list[Path]:
    """The files below `folder`, with links that lead nowhere, pipes and devices, which then fail by name.

    Raises InputError for a closed folder.
    """

    def closed(error: OSError) -> None:
        raise InputError(f"{error.filename}: {(error.strerror or 'cannot be read').lower()}") from error

    return sorted(Path(here, name) for here, _, names in os.walk(folder, onerror=closed) for name in names)


def _inside(archive: Path) -> list[tuple[Path, str]]:
    """What an archive in a folder holds; nothing for a broken one, which then stands for itself and fails."""
    try:
        return _contents(archive)
    except InputError:
        return []


def _is_read(path: Path) -> bool:
    return path.suffix.lower() in _READERS or (archives.is_archive(path) and path.is_file())


def _is_hidden(name: str) -> bool:
    """Whether a path is one that systems and editors make and people do not see."""
    return any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/"))


def content_of(path: Path, source: str) -> bytes:
    """The bytes of the file at `path`, which may lie in an archive. Raises InputError where there is none."""
    try:
        data = archives.member(path)
        if data is None and path.exists() and not path.is_file():
            raise InputError(f"{source}: a folder, pipe or device, not a file")
        if data is None and path.stat().st_size > _LARGEST:
            raise InputError(f"{source}: larger than {_LARGEST >> 20} MiB; split it")
        data = path.read_bytes() if data is None else data
    except OSError as error:
        raise InputError(f"{source}: {(error.strerror or 'cannot be read').lower()}") from error
    if not data:
        raise InputError(f"{source}: the file is empty")
    return data
