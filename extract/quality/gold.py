"""Gold records: facts that people read from documents, one JSON object a line.

A folder holds `*.jsonl` files, itself or in folders of one level, whose names are the splits ("dev",
"aside"). What a line is of follows from its `type`, or from the last word of the file's name
(`notice.documents.jsonl`, `obligations.jsonl`), where `technologies` and `quantities` are further fields of
the projects with the same `number`; which file it was read from follows from its `source`, from its `part`,
or from the first words of the name (`notice`). An empty file says that the document has no such record.
Parts are lines of a file `*-ranges.jsonl`: `part`, `source`, `start` and `end` of what was read whole,
`sha256` of the file, and `types` where a type was looked for that the part may not have.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from extract.quality.lines import fault
from extract.records import TYPES
from extract.text import Text
from ontology.errors import InputError

_RANGES = "-ranges"
_SHOWN = 60
_MORE = ("technologies", "quantities")
_PLURALS = {f"{kind.removesuffix('y')}ies" if kind.endswith("y") else f"{kind}s": kind for kind in TYPES}

_NEEDED = {
    "document": ("title",),
    "project": ("name",),
    "obligation": ("start", "end"),
    "target": ("subject", "value"),
    "indicator": ("indicator",),
    "agency": ("name",),
    "warning": ("code", "quote"),
}
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What was read whole: a file, or the characters `start` to `end` of it."""

    source: str
    split: str = ""
    sha256: str | None = None
    start: int = 0
    end: int | None = None

    def is_of(self, text: Text) -> bool:
        """Whether this is a part of `text`: of its name, perhaps without folder and suffix, and its bytes."""
        path = PurePosixPath(text.source)
        named = self.source in (text.source, path.name, path.stem)
        return named and self.sha256 in (None, text.sha256)

    def holds(self, offset: int) -> bool:
        """Whether the character at `offset` stands in this part."""
        return self.start <= offset and (self.end is None or offset < self.end)


@dataclass(frozen=True, slots=True)
class Gold:
    """All gold records of one type in one part."""

    type: str
    part: Part
    lines: tuple[Line, ...]


def load(folder: Path) -> tuple[Gold, ...]:
    """The gold records in `folder`, by type and part. Raises InputError, which names file and line."""
    folders = [(folder, ""), *((path, path.name) for path in sorted(folder.glob("*/")))]
    sets = [gold for path, split in folders for gold in _folder(sorted(path.glob("*.jsonl")), split)]
    if not sets:
        raise InputError(f"{folder}: there are no gold records (*.jsonl) in it")
    order = list(TYPES)

    def place(item: Gold) -> tuple[int, str, str, int]:
        return order.index(item.type), item.part.split, item.part.source, item.part.start

    return tuple(sorted(sets, key=place))


def _folder(files: list[Path], split: str) -> Iterator[Gold]:
    """The gold records of one split."""
    found: dict[tuple[str, Part], list[Line]] = defaultdict(list)
    parts: dict[str, Part] = {}
    for file in files:
        if file.stem.endswith(_RANGES):
            for line in _lines(file, ("part", "source")):
                part = Part(line["source"], split, line.get("sha256"), line.get("start", 0), line.get("end"))
                parts[str(line["part"])] = part
                if unknown := set(line.get("types") or ()) - set(TYPES):
                    raise InputError(f"{file.name}: {', '.join(sorted(unknown))}: no type of records")
                found.update({(kind, part): [] for kind in line.get("types") or ()})
    more = _more(files)
    for file in files:
        if file.stem.endswith((_RANGES, *_MORE)):
            continue
        if not file.read_bytes().strip():
            found.setdefault((_type(file, {}), _part(file, {}, parts, split)), [])
        for line in _lines(file, ()):
            kind, part = _type(file, line), _part(file, line, parts, split)
            _check(file, kind, line)
            further = more.get((part.source, str(line.get("number"))), {}) if kind == "project" else {}
            found[kind, part].append({**further, **line})
    for (kind, part), lines in found.items():
        yield Gold(kind, part, tuple(lines))


def _lines(file: Path, needed: tuple[str, ...]) -> Iterator[Line]:
    for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
        except json.JSONDecodeError as error:
            raise InputError(f"{file.name}: line {number} is not JSON: {error}") from error
        if not isinstance(line, dict) or any(key not in line for key in needed):
            raise InputError(f"{file.name}: line {number} is no object with {' and '.join(needed) or 'keys'}")
        if wrong := fault(line):
            raise InputError(f"{file.name}: line {number}: {wrong}")
        yield line


def _more(files: Iterable[Path]) -> dict[tuple[str, str], dict[str, Any]]:
    """The further fields of projects, by source and number."""
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for file in files:
        source, _, field = file.stem.rpartition(".")
        if field in _MORE:
            for line in _lines(file, ("number", field)):
                found[source, str(line["number"])][field] = line[field]
    return found


def _type(file: Path, line: Line) -> str:
    kind = str(line.get("type") or _PLURALS.get(file.stem.rsplit(".", 1)[-1], ""))
    if kind not in TYPES:
        raise InputError(
            f"{file.name}: what type are its records? Give each a type, or call the file"
            f" NAME.{'|'.join(_PLURALS)}.jsonl"
        )
    return kind


def _check(file: Path, kind: str, line: Line) -> None:
    """Raise InputError where a line lacks what its type needs."""
    needed = _NEEDED.get(kind, ())
    if kind == "obligation" and line.get("core", True):
        needed += ("modality",)
    where = f"{file.name}: the record {json.dumps(line, ensure_ascii=False)[:_SHOWN]}"
    if lacking := [key for key in needed if line.get(key) is None]:
        raise InputError(f"{where} lacks {' and '.join(lacking)}")


def _part(file: Path, line: Line, parts: Mapping[str, Part], split: str) -> Part:
    if (name := line.get("part")) is not None:
        if name not in parts:
            raise InputError(f"{file.name}: the part {name} stands in no file *{_RANGES}.jsonl")
        return parts[name]
    source = line.get("source") or file.stem.rsplit(".", 1)[0]
    return Part(str(source), split, line.get("source_sha256"))
