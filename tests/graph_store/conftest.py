"""Sources made by hand: a few records of invented documents, as the extraction gives them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from extract.extraction import Extraction
from extract.ids import document_iri, part_iri, project_iri
from extract.records import Citation, Deadline, Document, Obligation, Project, Quantity, Record
from extract.text import Page, Text
from graph_store.store import Store, open_store


class Source:
    """One source in the making: each method adds a record, whose evidence is its own line of the text."""

    def __init__(self, name: str, title: str, number: str | None = None) -> None:
        self.name = name
        self.document = document_iri(title, number)
        self.lines: list[str] = []
        self.records: list[tuple[type[Record], dict[str, Any]]] = []
        self.add(Document, title, id=self.document, title=title, doc_number=number, body_start=0, body_end=9)

    def add(self, kind: type[Record], line: str, **fields: Any) -> None:
        self.lines.append(line)
        self.records.append((kind, fields))

    def project(self, number: str, name: str, *implementers: str, **fields: Any) -> None:
        iri = fields.pop("id", project_iri(self.document, number, name))
        fields = {"document": self.document, "number": number, "implementers": implementers, **fields}
        self.add(Project, f"{number} {name}", id=iri, name=name, **fields)

    def duty(self, bearer: str, action: str, deadline: Deadline | None = None, **fields: Any) -> None:
        iri = part_iri("obligation", self.document, bearer, action)
        fields = {"modality": "obligation", "bearer": (bearer,), "deadline": deadline, **fields}
        self.add(Obligation, bearer + action, id=iri, document=self.document, action=action, **fields)

    def cites(self, relation: str, title: str | None = None, doc_number: str | None = None) -> None:
        target = document_iri(title or "", doc_number)
        iri = part_iri("citation", self.document, target)
        fields = {"title": title, "doc_number": doc_number, "relation": relation, "target": target}
        self.add(Citation, title or doc_number or "", id=iri, document=self.document, **fields)

    def attached(self, title: str, *, sent_out: bool = False) -> None:
        """A document that this one sends out; its IRI stands behind this one's where it is `sent_out`."""
        iri = document_iri(title, parent=self.document if sent_out else None)
        fields = {"title": title, "attached_to": self.document, "body_start": 0, "body_end": 9}
        self.add(Document, title, id=iri, **fields)

    def ends(self, day: str) -> None:
        """The last day of the document."""
        self.records[0][1]["expiry_date"] = day

    def extraction(self) -> Extraction:
        chars = "\n".join(self.lines)
        sha256 = hashlib.sha256(chars.encode()).hexdigest()
        text = Text(self.name, sha256, chars, (Page(1, 0, len(chars)),))
        records = []
        at = 0
        for line, (kind, fields) in zip(self.lines, self.records, strict=True):
            where = {"start": at, "end": at + len(line), "page": 1, "quote": line}
            records.append(kind(source=self.name, source_sha256=sha256, **where, **fields))
            at += len(line) + 1
        return Extraction(text, tuple(records), ())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store")


@pytest.fixture
def plants() -> Extraction:
    """A list of two projects."""
    source = Source("plants.txt", "风力示范项目清单（第一批）", "某办〔2031〕7号")
    tonnes = Quantity(text="3.5万吨", value=3.5, unit="万吨", what="产能", si_value=35e6, si_unit="kg")
    source.project("1", "东山风电制氢项目", "东山能源公司", "西河研究院", quantities=(tonnes,))
    source.project("2", "南坡储能项目", "南坡电力公司", co2_reduction_t_per_year=1200.0)
    return source.extraction()


@pytest.fixture
def duties() -> Extraction:
    """A notice with two duties that repeals another document."""
    source = Source("duties.txt", "关于风力示范项目管理的通知")
    source.duty("项目业主", "报送进度", Deadline(text="2031年6月30日前", iso="2031-06-30", kind="date"))
    source.duty("县级林业部门", "登记苗圃", modality="prohibition")
    source.cites("repeals", title="旧办法")
    return source.extraction()


@pytest.fixture
def make() -> type[Source]:
    """To make a source of one's own."""
    return Source


@pytest.fixture
def notice() -> Callable[[str, Sequence[str]], Extraction]:
    """A source of this name with a duty for each of these words; all of them name the same parties."""

    def build(name: str, words: Sequence[str]) -> Extraction:
        source = Source(name, f"关于{name}的通知")
        for word in dict.fromkeys(words):
            source.duty("项目业主", word)
        return source.extraction()

    return build
