"""The graph as a dataset, in the words of VoID (W3C note of 2011) and DCAT 3 (W3C, 2024)."""

from __future__ import annotations

from collections.abc import Iterable

from api.description.said import Said, text, time
from graph_store.release import Release
from graph_store.statistics import Statistics, statistics
from ontology import terms

DUMPS = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
}
GZIP = "application/gzip"
PATH = ".well-known/void"
_TITLE = {"zh": "政策知识图谱", "en": "policygraph: what policy documents say, as a graph"}
_ABOUT = {
    "zh": "政策文件中的项目、义务、目标与引用，每条陈述附出处（文件、页、字符、原文）。",
    "en": "Projects, duties, targets and citations of policy documents; each statement carries its evidence: "
    "file, page, characters and quoted words.",
}


def dataset(release: Release, root: str, publisher: str | None, examples: Iterable[str]) -> Said:
    """The description of `release` on the server at `root`, which ends in a slash. Raises StoreError."""
    said = Said()
    said.add(
        root + PATH,
        (terms.RDF + "type", terms.VOID + "DatasetDescription"),
        (terms.FOAF + "primaryTopic", terms.DATASET),
    )
    _itself(said, release, root, publisher)
    counts(said, terms.DATASET, statistics(release))
    for example in examples:
        said.add(terms.DATASET, (terms.VOID + "exampleResource", example))
    for prefix in ("pg", "rdfs", "skos", "org", "prov", "eli", "oa", "qudt", "dcterms"):
        said.add(terms.DATASET, (terms.VOID + "vocabulary", terms.PREFIXES[prefix]))
    _dumps(said, release, root)
    for shard in release.sources:
        for graph in shard.graphs:
            said.add(terms.DATASET, (terms.VOID + "subset", graph))
            alone = shard.quads if len(shard.graphs) == 1 else None
            said.add(
                graph,
                (terms.RDF + "type", terms.VOID + "Dataset"),
                (terms.DCTERMS + "title", text(shard.name)),
                (terms.VOID + "triples", alone),
            )
    return said


def counts(said: Said, subject: str, numbers: Statistics) -> None:
    """Say how many statements, entities, classes and properties `subject` has, and of each how many."""
    typed = numbers.properties.get(terms.RDF + "type")
    said.add(
        subject,
        (terms.VOID + "triples", numbers.statements),
        (terms.VOID + "entities", typed.subjects if typed else 0),
        (terms.VOID + "distinctSubjects", numbers.subjects),
        (terms.VOID + "distinctObjects", numbers.objects),
        (terms.VOID + "classes", len(numbers.classes)),
        (terms.VOID + "properties", len(numbers.properties)),
    )
    for class_, entities in numbers.classes.items():
        part = f"{terms.DATASET_PART}class-{terms.short_hash(class_)}"
        said.add(subject, (terms.VOID + "classPartition", part))
        said.add(part, (terms.VOID + "class", class_), (terms.VOID + "entities", entities))
    for property_, of in numbers.properties.items():
        part = f"{terms.DATASET_PART}property-{terms.short_hash(property_)}"
        said.add(subject, (terms.VOID + "propertyPartition", part))
        said.add(
            part,
            (terms.VOID + "property", property_),
            (terms.VOID + "triples", of.statements),
            (terms.VOID + "distinctSubjects", of.subjects),
            (terms.VOID + "distinctObjects", of.objects),
        )


def _itself(said: Said, release: Release, root: str, publisher: str | None) -> None:
    known = publisher if publisher and publisher.startswith(("http://", "https://")) else None
    agent = known or (terms.DATASET_PART + "publisher" if publisher else None)
    service = terms.DATASET_PART + "sparql"
    said.add(
        terms.DATASET,
        (terms.RDF + "type", terms.VOID + "Dataset"),
        (terms.RDF + "type", terms.DCAT + "Dataset"),
        *((terms.DCTERMS + "title", text(title, language)) for language, title in _TITLE.items()),
        *((terms.DCTERMS + "description", text(about, language)) for language, about in _ABOUT.items()),
        (terms.DCTERMS + "issued", time(release.manifest.published)),
        (terms.DCAT + "version", text(release.id)),
        (terms.DCTERMS + "publisher", agent),
        (terms.FOAF + "homepage", root),
        (terms.VOID + "sparqlEndpoint", root + "sparql"),
        (terms.VOID + "uriSpace", text(terms.BASE)),
    )
    said.add(
        service,
        (terms.RDF + "type", terms.DCAT + "DataService"),
        (terms.DCTERMS + "title", text("SPARQL")),
        (terms.DCAT + "endpointURL", root + "sparql"),
        (terms.DCAT + "servesDataset", terms.DATASET),
    )
    if agent:
        kind = (terms.RDF + "type", terms.FOAF + "Agent")
        said.add(agent, kind, (terms.FOAF + "name", text(publisher) if publisher and not known else None))


def _dumps(said: Said, release: Release, root: str) -> None:
    for suffix, media_type in DUMPS.items():
        for packed in ("", ".gz"):
            name = f"dump.{suffix}{packed}"
            part = terms.DATASET_PART + name
            said.add(
                terms.DATASET, (terms.DCAT + "distribution", part), (terms.VOID + "dataDump", root + name)
            )
            said.add(
                part,
                (terms.RDF + "type", terms.DCAT + "Distribution"),
                (terms.DCTERMS + "title", text(name)),
                (terms.DCTERMS + "issued", time(release.manifest.published)),
                (terms.DCAT + "downloadURL", root + name),
                (terms.DCAT + "mediaType", terms.MEDIA_TYPES + media_type),
                (terms.DCAT + "compressFormat", terms.MEDIA_TYPES + GZIP if packed else None),
            )
