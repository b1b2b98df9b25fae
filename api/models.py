"""The shapes of the JSON that the API gives, for its description."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

_HASH = "0" * 64
_EVIDENCE: dict[str, JsonValue] = {
    "source": "notice.txt",
    "source_sha256": _HASH,
    "start": 1200,
    "end": 1215,
    "page": 3,
    "quote": "风光制氢一体化示范项目",
}


class EvidenceModel(BaseModel):
    """Where a statement stands: characters `start` to `end` of the file `source` with this hash."""

    source: str
    source_sha256: str
    start: int
    end: int
    page: int | None
    quote: str


class RowModel(BaseModel):
    """One row: a value a column (a list where it holds several), and its evidence.

    A row that counts or sums, or is of a vocabulary, has none of its own.
    """

    values: dict[str, Any]
    evidence: list[EvidenceModel]


class LabelModel(BaseModel):
    """One text in both languages."""

    zh: str
    en: str


class AnswerModel(BaseModel):
    """An answer. `complete` is false where rows were cut."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "question": "H2 projects in Xinjiang",
                "query": "projects_by_technology_and_region",
                "parameters": {"technology": "…/id/technology/hydrogen", "region": "…/id/region/650000"},
                "parameter_labels": {"region": {"zh": "新疆维吾尔自治区", "en": "Xinjiang"}},
                "release": "0001-0123456789",
                "complete": True,
                "columns": ["name", "status"],
                "rows": [
                    {
                        "values": {"name": "风光制氢一体化示范项目", "status": "listed"},
                        "evidence": [_EVIDENCE],
                    }
                ],
                "counts": [{"section": "in_region", "status": "listed", "rows": 1}],
                "notes": [],
            }
        }
    )

    question: str
    query: str
    parameters: dict[str, str]
    parameter_labels: dict[str, LabelModel]
    release: str
    complete: bool
    columns: list[str]
    rows: list[RowModel]
    counts: list[dict[str, Any]]
    notes: list[LabelModel]


class QueryModel(BaseModel):
    """A query of the catalogue."""

    id: str
    question: LabelModel
    why: str
    params: list[dict[str, Any]]
    columns: dict[str, dict[str, Any]]
    tags: list[str]
    since: str
    sparql: str


class CountedModel(BaseModel):
    """A value of a filter, what it is called where it is an IRI, and how many rows have it."""

    value: str
    label: LabelModel | None
    rows: int


class FacetModel(BaseModel):
    """The values of a filter, the most frequent first; `none` is how many rows have none of them.

    `complete` is false where there are more values than are given.
    """

    values: list[CountedModel]
    none: int
    complete: bool


class ListPage(BaseModel):
    """One page of a list. `next` is the cursor of the page after it, or null at the end; `facets` is there
    where it was asked for.
    """

    release: str
    total: int
    items: list[RowModel]
    next: str | None
    notes: list[LabelModel]
    facets: dict[str, FacetModel] = {}


class HitModel(BaseModel):
    """An entity that was found: `text` is what fitted, its `field` is label, name or quote."""

    iri: str
    kind: str
    label: str
    label_en: str | None
    field: str
    text: str
    score: float


class SearchPage(BaseModel):
    """One page of what was found, the best first. `next` is the cursor of the page after it, or null."""

    release: str
    q: str
    items: list[HitModel]
    next: str | None


class ReleaseListed(BaseModel):
    """A published release; `published` is in UTC, `parent` the release that it was made from."""

    id: str
    published: str
    parent: str | None
    current: bool
    source_count: int
    quads: int
    statements: int


class ReleasesModel(BaseModel):
    """The published releases, the newest first."""

    current: str
    items: list[ReleaseListed]


class ReleaseSource(BaseModel):
    """One source of a release: a file that was read (document) or imported (import)."""

    source: str
    source_kind: str
    quads: int
    sha256: str | None


class ReleaseModel(ReleaseListed):
    """One release with its sources."""

    sources: list[ReleaseSource]


class ChangeCounts(BaseModel):
    """How many statements are new, have gone, or have another value."""

    added: int
    gone: int
    changed: int


class SourceChangesModel(ChangeCounts):
    """How much one source changed, by kind of entity. `state` is added, gone or changed."""

    source: str
    source_kind: str
    state: str
    quads_before: int
    quads: int
    kinds: dict[str, ChangeCounts]


class ChangeModel(BaseModel):
    """One statement that differs: its value `before` and now, as terms of the SPARQL results format."""

    change: str
    source: str
    source_kind: str
    kind: str
    graph: str
    subject: str
    predicate: str
    before: dict[str, str] | None
    value: dict[str, str] | None


class DiffModel(BaseModel):
    """What two releases say differently. `next` is the cursor of the page after this one, or null."""

    model_config = ConfigDict(populate_by_name=True)

    from_: str | None = Field(alias="from")
    to: str
    totals: ChangeCounts
    sources: list[SourceChangesModel]
    changes: list[ChangeModel]
    next: str | None


class JobModel(BaseModel):
    """An upload: its state, once done the release and its records, where it failed the reason."""

    id: str
    source: str
    state: Literal["queued", "running", "done", "failed"]
    release: str | None = None
    records: dict[str, int] | None = None
    findings: list[str] | None = None
    detail: str | None = None


class Problem(BaseModel):
    """An error, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
