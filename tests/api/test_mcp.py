"""The Model Context Protocol, asked by the official client in process, over HTTP and on standard streams."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import CallToolResult, TextContent, TextResourceContents
from servers import Server, running

from api.mcp.server import create
from api.mcp.transports import served
from ontology.settings import Settings

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
Work = Callable[[Client], Awaitable[None]]
Connect = Callable[[Path], AbstractAsyncContextManager[Client]]


@asynccontextmanager
async def in_process(store: Path) -> AsyncIterator[Client]:
    settings = Settings(store=str(store), query_timeout=1)
    async with served(settings) as service, Client(create(lambda: service)) as client:
        yield client


@asynccontextmanager
async def over_http(store: Path) -> AsyncIterator[Client]:
    with running(store, "--query-timeout", "1") as server:
        async with Client(server.url + "mcp") as client:
            yield client


@asynccontextmanager
async def over_stdio(store: Path) -> AsyncIterator[Client]:
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from api.cli import main; main()", "mcp", "--store", str(store)],
        env={**os.environ, "POLICYGRAPH_QUERY_TIMEOUT": "1"},
    )
    async with Client(stdio_client(parameters)) as client:
        yield client


def ask(connect: Connect, store: Path, work: Work) -> None:
    """Do `work` with a client that is connected so."""

    async def main() -> None:
        async with connect(store) as client:
            await work(client)

    anyio.run(main)


def data(result: CallToolResult) -> dict[str, Any]:
    """The data of an answer that is none of an error; it stands in its text too."""
    assert not result.is_error, result.content
    assert result.structured_content is not None
    last = result.content[-1]
    assert isinstance(last, TextContent)
    assert json.loads(last.text) == result.structured_content
    return result.structured_content


def sentence(result: CallToolResult) -> str:
    """The sentence of an error."""
    assert result.is_error, result.content
    first = result.content[0]
    assert isinstance(first, TextContent)
    return first.text


@pytest.mark.parametrize("connect", [in_process, over_http, over_stdio])
def test_a_client_finds_its_way(connect: Connect, store: Path) -> None:
    async def work(client: Client) -> None:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert tools == {"ask", "list_queries", "run_query", "search", "entity", "sparql"}
        answer = data(await client.call_tool("ask", {"question": "内蒙古有哪些氢能项目？"}))
        assert answer["query"] == "projects_by_technology_and_region"
        assert answer["rows"][0]["evidence"][0]["quote"] == "草原绿氢项目"
        assert answer["release"]
        found = data(await client.call_tool("search", {"text": "草原绿氢"}))["items"][0]
        assert found["evidence"]
        entity = data(await client.call_tool("entity", {"iri": found["iri"]}))
        assert entity["evidence"][0]["source"] == "甲.txt"
        text = (await client.read_resource("policygraph://ontology")).contents[0]
        assert isinstance(text, TextResourceContents)
        assert "pg:Obligation a owl:Class" in text.text

    ask(connect, store, work)


def test_answers_are_those_of_the_api(store: Path) -> None:
    async def main() -> None:
        with running(store) as server:
            question = "Which hydrogen projects are in Inner Mongolia?"
            expected = httpx.get(server.url + "ask", params={"q": question}).json()
            async with Client(server.url + "mcp") as client:
                assert data(await client.call_tool("ask", {"question": question})) == expected

    anyio.run(main)


def test_catalogue_is_listed_and_run(store: Path) -> None:
    async def work(client: Client) -> None:
        listed = data(await client.call_tool("list_queries", {}))
        assert listed["release"]
        queries = listed["queries"]
        named = {query["name"]: query for query in queries}
        assert "region" in named["projects_by_region"]["parameters"]
        given = {"name": "projects_by_region", "parameters": {"region": "Inner Mongolia"}}
        answer = data(await client.call_tool("run_query", given))
        assert answer["rows"][0]["values"]["name"] == "草原绿氢项目"

    ask(in_process, store, work)


def test_resources_have_names_and_titles(store: Path) -> None:
    async def work(client: Client) -> None:
        found = {item.name: item.title for item in (await client.list_resources()).resources}
        assert found == {
            "ontology": "The ontology",
            "shapes": "The SHACL shapes",
            "queries": "The catalogue",
        }

    ask(in_process, store, work)


PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
SPEAKS = {"Accept": "application/json, text/event-stream"}


def asked_from(server: Server, origin: str | None, **more: str) -> httpx.Response:
    """The answer to a page of `origin`; without one, to a program."""
    headers = SPEAKS | more | ({"Origin": origin} if origin else {})
    return httpx.post(server.url + "mcp", json=PING, headers=headers)


def test_pages_of_other_hosts_may_ask_where_the_operator_lists_them(store: Path) -> None:
    with running(store) as server:
        assert asked_from(server, None).status_code == 200
        assert asked_from(server, server.url.rstrip("/")).status_code == 200
        assert asked_from(server, "https://graph.example", Host="graph.example:443").status_code == 200
        for origin in ("https://page.example", "http://127.0.0.1:1", "null"):
            refused = asked_from(server, origin)
            assert refused.status_code == 403
            assert refused.headers["Content-Type"] == "application/problem+json"
            assert "POLICYGRAPH_MCP_HOSTS" in refused.json()["detail"]
    with running(store, mcp_hosts="page.example localhost:6274") as server:
        assert asked_from(server, "https://Page.example").status_code == 200
        assert asked_from(server, "http://localhost:6274").status_code == 200
        assert asked_from(server, "https://other.example").status_code == 403
    with running(store, mcp_hosts="*") as server:
        assert asked_from(server, "null").status_code == 200


def test_refusals_are_problems_as_on_every_path(store: Path) -> None:
    with running(store) as server:
        long = httpx.post(server.url + "mcp", content=b" " * ((4 << 20) + 1), headers=SPEAKS)
        other = httpx.post(server.url + "mcp", content=b"x", headers=SPEAKS | {"Content-Type": "text/csv"})
    assert (long.status_code, "4096 KiB" in long.json()["detail"]) == (413, True)
    assert (other.status_code, "Content-Type" in other.json()["detail"]) == (400, True)
    for answer in (long, other):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["X-Policygraph-Release"]


def test_sparql_rows_carry_evidence_and_release(store: Path) -> None:
    async def work(client: Client) -> None:
        pg = "PREFIX pg: <https://w3id.org/policygraph/ontology#>"
        query = f'{pg} SELECT ?p {{ ?p a pg:Project ; pg:status "listed" ; pg:projectNumber "1" }}'
        answer = data(await client.call_tool("sparql", {"query": query}))
        assert answer["complete"]
        assert answer["release"]
        assert answer["rows"][0]["evidence"][0]["quote"] == "草原绿氢项目"
        construct = f"{pg} CONSTRUCT WHERE {{ ?p a pg:Project }}"
        graph = data(await client.call_tool("sparql", {"query": construct}))
        assert "project/1" in graph["turtle"]

    ask(in_process, store, work)


def test_what_is_no_answer_is_told_as_such(store: Path) -> None:
    async def work(client: Client) -> None:
        async def said(tool: str, **arguments: Any) -> str:
            answer = await client.call_tool(tool, arguments)
            assert answer.structured_content is not None
            assert answer.structured_content["release"]
            return sentence(answer)

        assert "time limit" in await said("sparql", query=ENDLESS)
        assert "not allowed" in await said("sparql", query="DROP ALL")
        assert "1:" in await said("sparql", query="SELECT ?a { ?a ?b }")
        assert "cut" in await said("sparql", query="SELECT * { ?s ?p ?o }")
        assert "Not answered" in await said("ask", question="H2 projects in Atlantis")
        assert "no query 'nothing'" in await said("run_query", name="nothing")
        assert "needs the parameter region" in await said("run_query", name="projects_by_region")
        assert "is not in the graph" in await said("entity", iri="https://example.org/nobody")
        assert "is no kind" in await said("search", text="x", kind="person")

    ask(in_process, store, work)


def test_nothing_found_is_an_answer_and_a_wished_cut_is_told(store: Path) -> None:
    async def work(client: Client) -> None:
        none = await client.call_tool("search", {"text": "zzzz"})
        assert data(none)["items"] == []
        assert "ran to its end" in str(none.content[0])
        short = await client.call_tool("run_query", {"name": "projects_all", "limit": 1})
        assert data(short)["complete"] is False
        assert "there are more" in str(short.content[0])

    ask(in_process, store, work)


def test_no_store_gets_one_line(policygraph: Any, tmp_path: Path) -> None:
    done = policygraph("mcp", store=tmp_path / "nothing")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("policygraph: ")
    assert len(done.stderr.splitlines()) == 1
