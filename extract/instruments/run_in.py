"""Heads and signatures that stand in one line with the text, because a page lost its line breaks."""

from __future__ import annotations

from extract.cleaning import plain
from extract.rules import finder, regexes

_LONG = 120
_LEAST = 12
_HEAD = 700
_SIGNATURE = 120
_HEAD_LINES = ("number-line", "title-and-number", "own-title")


def breaks(text: str, above: str) -> list[int]:
    """Where the pieces of the line `text` begin that stood on lines of their own, the first one (0) included;
    empty for a line that is one piece. `above` is the cleaned line above it.
    """
    if len(text) < _LEAST:
        return []
    found = _head(text) if len(text) > _LONG or above == "" else []
    found = found or _addressees(text, above) or _articles(text)
    found += _signature(text, found[-1] if found else 0)
    return sorted({0, *(place for place in found if place < len(text))}) if found else []


def _head(text: str) -> list[int]:
    """Behind the title, the number and the addressees, and around the signature of a whole document."""
    rules = regexes("documents")
    title = rules["run-on/title"].match(text)
    if title is None:
        return []
    found, at = [title.end()], title.end()
    for name in ("number", "addressees"):
        if (next_ := rules[f"run-on/{name}"].match(text[at : at + _HEAD])) is not None:
            at += next_.end()
            found.append(at)
    if (signed := rules["run-on/signature"].search(text, at)) is not None:
        found += [signed.start(), signed.end()]
        at = signed.end()
        if (articles := rules["run-on/articles"].search(text, at, at + _HEAD)) is not None:
            found.append(articles.start())
    return found


def _articles(text: str) -> list[int]:
    """Behind a title that stands in one line with the heading of its first chapter."""
    title = regexes("documents")["run-in/articles"].match(text)
    return [title.end("title")] if title else []


def _addressees(text: str, above: str) -> list[int]:
    """Behind the addressees, below a title or behind its number, where a sentence follows and not the name
    that a label gives (颁布部门：某某局).
    """
    if finder("documents", "run-in/sentence")(text) is None:
        return []
    number = regexes("documents")["run-on/number"].match(text)
    start = number.end() if number else 0
    end = max(text.find("：", start, _HEAD), text.find(":", start, _HEAD)) + 1
    headed = number or any(finder("documents", name)(above) for name in _HEAD_LINES)
    if not start < end < len(text) or not headed:
        return []
    return [start, end] if finder("documents", "addressees")(plain(text[start:end])) else []


def _signature(text: str, start: int) -> list[int]:
    """In front of who signs, of the day, and behind it, where these close the line or only a note follows."""
    rules = regexes("documents")
    for day in rules["run-in/day"].finditer(text, start):
        front = max(start, day.start() - _SIGNATURE)
        before = text[front : day.start()]
        signed = rules["run-in/signers"].search(before)
        noted = text[day.end() :].strip()  # a row of a table may end with a day, too
        if signed is not None:
            alone = not noted and front + signed.start("who") == 0
            if _signs(plain(signed.group("who")), alone=alone):
                return [front + signed.start("who"), day.start(), day.end()]
        if noted and rules["run-in/set-apart"].search(before) is not None:
            return [day.start(), day.end()]
    return []


def _signs(who: str, alone: bool) -> bool:
    """Whether `who` are those who sign; where they are `alone` in the line with the day, a person."""
    return bool(
        finder("documents", "signing-person")(who) or (not alone and finder("documents", "signatory")(who))
    )
