"""The nodes of one source's graph: what a name means, how a node is typed, labelled, given its evidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict

from extract import records as r
from extract.ids import is_company, organization_iri
from extract.text import Text
from graph_store.rows import Iri, Literal, Term, boolean, decimal, integer
from ontology import terms, vocabulary

_TYPE = Iri(terms.RDF + "type")
_LABEL = Iri(terms.RDFS + "label")
_PART_OF = Iri(terms.ORG + "subOrganizationOf")
_ORGANIZATION = Iri(terms.ORG + "Organization")
_ID = terms.BASE + "id/"


class Names:
    """Which node a name means in this source: an agency, an organisation, or a class of parties."""

    def __init__(self, records: Iterable[r.Record]) -> None:
        self.agencies: dict[str, str] = {}
        self.organizations: set[str] = set()
        self.documents: set[str] = set()
        self.parties: dict[str, str] = {}
        for record in records:
            match record:
                case r.Agency():
                    self.agencies[record.name] = self.agencies[record.printed] = record.id
                case r.Project():
                    self.organizations.update(record.implementers)
                case r.Document():
                    self.documents.add(record.id)
                case r.Obligation():
                    for name, iri in zip(record.bearer, record.bearer_ids, strict=False):
                        self.parties[iri] = max(
                            self.parties.get(iri, ""), name, key=lambda one: (len(one), one)
                        )

    def agency(self, name: str) -> str | None:
        """The IRI of the public body called `name`, if one is known."""
        if concept := vocabulary.agencies().find(name):
            return concept.iri
        return self.agencies.get(name)


class SourceGraph:
    """The statements of one source, as they come."""

    def __init__(self, text: Text, names: Names) -> None:
        """`at` is the record that is being mapped: the evidence of what it names."""
        self.text = text
        self.names = names
        self.iri = terms.source_graph(text.source)
        self.source_node = Iri(terms.entity("source", terms.source_slug(text.source)))
        self.at: r.Record | None = None
        self._triples: set[str] = set()

    def lines(self) -> list[str]:
        """Everything said, as sorted N-Quads lines."""
        return sorted(f"{triple} <{self.iri}> ." for triple in self._triples)

    def say(self, subject: Iri, predicate: str, value: Term | str | None) -> None:
        """State one triple with the property `pg:{predicate}`; None says nothing, a str is a plain string."""
        if value is not None:
            self._add(subject, Iri(terms.PG + predicate), Literal(value) if isinstance(value, str) else value)

    def node(self, iri: str, kind: str, label: str | None) -> Iri:
        """A typed node with its Chinese label."""
        node = Iri(iri)
        self._add(node, _TYPE, _ORGANIZATION if kind == "Organization" else Iri(terms.PG + kind))
        if label:
            self._add(node, _LABEL, Literal(label, language="zh"))
        return node

    def _add(self, subject: Iri, predicate: Iri, value: Term) -> None:
        self._triples.add(f"{subject} {predicate} {value}")

    def source(self) -> None:
        """The node of the file."""
        self._add(self.source_node, _TYPE, Iri(terms.PG + "Source"))
        self._add(self.source_node, _LABEL, Literal(self.text.source))
        self.say(self.source_node, "sha256", self.text.sha256)

    def evidence(self, records: Iterable[r.Record]) -> None:
        """One node for each span; where several records share it, it has the least of their confidences."""
        spans: dict[str, list[r.Record]] = defaultdict(list)
        for record in records:
            spans[record.evidence_iri].append(record)
        for iri, sharing in spans.items():
            first = sharing[0]
            node = self._span(iri, first.start, first.end, first.quote)
            self.say(node, "confidence", decimal(min(record.confidence for record in sharing)))
            for record in sharing:
                self.say(node, "extractor", record.extractor)
                self.say(node, "rule", record.rule)

    def _span(self, iri: str, start: int, end: int, quote: str) -> Iri:
        node = self.node(iri, "Evidence", None)
        page = self.text.page_at(start)
        self.say(node, "source", self.source_node)
        self.say(node, "start", integer(start))
        self.say(node, "end", integer(end))
        self.say(node, "page", integer(page) if page is not None else None)
        if (place := self.text.place_at(start)) is not None:
            self.say(node, "row", integer(place[0]))
            self.say(node, "column", integer(place[1]))
        self.say(node, "quote", quote)
        return node

    def also_at(self, node: Iri, record: r.Record, where: tuple[int, int], of: str = "evidence") -> None:
        """Further evidence of `node`, or of its property that `of` names: the characters of `where`."""
        start, end = where
        iri = terms.evidence(record.source_sha256, start, end)
        found = self._span(iri, start, end, self.text.chars[start:end])
        self.say(found, "confidence", decimal(record.confidence))
        self.say(found, "extractor", record.extractor)
        self.say(node, "evidence", found)
        self.say(node, of, found)

    def named(self, iri: str, kind: str, label: str) -> Iri:
        """A typed and labelled node that the present record names."""
        node = self.node(iri, kind, label)
        if self.at:
            self.say(node, "evidence", Iri(self.at.evidence_iri))
        return node

    def stated(self, record: r.Record, kind: str, label: str) -> Iri:
        """The node of a record: typed, labelled, with its evidence."""
        node = self.node(record.id, kind, label)
        self.say(node, "evidence", Iri(record.evidence_iri))
        return node

    def document(self, iri: str | None, title: str | None = None, number: str | None = None) -> Iri | None:
        """The node of a document; one that does not stand in this source becomes a stub that names it."""
        if iri is None:
            return None
        if iri in self.names.documents:
            return Iri(iri)
        name = title or number or iri.rsplit("/", 1)[-1]
        node = self.named(iri, "StubDocument", name)
        self.say(node, "documentNumber", number)
        if title or not number:
            self.say(node, "title", name)
        return node

    def organization(self, name: str) -> Iri:
        """The node of an organisation, of its full name."""
        return self.named(organization_iri(name), "Organization", name)

    def party(self, name: str, iri: str | None = None) -> Iri:
        """Who bears a duty: a known public body, an organisation of this source, else a class of parties."""
        kind = iri.removeprefix(_ID).split("/", 1)[0] if iri else None
        if iri is not None:  # one party goes by its longest name, also where a short form is printed
            name = self.names.parties.get(iri, name)
        if kind == "organization":
            return self.named(iri or organization_iri(name), "Organization", name)
        named = name in self.names.organizations or is_company(name)
        if kind in (None, "party") and named and self.names.agency(name) is None:
            return self.organization(name)
        found = iri or self.names.agency(name)
        if found is None or kind == "party":
            return self.named(found or terms.entity("party", terms.slug(name)), "PartyClass", name)
        return self.agency(name, found)

    def agency(self, name: str, iri: str | None = None) -> Iri:
        """The node of a public body. What the vocabulary says of one is not said again."""
        found = iri or self.names.agency(name) or terms.entity("agency", terms.slug(name))
        if found in vocabulary.agencies().concepts:
            return Iri(found)
        return self.named(found, "Agency", name)

    def part_of(self, agency: Iri, parent: str) -> None:
        """State the body above `agency`."""
        self._add(agency, _PART_OF, Iri(parent))

    def part(self, kind: str, type_: str, owner: Iri, value: r.Quantity | r.Deadline) -> Iri:
        """A node of `owner`, labelled as printed; its IRI depends on the owner and all that is said of it."""
        said = json.dumps(asdict(value), ensure_ascii=False, sort_keys=True)
        segment = f"{owner.value.rsplit('/', 1)[-1]}-{terms.short_hash(said)}"
        return self.node(terms.entity(kind, segment), type_, value.text)

    def quantity(self, owner: Iri, quantity: r.Quantity) -> None:
        """State one quantity of `owner`."""
        node = self.part("quantity", "Quantity", owner, quantity)
        self.say(owner, "hasQuantity", node)
        self.say(node, "printed", quantity.text)
        self.say(node, "value", decimal(quantity.value))
        self.say(node, "unit", quantity.unit)
        self.say(node, "measures", quantity.what)
        self.say(node, "perYear", boolean(quantity.per_year))
        self.say(node, "siValue", number(quantity.si_value))
        self.say(node, "siUnit", quantity.si_unit)
        self.say(node, "qualifier", quantity.qualifier)
        self.say(node, "bound", quantity.bound)
        self.say(node, "multiplier", number(quantity.multiplier))
        self.say(node, "comparator", quantity.comparator)


def number(value: float | int | None) -> Literal | None:
    """`value` as xsd:decimal, None as None."""
    return None if value is None else decimal(value)
