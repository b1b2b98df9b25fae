"""A file as the documents that stand in it, one after another, with their attachments and articles."""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter, article or item: its locator as printed (第三条, （二）, 一、), and its characters."""

    locator: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """One document in a file: where its head and its body stand. `attached_to` is the index of the part it belongs to."""

    title: Range
    body: Range
    kind: str | None = None
    number: Range | None = None
    signatures: tuple[Range, ...] = ()
    date: Range | None = None
    addressees: Range | None = None
    attached_to: int | None = None
    interprets: int | None = None
    sections: tuple[Section, ...] = field(default=())
