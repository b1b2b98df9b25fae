"""Office Open XML packages: parts out of an untrusted ZIP, with bounded memory."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from ontology.errors import InputError

_OLE = b"\xd0\xcf\x11\xe0"
_LARGEST_PART = 128 << 20
_LARGEST_WHOLE = 256 << 20
_MOST_ENTRIES = 20_000
_MOST_TAGS = 6_000_000  # an element takes a hundred times the room of its shortest tag
# What packs to less is made to fill memory; see archives.
_MOST_UNPACKED = 250
_SMALL = 4 << 20
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,  # a compression this Python does not know
    OSError,
    OverflowError,
    RuntimeError,  # an encrypted entry
    ValueError,
)


class Package:
    """The parts of one package. Every method raises InputError, which names the file, where it is damaged."""

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        if data.startswith(_OLE):
            raise InputError(
                f"{name}: encrypted, or older than Office 2007; save it as {kind} without a password"
            )
        if not data.startswith(b"PK"):
            raise InputError(f"{name}: not a {kind} file, whatever its suffix says")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise self._damaged(error) from error
        entries = self._zip.infolist()
        if len(entries) > _MOST_ENTRIES:
            raise InputError(f"{name}: {len(entries)} parts in the {kind} file; no document has so many")
        if any(entry.flag_bits & 1 for entry in entries):
            raise InputError(f"{name}: encrypted; save it as {kind} without a password")
        self._sizes = {entry.filename: entry.file_size for entry in entries}
        self._packed = {entry.filename: entry.compress_size for entry in entries}

    def main_part(self) -> str:
        """Name of the part that the package calls its office document."""
        for relation in self.xml("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(str(relation.get("Target", ""))).lstrip("/")
        raise InputError(f"{self.name}: not a {self.kind} file: the package names no document")

    def check_sizes(self) -> None:
        """Raise where the parts are too large for a library that unpacks them without asking."""
        for part, size in self._sizes.items():
            if size > _LARGEST_PART:
                raise self._too_large(part)
            if part.endswith((".xml", ".rels")):
                self._check_filling(part)
        if sum(self._sizes.values()) > _LARGEST_WHOLE:
            raise InputError(
                f"{self.name}: larger than {_LARGEST_WHOLE >> 20} MiB when unpacked; split the document"
            )

    def sheets(self) -> dict[str, str]:
        """Of a workbook: the part of each sheet by its name."""
        book = self.main_part()
        folder, file = posixpath.split(book)
        targets = {
            relation.get("Id"): posixpath.normpath(
                posixpath.join("/", folder, str(relation.get("Target", "")))
            ).lstrip("/")
            for relation in self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        }
        found = {}
        for sheet in self.xml(book).iter("{*}sheet"):
            ids = (value for key, value in sheet.attrib.items() if str(key).endswith("}id"))
            target = targets.get(next(ids, None))
            if target in self._sizes:
                found[str(sheet.get("name"))] = str(target)
        return found

    def related(self, part: str, kind: str) -> etree._Element | None:
        """The part that `part` points to with a relation of this kind ("styles"), or None."""
        folder, file = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self._sizes:
            return None
        for relation in self.xml(relations):
            if relation.get("Type", "").endswith(f"/{kind}"):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", "")))
                return self.xml(target.lstrip("/")) if target.lstrip("/") in self._sizes else None
        return None

    def xml(self, part: str) -> etree._Element:
        """The root element of a part; no entity is resolved, nothing is fetched."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        data = self.part(part)
        if data.count(b"<") > _MOST_TAGS:
            raise InputError(f"{self.name}: {part} has more than {_MOST_TAGS:,} tags; split the document")
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._damaged(error) from error

    def part(self, part: str) -> bytes:
        """The bytes of a part."""
        if self._sizes.get(part, 0) > _LARGEST_PART:
            raise self._too_large(part)
        self._check_filling(part)
        try:
            with self._zip.open(part) as stream:
                data = stream.read(_LARGEST_PART + 1)  # the size that the archive states may be a lie
        except _DAMAGE as error:
            raise self._damaged(error) from error
        if len(data) > _LARGEST_PART:
            raise self._too_large(part)
        return data

    def _check_filling(self, part: str) -> None:
        size, packed = self._sizes.get(part, 0), self._packed.get(part, 0)
        if size > _SMALL and size > _MOST_UNPACKED * max(packed, 1):
            raise InputError(
                f"{self.name}: {part} unpacks to more than {_MOST_UNPACKED} times its size; "
                "not opened; save the document anew"
            )

    def _too_large(self, part: str) -> InputError:
        return InputError(
            f"{self.name}: {part} is larger than {_LARGEST_PART >> 20} MiB when unpacked; split the document"
        )

    def _damaged(self, error: Exception) -> InputError:
        return InputError(
            f"{self.name}: a damaged {self.kind} file ({str(error).strip(chr(39)) or type(error).__name__})"
        )
