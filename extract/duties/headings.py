"""First sentences of items that only name them, and texts whose items have such."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from extract.duties import parties
from extract.duties.clauses import Paragraph, Span, sentences
from extract.duties.openings import markers, rules

_LONGEST = 32
_MOST_ITEMS = 40
_FEWEST = 2


def head_items(paragraphs: Iterable[Paragraph]) -> bool:
    """Whether the items of a text begin with a heading: most of those that go on behind a first sentence
    have a short one without a comma, a modal and a date.
    """
    items = (one for one in paragraphs if one.numbered and not one.heading)
    firsts = [
        (one.masked, whole[0])
        for one in islice(items, _MOST_ITEMS)
        if len(whole := sentences(one)) >= _FEWEST and not _encourages(one, whole[0])
    ]
    named = sum(_names(masked, first) for masked, first in firsts)
    return named > 0 and named * 2 >= len(firsts)


def is_heading(paragraph: Paragraph, sentence: Span, headed: bool) -> bool:
    """Whether the first sentence, one that encourages, only names the item: short, in one clause, and more
    follows. Where the items of the text are not `headed`, one that names who is encouraged is none.
    """
    if not paragraph.numbered or sentence.end == len(paragraph.masked):
        return False
    if sentence.end - sentence.start > _LONGEST or not _encourages(paragraph, sentence):
        return False
    masked = paragraph.masked
    verb = markers().match(masked, sentence.start, sentence.end)
    who = parties.at_start(masked, verb.end(), sentence.end, strict=False) if verb else None
    if verb is not None and not headed and _acts(masked, verb.end(), sentence.end):
        return False
    return who is None or rules()["skip/no-heading"].match(masked, who.end, sentence.end) is None


def _acts(masked: str, start: int, end: int) -> bool:
    """Whether somebody who is encouraged does something there."""
    rest = masked[start:end]
    acts = any(rules()[rule].match(rest) for rule in ("encourage/acts", "encourage/places"))
    return acts or parties.acts_after(masked, start, end)


def _names(masked: str, sentence: Span) -> bool:
    """Whether a sentence is short, in one clause, and says nothing of what anybody must do."""
    text = masked[sentence.start : sentence.end]
    return len(text) <= _LONGEST and "，" not in text and rules()["hint"].search(text) is None


def _encourages(paragraph: Paragraph, sentence: Span) -> bool:
    return rules()["skip/heading"].match(paragraph.masked[sentence.start : sentence.end]) is not None
