"""Commands that compare releases: diff."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import click

from api.cli import common
from ontology.errors import UsageError

if TYPE_CHECKING:
    from graph_store.diff import SourceChanges
    from graph_store.release import Release
    from graph_store.store import Store

_SHOWN = 50


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--format", "format_", type=click.Choice(["table", "json", "nq"]), default="table", show_default=True
)
@common.store_option
def diff(old: str | None, new: str | None, format_: str, where: str | None) -> None:
    """Say what two releases say differently, by source and kind. [default: the last two]

    With OLD alone it is compared with the last one. The table counts statements and lists those whose value
    changed; json has every statement; nq has them as N-Quads, each with a comment: added, gone or changed.

    \b
    Example:
      policygraph diff
      policygraph diff 0001-0123456789 0003-9876543210 --format json
    """
    before, after = _pair(common.open_store(where), old, new)
    lines = {"table": _table, "json": _json, "nq": _nquads}[format_](before, after)
    for line in lines:
        click.echo(line)


COMMANDS = (diff,)


def _pair(store: Store, old: str | None, new: str | None) -> tuple[Release, Release]:
    known = store.releases()
    if old is None and len(known) < 2:
        raise UsageError(f"there is only one release, {known[0].id}; nothing to compare it with.")
    by_id = {release.id: release for release in known}
    for name in (old, new):
        if name is not None and name not in by_id:
            raise UsageError(f"no release is called {name}; there are {', '.join(by_id)}.")
    return (by_id[old] if old else known[-2]), (by_id[new] if new else known[-1])


def _table(old: Release, new: Release) -> Iterator[str]:
    from api.differences import summary, totals
    from graph_store.diff import changes
    from queries.formats import table

    sources = summary(old, new)
    yield f"{old.id} → {new.id}"
    yield ""
    if not sources:
        yield "Both say the same."
        return
    yield from table(("source", "state", "kind", "added", "gone", "changed"), list(_rows(sources)))
    counts = totals(sources)
    yield ""
    yield ", ".join(f"{kind}: {count:,}" for kind, count in counts.items())
    others = (change for change in changes(old, new) if change.change == "changed")
    if counts["changed"]:
        yield ""
    for change in islice(others, _SHOWN):
        yield f"{change.subject} {change.predicate}  ({change.source})"
        yield f"  - {change.before}"
        yield f"  + {change.value}"
    if counts["changed"] > _SHOWN:
        yield f"{counts['changed'] - _SHOWN:,} more changed; --format json has all."


def _rows(sources: Sequence[SourceChanges]) -> Iterator[list[str]]:
    for item in sources:
        for kind, counts in sorted(item.kinds.items()):
            numbers = (f"{counts[name]:,}" for name in ("added", "gone", "changed"))
            yield [item.source, item.state, kind, *numbers]


def _json(old: Release, new: Release) -> Iterator[str]:
    """One JSON object, a statement a line, so that no more than one of them is in memory."""
    from api.differences import change_dict, source_dict, summary, totals
    from graph_store.diff import changes

    sources = summary(old, new)
    head = {
        "from": old.id,
        "to": new.id,
        "totals": totals(sources),
        "sources": [source_dict(item) for item in sources],
    }
    yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "changes": ['
    comma = ""
    for change in changes(old, new):
        yield f"  {comma}{json.dumps(change_dict(change), ensure_ascii=False)}"
        comma = ","
    yield " ]\n}"


def _nquads(old: Release, new: Release) -> Iterator[str]:
    from graph_store.diff import changes

    for change in changes(old, new):
        yield from change.lines()
