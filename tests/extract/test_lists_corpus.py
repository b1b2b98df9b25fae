"""The list of a real document, row by row against facts read by hand (tests/gold), and documents without a
list.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest

from extract.layout import lay_out
from extract.lists import find_lists, projects
from extract.readers import read
from extract.records import Document, Project
from extract.text import Finding, Text

pytestmark = pytest.mark.corpus

GOLD = Path(__file__).parent.parent / "gold" / "dev" / "policy-compilation-2025-04.projects.jsonl"
FIELDS = ("number", "name", "direction", "category", "region", "implementers")


def document(text: Text) -> Document:
    return Document(
        id="https://example.org/id/document/list",
        source=text.source,
        source_sha256=text.sha256,
        start=0,
        end=1,
        quote=text.chars[:1],
        title="清单",
        body_start=0,
        body_end=len(text.chars),
    )


@cache
def listed(path: Path) -> tuple[Text, tuple[Project, ...], tuple[Finding, ...]]:
    text = read(path)
    layout = lay_out(text)
    found = [projects(layout, area, document(text)) for area in find_lists(layout)]
    records = tuple(record for records, _ in found for record in records)
    return text, records, tuple(finding for _, findings in found for finding in findings)


def test_every_row_of_the_list_is_read_as_printed(corpus: Path) -> None:
    _, records, findings = listed(corpus / "policy-compilation-2025-04.txt")
    lines = [json.loads(line) for line in GOLD.read_text("utf-8").splitlines()]
    gold = [line for line in lines if line.get("status") != "withdrawn"]
    assert [record.number for record in records] == [str(number) for number in range(1, 102)]
    assert not findings
    for record, row in zip(records, gold, strict=True):
        assert {field: getattr(record, field) for field in FIELDS} == {
            **{field: row[field] for field in FIELDS},
            "implementers": tuple(row["implementers"]),
        }
        assert hashlib.sha256((record.description or "").encode()).hexdigest() == row["description_sha256"]


def test_evidence_is_the_text_of_the_row(corpus: Path) -> None:
    text, records, _ = listed(corpus / "policy-compilation-2025-04.txt")
    for record in records:
        assert record.quote == text.chars[record.start : record.end]
    assert len({record.id for record in records}) == 101
    assert all(record.region_id for record in records)


def test_carbon_dioxide_is_tonnes_a_year(corpus: Path) -> None:
    _, records, _ = listed(corpus / "policy-compilation-2025-04.txt")
    by_number = {record.number: record.co2_reduction_t_per_year for record in records}
    assert by_number["1"] == 380_000
    assert by_number["59"] == 80_000
    assert by_number["66"] is None  # a share of a conventional ship's emissions
    assert by_number["95"] is None  # what is captured is no reduction


def test_two_lists_one_cell_a_line_with_numbers_that_start_again(corpus: Path) -> None:
    _, records, _ = listed(corpus / "shelf" / "sh-shared-charging-list-2023.txt")
    assert [len([record for record in records if record.number == "1"]), len(records)] == [2, 57]
    assert len({record.id for record in records}) == 57
    assert records[0].name == "云台苑"
    assert records[0].region == "浦东新区"
    assert records[0].region_id == "https://w3id.org/policygraph/id/region/310000"
    assert records[0].implementers == ("上海特来电新能源有限公司",)


def test_makers_carry_equipment_out_and_contacts_stay_outside(corpus: Path) -> None:
    _, records, _ = listed(corpus / "shelf" / "cq-first-set-equipment-2026.txt")
    assert [record.number for record in records] == [str(number) for number in range(1, 10)]
    assert records[3].implementers == ("重庆万普隆能源技术有限公司",)
    assert records[6].implementers == ("重庆科学城城市运营集团有限公司", "清安储能技术（重庆）有限公司")
    assert not any("某某" in record.quote or "0000000" in record.quote for record in records)


@pytest.mark.parametrize(
    "name",
    [
        "mee-ecodemo-zones-7th-list-2023.txt",
        "ndrc-v2g-pilots-2025-241.txt",
        "sc-emergency-system-plan-14fyp.md",
        "sh-key-lab-measures.md",
        "miit-satellite-opinions-2025.docx",
        "nea-qa-charging-2025.txt",
    ],
)
def test_document_without_a_list_has_no_projects(corpus: Path, name: str) -> None:
    assert listed(corpus / "shelf" / name)[1] == ()
