"""What a text says, for tests that read like examples: its statements, with their parts as text."""

from __future__ import annotations

from extract.cleaning import uncut
from extract.duties.clauses import Paragraph, mask
from extract.duties.deadlines import Years
from extract.duties.deontics import Statement, find


class Said:
    """The statements of a text, with their parts as text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = find(Paragraph(uncut(text), mask(text)), Years(said=2031))

    def all(self, *parts: str) -> list[tuple[object, ...]]:
        return [tuple(self.part(statement, name) for name in parts) for statement in self.found]

    def one(self, *parts: str) -> tuple[object, ...]:
        assert len(self.found) == 1, [self.text[item.start : item.end] for item in self.found]
        return self.all(*parts)[0]

    def part(self, statement: Statement, name: str) -> object:
        cut = {
            "quote": [(statement.start, statement.end)],
            "action": [statement.action],
            "condition": [statement.condition] if statement.condition else [],
            "due": [(statement.due.start, statement.due.end)] if statement.due else [],
        }
        if name in cut:
            return next((self.text[low:high] for low, high in cut[name]), None)
        if name in ("bearer", "co_actors"):
            return [self.text[low:high] for low, high in getattr(statement, name)]
        if name in ("iso", "kind", "direction", "recurrence"):
            return getattr(statement.due.deadline, name) if statement.due else None
        return getattr(statement, name)
