"""Records of one source as quads of its named graph.

Every node has an IRI made of content, so that sorted lines are canonical. `pg:status` is not written here:
what follows from several sources lies in the derived graph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from extract import records as r
from extract.cleaning import plain
from extract.text import Text
from graph_store.nodes import Names, SourceGraph, number
from graph_store.rows import Iri, Literal, boolean, decimal
from ontology import terms, vocabulary

_CLASS_OF_MODALITY = {
    "obligation": "Obligation",
    "prohibition": "Prohibition",
    "permission": "Permission",
    "encouragement": "Encouragement",
}
_LONGEST_LABEL = 40
_DATE_TYPES = (
    (re.compile(r"\d{4}-\d\d-\d\d"), terms.XSD + "date"),
    (re.compile(r"\d{4}-\d\d"), terms.XSD + "gYearMonth"),
    (re.compile(r"\d{4}"), terms.XSD + "gYear"),
)


def quads(records: Sequence[r.Record], text: Text) -> list[str]:
    """What `records` of the source `text` say: sorted, unique N-Quads lines without line ends."""
    graph = SourceGraph(text, Names(records))
    graph.source()
    seen: set[str] = set()
    for record in sorted(records, key=_listed_first):
        graph.at = record
        if record.id in seen:
            _again(graph, record)
        else:
            _MAP[type(record)](graph, record)
        if not isinstance(record, r.Agency):
            seen.add(record.id)
    graph.evidence(records)
    return graph.lines()


def _listed_first(record: r.Record) -> bool:
    return isinstance(record, r.Project) and record.status != "listed"


def _again(graph: SourceGraph, record: r.Record) -> None:
    """A second record of one thing: what was printed first stands, with one more place, or a withdrawal."""
    node = Iri(record.id)
    graph.say(node, "evidence", Iri(record.evidence_iri))
    if isinstance(record, r.Project):
        graph.say(node, "withdrawnBy", graph.document(record.withdrawn_by))


def _document(graph: SourceGraph, record: r.Document) -> None:
    node = graph.stated(record, "Document", record.title)
    graph.say(node, "title", record.title)
    graph.say(node, "documentKind", record.kind)
    graph.say(node, "documentNumber", record.doc_number)
    for name, iri in _paired(record.issuers, record.issuer_ids):
        graph.say(node, "issuedBy", graph.agency(name, iri))
    graph.say(node, "date", _date(record.date))
    graph.say(node, "effectiveDate", _date(record.effective_date))
    graph.say(node, "expiryDate", _date(record.expiry_date))
    graph.say(node, "adoptedDate", _date(record.adopted_date))
    if record.effective_at:
        graph.also_at(node, record, record.effective_at, "effectiveDateEvidence")
    if record.expiry_at:
        graph.also_at(node, record, record.expiry_at, "expiryDateEvidence")
    for addressee in record.addressees:
        graph.say(node, "addressee", addressee)
    graph.say(node, "attachedTo", graph.document(record.attached_to))
    graph.say(node, "interprets", graph.document(record.interprets))


def _project(graph: SourceGraph, record: r.Project) -> None:
    node = graph.stated(record, "Project", record.name)
    graph.say(node, "listedIn", graph.document(record.document, record.list_title))
    graph.say(node, "projectNumber", record.number)
    graph.say(node, "direction", record.direction)
    graph.say(node, "category", record.category)
    graph.say(node, "description", record.description)
    graph.say(node, "regionAsPrinted", record.region)
    graph.say(node, "locatedIn", Iri(record.region_id) if record.region_id else None)
    for name in record.implementers:
        graph.say(node, "implementedBy", graph.organization(name))
    for iri in record.technology_ids:
        graph.say(node, "usesTechnology", Iri(iri))
    for phrase in record.technologies:
        graph.say(node, "technologyPhrase", phrase)
    for quantity in record.quantities:
        graph.quantity(node, quantity)
    graph.say(node, "co2ReductionTonnesPerYear", number(record.co2_reduction_t_per_year))
    graph.say(node, "withdrawnBy", graph.document(record.withdrawn_by))


def _obligation(graph: SourceGraph, record: r.Obligation) -> None:
    node = graph.stated(record, "NormativeStatement", record.action)
    graph.node(record.id, _CLASS_OF_MODALITY[record.modality], None)
    graph.say(node, "document", graph.document(record.document))
    graph.say(node, "locator", record.locator)
    for name, iri in _paired(record.bearer, record.bearer_ids):
        graph.say(node, "bearer", graph.party(name, iri))
    graph.say(node, "bearerImplied", boolean(record.bearer_implied))
    for name in record.co_actors:
        graph.say(node, "coActor", graph.party(name))
    graph.say(node, "action", record.action)
    graph.say(node, "condition", record.condition)
    if record.deadline:
        _deadline(graph, node, record.deadline)
    if record.quantity:
        graph.quantity(node, record.quantity)


def _deadline(graph: SourceGraph, owner: Iri, deadline: r.Deadline) -> None:
    day = _date(deadline.iso) if deadline.kind == "date" else None
    if day and day.datatype == terms.XSD + "date":
        graph.say(owner, "deadline", day)
    node = graph.part("deadline", "DeadlineRule", owner, deadline)
    graph.say(owner, "deadlineRule", node)
    graph.say(node, "printed", deadline.text)
    graph.say(node, "deadlineValue", deadline.iso)
    graph.say(node, "deadlineKind", deadline.kind)
    graph.say(node, "anchor", deadline.anchor)
    graph.say(node, "deadlineDirection", deadline.direction)
    graph.say(node, "recurrence", deadline.recurrence)
    graph.say(node, "from", deadline.from_)


def _target(graph: SourceGraph, record: r.Target) -> None:
    upper = f"–{decimal(record.high).value}" if record.high is not None else ""
    label = f"{record.subject} {record.comparator} {decimal(record.value).value}{upper}{record.unit or ''}"
    node = graph.stated(record, "Target", label)
    graph.say(node, "document", graph.document(record.document))
    graph.say(node, "by", _date(record.by))
    graph.say(node, "subject", record.subject)
    graph.say(node, "comparator", record.comparator)
    graph.say(node, "value", decimal(record.value))
    graph.say(node, "low", number(record.low))
    graph.say(node, "high", number(record.high))
    graph.say(node, "unit", record.unit)


def _indicator(graph: SourceGraph, record: r.Indicator) -> None:
    label = f"{record.subject}：{record.indicator}" if record.subject else record.indicator
    node = graph.stated(record, "Indicator", label)
    graph.say(node, "document", graph.document(record.document))
    graph.say(node, "subject", record.subject)
    graph.say(node, "measure", record.indicator)
    graph.say(node, "comparator", record.comparator)
    graph.say(node, "low", number(record.low))
    graph.say(node, "high", number(record.high))
    graph.say(node, "unit", record.unit)
    graph.say(node, "condition", record.condition)


def _citation(graph: SourceGraph, record: r.Citation) -> None:
    name = record.title or record.doc_number
    target = graph.document(record.target, record.title, record.doc_number)
    source = graph.document(record.document)
    if source:
        graph.say(source, record.relation, target)
    node = graph.stated(record, "Citation", name or record.relation)
    graph.say(node, "document", source)
    graph.say(node, "target", target)
    graph.say(node, "relation", record.relation)
    if record.clause_at:
        for said in filter(None, (node, source, target)):
            graph.also_at(said, record, record.clause_at)


def _agency(graph: SourceGraph, record: r.Agency) -> None:
    node = graph.agency(record.name, record.id)
    graph.say(node, "evidence", Iri(record.evidence_iri))
    if node.value in vocabulary.agencies().concepts:
        return
    graph.say(node, "agencyKind", record.kind)
    if record.parent:
        graph.part_of(node, record.parent)


def _warning(graph: SourceGraph, record: r.Warning) -> None:
    node = graph.stated(record, "Warning", plain(record.quote)[:_LONGEST_LABEL])
    graph.say(node, "about", Iri(record.about))
    graph.say(node, "code", record.code)
    graph.say(node, "message", record.message)
    for where in record.other:
        graph.also_at(node, record, where)


_MAP: dict[type[r.Record], Callable[[SourceGraph, Any], None]] = {
    r.Document: _document,
    r.Project: _project,
    r.Obligation: _obligation,
    r.Target: _target,
    r.Indicator: _indicator,
    r.Citation: _citation,
    r.Agency: _agency,
    r.Warning: _warning,
}


def _paired(names: Sequence[str], iris: Sequence[str]) -> list[tuple[str, str | None]]:
    """Each name with its IRI; without one where the record does not give an IRI for every name."""
    if len(names) != len(iris):
        return [(name, None) for name in names]
    return [(name, iri or None) for name, iri in zip(names, iris, strict=True)]


def _date(text: str | None) -> Literal | None:
    """A day, month or year with its datatype; text of another form as it is."""
    if text is None:
        return None
    kinds = (kind for pattern, kind in _DATE_TYPES if pattern.fullmatch(text))
    return Literal(text, next(kinds, None))
