"""Extracted records against gold ones: what was found, what was invented, which fields are right."""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.cleaning import plain
from extract.extraction import Extraction
from extract.ids import title_key
from extract.quality import evaluation
from extract.quality.evaluation import bigram_f1
from extract.quality.gold import Gold, Line
from extract.records import Document, Obligation, to_dict

_Z = 1.96
_ALIKE = 0.5
_NEARLY = 0.8
_FIELDS: dict[str, tuple[str, ...]] = {
    "document": (
        "title",
        "kind",
        "doc_number",
        "issuers",
        "date",
        "adopted_date",
        "effective_date",
        "expiry_date",
    ),
    "project": ("name", "number", "direction", "category", "region", "implementers", "description", "status"),
    "citation": ("relation",),
    "agency": ("kind",),
    "target": ("by", "comparator", "value", "unit"),
    "indicator": ("comparator", "low", "high", "unit", "condition"),
    "warning": (),
}
_LISTS = {"project": ("technologies", "quantities")}

Pair = tuple[Line, Line]


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of `gold` were found, and how many of `found` are right; of a field, of the paired records."""

    what: str
    split: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 1 where there is none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 1.0

    def interval(self) -> tuple[float, float]:
        """The 95 % interval of F1: Wilson's, for the share of `right` in the mean of `gold` and `found`.

        A record is one trial, though gold and found both hold it; of a field, where both are the pairs, this
        is Wilson's interval of a share. To count all that is gold or found (as Lam, Gopal and Qian do,
        "Confidence Intervals for the F1 Score", arXiv:2309.14621) would take what is read wrongly, which is
        missed and invented at once, for two trials that have nothing to do with one another, and give
        intervals that are too narrow.
        """
        return wilson(self.right, (self.gold + self.found) / 2)


def wilson(right: int, count: float) -> tuple[float, float]:
    """The 95 % interval of a share by E. B. Wilson, "Probable Inference, the Law of Succession, and
    Statistical Inference", Journal of the American Statistical Association 22 (1927), 209–212; everything,
    where nothing was counted.
    """
    if count == 0:
        return 0.0, 1.0
    share, square = right / count, _Z * _Z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _Z * math.sqrt(share * (1 - share) / count + square / (4 * count * count)) / (1 + square / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def measures(gold: Iterable[Gold], extractions: Sequence[Extraction]) -> tuple[Measure, ...]:
    """The measures of all gold whose file was read, summed by record type, field and split."""
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for item in gold:
        for extraction in extractions:
            if item.part.is_of(extraction.text):
                for one in _measured(item, extraction):
                    sums[one.what, one.split].update(gold=one.gold, found=one.found, right=one.right)
    return tuple(
        Measure(what, split, count["gold"], count["found"], count["right"])
        for (what, split), count in sums.items()
    )


def unread(gold: Iterable[Gold], extractions: Sequence[Extraction]) -> tuple[str, ...]:
    """The sources of gold records that are not among the files, or have other bytes; sorted."""
    return tuple(
        sorted(
            {
                item.part.source
                for item in gold
                if not any(item.part.is_of(extraction.text) for extraction in extractions)
            }
        )
    )


def _measured(gold: Gold, extraction: Extraction) -> Iterator[Measure]:
    if gold.type == "obligation":
        yield from _statements(gold, extraction)
        return
    titles = {one.id: one.title for one in extraction.records if isinstance(one, Document)}
    found = [
        {**to_dict(record), "document_title": titles.get(getattr(record, "document", ""), "")}
        for record in extraction.records
        if record.type == gold.type and gold.part.holds(record.start)
    ]
    lines: Sequence[Line] = gold.lines
    if gold.type == "agency":
        lines, found = _distinct(lines), list(_distinct(found))  # type: ignore[arg-type]
    pairs = _pairs(lines, found, _SAME[gold.type])
    split = gold.part.split
    yield Measure(gold.type, split, len(lines), len(found), len(pairs))
    for field in _FIELDS[gold.type]:
        if any(_says(line, field) for line in lines):
            right = sum(_agrees(gold, field, *pair) for pair in pairs)
            yield Measure(f"{gold.type}: {field}", split, len(pairs), len(pairs), right)
    if gold.type == "project":
        exact = sum(all(_agrees(gold, field, *pair) for field in _FIELDS["project"]) for pair in pairs)
        yield Measure("project: all fields", split, len(lines), len(found), exact)
    for field in _LISTS.get(gold.type, ()):
        if any(field in line for line in lines):
            yield _items(f"{gold.type}: {field}", split, field, pairs)


def _statements(gold: Gold, extraction: Extraction) -> Iterator[Measure]:
    """Deontic statements, by the rules of `evaluation`."""
    predicted = [
        record
        for record in extraction.records
        if isinstance(record, Obligation) and gold.part.holds(record.start)
    ]
    lines = [{"core": True, **line} for line in gold.lines]
    score = evaluation.score(extraction.text.chars, lines, predicted)
    split, paired = gold.part.split, score.paired
    yield Measure("obligation", split, score.gold, score.predicted, paired)
    strict = round(score.strict_f1 * (score.gold + score.predicted) / 2)
    yield Measure("obligation: strict", split, score.gold, score.predicted, strict)
    checks: dict[str, Callable[[Line, Obligation], bool]] = {
        "modality": evaluation.modality_agrees,
        "bearer": evaluation.bearer_agrees,
        "deadline": evaluation.deadline_agrees,
        "quantity": evaluation.quantity_agrees,
    }
    for name, agrees in checks.items():
        right = sum(agrees(line, record) for line, record in score.pairs)
        yield Measure(f"obligation: {name}", split, paired, paired, right)
    due = [(line, record) for line, record in score.pairs if line.get("deadline") or record.deadline]
    yield Measure(
        "deadline",
        split,
        sum(1 for line, _ in due if line.get("deadline")),
        sum(1 for _, record in due if record.deadline),
        sum(evaluation.deadline_agrees(line, record) for line, record in due),
    )


def _distinct(lines: Iterable[Line]) -> list[Line]:
    """One line for each body that is named."""
    return list({line["name"]: line for line in lines}.values())


def _same_document(gold: Line, found: Line) -> bool:
    numbers = [plain(line.get("doc_number") or "") for line in (gold, found)]
    return title_key(gold["title"]) == title_key(found["title"]) and (
        not all(numbers) or numbers[0] == numbers[1]
    )


def _same_project(gold: Line, found: Line) -> bool:
    if plain(gold["name"]) == plain(found["name"]):
        return True
    numbered = gold.get("number") is not None and gold.get("number") == found.get("number")
    return numbered and bigram_f1(gold["name"], found["name"]) >= _NEARLY


def _same_citation(gold: Line, found: Line) -> bool:
    home = gold.get("document")
    if home != found["document"] and not _same_title(home, found["document_title"]):
        return False
    if gold.get("title") and found.get("title"):
        return _same_title(gold["title"], found["title"])
    return plain(gold.get("doc_number") or "") == plain(found.get("doc_number") or "!")


def _same_title(one: str | None, other: str | None) -> bool:
    return title_key(one or "") == title_key(other or "")


def _same_target(gold: Line, found: Line) -> bool:
    return (
        str(gold.get("by")) == str(found.get("by"))
        and float(gold["value"]) == float(found["value"])
        and bigram_f1(gold["subject"], found["subject"]) >= _ALIKE
    )


def _same_indicator(gold: Line, found: Line) -> bool:
    words = [f"{line.get('subject') or ''}{line['indicator']}" for line in (gold, found)]
    return _bounds(gold) == _bounds(found) and bigram_f1(*words) >= _ALIKE


def _bounds(line: Line) -> tuple[float | None, ...]:
    return tuple(None if line.get(key) is None else float(line[key]) for key in ("low", "high"))


_SAME: Mapping[str, Callable[[Line, Line], bool]] = {
    "document": _same_document,
    "project": _same_project,
    "citation": _same_citation,
    "agency": lambda gold, found: gold["name"] == found["name"],
    "target": _same_target,
    "indicator": _same_indicator,
    "warning": lambda gold, found: (
        gold["code"] == found["code"] and plain(gold["quote"]) == plain(found["quote"])
    ),
}


def _pairs(gold: Sequence[Line], found: Sequence[Line], same: Callable[[Line, Line], bool]) -> list[Pair]:
    """Gold and found records that are the same, one to one, in order."""
    free = dict(enumerate(found))
    pairs = []
    for line in gold:
        at = next((number for number, record in free.items() if same(line, record)), None)
        if at is not None:
            pairs.append((line, free.pop(at)))
    return pairs


def _says(line: Line, field: str) -> bool:
    return field in line or (field == "description" and "description_sha256" in line)


def _agrees(gold: Gold, field: str, line: Line, record: Line) -> bool:
    """Whether a field of a record is that of its gold line. What an attachment inherits it may repeat."""
    value = _value(record.get(field))
    if field == "description" and "description_sha256" in line:
        return hashlib.sha256(str(value or "").encode()).hexdigest() == str(line["description_sha256"])
    if not any(_says(other, field) for other in gold.lines):
        return True
    wanted = _value(line.get(field))
    if value == wanted:
        return True
    owner = line.get("attached_to")
    above = next((other for other in gold.lines if owner and other.get("title") == owner), {})
    return wanted is None and bool(value == _value(above.get(field)))


def _value(value: Any) -> Any:
    """A value in the form in which it is compared: lists in any order, nothing as None, text without white
    space inside Chinese.
    """
    if isinstance(value, (list, tuple)):
        return sorted(plain(str(one)) for one in value) or None
    if isinstance(value, str):
        return plain(value) or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    return value


def _items(what: str, split: str, field: str, pairs: Sequence[Pair]) -> Measure:
    """Phrases or quantities of the paired records, each counted for itself."""
    counts = Counter(gold=0, found=0, right=0)
    for line, record in pairs:
        gold, found = (Counter(map(_item, side.get(field) or ())) for side in (line, record))
        counts.update(gold=gold.total(), found=found.total(), right=(gold & found).total())
    return Measure(what, split, counts["gold"], counts["found"], counts["right"])


def _item(item: Any) -> str:
    return f"{float(item['value'])} {item['unit']}" if isinstance(item, Mapping) else str(item)
