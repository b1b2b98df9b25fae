"""The server: its tools and resources over whatever release `service` reads when they are called."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp_types import CallToolResult, ToolAnnotations
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from api.mcp.results import answered, cut, plain, proved, result, shown, telling, told
from api.problems import NotFoundError
from api.reading import Reading
from graph_store.fulltext.entries import KINDS
from graph_store.fulltext.search import search as find
from graph_store.rows import Rows
from graph_store.serving.questions import JSON, Question
from ontology import terms
from ontology.data import data_file
from ontology.errors import PolicygraphError, UsageError
from queries import ask as asking
from queries.catalogue import catalogue
from queries.gate import admit
from queries.run import evidence_of, run, select_rows

_INSTRUCTIONS = """Answers from policy documents of Chinese authorities, as a graph. Every row says in which \
file, page and characters it stands, and quotes the words: cite them.
Start with `ask`. Where it declines, take a query of the catalogue (`list_queries`, `run_query`). Find the \
identifier of a name with `search`; read all about it with `entity`. `sparql` is for what no query covers: \
read the resource policygraph://ontology first. An error is no answer: never take it for "nothing found"."""
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_MOST_ROWS = 500
_MOST_BYTES = 1 << 20
_GRAPHS = ("CONSTRUCT", "DESCRIBE")
_TURTLE = "text/turtle"

Limit = Annotated[int | None, Field(ge=1, le=_MOST_ROWS, description="The most rows to give.")]


def create(service: Callable[[], Reading]) -> MCPServer[Any]:
    """The server; `service` gives what is read."""
    server: MCPServer[Any] = MCPServer(
        name="policygraph",
        title="policygraph",
        version=version("policygraph"),
        instructions=_INSTRUCTIONS,
        log_level="WARNING",
    )
    tools = (_ask, _list_queries, _run_query, _search, _entity)
    for tool in (telling(made(service), lambda: service().release.id) for made in tools):
        server.add_tool(tool, annotations=_READS, structured_output=False)
    server.add_tool(_sparql(service), annotations=_READS, structured_output=False)
    server.resource("policygraph://ontology", title="The ontology", mime_type=_TURTLE)(ontology)
    server.resource("policygraph://shapes", title="The SHACL shapes", mime_type=_TURTLE)(shapes)
    server.resource("policygraph://queries", title="The catalogue", mime_type="application/json")(queries)
    return server


def ontology() -> str:
    """The OWL ontology in Turtle: classes and properties, with labels in Chinese and English."""
    return terms.rebase(data_file("policy.ttl").read_text("utf-8"))


def shapes() -> str:
    """The SHACL shapes in Turtle: what every statement of the graph satisfies."""
    return terms.rebase(data_file("shapes.ttl").read_text("utf-8"))


def queries() -> str:
    """The catalogue as JSON: the name, question and parameters of each query."""
    return json.dumps(_described(), ensure_ascii=False)


def _described() -> list[dict[str, Any]]:
    return [
        {
            "name": query.id,
            "question": query.question.model_dump(),
            "parameters": {item.name: f"{item.label.en}, e.g. {item.example}" for item in query.params},
        }
        for query in catalogue().values()
    ]


def _ask(service: Callable[[], Reading]) -> Callable[..., CallToolResult]:
    def ask(
        question: Annotated[str, Field(description="In Chinese or English.", max_length=1000)],
        limit: Limit = None,
    ) -> CallToolResult:
        """Answer a question about policy documents from the graph, with the evidence of each row.

        Says which query of the catalogue was run with which parameters. Declines, with what can be asked
        instead, where it does not understand every word.
        """
        found, release = service().consistently(
            lambda select, release: (
                asking.answer(question, select, release, limit or _MOST_ROWS),
                release,
            )
        )
        return answered(found, release, limit)

    return ask


def _list_queries(service: Callable[[], Reading]) -> Callable[..., CallToolResult]:
    def list_queries() -> CallToolResult:
        """The catalogue: the name of each query, its question in Chinese and English, and its parameters."""
        return result({"release": service().release.id, "queries": _described()})

    return list_queries


def _run_query(service: Callable[[], Reading]) -> Callable[..., CallToolResult]:
    def run_query(
        name: Annotated[str, Field(description="As `list_queries` gives it.")],
        parameters: Annotated[dict[str, str] | None, Field(description="Names, or IRIs, or dates.")] = None,
        limit: Limit = None,
    ) -> CallToolResult:
        """Run a query of the catalogue; each row has its evidence.

        Rows that count or sum, and rows of the vocabularies, have none of their own.
        """
        query = catalogue().get(name)
        if query is None:
            raise NotFoundError(f"there is no query {name!r}; list_queries names those there are.")
        found = service().consistently(
            lambda select, release: run(query, parameters or {}, select, release, limit=limit or _MOST_ROWS)
        )
        return answered(found, found.release, limit)

    return run_query


def _search(service: Callable[[], Reading]) -> Callable[..., CallToolResult]:
    def search(
        text: Annotated[str, Field(description="A name or words, in either language.", max_length=200)],
        kind: Annotated[str | None, Field(description=f"One of {', '.join(KINDS)}.")] = None,
        limit: Annotated[int, Field(ge=1, le=100)] = 10,
    ) -> CallToolResult:
        """Find the identifiers (IRIs) of what is called so, the best first."""
        if kind is not None and kind not in KINDS:
            raise UsageError(f"{kind!r} is no kind; use {', '.join(KINDS)}.")
        here = service()

        def work(select: Any, release: str) -> list[dict[str, Any]]:
            kinds = [kind] if kind else []
            hits = find(
                here.indexes.of(here.release), text, kinds, limit, timeout=here.settings.query_timeout
            )
            said = ("iri", "kind", "label", "label_en", "field", "text", "score")
            return [
                {name: getattr(hit, name) for name in said}
                | {"evidence": shown(evidence_of(hit.iri, select)[:3])}
                for hit in hits
            ]

        found = here.consistently(lambda select, release: (work(select, release), release))
        none = () if found[0] else (f"The search ran to its end: nothing is called {text!r}.",)
        return result({"release": found[1], "items": found[0]}, *none)

    return search


def _entity(service: Callable[[], Reading]) -> Callable[..., CallToolResult]:
    def entity(
        iri: Annotated[str, Field(description="As `search` gives it.", max_length=1000)],
    ) -> CallToolResult:
        """All that the graph says of one thing, what points to it, and the evidence."""

        def work(select: Any, release: str) -> dict[str, Any]:
            said = select_rows("entity", {"entity": iri}, select)
            mentions = select_rows("entity_mentions", {"entity": iri}, select)
            return {
                "release": release,
                "iri": iri,
                "statements": plain(said),
                "mentions": plain(mentions),
                "evidence": shown(evidence_of(iri, select)),
            }

        found = service().consistently(work)
        if not found["statements"] and not found["mentions"]:
            raise NotFoundError(f"{iri} is not in the graph; find identifiers with `search`.")
        return result(found)

    return entity


def _sparql(service: Callable[[], Reading]) -> Callable[..., Any]:
    async def sparql(
        query: Annotated[str, Field(description="SPARQL 1.1, read only.", max_length=100_000)],
    ) -> CallToolResult:
        """Run a SPARQL query under the limits of the endpoint.

        The default graph holds every statement once. Rows have the evidence of the entities they name. At
        most 500 rows: what was cut is told as an error, so use LIMIT, COUNT or GROUP BY.
        """
        here = service()
        try:
            form = admit(query, here.settings.services)
            accept = (_TURTLE,) if form in _GRAPHS else (JSON,)
            question = Question(sparql=query, accept=accept, most_rows=_MOST_ROWS, most_bytes=_MOST_BYTES)
            answer = await here.lanes.ask(question, None, None)
            try:
                body = b"".join([part async for part in answer.chunks()])
            finally:
                answer.close()
            ending = answer.ending
            if form in _GRAPHS:
                data: dict[str, Any] = {"release": answer.release.id, "turtle": body.decode()}
                rows, proofs = (ending.rows if ending else 0), True
            else:
                items, proofs = await run_in_threadpool(proved, Rows.from_json(body), here.pool.select)
                data = {"release": answer.release.id, "rows": items}
                rows = len(items)
        except PolicygraphError as error:
            return told(error, here.release.id)
        was_cut = bool(ending and ending.cut)
        data["complete"] = not was_cut
        sentences = [cut(rows)] if was_cut else []
        sentences += (
            []
            if proofs
            else ["Evidence is given for the first 200 things only; `entity` has that of others."]
        )
        if not rows and not was_cut:
            sentences.append("The query ran to its end and found nothing.")
        return result(data, *sentences, failed=was_cut)

    return sparql
