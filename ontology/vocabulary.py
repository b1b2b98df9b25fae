"""The vocabularies as frozen values: regions, technologies, agencies, units.

Each is one Turtle file beside this module. What the loader does not know is an error that names file and key.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property

import pyoxigraph as ox

from ontology import terms
from ontology.data import data_file, from_yaml
from ontology.errors import VocabularyError

LANGUAGES = ("zh", "en")
_ID = terms.BASE + "id/"

_ONE = "one"
_MANY = "many"
_TEXTS = "texts"
# What a concept may say, and into which field it goes ("" where the graph needs it and the code does not).
_PROPERTIES: dict[str, tuple[str, str]] = {
    terms.RDF + "type": ("", _MANY),
    terms.RDFS + "label": ("labels", _TEXTS),
    terms.SKOS + "prefLabel": ("preferred", _TEXTS),
    terms.SKOS + "altLabel": ("aliases", _TEXTS),
    terms.SKOS + "hiddenLabel": ("hidden", _TEXTS),
    terms.SKOS + "definition": ("definitions", _TEXTS),
    terms.SKOS + "scopeNote": ("", _TEXTS),
    terms.SKOS + "notation": ("notation", _ONE),
    terms.SKOS + "broader": ("broader", _MANY),
    terms.SKOS + "related": ("related", _MANY),
    terms.SKOS + "exactMatch": ("", _MANY),
    terms.SKOS + "inScheme": ("", _MANY),
    terms.SKOS + "topConceptOf": ("", _MANY),
    terms.ORG + "subOrganizationOf": ("broader", _MANY),
    terms.PG + "agencyKind": ("kind", _ONE),
    terms.PG + "unitKind": ("kind", _ONE),
    terms.PG + "formerName": ("former", _TEXTS),
    terms.PG + "excludedContext": ("excluded", _TEXTS),
    terms.PG + "siFactor": ("si_factor", _ONE),
    terms.PG + "siUnit": ("si_unit", _ONE),
    terms.WGS84 + "lat": ("lat", _ONE),
    terms.WGS84 + "long": ("long", _ONE),
    terms.GEO + "hasGeometry": ("", _ONE),
    terms.DCTERMS + "identifier": ("", _ONE),
}


@dataclass(frozen=True, slots=True)
class Concept:
    """One entry of a vocabulary; `key` is the last segment of its IRI.

    `aliases` and `hidden` are (language, text); hidden names count only where they stand alone. `broader` are
    IRIs: the wider concept, the region around it, or the body an agency belongs to. Inside one of the strings
    of `excluded` a name of the concept does not count. `point` is (longitude, latitude).
    """

    iri: str
    key: str
    labels: Mapping[str, str] = field(hash=False)
    aliases: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    former: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=dict, hash=False)
    notation: str | None = None
    kind: str | None = None
    excluded: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    si_factor: Decimal | None = None
    si_unit: str | None = None

    def names(self) -> Iterator[str]:
        """Every name that counts in running text: labels, aliases, former names."""
        yield from self.labels.values()
        yield from (text for _, text in self.aliases)
        yield from self.former


@dataclass(frozen=True)
class Scheme:
    """A vocabulary: its concepts by IRI, sorted."""

    name: str
    concepts: Mapping[str, Concept]

    def names(self) -> Mapping[str, tuple[Concept, ...]]:
        """Each name that counts in running text, folded, and the concepts that bear it in order of IRI."""
        return self._names

    def find(self, name: str) -> Concept | None:
        """The one concept that `name` means when it stands alone.

        A label goes before an alias, an alias before a hidden name. None where no concept has it, or several.
        """
        folded = fold(name)
        for index in (self._labels, self._names, self._hidden):
            if found := index.get(folded):
                return found[0] if len(found) == 1 else None
        return None

    def narrower(self, iri: str) -> frozenset[str]:
        """`iri` and everything below it, at any depth."""
        return frozenset(_reach((iri,), lambda here: self._below.get(here, ())))

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """Everything above `iri`, the nearest first."""
        return tuple(_reach(self.concepts[iri].broader, lambda here: self.concepts[here].broader))

    @cached_property
    def _below(self) -> dict[str, list[str]]:
        below: dict[str, list[str]] = defaultdict(list)
        for concept in self.concepts.values():
            for iri in concept.broader:
                below[iri].append(concept.iri)
        return below

    @cached_property
    def _names(self) -> dict[str, tuple[Concept, ...]]:
        return _index((name, concept) for concept in self.concepts.values() for name in concept.names())

    @cached_property
    def _labels(self) -> dict[str, tuple[Concept, ...]]:
        return _index(
            (name, concept) for concept in self.concepts.values() for name in concept.labels.values()
        )

    @cached_property
    def _hidden(self) -> dict[str, tuple[Concept, ...]]:
        return _index((name, concept) for concept in self.concepts.values() for _, name in concept.hidden)


@dataclass(frozen=True, slots=True)
class County:
    """A county-level place: its code, its name, and the IRI of the prefecture or province around it."""

    code: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class LocalBody:
    """A kind of local public body: the words that follow the name of a region in its name.

    `levels` say which regions have one: province, prefecture, county. `state` is the name of the body of the
    state whose own this is in each region; it stands in front.
    """

    key: str
    kind: str
    full: str
    short: tuple[str, ...]
    english: str
    parent: str | None
    levels: tuple[str, ...]
    state: str | None = None


@cache
def regions() -> Scheme:
    """China, its provincial-level and prefecture-level regions, and the Xinjiang Corps."""
    return load("regions")


@cache
def technologies() -> Scheme:
    """Green low-carbon technologies."""
    return load("technologies")


@cache
def agencies() -> Scheme:
    """Central public bodies; `broader` is the body each belongs to."""
    return load("agencies")


@cache
def units() -> Scheme:
    """Units of measurement as policy text prints them."""
    return load("units")


@cache
def counties() -> tuple[County, ...]:
    """The county-level places, in order of their code."""
    known = regions().concepts
    found = []
    with data_file("divisions.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["code"].endswith("00"):
                continue
            above = (terms.entity("region", row["code"][:size].ljust(6, "0")) for size in (4, 2))
            region = next((iri for iri in above if iri in known), None)
            if region is None:
                raise VocabularyError(
                    f"divisions.csv: {row['code']} lies in no region of regions.ttl; build it again."
                )
            found.append(County(row["code"], row["name"], region))
    return tuple(found)


@cache
def local_bodies() -> tuple[LocalBody, ...]:
    """The kinds of local public bodies, from `local_agencies.yaml`, in the order of the file."""
    source = "local_agencies.yaml"
    entries = from_yaml(data_file(source).read_text(encoding="utf-8"), source)
    try:
        return tuple(
            LocalBody(**{**entry, "short": tuple(entry["short"]), "levels": tuple(entry["levels"])})
            for entry in entries
        )
    except (KeyError, TypeError) as error:
        raise VocabularyError(f"{source}: an entry has a missing or unknown key ({error}).") from error


def fold(name: str) -> str:
    """The form in which names are compared: width and case variants of Latin letters count as one."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def load(name: str, text: str | None = None) -> Scheme:
    """The vocabulary in `{name}.ttl`, or in `text` of that form. Raises VocabularyError."""
    source = f"{name}.ttl"
    if text is None:
        text = data_file(source).read_text(encoding="utf-8")
    try:
        triples = list(ox.parse(terms.rebase(text), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise VocabularyError(f"{source}: not valid Turtle: {error}.") from error
    blocks = _blocks(source, triples)
    concepts = {iri: _concept(source, iri, blocks[iri]) for iri in sorted(blocks)}
    for concept in concepts.values():
        for iri in (*concept.broader, *concept.related):
            if iri not in concepts:
                raise VocabularyError(
                    f"{source}: {concept.key} points to {iri}, which the file does not define."
                )
    return Scheme(name, concepts)


_Block = dict[str, list[ox.NamedNode | ox.Literal]]


def _blocks(source: str, triples: Iterable[ox.Quad]) -> dict[str, _Block]:
    """The statements of each concept. A concept whose statements stand in two places is an id given twice."""
    blocks: dict[str, _Block] = {}
    previous = None
    for triple in triples:
        iri = getattr(triple.subject, "value", "")
        if not iri.startswith(_ID) or iri.startswith(_ID + "geometry/"):
            previous = None
            continue
        if iri != previous and iri in blocks:
            raise VocabularyError(f"{source}: {iri.rsplit('/', 1)[-1]} is defined twice.")
        previous = iri
        value = triple.object
        if not isinstance(value, (ox.NamedNode, ox.Literal)):
            raise VocabularyError(
                f"{source}: {iri.rsplit('/', 1)[-1]} has a value that is neither IRI nor literal."
            )
        blocks.setdefault(iri, {}).setdefault(triple.predicate.value, []).append(value)
    return blocks


def _concept(source: str, iri: str, block: _Block) -> Concept:
    key = iri.rsplit("/", 1)[-1]
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    values: dict[str, list[str]] = defaultdict(list)
    for predicate, objects in sorted(block.items()):
        if predicate not in _PROPERTIES:
            raise VocabularyError(f"{source}: {key} has the unknown property {predicate}.")
        name, number = _PROPERTIES[predicate]
        if number is _ONE and len(objects) > 1:
            raise VocabularyError(
                f"{source}: {key} has {len(objects)} values of {predicate}, and may have one."
            )
        if number is _TEXTS and name:
            texts[name] += [(getattr(item, "language", None) or "", item.value) for item in objects]
        if name:
            values[name] += sorted(item.value for item in objects)
    one = {name: found[0] for name, found in values.items()}
    return Concept(
        iri=iri,
        key=key,
        labels=_labels(source, key, texts),
        aliases=tuple(sorted(texts["aliases"])),
        hidden=tuple(sorted(texts["hidden"])),
        former=tuple(values["former"]),
        broader=tuple(values["broader"]),
        related=tuple(values["related"]),
        definitions=dict(sorted(texts["definitions"])),
        notation=one.get("notation"),
        kind=one.get("kind"),
        excluded=tuple(values["excluded"]),
        point=(float(one["long"]), float(one["lat"])) if "lat" in one and "long" in one else None,
        si_factor=Decimal(one["si_factor"]) if "si_factor" in one else None,
        si_unit=one.get("si_unit"),
    )


def _labels(source: str, key: str, texts: Mapping[str, list[tuple[str, str]]]) -> dict[str, str]:
    """One label in each language; `skos:prefLabel`, where given, says the same as `rdfs:label`."""
    labels = dict(texts.get("labels", ()))
    for language in LANGUAGES:
        if language not in labels:
            raise VocabularyError(f"{source}: {key} has no rdfs:label in {language}.")
    if len(labels) != len(texts["labels"]):
        raise VocabularyError(f"{source}: {key} has two labels in one language.")
    if texts.get("preferred") and sorted(texts["preferred"]) != sorted(texts["labels"]):
        raise VocabularyError(f"{source}: skos:prefLabel and rdfs:label of {key} differ.")
    return {language: labels[language] for language in sorted(labels, reverse=True)}


def _index(pairs: Iterable[tuple[str, Concept]]) -> dict[str, tuple[Concept, ...]]:
    index: dict[str, dict[str, Concept]] = defaultdict(dict)
    for name, concept in pairs:
        index[fold(name)][concept.iri] = concept
    return {name: tuple(found.values()) for name, found in sorted(index.items())}


def _reach(start: Iterable[str], following: Callable[[str], Iterable[str]]) -> dict[str, None]:
    """Everything that can be reached from `start`, itself included, the nearest first."""
    reached: dict[str, None] = {}
    front = list(start)
    while front:
        reached.update(dict.fromkeys(front))
        front = [there for here in front for there in following(here) if there not in reached]
    return reached
