"""The endpoint as a service, in the words of SPARQL 1.1 Service Description."""

from __future__ import annotations

from collections.abc import Sequence

from api.description.dataset import counts
from api.description.said import Said
from graph_store.release import Release
from graph_store.statistics import statistics
from ontology import terms

# The names that the W3C gives them under `terms.FORMATS`.
_FORMATS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
    "TriG",
    "N-Quads",
)


def endpoint(release: Release, url: str, services: Sequence[str]) -> Said:
    """The description of the endpoint at `url`, which serves `release` and may call `services`.

    What it does not say it does not do: there is no entailment beyond the simple one, the default graph is
    no union, IRIs are not fetched, and there are no functions but the standard's. Raises StoreError.
    """
    said = Said()
    dataset, default = terms.DATASET, terms.DATASET_PART + "default-graph"
    said.add(
        url,
        (terms.RDF + "type", terms.SD + "Service"),
        (terms.SD + "endpoint", url),
        (terms.SD + "supportedLanguage", terms.SD + "SPARQL11Query"),
        *((terms.SD + "resultFormat", terms.FORMATS + name) for name in _FORMATS),
        *((terms.SD + "feature", terms.SD + "BasicFederatedQuery") for _ in services[:1]),
        (terms.SD + "defaultEntailmentRegime", terms.SIMPLE_ENTAILMENT),
        (terms.SD + "defaultDataset", dataset),
    )
    said.add(dataset, (terms.RDF + "type", terms.SD + "Dataset"), (terms.SD + "defaultGraph", default))
    said.add(default, (terms.RDF + "type", terms.SD + "Graph"))
    counts(said, default, statistics(release))
    sizes = {shard.graphs[0]: shard.quads for shard in release.manifest.shards if len(shard.graphs) == 1}
    for graph in sorted({graph for shard in release.manifest.shards for graph in shard.graphs}):
        part = f"{terms.DATASET_PART}graph-{terms.short_hash(graph)}"
        said.add(dataset, (terms.SD + "namedGraph", part))
        said.add(
            part,
            (terms.RDF + "type", terms.SD + "NamedGraph"),
            (terms.SD + "name", graph),
            (terms.SD + "graph", graph),
        )
        said.add(graph, (terms.RDF + "type", terms.SD + "Graph"), (terms.VOID + "triples", sizes.get(graph)))
    return said
