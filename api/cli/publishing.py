"""Commands about what is published: export, validate, verify, releases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from api.cli import common
from ontology.errors import UsageError

_DUMPS = ("nq", "trig", "ttl", "jsonld")
_VIEWS = ("graphml", "gexf", "node-link", "cytoscape")
_SUFFIXES = {
    ".nq": "nq",
    ".trig": "trig",
    ".ttl": "ttl",
    ".jsonld": "jsonld",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".json": "node-link",
}


@click.command()
@click.option("-o", "--output", required=True, type=common.PATH, metavar="FILE", help="The file to write.")
@click.option("--view", help="The graph view. [default: projects]")
@click.option("--format", "format_", type=click.Choice([*_VIEWS, *_DUMPS]), help="[default: by the suffix]")
@common.store_option
def export(output: Path, view: str | None, format_: str | None, where: str | None) -> None:
    """Write a graph view for Gephi and other tools, or an RDF dump of the whole release.

    \b
    Example:
      policygraph export -o projects.graphml
      policygraph export -o everything.nq
    """
    from graph_store.dumps import dump
    from graph_store.views import export as export_view

    kind = format_ or _SUFFIXES.get(output.suffix.lower())
    if kind is None:
        raise UsageError(f"{output.name}: no format has this suffix; give one with --format.")
    if kind in _DUMPS and view:
        raise UsageError(f"A view is written as {', '.join(_VIEWS)}; {kind} is a dump of everything.")
    if kind in _DUMPS:
        with common.open_store(where).current() as release:
            common.write_file(output, dump(release, kind))
    else:
        with common.current(where) as asked:
            common.write_file(output, [export_view(asked.select, view or "projects", kind)])
    common.say(f"Wrote {output}.")


@click.command()
@click.argument("files", nargs=-1, type=common.PATH, metavar="[FILE.ttl...]")
@common.store_option
def validate(files: Sequence[Path], where: str | None) -> int:
    """Hold the current release, or Turtle files, against the shapes; print what breaks them.

    \b
    Example:
      policygraph validate
      policygraph validate curated.ttl
    """
    from graph_store import validation

    if files:
        violations = validation.validate_files(files)
    else:
        violations = validation.validate_release(common.open_store(where).current())
    for violation in violations:
        click.echo(str(violation))
    common.say(common.plural(len(violations), "violation") if violations else "No violations.")
    return 1 if violations else 0


@click.command()
@click.argument("file", type=common.PATH, metavar="ANSWER.json|RECORDS.jsonl")
@click.option(
    "--sources", type=common.PATH, metavar="DIR", help="Where the sources are. [default: beside the file]"
)
@common.store_option
def verify(file: Path, sources: Path | None, where: str | None) -> int:
    """Check that each statement of an answer or record file stands in its source. Needs no store.

    Hash of the file, offsets and quote are compared; white space does not count.

    \b
    Example:
      policygraph verify answer.json --sources documents/
    """
    from api.verify import verify_file

    checked, faults = verify_file(file, sources)
    for fault in faults:
        click.echo(fault)
    if faults:
        common.say(f"{file.name}: {len(faults)} of {common.plural(checked, 'statement')} do not hold.")
        return 1
    common.say(f"{file.name}: {common.plural(checked, 'statement')} checked, all hold.")
    return 0


@click.group(invoke_without_command=True)
@common.store_option
@click.pass_context
def releases(context: click.Context, where: str | None) -> None:
    """List the published releases, go back to one, or take old ones away.

    \b
    Example:
      policygraph releases
      policygraph releases rollback 0001-0123456789
      policygraph releases prune --keep 3
    """
    context.obj = where
    if context.invoked_subcommand is None:
        _list(where)


@releases.command(name="list")
@common.store_option
@click.pass_obj
def list_(outer: str | None, where: str | None) -> None:
    """List the releases, the oldest first; a star marks the current one.

    \b
    Example:
      policygraph releases list
    """
    _list(where or outer)


@releases.command()
@click.argument("release_id", metavar="ID")
@common.store_option
@click.pass_obj
def rollback(outer: str | None, release_id: str, where: str | None) -> None:
    """Make a published release the current one.

    \b
    Example:
      policygraph releases rollback 0001-0123456789
    """
    release = common.open_store(where or outer).rollback(release_id)
    common.say(f"Release {release.id} is the current one.")


@releases.command()
@click.option("--keep", type=click.IntRange(min=1), required=True, metavar="N", help="How many to keep.")
@common.store_option
@click.pass_obj
def prune(outer: str | None, keep: int, where: str | None) -> None:
    """Take away all but the newest releases; the current one always stays.

    \b
    Example:
      policygraph releases prune --keep 3
    """
    gone = common.open_store(where or outer).prune(keep)
    common.say(f"Took away {common.plural(len(gone), 'release')}.")


COMMANDS = (export, validate, verify, releases)


def _list(where: str | None) -> None:
    store = common.open_store(where)
    current = store.current().id
    for release in store.releases():
        manifest = release.manifest
        mark = "*" if release.id == current else " "
        sources = common.plural(len(release.sources), "source")
        click.echo(f"{mark} {release.id}  {manifest.published}  {sources}  {manifest.quads:,} quads")
