"""Checks offline that the statements of an answer or a record file stand in their sources.

Nothing of the graph is needed: the file, the sources, and the reader that turns a source into characters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extract.readers import read
from extract.text import Text
from ontology.errors import InputError

_KEYS = ("source", "source_sha256", "start", "end", "quote")


def verify_file(file: Path, sources: Path | None = None) -> tuple[int, list[str]]:
    """How many statements `file` holds, and one line for each that does not hold.

    Sources are looked for in the folder `sources`; by default in that of the file, then in the current one.
    Raises InputError where the file itself cannot be read.
    """
    folders = [sources] if sources else [file.parent, Path.cwd()]
    texts: dict[str, Text | str] = {}
    statements = list(_statements(file))
    faults = []
    for place, statement in statements:
        if fault := _fault(statement, folders, texts):
            faults.append(f"{place}: {fault}")
    return len(statements), faults


def _statements(file: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each statement with where it stands in the file."""
    try:
        content = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{file.name}: is not UTF-8 text.") from None
    if not content.strip():
        raise InputError(f"{file.name}: is empty; it holds no answer and no record to check.")
    answer = _answer(content)
    if answer is not None:
        for number, row in enumerate(answer.get("rows", []), start=1):
            for index, item in enumerate(row.get("evidence", []), start=1):
                yield f"row {number}, evidence {index}", _complete(file, item)
        return
    for number, line in enumerate(content.splitlines(), start=1):
        if line.strip():
            yield f"line {number}", _complete(file, _record(file, number, line))


def _answer(content: str) -> dict[str, Any] | None:
    """The answer, or None where the content is not one JSON object with rows."""
    try:
        data = json.loads(content)
    except json.JSONDecodeError:
        return None
    return data if isinstance(data, dict) and isinstance(data.get("rows"), list) else None


def _record(file: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{file.name}: line {number} is not JSON: {error.msg}.") from None


def _complete(file: Path, item: Any) -> Mapping[str, Any]:
    if not isinstance(item, dict) or any(key not in item for key in _KEYS):
        raise InputError(f"{file.name}: neither an answer nor records: {', '.join(_KEYS)} are needed.")
    return item


def _fault(statement: Mapping[str, Any], folders: list[Path], texts: dict[str, Text | str]) -> str | None:
    """What does not hold of `statement`, or None."""
    name = str(statement["source"])
    if name not in texts:
        texts[name] = _text(name, folders)
    text = texts[name]
    if isinstance(text, str):
        return text
    if text.sha256 != statement["source_sha256"]:
        return f"{name}: is another file than the one that was read (its hash differs)"
    start, end = statement["start"], statement["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= len(text.chars)):
        return f"{name}: has no characters {start} to {end}"
    if "".join(text.chars[start:end].split()) != "".join(str(statement["quote"]).split()):
        return f"{name}: characters {start} to {end} are not the quote"
    if statement.get("page") is not None and statement["page"] != text.page_at(start):
        return (
            f"{name}: characters {start} to {end} are on page {text.page_at(start)}, not {statement['page']}"
        )
    return None


def _text(name: str, folders: list[Path]) -> Text | str:
    """The source as read, or one sentence that says why it is not there."""
    for folder in folders:
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            try:
                return read(path, name)
            except InputError as error:
                return str(error)
    return f"{name}: is not in {' or '.join(str(folder) for folder in folders)}"
