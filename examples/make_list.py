"""Write demo-list-2025.txt: the facts of data/projects.yaml in the broken-line form that comes out of a PDF.

Run `python examples/make_list.py`. Narrow columns wrap after a few characters, the wide one after 37; every
line is followed by a blank one; header rows come again at page breaks, some under a running head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
WIDTHS = {"name": 7, "direction": 2, "description": 37, "region": 3, "implementers": 4}
NOTICE_WIDTH = 36
ROWS_A_PAGE = 4
RUNNING_HEAD = "绿色低碳政策文件演示汇编"
NEVER_FIRST = "，。、；：）》”’！？％%"
UNIT = re.compile(r"[A-Za-z0-9.#+×≥-]+|.")
BORDER = re.compile(r"(?<=[一-鿿])(?=[0-9])|(?<=[0-9])(?=[一-鿿])")


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of `width` Chinese characters; numbers and words stay whole, stops hang."""
    lines, room = [""], float(width)
    for unit in UNIT.findall(text):
        size = len(unit) * (0.5 if unit.isascii() else 1)
        if size > room and unit not in NEVER_FIRST:
            lines.append("")
            room = float(width)
            unit = unit.lstrip()  # noqa: PLW2901 - a line does not begin with the space that broke it
        lines[-1] += unit
        room -= size
    return [line.rstrip() for line in lines]


def cell(text: str, width: int) -> list[str]:
    """The lines of a cell; the last one ends in a space, as it does in text taken from a PDF."""
    lines = wrap(text, width)
    return [*lines[:-1], lines[-1] + " "]


def row(project: dict[str, Any]) -> Iterator[str]:
    """The lines of one row, cell after cell; an interleaved row has its wide cell around the others."""
    cells = {key: cell(project[key], width) for key, width in WIDTHS.items() if key != "description"}
    wide = cell(BORDER.sub(" ", project["description"]), WIDTHS["description"])
    above, below = (wide[:1], wide[-1:]) if project.get("interleaved") else ([], [])
    yield from (f"   {line} " for line in above)
    yield f"{project['number']} "
    yield from cells["name"] + cells["direction"]
    yield from wide[len(above) : len(wide) - len(below)]
    yield from cells["region"] + cells["implementers"]
    yield from (f"   {line}  " for line in below)


def document(data: dict[str, Any]) -> Iterator[str]:
    """All lines of the file."""
    for paragraph in (data["title"], data["doc_number"], data["addressees"], *data["notice"]):
        yield from cell(BORDER.sub(" ", paragraph), NOTICE_WIDTH)
    yield data["signature"] + " "
    yield BORDER.sub(" ", data["date"]) + " "
    yield " 附件 "
    yield f" {data['list_title']} "
    yield f"{data['list_note']} "
    header = ["序", "号 ", " ".join(data["columns"][1:]) + " "]
    yield from header
    for index, project in enumerate(data["projects"]):
        if index and index % ROWS_A_PAGE == 0:
            page = index // ROWS_A_PAGE
            if page % 2 == 0:
                yield from (f"{RUNNING_HEAD} ", f"{page} ")
            yield from header
        yield from row(project)


def text() -> str:
    """The whole file."""
    data = yaml.safe_load((HERE / "data" / "projects.yaml").read_text("utf-8"))
    return "\n\n".join(document(data)) + "\n"


if __name__ == "__main__":
    (HERE / "demo-list-2025.txt").write_text(text(), "utf-8", newline="\n")
