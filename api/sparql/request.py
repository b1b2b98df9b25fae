"""What a request of the SPARQL 1.1 Protocol asks: the query and its dataset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from api.problems import TooLargeError, WrongMediaTypeError
from api.sparql.formats import DIRECT, FORM, UPDATE
from ontology.errors import ForbiddenError, UsageError

_LONGEST_QUERY = 1 << 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the protocol."""

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def read(request: Request) -> Asked:
    """What `request` asks. Raises UsageError, ForbiddenError, WrongMediaTypeError, TooLargeError."""
    pairs = list(request.query_params.multi_items())
    if request.method == "POST":
        kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if kind == UPDATE:
            raise ForbiddenError("Updates are not allowed: this endpoint only reads.")
        if kind not in (FORM, DIRECT):
            raise WrongMediaTypeError(f"Send the query as {FORM} or {DIRECT}.")
        text = await _body(request)
        pairs += [("query", text)] if kind == DIRECT else _form(text)
    if any(name == "update" for name, _ in pairs):
        raise ForbiddenError("Updates are not allowed: this endpoint only reads.")
    queries = [value for name, value in pairs if name == "query"]
    if len(queries) > 1:
        raise UsageError("Give one query, not several.")
    return Asked(
        queries[0] if queries else None,
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
    )


async def _body(request: Request) -> str:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_QUERY:
            raise TooLargeError(f"A query may have {_LONGEST_QUERY >> 10} KiB at most.")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise UsageError("The body is not UTF-8 text.") from None


def _form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise UsageError("The body is not a form in UTF-8.") from None


def _graphs(pairs: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for key, value in pairs if key == name)
    for graph in graphs:
        if ":" not in graph or any(letter in '<>"{}|\\^` \n\t' for letter in graph):
            raise UsageError(f"{name}: {graph!r} is not an IRI.")
    return graphs
