"""Commands that say how good the extraction is: coverage, evaluate, candidates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.cli import common, inputs
from ontology.errors import InputError

if TYPE_CHECKING:
    from extract.extraction import Failure
    from extract.quality.candidates import Mention
    from extract.quality.scoring import Measure
    from extract.text import Gap

_FORMAT = click.option(
    "--format", "format_", type=click.Choice(["table", "jsonl"]), default="table", show_default=True
)


@click.command()
@click.argument("files", nargs=-1, required=True, type=common.PATH, metavar="FILE...")
@_FORMAT
@inputs.WORKERS
@common.store_option
def coverage(files: Sequence[Path], format_: str, workers: int | None, where: str | None) -> int:
    """List what was not read: clauses with a deontic word and no statement, citations that lead nowhere,
    table cells not placed, pages whose characters cannot be trusted.

    \b
    Example:
      policygraph coverage notice.pdf list.txt
      policygraph coverage documents/ --format jsonl > gaps.jsonl
    """
    from extract.quality.coverage import documents_of, gaps, totals

    extractions, failures = inputs.read(files, workers)
    known = documents_of(extractions)
    found = [gap for extraction in extractions for gap in gaps(extraction, known)]
    _rows(format_, found)
    common.say(totals(found))
    return inputs.name(failures)


@click.command()
@click.argument("gold", type=common.PATH, metavar="GOLD_DIR")
@click.argument("files", nargs=-1, required=True, type=common.PATH, metavar="FILE...")
@_FORMAT
@inputs.WORKERS
@common.store_option
def evaluate(gold: Path, files: Sequence[Path], format_: str, workers: int | None, where: str | None) -> int:
    """Hold the extraction against gold records: precision, recall and F1 per record type, with intervals.

    GOLD_DIR holds files of one JSON object a line, called after what they say: notice.documents.jsonl is
    of notice.pdf. Records in the form that `extract` prints are gold too. Folders in it are splits (dev,
    aside), measured apart. Intervals are of 95 %, Wilson's,
    a record being one trial. Gold of a document that is not among the files is named and left out, with exit
    code 1.

    \b
    Example:
      policygraph evaluate tests/gold documents/
    """
    from extract.quality.gold import load
    from extract.quality.scoring import measures, unread

    sets = load(gold)
    extractions, failures = inputs.read(files, workers)
    missing = unread(sets, extractions)
    for source in missing:
        common.say(f"{source}: has gold records, but is not among the files, or is another version.")
    found = measures(sets, extractions)
    if not found:
        raise InputError("None of the files has gold records; name the files that they were read from.")
    _table(found) if format_ == "table" else _lines(found)
    return inputs.name(failures) or int(bool(missing))


@click.command()
@click.argument("files", nargs=-1, type=common.PATH, metavar="[FILE...]")
@click.option(
    "--at-least", type=click.IntRange(min=1), default=2, show_default=True, help="How often a term is met."
)
@_FORMAT
@inputs.WORKERS
@common.store_option
def candidates(
    files: Sequence[Path], at_least: int, format_: str, workers: int | None, where: str | None
) -> int:
    """List terms that no vocabulary knows, with where they stand, for a curator.

    Technologies that projects are said to use, and names of bodies: those of the current release, or of
    the files when some are given.

    \b
    Example:
      policygraph candidates
      policygraph candidates documents/ --at-least 3 --format jsonl
    """
    from extract.quality.candidates import candidates as unknown
    from extract.quality.candidates import mentions

    failures: list[Failure] = []
    if files:
        extractions, failures = inputs.read(files, workers)
        found = [mention for one in extractions for mention in mentions(one.records)]
    else:
        found = _published(where)
    for one in unknown(found, at_least):
        if format_ == "jsonl":
            click.echo(_json(asdict(one)))
        else:
            places = "; ".join(f"{place.source} {place.start}–{place.end}" for place in one.places[:_SHOWN])
            more = f"; and {one.count - _SHOWN} more" if one.count > _SHOWN else ""
            click.echo(f"{one.count}  {one.kind}  {one.term}  ({places}{more})")
    return inputs.name(failures)


COMMANDS = (coverage, evaluate, candidates)


def _rows(format_: str, found: Iterable[Gap]) -> None:
    from extract.quality.coverage import to_json

    for gap in found:
        if format_ == "jsonl":
            click.echo(to_json(gap))
        else:
            place = f"p. {gap.page}" if gap.page else f"{gap.start}–{gap.end}" if gap.end else ""
            cells = (gap.source, place, gap.kind, gap.reason, gap.quote)
            click.echo("  ".join(cell for cell in cells if cell))


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _published(where: str | None) -> list[Mention]:
    """What the current release names."""
    from extract.quality.candidates import Mention, Place
    from queries.run import select_rows

    found = []
    with common.current(where) as release:
        for kind, query in (("technology", "technology_phrases"), ("body", "body_names")):
            for term, source, start, end, page, _ in select_rows(query, {}, release.select).rows:
                if term and source and start and end:
                    at = int(page.value) if page else None
                    place = Place(source.value, int(start.value), int(end.value), at)
                    found.append(Mention(kind, term.value, place))
    return found


_SHOWN = 3
_HEADS = ("what", "part", "gold", "found", "right", "precision", "recall", "F1", "95 %")


def _table(found: Sequence[Measure]) -> None:
    from queries.formats import table

    click.echo("\n".join(table(_HEADS, [_cells(measure) for measure in found])))


def _cells(measure: Measure) -> list[str]:
    low, high = measure.interval()
    shares = [f"{share:.3f}" for share in (measure.precision, measure.recall, measure.f1)]
    counts = [f"{count:,}" for count in (measure.gold, measure.found, measure.right)]
    return [measure.what, measure.split or "all", *counts, *shares, f"{low:.3f}–{high:.3f}"]


def _lines(found: Sequence[Measure]) -> None:
    for measure in found:
        low, high = measure.interval()
        shares = {"precision": measure.precision, "recall": measure.recall, "f1": measure.f1}
        click.echo(_json({**asdict(measure), **shares, "f1_low": low, "f1_high": high}))
