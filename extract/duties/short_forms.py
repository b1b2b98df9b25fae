"""What a text calls its parties from where it says so (…有限公司（以下简称某集团）), in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.bodies import find_bodies
from extract.duties import parties
from extract.duties.clauses import Paragraph
from extract.ids import is_company, organization_iri
from extract.rules import regexes
from ontology import terms

_LONGEST = 90


def short_forms(text: str, paragraphs: Iterable[Paragraph]) -> dict[str, str]:
    """The full name for each short form of a party that is no public body; those are agencies by record.

    The `paragraphs` of `text` are gone through only where it gives a short form at all.
    """
    found: dict[str, str] = {}
    if regexes("parties")["short-form"].search(text) is None:
        return found
    for paragraph in paragraphs:
        for short, full in _given(paragraph):
            if short != full and not _is_body(full):
                found.setdefault(short, full)
    return found


def ids(names: Sequence[str], full: Mapping[str, str]) -> tuple[str, ...]:
    """The IRI of each of `names` that has a short form or is one, else ""; nothing where none has."""
    known = {*full, *full.values()}
    if not known.intersection(names):
        return ()
    said = (full.get(name, name) if name in known else "" for name in names)
    return tuple(_iri(name) if name else "" for name in said)


def _iri(name: str) -> str:
    return organization_iri(name) if is_company(name) else terms.entity("party", terms.slug(name))


def _given(paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    text, masked = paragraph.text, paragraph.masked
    for match in regexes("parties")["short-form"].finditer(text):
        end = match.start()
        low = max(end - _LONGEST, *(masked.rfind(mark, 0, end) + 1 for mark in "，。；："))
        named = parties.after_by(masked, low, end) or parties.before_modal(masked, low, end)
        # Of several parties it is not told which one is meant.
        if named is not None and named.end == end and len(named.parties) == 1:
            yield match.group("short"), text[named.start : end]


def _is_body(name: str) -> bool:
    return any((start, end) == (0, len(name)) for start, end, _ in find_bodies(name))
