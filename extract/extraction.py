"""What reading one input gives: its records, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass

from extract.records import Record
from extract.text import Finding, Gap, Text


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one file says: its text, its records in reading order, and what could not be read.

    `unsaid` are the clauses with a deontic word outside every statement, where somebody has asked for them.
    """

    text: Text
    records: tuple[Record, ...]
    findings: tuple[Finding, ...]
    unsaid: tuple[Gap, ...] | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, with the reason as one sentence."""

    source: str
    reason: str
