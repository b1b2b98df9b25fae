"""Projects that a document takes out of a list: records of their own, with the status "withdrawn"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract import ids
from extract.instruments.outline import Part
from extract.layout import Layout
from extract.names import match_names
from extract.numerals import number as numeral
from extract.records import Document, Project
from extract.rules import regexes
from ontology.vocabulary import regions, technologies

_HEAD = 12
_SENTENCE = re.compile(r"[^。；]+")


def withdrawals(
    layout: Layout, part: Part, document: Document, documents: Sequence[Document]
) -> tuple[Project, ...]:
    """The projects that `document` withdraws, in order. `documents` are those of the file.

    The list a project belongs to is told by its ordinal: it is called as the list of `document` is, with
    the other ordinal. Where it does not stand in the file, its id, and with it the project's, is the one that
    such a title has where the list is read itself.
    """
    text = layout.text
    body = layout.body(*part.body)
    records = []
    for found, listed in _found(body.text):
        title = _list_title(listed, document, documents)
        own = next((one.id for one in documents if one.title == title), None)
        home = own or ids.document_iri(title)
        place = str(numeral(found.group("number"))) if found.group("number") else None
        name = found.group("name")
        start, end = body.source_range(found.start("name"), found.end("name"))
        records.append(
            Project(
                id=ids.project_iri(home, place, name),
                source=text.source,
                source_sha256=text.sha256,
                start=start,
                end=end,
                page=text.page_at(start),
                quote=text.chars[start:end],
                rule="withdrawals/item",
                document=home,
                list_title=title,
                number=place,
                name=name,
                region_id=_region(name),
                implementers=_implementers(found.group("who")),
                technology_ids=_technologies(name),
                status="withdrawn",
                withdrawn_by=document.id,
            )
        )
    return tuple(sorted(records, key=lambda record: (record.start, record.id)))


def _found(text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The projects taken out in `text`, each with the list that its sentence names."""
    rules = regexes("withdrawals")
    for sentence in _SENTENCE.finditer(text) if "“" in text else ():
        if "“" not in sentence.group() or not rules["takes-out"].search(sentence.group()):
            continue
        listed = rules["list"].search(text, sentence.start(), sentence.end())
        if listed is None:
            continue
        for found in rules["item"].finditer(text, sentence.start(), sentence.end()):
            if found.group("number") or rules["project-name"].search(found.group("name")):
                yield found, listed


def _list_title(listed: re.Match[str], document: Document, documents: Sequence[Document]) -> str:
    """The full title of the list: that of a list of this document with the ordinal that the text gives, or
    as named.
    """
    ordinal = listed.group("batch")
    named = listed.group("list")
    batch = regexes("withdrawals")["batch"]
    for other in documents:
        if other.attached_to == document.id and other.kind == named[-2:]:
            if ordinal is None and batch.search(other.title) is None:
                return other.title
            if ordinal is not None and batch.search(other.title):
                return batch.sub(ordinal, other.title)
    return f"{ordinal or ''}{named}"


def _implementers(printed: str | None) -> tuple[str, ...]:
    if printed is None:
        return ()
    bare = regexes("withdrawals")["who"].sub("", printed)
    return tuple(name.strip() for name in regexes("withdrawals")["bodies"].split(bare) if name.strip())


def _region(name: str) -> str | None:
    """The region at the head of the name, where the name says one."""
    found = match_names(name[:_HEAD], regions())
    return found[0][2].iri if found and found[0][0] == 0 else None


def _technologies(name: str) -> tuple[str, ...]:
    return tuple(sorted({concept.iri for _, _, concept in match_names(name, technologies())}))
