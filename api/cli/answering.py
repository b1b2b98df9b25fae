"""Commands that ask: query, queries, ask."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli import common
from ontology.errors import InputError, QueryError, UsageError

if TYPE_CHECKING:
    from queries.ask import Declined
    from queries.catalogue import CatalogueQuery
    from queries.run import Answer

_PIPE_WIDTH = 120
_MEDIA = {
    "table": "application/sparql-results+json",
    "json": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "application/sparql-results+xml",
    "ttl": "text/turtle",
}
_GRAPH_MEDIA = {"json": "application/ld+json", "xml": "application/rdf+xml"}
_FORMATS = click.Choice(["table", "json", "csv", "tsv", "xml", "ttl"])


@click.command()
@click.argument("name", metavar="NAME|FILE.rq|-")
@click.option(
    "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter; give it once for each."
)
@click.option("--format", "format_", type=_FORMATS, default="table", show_default=True)
@common.store_option
def query(name: str, params: Sequence[str], format_: str, where: str | None) -> None:
    """Run a query of the catalogue, or SPARQL from a file or stdin.

    \b
    Example:
      policygraph query projects_by_technology_and_region --param technology=氢能 --param region=内蒙古
      echo 'SELECT * { ?s a ?o } LIMIT 3' | policygraph query - --format csv
    """
    from queries.catalogue import catalogue, load
    from queries.run import find

    given = dict(_pair(param) for param in params)
    if name.endswith(".rq") and not Path(name).is_file():
        raise InputError(f"{name}: no such file.")
    if name != "-" and (name in catalogue() or not Path(name).is_file()):
        _run_catalogue(find(name), given, format_, where)
        return
    text = _text(name)
    if text.startswith("#+"):
        _run_catalogue(load(Path(name)), given, format_, where)
    elif given:
        raise UsageError(f"{name}: it declares no parameters; a '#+ params' header does that.")
    else:
        with _named(name):
            _run_text(text, format_, where)


@click.command()
@common.store_option
def queries(where: str | None) -> None:
    """List the catalogue: name, question in Chinese and English, parameters.

    \b
    Example:
      policygraph queries
    """
    from queries.catalogue import catalogue

    for item in catalogue().values():
        click.echo(f"{item.id}\n  {item.question.zh}\n  {item.question.en}")
        for parameter in item.params:
            label = parameter.label
            click.echo(f"  --param {parameter.name}={parameter.example}  ({label.zh}, {label.en})")


@click.command()
@click.argument("question")
@click.option("--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True)
@common.store_option
def ask(question: str, format_: str, where: str | None) -> int:
    """Answer a question in Chinese or English, and show what it rests on.

    \b
    Example:
      policygraph ask "Which hydrogen demonstration projects are in Inner Mongolia, and under which agency?"
      policygraph ask "6月30日前要完成什么，由谁负责？"
    """
    from queries import ask as asking
    from queries.language import spoken

    understood = asking.understand(question)
    if isinstance(understood, asking.Declined):
        return _decline(understood, format_)
    with common.current(where) as release:
        found = asking.answer(question, release.select, release.id)
    if isinstance(found, asking.Declined):
        return _decline(found, format_)
    _print_answer(found, format_, spoken(question))
    return 0


COMMANDS = (query, queries, ask)


def terminal_width() -> int:
    """The columns of the terminal; in a pipe, as many as a wide window has."""
    return shutil.get_terminal_size((_PIPE_WIDTH, 0)).columns if sys.stdout.isatty() else _PIPE_WIDTH


def _print_answer(answer: Answer, format_: str, language: str) -> None:
    from queries import formats

    if format_ == "table":
        click.echo(formats.to_text(answer, language, terminal_width()), nl=False)
    elif format_ == "json":
        click.echo(formats.to_json(answer), nl=False)
    else:
        rows = [row.values for row in answer.rows]
        separator = "," if format_ == "csv" else "\t"
        click.echo(formats.to_csv(list(answer.query.columns), rows, separator), nl=False)
        if not answer.complete:
            common.say("Not all rows are shown: the limit of the query was reached.")


def _decline(declined: Declined, format_: str) -> int:
    """Say why there is no answer and what can be asked instead; exit code 1."""
    from queries.catalogue import catalogue

    if format_ == "json":
        click.echo(json.dumps(declined.to_dict(), ensure_ascii=False, indent=2))
        return 1
    common.say(f"policygraph: {declined.reason.of(declined.language)}")
    common.say("可以这样问：" if declined.language == "zh" else "What can be asked:")
    for name in declined.suggestions:
        common.say(f"  {catalogue()[name].question.of(declined.language)}  ({name})")
    common.say(
        "`policygraph queries` 列出全部问题。"
        if declined.language == "zh"
        else "`policygraph queries` lists all."
    )
    return 1


def _run_catalogue(query_: CatalogueQuery, given: dict[str, str], format_: str, where: str | None) -> None:
    from queries.run import run
    from queries.values import coerce

    coerce(query_, given)  # wrong usage is said before a store is opened
    if format_ in ("xml", "ttl"):
        raise UsageError(f"The catalogue answers as table, json, csv or tsv, not as {format_}.")
    with common.current(where) as release:
        answer = run(query_, given, release.select, release.id)
    _print_answer(answer, format_, "en")


def _run_text(sparql: str, format_: str, where: str | None) -> None:
    from graph_store.readers import ReaderPool
    from graph_store.rows import Rows
    from ontology.settings import settings
    from queries import formats
    from queries.endpoint import Endpoint
    from queries.gate import admit

    admit(sparql, settings().services)
    accept = [_MEDIA[format_], _GRAPH_MEDIA.get(format_, "text/turtle")]
    release = common.current(where)
    if isinstance(release, Endpoint):
        media_type, data = release.query(sparql, accept)
    else:
        with ReaderPool(release, memory_quads=0) as pool:
            media_type, answer = pool.query(sparql, accept)
            data = b"".join(answer)
    if format_ in ("csv", "tsv") and media_type != _MEDIA[format_]:
        raise UsageError(f"A graph is given as table, json, xml or ttl, not as {format_}.")
    if media_type == _MEDIA["json"] and format_ == "table":
        rows = Rows.from_json(data)
        cells = [[str(term.value) if term else "" for term in row] for row in rows.rows]
        click.echo("\n".join(formats.table(rows.columns, cells)))
    else:
        click.echo(data, nl=False)


@contextmanager
def _named(name: str) -> Iterator[None]:
    """Say of which file it is that the engine complains."""
    try:
        yield
    except QueryError as error:
        raise QueryError(f"{'stdin' if name == '-' else name}: {error}") from error


def _pair(param: str) -> tuple[str, str]:
    key, sign, value = param.partition("=")
    if not sign or not key:
        raise click.UsageError(f"--param {param!r}: write KEY=VALUE.")
    return key, value


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8 text.") from None
