"""What the commands that read documents share: the files that are meant, and those that cannot be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli import common
from ontology.errors import InputError

if TYPE_CHECKING:
    from extract.extraction import Extraction, Failure

WORKERS = click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="Processes to extract with. [default: one a processor, where there is enough to read]",
)
# So many bytes are read in the time that a further process takes to start.
_WORTH = 250_000


def get_ready() -> None:
    """Let what workers need be imported aside: first, for it takes longer than all that this process does."""
    from extract import forks

    forks.begin()


def expanded(paths: Iterable[Path]) -> tuple[list[tuple[Path, str]], list[Failure]]:
    """The files of `paths` with their source names, and the paths that lead to none."""
    from extract.extraction import Failure
    from extract.readers import expand, left_out

    good: list[Path] = []
    failures: list[Failure] = []
    for path in paths:
        try:
            expand([path])
            good.append(path)
        except InputError as error:
            failures.append(Failure(str(path), str(error)))
    for name in left_out(good):
        common.say(f"{name}: not of a kind that is read; left out.")
    return expand(good), failures


def read(paths: Iterable[Path], workers: int | None) -> tuple[list[Extraction], list[Failure]]:
    """What the files of `paths` say, and the inputs that could not be read."""
    todo, failures = expanded(paths)
    return sorted_out(extracted(todo, workers), failures)


def sorted_out(
    results: Iterable[Extraction | Failure], failures: list[Failure]
) -> tuple[list[Extraction], list[Failure]]:
    """The extractions among `results`, and what failed, behind those that have `failures` already."""
    from extract.extraction import Failure

    extractions: list[Extraction] = []
    for result in results:
        if isinstance(result, Failure):
            failures.append(result)
        else:
            extractions.append(result)
    return extractions, failures


def extracted(
    todo: Sequence[tuple[Path, str]], workers: int | None, coverage: bool = False, engine: str = "local"
) -> Iterable[Extraction | Failure]:
    """Extract each of `todo`, showing how far it is. It begins at once, not when the first is asked for."""
    from extract.batch import extract_files
    from extract.on_ray import extract_on_ray

    if engine == "ray":
        results = extract_on_ray(todo, workers, coverage)
    else:
        results = extract_files(todo, workers or _fitting(todo), coverage)
    return common.progress(results, len(todo), line)


def _fitting(todo: Sequence[tuple[Path, str]]) -> int:
    """How many processes it pays to start; what lies in an archive has no size yet and counts as much."""
    much = sum(path.stat().st_size if path.is_file() else _WORTH for path, _ in todo)
    return max(1, min(os.cpu_count() or 1, much // _WORTH))


def line(result: Extraction | Failure) -> str:
    """What was read, in one line."""
    from extract.extraction import Failure

    if isinstance(result, Failure):
        return f"{result.source}: not read"
    return f"{result.text.source}: {common.plural(len(result.records), 'record')}"


def name(failures: Sequence[Failure]) -> int:
    """Name what could not be read; the exit code that follows from it."""
    for failure in failures:
        reason = failure.reason if failure.source in failure.reason else f"{failure.source}: {failure.reason}"
        common.say(f"policygraph: {reason.rstrip('.')}.")
    return 1 if failures else 0
