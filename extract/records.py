"""The records: what one document says, each with its evidence.

The fields are those of the public record format (docs/records.md). `to_json` leaves out what is empty.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, ClassVar

from ontology import terms

EXTRACTOR = "policygraph/0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has: identity, source, evidence. `quote` is exactly `text[start:end]`.

    Where the format states tables, `row` and `column` (from 1) say in which cell of one the record begins.
    """

    type: ClassVar[str]

    id: str
    source: str
    source_sha256: str
    start: int
    end: int
    page: int | None = None
    row: int | None = None
    column: int | None = None
    quote: str
    confidence: float = 1.0
    extractor: str = EXTRACTOR
    rule: str | None = None

    @property
    def evidence_iri(self) -> str:
        """The IRI of this record's evidence node."""
        return terms.evidence(self.source_sha256, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit, as printed and in SI. See the rules for `qualifier`, `bound`, `multiplier`."""

    text: str
    value: float | int
    unit: str
    what: str | None = None
    per_year: bool = False
    si_value: float | None = None
    si_unit: str | None = None
    qualifier: str | None = None
    bound: str | None = None
    multiplier: float | int | None = None
    comparator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """When something is due: `kind` is "date", "duration" or "recurring"; `iso` may be unknown."""

    text: str
    iso: str | None
    kind: str
    anchor: str | None = None
    direction: str | None = None
    recurrence: str | None = None
    from_: str | None = None
    iso_alt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Record):
    """One instrument that stands in the file. `start` and `end` are of its printed title, `effective_at` and
    `expiry_at` of the words that say when it comes into force and when it ends.
    """

    type: ClassVar[str] = "document"

    title: str
    kind: str | None = None
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    issuer_ids: tuple[str, ...] = ()
    date: str | None = None
    effective_date: str | None = None
    expiry_date: str | None = None
    adopted_date: str | None = None
    addressees: tuple[str, ...] = ()
    attached_to: str | None = None
    interprets: str | None = None
    effective_at: tuple[int, int] | None = None
    expiry_at: tuple[int, int] | None = None
    body_start: int
    body_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """One row of a list of projects, or a project that a document takes out of a list."""

    type: ClassVar[str] = "project"

    document: str
    list_title: str | None = None
    number: str | None = None
    name: str
    direction: str | None = None
    category: str | None = None
    description: str | None = None
    region: str | None = None
    region_id: str | None = None
    implementers: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    technology_ids: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    co2_reduction_t_per_year: float | None = None
    status: str = "listed"
    withdrawn_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation(Record):
    """One deontic statement: who must, must not, may or is encouraged to do what, by when."""

    type: ClassVar[str] = "obligation"

    document: str
    locator: str | None = None
    bearer: tuple[str, ...] = ()
    bearer_ids: tuple[str, ...] = ()
    bearer_implied: bool = False
    co_actors: tuple[str, ...] = ()
    modality: str
    marker: str | None = None
    action: str
    condition: str | None = None
    deadline: Deadline | None = None
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Record):
    """A number to be reached by a date or year. Of a range, `low`, `high` are the ends, `value` the lower."""

    type: ClassVar[str] = "target"

    document: str
    by: str | None
    subject: str
    comparator: str
    value: float | int
    low: float | int | None = None
    high: float | int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Record):
    """A technical value that a class of things has to keep."""

    type: ClassVar[str] = "indicator"

    document: str
    subject: str | None
    indicator: str
    comparator: str
    low: float | int | None = None
    high: float | int | None = None
    unit: str | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
    """One document cited in another. `target` is a document of the graph, or a stub that names it. Of a
    repeal, `clause_at` are the characters of the whole clause.
    """

    type: ClassVar[str] = "citation"

    document: str
    title: str | None = None
    doc_number: str | None = None
    relation: str
    target: str
    clause_at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Record):
    """One mention of a public body."""

    type: ClassVar[str] = "agency"

    name: str
    printed: str
    kind: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning(Record):  # noqa: A001 - the record's public name
    """Where a source contradicts itself or physics; the value stays as printed."""

    type: ClassVar[str] = "warning"

    about: str
    code: str
    message: str
    other: tuple[tuple[int, int], ...] = field(default=())


TYPES: dict[str, type[Record]] = {
    kind.type: kind for kind in (Document, Project, Obligation, Target, Indicator, Citation, Agency, Warning)
}


def lacking(record: Record) -> list[str]:
    """Names of the fields that every record of this type must fill and this one does not."""
    return [name for name in _needed(record.type) if not getattr(record, name).strip()]


@cache
def _needed(kind: str) -> tuple[str, ...]:
    found = fields(TYPES[kind])
    return tuple(item.name for item in found if item.default is MISSING and item.type == "str")


def to_dict(record: Record) -> dict[str, Any]:
    """The record as a JSON object, `type` first; what is None or an empty list is left out."""
    return {"type": record.type, **_fields(record)}


def to_json(record: Record) -> str:
    """The record as one line of JSON Lines, without the line end."""
    return json.dumps(to_dict(record), ensure_ascii=False, separators=(",", ":"))


def _fields(item: Any) -> dict[str, Any]:
    kind: Any = type(item)
    values = ((key, getattr(item, name)) for name, key in _keys(kind))
    return {key: _value(value) for key, value in values if value is not None and value != ()}


@cache
def _keys(kind: Any) -> tuple[tuple[str, str], ...]:
    """The fields of records of a kind, each with its key in the JSON."""
    return tuple((item.name, item.name.rstrip("_")) for item in fields(kind))


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(part) for part in value]
    return _fields(value) if isinstance(value, (Quantity, Deadline)) else value
