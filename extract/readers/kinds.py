"""Whether a file is what its name says, without reading all of it."""

from __future__ import annotations

from pathlib import PurePath

from extract.readers.package import Package
from extract.readers.plain import decode
from ontology.errors import InputError

_PACKAGES = {".docx": "DOCX", ".xlsx": "XLSX", ".xlsm": "XLSM"}


def recognise(name: str, data: bytes, suffixes: tuple[str, ...]) -> None:
    """Hold `data` against the suffix of `name`, which must be one of `suffixes`.

    Raises InputError, which says what the file is not.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in suffixes:
        such = f"files of kind {suffix}" if suffix else "files without a suffix"
        raise InputError(f"{name}: {such} are not read; these are: {', '.join(suffixes)}")
    if suffix in _PACKAGES:
        Package(data, name, _PACKAGES[suffix])
    elif suffix == ".pdf":
        check_pdf(data, name)
    else:
        decode(data, name)


def check_pdf(data: bytes, name: str) -> None:
    """Raises InputError where `data` is no PDF."""
    if b"%PDF-" not in data[:1024]:
        raise InputError(f"{name}: not a PDF file, whatever its suffix says")
