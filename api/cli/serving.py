"""Commands that serve: serve, mcp, demo."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from api.cli import common, inputs
from api.cli.answering import terminal_width
from ontology.errors import InputError, StoreError

HEADLINE = "Which hydrogen demonstration projects are in Inner Mongolia, and under which agency?"

_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
_PORT = click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)


@click.command()
@_HOST
@_PORT
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Reader processes. [default: 2]")
@click.option(
    "--query-timeout", type=click.FloatRange(min=0, min_open=True), metavar="S", help="[default: 30]"
)
@common.store_option
def serve(host: str, port: int, workers: int | None, query_timeout: float | None, where: str | None) -> None:
    """Serve the SPARQL endpoint, the API and the web page until Ctrl-C.

    \b
    Example:
      policygraph serve --port 8000 --workers 4
    """
    given = {"store": where, "workers": workers, "query_timeout": query_timeout}
    _serve(host, port, {name: value for name, value in given.items() if value is not None})


@click.command()
@common.store_option
def mcp(where: str | None) -> None:
    """Speak the Model Context Protocol on the standard streams, for clients that start it themselves.

    `serve` speaks it over HTTP at /mcp.

    \b
    Example:
      policygraph mcp --store policygraph-data
    """
    from api.mcp.transports import over_stdio
    from ontology.settings import Settings

    over_stdio(Settings(**({"store": where} if where else {})))  # type: ignore[arg-type]


@click.command()
@click.option("--no-serve", is_flag=True, help="End after the answer.")
@_HOST
@_PORT
@common.store_option
def demo(no_serve: bool, host: str, port: int, where: str | None) -> None:
    """Read the bundled examples into a fresh store, answer the headline question, then serve.

    Without a terminal it ends after the answer. The store is a temporary one, unless --store names another.

    \b
    Example:
      policygraph demo
    """
    from extract.batch import extract_files
    from extract.extraction import Failure
    from extract.readers import expand
    from graph_store.store import open_store
    from queries import ask, formats

    with tempfile.TemporaryDirectory(prefix="policygraph-demo-") as folder:
        store = open_store(where or Path(folder) / "store")
        todo = [pair for pair in expand([_examples()]) if not pair[1].startswith("README")]
        results = common.progress(extract_files(todo), len(todo), inputs.line)
        extractions = []
        for result in results:
            if isinstance(result, Failure):
                raise InputError(f"{result.source}: {result.reason}")
            extractions.append(result)
        with store.ingest(extractions, common.system_graphs()) as release:
            common.say(f"Release {release.id}: {common.plural(len(todo), 'document')}.\n")
            answer = ask.answer(HEADLINE, release.select, release.id)
        if isinstance(answer, ask.Declined):
            raise StoreError(f"The headline question was not understood: {answer.reason.en}")
        click.echo(formats.to_text(answer, "en", terminal_width()), nl=False)
        if no_serve or not (sys.stdin.isatty() and sys.stdout.isatty()):
            return
        _serve(host, port, {"store": str(store.folder)})


COMMANDS = (serve, mcp, demo)


def _serve(host: str, port: int, given: dict[str, object]) -> None:
    from api.server import serve as run
    from ontology.settings import Settings

    run(Settings(**given), host, port)  # type: ignore[arg-type]


def _examples() -> Path:
    """The bundled documents: in an installed package beside the code, in a checkout beside the rooms."""
    room = Path(__file__).parent.parent
    for folder in (room / "examples", room.parent / "examples"):
        if folder.is_dir():
            return folder
    raise InputError("The bundled examples are missing from the installation; install policygraph again.")
