"""Answers and rows as text: a table for people, JSON, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from queries.run import Answer, Evidence, Row, Value

_GAP = "  "
_QUOTE = 60
_WIDE = frozenset("WF")
_JOINT = "；"
_WORDS: Mapping[str, tuple[str, str]] = {
    "query": ("查询", "query"),
    "release": ("版本", "release"),
    "no_rows": ("没有结果。", "No rows."),
    "rows": ("行", "rows"),
    "row": ("行", "row"),
    "listed": ("现有", "listed"),
    "withdrawn": ("已退出", "withdrawn"),
    "obligation": ("义务", "obligation"),
    "prohibition": ("禁止", "prohibition"),
    "permission": ("许可", "permission"),
    "encouragement": ("鼓励", "encouragement"),
    "yes": ("有效", "yes"),
    "no": ("无效", "no"),
    "not known": ("未知", "not known"),
    "in effect": ("已施行", "in effect"),
    "not yet in effect": ("尚未施行", "not yet in effect"),
    "expired": ("已过有效期", "expired"),
    "repealed": ("已废止", "repealed"),
    "repealed on a day not stated": ("已废止，日期未载明", "repealed on a day not stated"),
    "the text does not say from when": ("文中未载明施行日期", "the text does not say from when"),
    "cut": ("结果未列全：已到行数上限。", "Not all rows are shown: the limit was reached."),
    "evidence": ("依据", "evidence"),
    "page": ("页", "p."),
    "characters": ("字符", "characters"),
    "note": ("说明", "note"),
}
# Columns that hold words of the model, not of the texts.
_OURS = frozenset(["status", "modality", "in_force", "because"])


def word(key: str, language: str) -> str:
    """A word of the display in `language` ("zh" or "en"); an unknown key is given back as it is."""
    return _WORDS[key][language != "zh"] if key in _WORDS else key


def to_json(answer: Answer) -> str:
    """The answer as indented JSON with a line end."""
    return json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) + "\n"


def to_csv(columns: Sequence[str], rows: Sequence[Mapping[str, Value]], separator: str = ",") -> str:
    """Rows with a header line; several values of one cell are joined by a semicolon."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n" if separator == "," else "\n")
    writer.writerow(columns)
    writer.writerows([text(row[name]) for name in columns] for row in rows)
    return out.getvalue()


def to_text(answer: Answer, language: str, width: int) -> str:
    """The answer for a terminal of `width` columns: what was asked, rows, notes and evidence."""
    lines = [answer.question, *_chosen(answer, language), ""]
    shown = [
        name for name in answer.query.show if any(row.values[name] not in (None, []) for row in answer.rows)
    ]
    for heading, rows in sections(answer, language):
        if heading:
            lines += [heading, ""]
        lines += _rows(answer, rows, shown, language, width) if rows else [word("no_rows", language), ""]
    if answer.rows:
        lines.append(summary(answer, language))
    if not answer.complete:
        lines.append(word("cut", language))
    lines += [f"{word('note', language)}: {note.of(language)}" for note in answer.notes]
    return "\n".join(lines).rstrip() + "\n"


def sections(answer: Answer, language: str) -> Iterator[tuple[str, list[Row]]]:
    """The rows by section with its heading, in the order of the query; without sections, all under ''."""
    if not answer.query.sections:
        yield "", list(answer.rows)
        return
    for key, label in answer.query.sections.items():
        rows = [row for row in answer.rows if row.values["section"] == key]
        yield label.of(language), rows


def summary(answer: Answer, language: str) -> str:
    """How many rows there are; by section and status where the query has them."""
    total = len(answer.rows)
    line = f"{total} {word('row' if total == 1 else 'rows', language)}"
    parts = []
    for count in answer.counts():
        section = answer.query.sections.get(count.get("section", ""))
        names = [section.of(language)] if section else []
        names += [word(str(count["status"]), language)] if count.get("status") else []
        parts.append(f"{', '.join(names)}: {count['rows']}")
    return f"{line} ({'; '.join(parts)})" if parts else line


def parameter_text(answer: Answer, name: str, language: str) -> str:
    """The value of a parameter as a person reads it: the label of a concept, else the value."""
    label = answer.labels.get(name)
    return f"{label.zh} / {label.en}" if label else answer.parameters[name]


def evidence_text(item: Evidence, language: str) -> str:
    """One line that says where to look: file, page, characters, the first words of the quote."""
    quote = "".join(item.quote.split()) if _chinese(item.quote) else " ".join(item.quote.split())
    short = quote if len(quote) <= _QUOTE else quote[:_QUOTE] + "…"
    page = f", {word('page', language)} {item.page}" if item.page else ""
    return f"{item.source}{page}, {word('characters', language)} {item.start}–{item.end}: “{short}”"


def text(value: Value) -> str:
    """A value as text."""
    if isinstance(value, list):
        return _JOINT.join(value)
    return "" if value is None else str(value)


def cell(name: str, value: Value, language: str) -> str:
    """The value of the column `name` as a person reads it."""
    return word(str(value), language) if name in _OURS and value else text(value)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table whose columns stand under each other also where letters are two columns wide."""
    cells = [list(columns), *(list(row) for row in rows)]
    widths = [max(columns_of(row[place]) for row in cells) for place in range(len(columns))]
    cells.insert(1, ["─" * width for width in widths])
    return [
        _GAP.join(pad(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells
    ]


def columns_of(string: str) -> int:
    """How many terminal columns `string` takes."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in _WIDE else 1
        for letter in string
    )


def pad(string: str, width: int) -> str:
    """`string` filled with spaces to `width` terminal columns."""
    return string + " " * (width - columns_of(string))


def _chosen(answer: Answer, language: str) -> Iterator[str]:
    yield f"{word('query', language)}: {answer.query.id}  ({answer.query.question.of(language)})"
    for parameter in answer.query.params:
        yield f"{parameter.label.of(language)}: {parameter_text(answer, parameter.name, language)}"
    yield f"{word('release', language)}: {answer.release}"


def _rows(
    answer: Answer, rows: Sequence[Row], shown: Sequence[str], language: str, width: int
) -> Iterator[str]:
    titles = [answer.query.columns[name].of(language) for name in shown]
    cells = [[cell(name, row.values[name], language) for name in shown] for row in rows]
    lines = table(titles, cells)
    if max(columns_of(line) for line in lines) <= width:
        yield from lines
        proofs = dict.fromkeys(item for row in rows for item in row.evidence)
        if proofs:
            yield from ("", f"{word('evidence', language)}:")
        yield from (_GAP + evidence_text(item, language) for item in proofs)
        yield ""
        return
    head = next((place for place, name in enumerate(shown) if name in answer.query.links), 0)
    for number, (row, values) in enumerate(zip(rows, cells, strict=True), start=1):
        yield from _block(number, row, _first(titles, head), _first(values, head), language)


def _block(
    number: int, row: Row, titles: Sequence[str], values: Sequence[str], language: str
) -> Iterator[str]:
    """One row under itself: what a table of many long columns becomes in a narrow terminal."""
    width = max(columns_of(title) for title in (*titles, word("evidence", language)))
    yield f"{number}. {values[0]}"
    for title, value in zip(titles[1:], values[1:], strict=True):
        if value:
            yield f"   {pad(title, width)}  {value}"
    for item in row.evidence:
        yield f"   {pad(word('evidence', language), width)}  {evidence_text(item, language)}"
    yield ""


def _first(items: Sequence[str], place: int) -> list[str]:
    """`items` with the one at `place` in front: the name of a row heads its block."""
    return [items[place], *items[:place], *items[place + 1 :]]


def _chinese(string: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in string)
