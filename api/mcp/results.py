"""What a tool gives back: data, and in words whatever keeps it from being the whole answer."""

from __future__ import annotations

import functools
import json
import logging
from collections.abc import Callable
from typing import Any, ParamSpec

from mcp_types import CallToolResult, ContentBlock, TextContent

from graph_store.rows import Iri, Rows
from ontology import terms
from ontology.errors import PolicygraphError, StoreError
from queries.ask import Declined
from queries.run import Answer, Evidence, Select, evidence_of

Parameters = ParamSpec("Parameters")

_LOG = logging.getLogger("policygraph")
_MOST_PROVED = 200  # entities of one answer whose evidence is looked up
_UNREADABLE = "The store cannot be read at the moment; this is no answer. Try again later."


def told(error: PolicygraphError, release: str) -> CallToolResult:
    """Our error for whoever called the tool: one sentence, without a path of the server; and the release."""
    if isinstance(error, StoreError):
        _LOG.error("%s", error)
        said = _UNREADABLE
    else:
        said = f"No answer: {error}"
    return result({"release": release, "error": said}, said, failed=True)


def telling(
    tool: Callable[Parameters, CallToolResult], release: Callable[[], str]
) -> Callable[Parameters, CallToolResult]:
    """The tool, whose errors a client reads as sentences; `release` names the one that is read."""

    @functools.wraps(tool)
    def called(*args: Parameters.args, **more: Parameters.kwargs) -> CallToolResult:
        try:
            return tool(*args, **more)
        except PolicygraphError as error:
            return told(error, release())

    return called


def result(data: dict[str, Any], *sentences: str, failed: bool = False) -> CallToolResult:
    """`data` as structured content and as text, behind the sentences."""
    texts = [*sentences, json.dumps(data, ensure_ascii=False)]
    content: list[ContentBlock] = [TextContent(type="text", text=text) for text in texts]
    return CallToolResult(content=content, structured_content=data, is_error=failed)


def answered(found: Answer | Declined, release: str, limit: int | None) -> CallToolResult:
    """An answer of the catalogue. It is an error where rows were cut though nobody asked for that."""
    if isinstance(found, Declined):
        sentence = f"Not answered: {found.reason.of(found.language)}"
        return result({**found.to_dict(), "release": release}, sentence, failed=True)
    data = found.to_dict()
    if found.complete:
        none = () if found.rows else ("The query ran to its end and found nothing.",)
        return result(data, *none)
    return result(data, cut(len(found.rows)), failed=limit is None)


def cut(rows: int) -> str:
    """The sentence for an answer that is not whole."""
    return (
        f"The answer was cut: these are {rows} rows and there are more. Ask for less, or narrow the question."
    )


def proved(rows: Rows, select: Select) -> tuple[list[dict[str, Any]], bool]:
    """The rows of a query, each with the evidence of what it names; and whether all of it was looked up."""
    found: dict[str, tuple[Evidence, ...]] = {}
    items = []
    whole = True
    for row, values in zip(rows.dicts(), plain(rows), strict=True):
        proofs: list[Evidence] = []
        for term in row.values():
            if not isinstance(term, Iri) or not term.value.startswith(terms.BASE + "id/"):
                continue
            if term.value not in found and len(found) < _MOST_PROVED:
                found[term.value] = evidence_of(term.value, select)
            whole = whole and term.value in found
            proofs += found.get(term.value, ())
        items.append({"values": values, "evidence": shown(tuple(dict.fromkeys(proofs)))})
    return items, whole


def plain(rows: Rows) -> list[dict[str, Any]]:
    """Each row by column, as JSON has it, without what has no value."""
    return [
        {name: term.value if isinstance(term, Iri) else term.python() for name, term in row.items()}
        for row in rows.dicts()
    ]


def shown(proofs: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    """Evidence as data."""
    return [{name: getattr(item, name) for name in Evidence.__slots__} for item in proofs]
