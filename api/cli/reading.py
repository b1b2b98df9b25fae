"""Commands that read documents: extract, ingest, import, remove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli import common, inputs
from ontology.errors import InputError

if TYPE_CHECKING:
    from extract.extraction import Extraction
    from graph_store.release import Release
    from graph_store.store import Store


@click.command()
@click.argument("files", nargs=-1, required=True, type=common.PATH, metavar="FILE...")
@click.option("-o", "--output", type=common.PATH, metavar="OUT", help="Write to this file, not to stdout.")
@inputs.WORKERS
@common.store_option
def extract(files: Sequence[Path], output: Path | None, workers: int | None, where: str | None) -> int:
    """Print what documents say as JSON Lines; no store is touched.

    \b
    Example:
      policygraph extract notice.pdf list.txt -o records.jsonl
    """
    inputs.get_ready()
    from extract.extraction import Failure
    from extract.records import to_json

    todo, failures = inputs.expanded(files)
    with click.open_file(str(output or "-"), "w", encoding="utf-8") as out:
        for result in inputs.extracted(todo, workers):
            if isinstance(result, Failure):
                failures.append(result)
                continue
            for record in result.records:
                out.write(to_json(record) + "\n")
            for finding in result.findings:
                common.say(f"{result.text.source}: {finding.message}")
    return inputs.name(failures)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=common.PATH, metavar="PATH...")
@inputs.WORKERS
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    help="Where to extract: processes here, or Ray.",
)
@click.option("--skip-unreadable", is_flag=True, help="Publish the rest when a file cannot be read.")
@common.store_option
def ingest(
    paths: Sequence[Path], workers: int | None, engine: str, skip_unreadable: bool, where: str | None
) -> int:
    """Read documents and publish one new release with all of them, or none.

    Folders are read with all below them. A file that changed replaces what it said before. What was not read
    is counted, and listed in the file coverage.jsonl of the store. With --engine ray the files are read by
    the cluster that RAY_ADDRESS names, else by Ray on this machine; it needs `policygraph[ray]`.

    \b
    Example:
      policygraph ingest documents/ notice.pdf
    """
    inputs.get_ready()
    todo, failures = inputs.expanded(paths)
    # While others get ready to read, and then read, this process prepares to publish.
    store, system_graphs = common.open_store(where), common.system_graphs()
    results = inputs.extracted(todo, workers, coverage=True, engine=engine)
    store.get_ready()

    store.check_writable()
    extractions, failures = inputs.sorted_out(results, failures)
    if failures and not (skip_unreadable and extractions):
        inputs.name(failures)
        raise InputError(
            "Nothing was published. Leave out what cannot be read, or use --skip-unreadable."
            if extractions
            else "Nothing was published: no input could be read."
        )
    before = _current_id(store)
    release = store.ingest(extractions, system_graphs)
    counts = Counter(record.type for extraction in extractions for record in extraction.records)
    for extraction in extractions:
        for finding in extraction.findings:
            common.say(f"{extraction.text.source}: {finding.message}")
    common.say(
        f"Records: {', '.join(f'{kind} {count:,}' for kind, count in sorted(counts.items())) or 'none'}."
    )
    _coverage(extractions, store.folder / _COVERAGE)
    _published(release, before)
    return inputs.name(failures)


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=common.PATH, metavar="FILE...")
@common.store_option
def import_(files: Sequence[Path], where: str | None) -> None:
    """Publish a release with RDF files: N-Quads, TriG, Turtle, RDF/XML, JSON-LD. All or nothing.

    \b
    Example:
      policygraph import curated.ttl
    """
    store = common.open_store(where)
    before = _current_id(store)
    release = store.import_rdf([(path, path.name) for path in files], common.system_graphs())
    _published(release, before)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@common.store_option
def remove(sources: Sequence[str], where: str | None) -> None:
    """Publish a release without what these sources said, as if they had never been read.

    \b
    Example:
      policygraph remove notice.pdf
    """
    store = common.open_store(where)
    before = _current_id(store)
    _published(store.remove(sources), before)


COMMANDS = (extract, ingest, import_, remove)
_COVERAGE = "coverage.jsonl"


def _coverage(extractions: Sequence[Extraction], file: Path) -> None:
    """Count what was not read, and list it in `file`."""
    from extract.quality.coverage import documents_of, gaps, to_json, totals

    known = documents_of(extractions)
    found = [gap for extraction in extractions for gap in gaps(extraction, known)]
    common.write_file(file, (f"{to_json(gap)}\n".encode() for gap in found))
    common.say(f"{totals(found)} See {file}.")


def _current_id(store: Store) -> str | None:
    """The id of the current release; None where there is no release yet."""
    from graph_store import publish

    return publish.current_id(store.folder)


def _published(release: Release, before: str | None) -> None:
    if release.id == before:
        common.say(f"Nothing changed; release {release.id} stays the current one.")
        return
    sources = common.plural(len(release.sources), "source")
    common.say(f"Published release {release.id}: {sources}, {release.manifest.quads:,} quads.")
