"""A document of the shelf that lies there as DOCX and as Markdown says the same in both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extract.pipeline import extract_file
from extract.records import to_dict

# Where in which file it stands is all in which the two may differ.
_OF_THE_FILE = {"source", "source_sha256", "start", "end", "body_start", "body_end", "page"}


def said(path: Path) -> list[dict[str, Any]]:
    records = [to_dict(record) for record in extract_file(path).records]
    for record in records:
        record["quote"] = "".join(record["quote"].split())
    return [{name: value for name, value in record.items() if name not in _OF_THE_FILE} for record in records]


@pytest.mark.corpus
def test_docx_and_markdown_give_the_same_records(corpus: Path) -> None:
    shelf = corpus / "shelf"
    word, markdown = (
        said(shelf / "miit-satellite-opinions-2025.docx"),
        said(shelf / "miit-satellite-opinions-2025.md"),
    )
    assert word
    assert word == markdown
