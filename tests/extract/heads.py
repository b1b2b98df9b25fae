"""The documents that a text holds, for tests that read like examples."""

from __future__ import annotations

from extract.instruments.documents import documents
from extract.instruments.outline import outline
from extract.layout import lay_out
from extract.records import Document
from extract.text import Text


def records(chars: str, name: str = "a.md") -> tuple[Document, ...]:
    layout = lay_out(Text(name, "0" * 64, chars))
    return documents(layout, outline(layout))


def only(chars: str, name: str = "a.md") -> Document:
    (document,) = records(chars, name)
    return document
