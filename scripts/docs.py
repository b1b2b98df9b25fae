"""Write the reference pages of docs/ from the code and the data; with --check, fail when one is stale."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields
from pathlib import Path

import click

from api.cli import policygraph as command_line
from extract import records
from extract.pipeline import Extraction, extract_files
from graph_store import picture, views
from graph_store.store import open_store
from ontology import model, terms
from ontology.settings import Settings
from queries.catalogue import CatalogueQuery, catalogue

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES = DOCS.parent / "examples"
PICTURED = "150000"
GENERATED = "<!-- Written by scripts/docs.py from the code; run `make docs` after a change. -->\n"


def main(arguments: list[str]) -> int:
    """Write or check every page; the exit code is 1 when a checked page is stale."""
    stale = []
    for name, text in pages().items():
        path = DOCS / name
        if arguments == ["--check"]:
            if not path.exists() or path.read_text("utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, "utf-8")
    if stale:
        sys.stderr.write(f"stale: {', '.join(stale)}. Run `make docs` and commit the result.\n")
    return bool(stale)


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "commands.md": commands(),
        "ontology.md": ontology(),
        "queries.md": queries(),
        "records.md": record_types(),
        "settings.md": settings(),
        "graph.svg": graph(),
    }


def commands() -> str:
    """The help of every command, as the command prints it."""
    context = click.Context(command_line, info_name="policygraph", terminal_width=96, max_content_width=96)
    parts = [_page("Commands", "What each command does; `policygraph COMMAND --help` prints the same.")]
    parts.append(_block(command_line.get_help(context)))
    for name in command_line.list_commands(context):
        command = command_line.get_command(context, name)
        if command is None:
            continue
        own = click.Context(command, info_name=name, parent=context, terminal_width=96, max_content_width=96)
        parts.append(f"## {name}\n\n{_block(command.get_help(own))}")
    return "\n".join(parts)


def queries() -> str:
    """The catalogue: question, why, parameters and columns of each query."""
    parts = [_page("Queries", "The questions of the catalogue. Each is a file in `queries/catalogue/`.")]
    parts += [_query(query) for query in catalogue().values()]
    return "\n".join(parts)


def _query(query: CatalogueQuery) -> str:
    lines = [f"## {query.id}\n", f"{query.question.en}<br>{query.question.zh}\n", f"{query.why}\n"]
    if query.params:
        rows = (
            (
                f"`{param.name}`",
                param.kind,
                param.scheme or "",
                f"`{param.example}`",
                param.default or "required",
            )
            for param in query.params
        )
        lines.append(_table(("parameter", "type", "names from", "example", "default"), rows))
    lines.append(
        _table(("column", "English", "中文"), ((f"`{k}`", c.en, c.zh) for k, c in query.columns.items()))
    )
    example = " ".join(f"--param {p.name}={_quoted(p.example)}" for p in query.params if p.required)
    lines.append(_block(f"policygraph query {query.id} {example}".strip()))
    return "\n".join(lines)


def ontology() -> str:
    """The terms of the model with labels, definitions and alignments."""
    parts = [_page("Ontology", "The terms of `ontology/policy.ttl`.")]
    for heading, rows in model.terms_table().items():
        parts.append(f"## {heading}\n")
        parts += [_term(row) for row in rows]
    return "\n".join(parts)


def _term(row: model.Term) -> str:
    facts = [
        f"- {name}: {', '.join(f'`{value}`' for value in values)}"
        for name, values in (
            ("under", row.parents),
            ("from", row.domain),
            ("to", row.range),
            ("aligned", row.aligned),
        )
        if values
    ]
    head = (
        f"### `{row.name}`\n\n{row.label_en} · {row.label_zh}\n\n{row.definition_en}<br>{row.definition_zh}\n"
    )
    return head + ("\n" + "\n".join(facts) + "\n" if facts else "")


def settings() -> str:
    """Every setting with its default."""
    rows = (
        (f"`POLICYGRAPH_{name.upper()}`", f"`{field.default}`", field.description or "")
        for name, field in Settings.model_fields.items()
    )
    return (
        _page("Settings", "Environment variables that policygraph reads.")
        + "\n"
        + _table(("variable", "default", "meaning"), rows)
    )


def graph() -> str:
    """The drawing of the README: one region of the examples with its projects, bodies and technologies."""
    inputs = [(path, path.name) for path in sorted(EXAMPLES.glob("demo-*"))]
    with tempfile.TemporaryDirectory() as folder:
        extractions = [item for item in extract_files(inputs) if isinstance(item, Extraction)]
        release = open_store(folder).ingest(extractions)
        with release:
            whole = views.view(release.select)
    part = views.around(whole, terms.entity("region", PICTURED), depth=2)
    return picture.draw(part, "policygraph: 内蒙古自治区 · Inner Mongolia")


def record_types() -> str:
    """The fields of every record type."""
    parts = [
        _page(
            "Records", "What `policygraph extract` prints: one JSON object a line. Empty fields are left out."
        )
    ]
    common = {field.name for field in fields(records.Record)}
    parts.append(f"## every record\n\n{_fields(fields(records.Record))}")
    for name, kind in records.TYPES.items():
        own = [field for field in fields(kind) if field.name not in common]
        parts.append(f"## {name}\n\n{(kind.__doc__ or '').strip()}\n\n{_fields(own)}")
    return "\n".join(parts)


def _fields(items: Iterable[Field[object]]) -> str:
    rows = (
        (f"`{item.name.rstrip('_')}`", f"`{item.type}`", "always" if item.default is MISSING else "")
        for item in items
    )
    return _table(("field", "type", "present"), rows)


def _page(title: str, lead: str) -> str:
    return f"{GENERATED}\n# {title}\n\n{lead}\n"


def _block(text: str) -> str:
    return f"```text\n{text}\n```\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
