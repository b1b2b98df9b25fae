"""Lists that a document says it comes with, and that are not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from extract.extraction import Extraction
from extract.ids import title_key
from extract.instruments.segments import is_a
from extract.layout import Line, lay_out
from extract.lists.clues import is_of_others
from extract.lists.words import is_list_title
from extract.records import Document, Project
from extract.rules import regexes
from extract.text import Gap

_REASON = "a list that the text announces is in no file that was read"


def announced(extraction: Extraction, known: Collection[str] = ()) -> Iterator[Gap]:
    """A gap for each list of projects that a document names as its attachment and that no file holds.

    `known` are the titles, as `title_key` gives them, of documents of other files.
    """
    documents = [record for record in extraction.records if isinstance(record, Document)]
    lists = (record.list_title for record in extraction.records if isinstance(record, Project))
    there = {*known, *map(title_key, chain((one.title for one in documents), filter(None, lists)))}
    layout = lay_out(extraction.text)
    told: set[str] = set()
    for document in documents:
        within = [line for line in layout.lines if document.body_start <= line.start < document.body_end]
        for line, title in _named(within):
            key = title_key(title)
            held = any(name.startswith(key) for name in there)
            if (
                key
                and not held
                and key not in told
                and is_list_title(title)
                and not is_a("no-attachment", title)
            ):
                told.add(key)
                if not is_of_others(title):
                    page = extraction.text.page_at(line.start)
                    at = max(line.text.find(title), 0)
                    end = line.start + at + len(title) if title in line.text else line.end
                    yield Gap("other", document.source, _REASON, page, line.start + at, end, title)


def _named(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """The attachments that `lines` name: behind the word for one, and item by item below it."""
    rules = regexes("documents")
    listing = False
    for line in lines:
        text = line.text
        if is_a("attachment-prefix", text) or is_a("attachment-mark", text):
            listing = True
            text = rules["attachment-prefix"].sub("", text)
        elif not (listing and is_a("item", text)):
            listing = False
            continue
        title = rules["attachment-number"].sub("", text)
        yield line, rules["attachment-tail"].sub("", title).strip()
