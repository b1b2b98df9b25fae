"""The catalogue: competency questions, one `.rq` file each, with their description in a `#+ ` YAML header.

The header follows grlc's form. What a file says wrongly is an error that names the file and the key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ontology import terms
from ontology.data import from_yaml
from ontology.errors import VocabularyError
from queries import lint

_HERE = Path(__file__).parent
_HEADER = "#+"

Kind = Literal["iri", "text", "date", "integer"]
SchemeName = Literal["regions", "technologies", "agencies", "documents"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(_Strict):
    """One text in both languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text in `language` ("zh" or "en")."""
        return self.zh if language == "zh" else self.en


class Parameter(_Strict):
    """A value the query needs. `scheme` says which names are taken for IRIs, or how a text is written."""

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    kind: Kind
    label: Label
    example: str
    scheme: SchemeName | None = None
    required: bool = True
    default: str | None = None

    @model_validator(mode="after")
    def _default_where_optional(self) -> Parameter:
        if self.required == (self.default is not None):
            raise ValueError("a parameter is either required or has a default")
        return self


class Column(Label):
    """A column: its title in both languages; `many` where one row holds several values of it."""

    many: bool = False


class CatalogueQuery(_Strict):
    """One competency question; `why` says in English what it is for, `why_zh` in Chinese.

    `evidence_of` are the columns whose evidence goes with a row, `show` those of a table for people;
    `links` say which column names the thing whose IRI is in another; `sections` are the values of the column
    `section`, in order; `note` goes with every answer.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    question: Label
    why: str
    why_zh: str = ""
    params: tuple[Parameter, ...] = ()
    columns: Mapping[str, Column]
    evidence_of: tuple[str, ...] = ()
    show: tuple[str, ...]
    links: Mapping[str, str] = {}
    sections: Mapping[str, Label] = {}
    note: Label | None = None
    tags: tuple[str, ...]
    since: str
    sparql: str

    @property
    def limit(self) -> int:
        """The most rows the query gives, as its text says."""
        return lint.shape(self.sparql).limit or 0

    def parameter(self, name: str) -> Parameter | None:
        """The parameter called `name`."""
        return next((parameter for parameter in self.params if parameter.name == name), None)


@cache
def catalogue() -> Mapping[str, CatalogueQuery]:
    """Every question of the catalogue by its id, sorted. Raises VocabularyError."""
    return _folder("catalogue")


@cache
def internal() -> Mapping[str, CatalogueQuery]:
    """The queries that pages and the runner need beside the catalogue."""
    return _folder("internal")


@cache
def lists() -> Mapping[str, CatalogueQuery]:
    """The queries behind the lists: of each, one page (`…_page`) and how many there are (`…_total`)."""
    return _folder("lists")


def load(path: Path) -> CatalogueQuery:
    """The query in one file. Raises VocabularyError, which names the file and what is wrong with it."""
    text = terms.rebase(path.read_text(encoding="utf-8"))
    lines = text.splitlines()
    header = [line.removeprefix(_HEADER).removeprefix(" ") for line in lines if line.startswith(_HEADER)]
    sparql = "\n".join(line for line in lines if not line.startswith(_HEADER)).strip() + "\n"
    fields = from_yaml("\n".join(header), path.name)
    try:
        query = CatalogueQuery.model_validate({**fields, "sparql": sparql})
    except (TypeError, ValidationError) as error:
        raise VocabularyError(f"{path.name}: {_first(error)}.") from error
    for fault in _faults(query, path.stem):
        raise VocabularyError(f"{path.name}: {fault}.")
    return query


def catalogue_graph() -> tuple[str, list[str]]:
    """The catalogue as a graph of SHACL executables: its IRI and its sorted N-Quads lines."""
    graph = terms.CATALOGUE_GRAPH
    return graph, sorted(f"{triple} <{graph}> ." for triple in _triples(graph))


def _folder(name: str) -> Mapping[str, CatalogueQuery]:
    return {path.stem: load(path) for path in sorted((_HERE / name).glob("*.rq"))}


def _first(error: TypeError | ValidationError) -> str:
    if isinstance(error, TypeError):
        return "it has no '#+' header"
    return "; ".join(
        f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()
    )


def _faults(query: CatalogueQuery, stem: str) -> Iterator[str]:
    if query.id != stem:
        yield f"id: is {query.id}, the file is called {stem}"
    named = {
        "evidence_of": query.evidence_of,
        "show": query.show,
        "links": (*query.links, *query.links.values()),
        "sections": ("section",) if query.sections else (),
    }
    for key, columns in named.items():
        for column in columns:
            if column not in query.columns:
                yield f"{key}: {column} is no column"
    yield from lint.faults(query.sparql, [parameter.name for parameter in query.params], list(query.columns))


def _triples(graph: str) -> Iterator[str]:
    declarations = []
    for prefix, namespace in sorted(terms.PREFIXES.items()):
        node = f"{graph}/prefix/{prefix}"
        declarations.append(node)
        yield f"<{node}> <{terms.SH}prefix> {_literal(prefix)}"
        yield f"<{node}> <{terms.SH}namespace> {_literal(namespace)}^^<{terms.XSD}anyURI>"
    yield from (f"<{graph}> <{terms.SH}declare> <{node}>" for node in declarations)
    for query in catalogue().values():
        node = f"{graph}/{query.id}"
        yield f"<{node}> <{terms.RDF}type> <{terms.SH}SPARQLExecutable>"
        yield f"<{node}> <{terms.RDF}type> <{terms.SH}SPARQLSelectExecutable>"
        yield f"<{node}> <{terms.SH}prefixes> <{graph}>"
        yield f"<{node}> <{terms.SH}select> {_literal(query.sparql)}"
        yield f"<{node}> <{terms.RDFS}label> {_literal(query.id)}"
        yield f"<{node}> <{terms.RDFS}comment> {_literal(query.question.zh)}@zh"
        yield f"<{node}> <{terms.RDFS}comment> {_literal(query.question.en)}@en"
        for tag in query.tags:
            yield f"<{node}> <{terms.SCHEMA}keywords> {_literal(tag)}"


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
