"""Write the reference pages and the READMEs' answers from code and data; --check fails if one is stale."""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path

import click
import evaluation
from click.testing import CliRunner

from api.cli import common
from api.cli import policygraph as command_line
from extract import records
from extract.batch import extract_files
from extract.extraction import Extraction
from extract.rules.ways import ways
from graph_store import picture, views
from graph_store.store import open_store
from ontology import model, terms
from ontology.settings import Settings
from queries.catalogue import CatalogueQuery, catalogue

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES = DOCS.parent / "examples"
PICTURED = "150000"
READMES = ("README.md", "README.zh.md")
ANSWER = re.compile(
    r"(?P<head><!-- answer: (?P<command>.+) -->\n)```text\n.*?```\n(?P<tail><!-- end of answer -->)",
    re.DOTALL,
)
RELEASE = re.compile(r"\b(\d{4}-)[0-9a-f]{10}\b")
GENERATED = "<!-- Written by scripts/docs.py from the code; run `make docs` after a change. -->\n"


def main(arguments: list[str]) -> int:
    """Write or check every page; the exit code is 1 when a checked page is stale."""
    stale = []
    for name, text in pages().items():
        path = DOCS.parent / name
        if arguments == ["--check"]:
            if not path.exists() or path.read_text("utf-8") != text:
                stale.append(name)
        else:
            path.write_text(text, "utf-8")
    if stale:
        sys.stderr.write(f"stale: {', '.join(stale)}. Run `make docs` and commit the result.\n")
    return bool(stale)


def pages() -> dict[str, str]:
    """Every generated page by its path."""
    found = {
        "docs/commands.md": commands(),
        "docs/ontology.md": ontology(),
        "docs/queries.md": queries(),
        "docs/records.md": record_types(),
        "docs/settings.md": settings(),
        **from_examples(),
    }
    return {**found, **from_gold({name: found[name] for name in READMES})}


def from_gold(readmes: Mapping[str, str]) -> dict[str, str]:
    """How good the extraction is, where the real documents are: a page, and a table in the READMEs."""
    folder = evaluation.corpus()
    if folder is None:
        return {}
    found = evaluation.measured(folder)
    lead = (
        "Every measure against the gold records of [tests/gold](../tests/gold/README.md), both parts. A field"
        " is counted over the records that were found. Intervals of 95 %: Wilson's (1927), for F1 as"
        " the share of what is right in the mean of gold and found, so that a record is one trial. Written"
        " where POLICYGRAPH_CORPUS is set."
    )
    page = f"{_page('Evaluation', lead)}\n{evaluation.whole(found)}"
    return {
        "docs/evaluation.md": page,
        **{name: evaluation.filled(name, text, found) for name, text in readmes.items()},
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
    lines = [f"## {query.id}\n", f"{query.question.en}<br>{query.question.zh}\n"]
    lines += [f"{query.why}<br>{query.why_zh}\n" if query.why_zh else f"{query.why}\n"]
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


def from_examples() -> dict[str, str]:
    """What is made from the example documents: the drawing of the READMEs, and the answers in them."""
    inputs = [(path, path.name) for path in sorted(EXAMPLES.glob("demo-*"))]
    with tempfile.TemporaryDirectory() as folder:
        extractions = [item for item in extract_files(inputs) if isinstance(item, Extraction)]
        with open_store(folder).ingest(extractions, common.system_graphs()) as release:
            whole = views.view(release.select)
        answered = {name: _answered((DOCS.parent / name).read_text("utf-8"), folder) for name in READMES}
    part = views.around(whole, terms.entity("region", PICTURED), depth=2)
    drawing = picture.draw(part, "policygraph: 内蒙古自治区 · Inner Mongolia")
    return {"docs/graph.svg": drawing, **answered}


def _answered(page: str, store: str) -> str:
    """The page with the output of each command named in an answer mark."""

    def answer(mark: re.Match[str]) -> str:
        words = [*shlex.split(mark["command"])[1:], "--store", store]
        output = CliRunner().invoke(command_line, words, catch_exceptions=False).stdout
        output = RELEASE.sub(r"\1…", output)  # it changes with every word of the model
        return f"{mark['head']}```text\n{output.strip()}\n```\n{mark['tail']}"

    return ANSWER.sub(answer, page)


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
    lead = (
        "The `rule` of a record is the name of a pattern, which stands with its examples in `extract/rules/`,"
        " or of one of these ways of reading, which stand with theirs in `extract/rules/ways/`."
    )
    rows = ((f"`{name}`", way.reads) for name, way in ways().items())
    parts.append(f"## rules\n\n{lead}\n\n{_table(('rule', 'what it reads'), rows)}")
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
