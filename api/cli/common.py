"""What the commands share: the store, counts, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from ontology.errors import InputError

if TYPE_CHECKING:
    from graph_store.release import Release
    from graph_store.store import Store, SystemGraphs
    from queries.endpoint import Endpoint

Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., object])

# What cannot be read is one failed input among others, not a wrong call.
PATH = click.Path(path_type=Path, readable=False)
# C0, DEL and C1, of which terminals take some for commands.
_CONTROLS = {code: ascii(chr(code))[1:-1] for code in (*range(0x20), *range(0x7F, 0xA0))}


def store_option(command: Command) -> Command:
    """The option `--store` of every command."""
    return click.option(
        "--store",
        "where",
        metavar="DIR|URL",
        help="The store. [default: $POLICYGRAPH_STORE, else ./policygraph-data]",
    )(command)


def open_store(where: str | None) -> Store:
    """The store that `--store` or the setting names."""
    from graph_store import store
    from ontology.settings import settings

    return store.open_store(where or settings().store)


def current(where: str | None) -> Release | Endpoint:
    """What questions are put to: the current release of a store, or the endpoint that is named instead.

    Raises StoreError.
    """
    from ontology.settings import settings

    named = where or settings().store
    if not str(named).startswith(("http://", "https://")):
        return open_store(where).current()
    from queries.endpoint import Endpoint

    return Endpoint(str(named), settings().query_timeout)


def store_folder(where: str | None) -> Store:
    """As `open_store`, but whatever lies there is not looked at yet."""
    from graph_store import store
    from ontology.settings import settings

    return store.Store(store.folder_of(where or settings().store))


def system_graphs() -> SystemGraphs:
    """The graphs that are part of every release: ontology, shapes, vocabularies, catalogue."""
    from ontology import data
    from queries.catalogue import catalogue_graph

    return [*data.graphs(), catalogue_graph()]


def write_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write `chunks` to `path`: all of them, or what was there before stays. Raises InputError."""
    special = path.exists() and not path.is_file()
    aside = path if special else path.with_name(path.name + ".tmp")
    try:
        with aside.open("wb") as file:
            file.writelines(chunks)
        if not special:
            aside.replace(path)
    except OSError as error:
        if not special:
            aside.unlink(missing_ok=True)
        raise InputError(f"{path}: cannot be written: {error.strerror or error}.") from error


def say(message: str) -> None:
    """A line for the person, not for the pipe. Names of files may hold line breaks and what else steers a
    terminal: that is printed as escapes.
    """
    line = message.removesuffix("\n")
    click.echo(line.translate(_CONTROLS) + message[len(line) :], err=True)


def progress(items: Iterable[Item], total: int, line: Callable[[Item], str]) -> Iterator[Item]:
    """Pass `items` on: with a bar on a terminal, with a line for each in a pipe."""
    if sys.stderr.isatty():
        with click.progressbar(items, length=total, file=sys.stderr) as bar:
            yield from bar
        return
    for number, item in enumerate(items, start=1):
        say(f"[{number}/{total}] {line(item)}")
        yield item


def plural(count: int, noun: str) -> str:
    """`1 source`, `1,234 sources`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
