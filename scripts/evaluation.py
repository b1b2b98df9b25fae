"""The tables of how good the extraction is, from the gold records and the real documents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from extract.batch import extract_files
from extract.extraction import Extraction
from extract.quality import gold, scoring
from extract.quality.scoring import Measure
from extract.readers import expand

GOLD = Path(__file__).parent.parent / "tests" / "gold"
SPLITS = ("dev", "aside")
TABLE = re.compile(r"(?<=<!-- evaluation -->\n).*?(?=<!-- end of evaluation -->)", re.DOTALL)
HEADS = {
    "README.md": ("record", "gold", "F1", "95 %", "kept aside: gold", "F1", "95 %"),
    "README.zh.md": ("记录", "标准数", "F1", "95 %", "留存部分：标准数", "F1", "95 %"),
}
SHORT = (
    "document", "document: title", "document: doc_number", "document: date", "document: issuers", "project",
    "project: all fields", "project: technologies", "project: quantities", "obligation", "obligation: strict",
    "deadline", "target", "indicator", "citation", "citation: relation", "agency", "warning",
)  # fmt: skip

Found = Mapping[tuple[str, str], Measure]


def corpus() -> Path | None:
    """The folder of real documents, if this machine has it."""
    folder = os.environ.get("POLICYGRAPH_CORPUS")
    return Path(folder) if folder else None


def measured(folder: Path) -> Found:
    """All measures of the documents in `folder` by what they measure and split."""
    sets = gold.load(GOLD)
    found = [item for item in extract_files(expand([folder])) if isinstance(item, Extraction)]
    return {(one.what, one.split): one for one in scoring.measures(sets, found)}


def filled(name: str, page: str, found: Found) -> str:
    """The page `name` with the short table between its marks."""
    rows = [_row(what, found) for what in SHORT if any((what, split) in found for split in SPLITS)]
    return TABLE.sub(lambda _: _table(HEADS[name], rows), page)


def whole(found: Found) -> str:
    """Every measure, as the rows of one table."""
    heads = ("what", "part", "gold", "found", "right", "precision", "recall", "F1", "95 %")
    order = list(dict.fromkeys(what for what, _ in found))
    kept = [found[what, split] for what in order for split in SPLITS if (what, split) in found]
    return _table(heads, [_cells(measure) for measure in kept])


def _row(what: str, found: Found) -> list[str]:
    cells = [what]
    for split in SPLITS:
        if measure := found.get((what, split)):
            cells += [f"{measure.gold:,}", f"{measure.f1:.3f}", _interval(measure)]
        else:
            cells += ["–", "–", "–"]
    return cells


def _cells(measure: Measure) -> list[str]:
    counts = [f"{count:,}" for count in (measure.gold, measure.found, measure.right)]
    shares = [f"{share:.3f}" for share in (measure.precision, measure.recall, measure.f1)]
    return [measure.what, measure.split, *counts, *shares, _interval(measure)]


def _interval(measure: Measure) -> str:
    low, high = measure.interval()
    return f"{low:.3f}–{high:.3f}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"
