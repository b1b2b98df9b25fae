"""Who acts: the parties that a clause names as its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.rules import regexes

_LONGEST = 90
_BLANKS = re.compile(r"□+")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: where it stands in the text, and the ranges of its parties."""

    start: int
    end: int
    parties: tuple[tuple[int, int], ...]


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("parties"))


def skip_lead(text: str, start: int, end: int) -> int:
    """Where the clause begins after words like 并且, 请, 同时, which say nothing of the subject."""
    found = _rules()["lead"].match(text[start:end])
    return start + found.end() if found else start


def before_modal(text: str, start: int, end: int) -> Subject | None:
    """The subject in `text[start:end]`, all of what stands before a modal; None where it is a thing or nothing."""
    start = skip_lead(text, start, end)
    tail = _rules()["tail"].search(text[start:end])
    stop = start + tail.start() if tail else end
    if start >= stop or _rules()["preposition"].match(text[start:stop]):
        return None
    ends = _ends_as_party(_BLANKS.sub("", text[start:stop]))
    if _rules()["blocked"].match(text[start:stop]):
        return _subject(text, start, stop) if ends and "的" in text[start:stop] else None
    if ends and not _verb_inside(text, start, stop):
        return _subject(text, start, stop)
    return at_start(text, start, stop)


def at_start(text: str, start: int, end: int, strict: bool = True) -> Subject | None:
    """The subject with which the clause `text[start:end]` begins.

    With `strict`, a verb, preposition or adverb must follow the name; else the first name that no link continues is taken.
    """
    start = skip_lead(text, start, end)
    window = text[start : min(end, start + _LONGEST)]
    rules = _rules()
    if rules["blocked"].match(window):
        return None
    for found in rules["suffix"].finditer(window):
        stop = found.end()
        while stop < len(window) and window[stop] == "□":
            stop += 1
        rest = window[stop:]
        if rest.startswith("的"):
            if strict:
                return None
            continue
        if rules["link"].match(rest) or rules["suffix"].match(rest):
            continue
        if rest.startswith("等") and len(rest) > 1 and not rules["verb"].match(rest[1:]):
            continue
        stop += 1 if rest.startswith("等") else 0
        if not strict or not rest or rules["verb"].match(window[stop:]):
            return _subject(text, start, start + stop)
    return None


def after_by(text: str, start: int, end: int) -> Subject | None:
    """The party after 由 where the clause begins with it (由县林业站登记)."""
    found = _rules()["by"].match(text[start:end])
    return at_start(text, start + found.end(), end, strict=False) if found else None


def partners(text: str, start: int, end: int) -> Subject | None:
    """The parties after 会同 or 配合 at the head of `text[start:end]`."""
    found = _rules()["with"].match(text[start:end])
    if not found:
        return None
    return at_start(text, start + found.end(), end, strict=False)


def _verb_inside(text: str, start: int, stop: int) -> bool:
    """Whether a shorter name at the start has a verb after it (国家能源局开展监督工作的单位)."""
    shorter = at_start(text, start, stop)
    return shorter is not None and shorter.end < stop and "的" not in text[shorter.end : stop]


def _ends_as_party(text: str) -> bool:
    end = text.removesuffix("等")[-12:]
    return any(found.end() == len(end) for found in _rules()["suffix"].finditer(end))


def _subject(text: str, start: int, stop: int) -> Subject:
    """Split a list of names; what does not end as a party's name stays with the next."""
    parties: list[tuple[int, int]] = []
    low = start
    for found in _rules()["link"].finditer(text, start, stop):
        if found.start() > low and _ends_as_party(_BLANKS.sub("", text[low : found.start()])):
            parties.append((low, found.start()))
            low = found.end()
    if low < stop:
        parties.append((low, stop))
    return Subject(start, stop, tuple(parties))
