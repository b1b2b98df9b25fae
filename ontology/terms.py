"""Every IRI the code uses, by name. No other module spells an IRI.

The data files of the project write IRIs under `DEFAULT_BASE`; where the setting
`POLICYGRAPH_BASE_IRI` says otherwise, `rebase` turns a file's text into the configured base.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

from ontology.settings import settings

DEFAULT_BASE = "https://w3id.org/policygraph/"
BASE = settings().base_iri

PG = BASE + "ontology#"
ONTOLOGY_GRAPH = BASE + "ontology"
SHAPES_GRAPH = BASE + "shapes"
CATALOGUE_GRAPH = BASE + "catalogue"
DERIVED_GRAPH = BASE + "derived"
DATASET_PART = BASE + ".well-known/void#"
DATASET = DATASET_PART + "dataset"
VOCABULARY_GRAPH = BASE + "vocabulary/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
PROV = "http://www.w3.org/ns/prov#"
ELI = "http://data.europa.eu/eli/ontology#"
ODRL = "http://www.w3.org/ns/odrl/2/"
QUDT = "http://qudt.org/schema/qudt/"
OA = "http://www.w3.org/ns/oa#"
GEO = "http://www.opengis.net/ont/geosparql#"
WGS84 = "http://www.w3.org/2003/01/geo/wgs84_pos#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
SH = "http://www.w3.org/ns/shacl#"
SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
SIMPLE_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"
VOID = "http://rdfs.org/ns/void#"
FOAF = "http://xmlns.com/foaf/0.1/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
SCHEMA = "https://schema.org/"
GEONAMES = "https://sws.geonames.org/"
ATOM = "http://www.w3.org/2005/Atom"

PREFIXES = {
    "pg": PG,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "org": ORG,
    "prov": PROV,
    "eli": ELI,
    "odrl": ODRL,
    "qudt": QUDT,
    "oa": OA,
    "geo": GEO,
    "wgs84": WGS84,
    "dcterms": DCTERMS,
    "dcat": DCAT,
    "sh": SH,
    "schema": SCHEMA,
}

_LONGEST_SLUG = 80
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_SOURCE = re.compile(r"[^\w.]+")


def rebase(text: str) -> str:
    """`text` of a data file with the default base replaced by the configured one."""
    return text if BASE == DEFAULT_BASE else text.replace(DEFAULT_BASE, BASE)


def slug(*parts: str) -> str:
    """A readable IRI segment of `parts`: letters and digits of any script, joined by hyphens.

    Width and bracket variants of one name give one slug; a long one is cut and closed with a hash.
    """
    words = [_NOT_WORD.sub("-", unicodedata.normalize("NFKC", part).lower()).strip("-") for part in parts]
    whole = "-".join(word for word in words if word)
    if len(whole) <= _LONGEST_SLUG:
        return whole
    return f"{whole[:_LONGEST_SLUG]}-{short_hash(whole)}"


def source_slug(name: str) -> str:
    """The segment that names a source; two different names never share one."""
    plain = _NOT_SOURCE.sub("-", name).strip("-")
    if plain == name and len(name) <= _LONGEST_SLUG:
        return plain
    return f"{plain[:_LONGEST_SLUG]}-{short_hash(name)}"


def short_hash(*fields: str) -> str:
    """Ten hexadecimal digits over `fields`, kept apart by a byte that occurs in no text."""
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()[:10]


def entity(kind: str, segment: str) -> str:
    """The IRI `id/{kind}/{segment}`."""
    return f"{BASE}id/{kind}/{segment}"


def source_graph(source: str) -> str:
    """The IRI of the named graph that holds what the source of this name says."""
    return f"{BASE}graph/{source_slug(source)}"


def evidence(sha256: str, start: int, end: int) -> str:
    """The IRI of the evidence node for characters `start` to `end` of the file with this hash."""
    return entity("evidence", f"{sha256[:16]}-{start}-{end}")
