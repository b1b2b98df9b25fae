"""The extraction against gold records that people read from real documents: no figure may fall unseen.

The floors are a little below what was measured; both parts have theirs. How the gold was made, and what the
first runs on the part kept aside gave: tests/gold/README.md.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.batch import extract_files
from extract.extraction import Extraction
from extract.quality import gold
from extract.quality.scoring import Measure, measures
from extract.readers import expand
from extract.records import Obligation

GOLD = Path(__file__).parent.parent / "gold"
FLOORS = {
    "document": (0.97, 0.97),
    "project": (0.97, 0.97),
    "project: all fields": (0.97, 0.97),
    "project: technologies": (0.95, 0.75),
    "project: quantities": (0.97, 0.95),
    "obligation": (0.98, 0.97),
    "obligation: strict": (0.97, 0.92),
    "deadline": (0.97, 0.93),
    "target": (0.97, 0.95),
    "indicator": (0.97, 0.95),
    "citation": (0.97, 0.90),
}


@pytest.fixture(scope="module")
def extractions(corpus: Path) -> dict[str, Extraction]:
    found = extract_files(expand([corpus]))
    return {item.text.source.rsplit("/")[-1]: item for item in found if isinstance(item, Extraction)}


@pytest.fixture(scope="module")
def found(extractions: dict[str, Extraction]) -> dict[tuple[str, str], Measure]:
    made = measures(gold.load(GOLD), list(extractions.values()))
    return {(one.what, one.split): one for one in made}


@pytest.mark.corpus
@pytest.mark.parametrize("what", FLOORS)
def test_no_figure_falls(found: dict[tuple[str, str], Measure], what: str) -> None:
    for split, floor in zip(("dev", "aside"), FLOORS[what], strict=True):
        measure = found.get((what, split))
        assert measure is None or measure.f1 >= floor, (split, measure)


@pytest.mark.corpus
def test_gold_stands_where_it_says(extractions: dict[str, Extraction]) -> None:
    for item in gold.load(GOLD):
        for extraction in extractions.values():
            if item.type == "obligation" and item.part.is_of(extraction.text):
                for line in item.lines:
                    quote = extraction.text.chars[line["start"] : line["end"]]
                    assert "".join(quote.split()).startswith(line["head"]), json.dumps(line)


@pytest.mark.corpus
def test_quotes_are_slices_and_talk_obliges_nobody(extractions: dict[str, Extraction]) -> None:
    for extraction in extractions.values():
        talk = {
            record.id
            for record in extraction.records
            if record.type == "document" and getattr(record, "kind", None) in {"解读", "答记者问"}
        }
        for record in extraction.records:
            assert record.quote == extraction.text.chars[record.start : record.end]
            assert not (isinstance(record, Obligation) and record.document in talk)
