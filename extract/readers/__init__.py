"""Files in, `Text` out: one reader a format behind one function."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from extract.readers.content import Content
from extract.readers.docx import read_docx
from extract.readers.pdf import read_pdf
from extract.readers.plain import read_markdown, read_plain
from extract.readers.separated import read_separated
from extract.readers.web import read_html
from extract.text import Text
from ontology.errors import InputError

_READERS: dict[str, Callable[[bytes, str], Content]] = {
    ".csv": read_separated,
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".pdf": read_pdf,
    ".tsv": read_separated,
    ".txt": read_plain,
}
SUFFIXES = tuple(sorted(_READERS))
_LARGEST = 256 << 20


def read(path: Path, name: str | None = None) -> Text:
    """The text of the file at `path`; `name` is its source name in records (default: its file name).

    Raises InputError, which names the file and the reason, for whatever cannot be read as its suffix says.
    """
    source = name or path.name
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kind = f"files of kind {path.suffix}" if path.suffix else "files without a suffix"
        raise InputError(f"{source}: {kind} are not read; these are: {', '.join(SUFFIXES)}")
    data = _bytes(path, source)
    content = reader(data, source)
    if not content.chars.strip():
        raise InputError(f"{source}: there is no text in it")
    return Text(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        chars=content.chars,
        pages=content.pages,
        tables=content.tables,
        findings=content.findings,
    )


def expand(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each file of `paths` with its source name: the file name, or inside a folder the path below it.

    Of a folder only files of a kind that is read are taken, in the order of their names; hidden ones are not.
    Raises InputError where a path does not exist, a folder holds nothing to read, or two inputs share a name.
    """
    inputs = [pair for path in paths for pair in (_below(path) if path.is_dir() else [_file(path)])]
    first: dict[str, Path] = {}
    for path, name in inputs:
        if name in first:
            raise InputError(f"{name}: two inputs have this name ({first[name]} and {path}); rename one")
        first[name] = path
    return inputs


def _file(path: Path) -> tuple[Path, str]:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    return path, path.name


def _below(folder: Path) -> list[tuple[Path, str]]:
    found = [
        (path, path.relative_to(folder).as_posix())
        for path in folder.rglob("*")
        if path.suffix.lower() in _READERS and path.is_file()
    ]
    inputs = [pair for pair in found if not any(part.startswith(".") for part in pair[1].split("/"))]
    if not inputs:
        raise InputError(f"{folder}: no file in it is of a kind that is read ({', '.join(SUFFIXES)})")
    return sorted(inputs, key=lambda pair: pair[1])


def _bytes(path: Path, source: str) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"{source}: larger than {_LARGEST >> 20} MiB; split it")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{source}: {(error.strerror or 'cannot be read').lower()}") from error
    if not data:
        raise InputError(f"{source}: the file is empty")
    return data
