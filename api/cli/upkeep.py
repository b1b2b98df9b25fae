"""Commands that keep a store safe: backup, restore, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from api.cli import common


@click.command()
@click.argument("file", type=common.PATH, metavar="FILE")
@common.store_option
def backup(file: Path, where: str | None) -> None:
    """Write the whole store, all releases, to one file with checksums (tar; compressed as .tar.gz).

    A server may go on meanwhile; nothing can be published.

    \b
    Example:
      policygraph backup policygraph-2025-06-30.tar.gz
    """
    from graph_store.upkeep.backup import backup as write

    count = write(common.open_store(where), file)
    common.say(f"Wrote {file}: {common.plural(count, 'release')}.")


@click.command()
@click.argument("file", type=common.PATH, metavar="FILE")
@common.store_option
def restore(file: Path, where: str | None) -> None:
    """Make a store of a backup, in a directory that is not there yet or empty. All is checked first.

    \b
    Example:
      policygraph restore policygraph-2025-06-30.tar.gz --store restored
    """
    from graph_store.upkeep.backup import restore as read

    store = read(file, common.store_folder(where).folder)
    count = len(store.releases())
    common.say(f"Restored {common.plural(count, 'release')}; the current one is {store.current().id}.")


@click.command()
@common.store_option
def doctor(where: str | None) -> int:
    """Check a store: every release, its checksums, statements and index. Says what is wrong and what to do.

    \b
    Example:
      policygraph doctor
    """
    from graph_store.upkeep.checkup import checkup

    faults = 0
    for fault in checkup(common.store_folder(where)):
        click.echo(fault)
        faults += 1
    common.say(f"{common.plural(faults, 'fault')} found." if faults else "The store is sound.")
    return 1 if faults else 0


COMMANDS = (backup, restore, doctor)
