"""The caption under the title of a statute (题注): the acts that adopted, promulgated, amended it and put it
in force, each with its day.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.instruments.dates import iso_day
from extract.instruments.segments import Segment
from extract.rules import regexes

_LONGEST = 3000
_MOST_LINES = 24
_MOST_OPEN_LINES = 4
_NARROWEST = 15
_QUOTED = ">"  # before each line, where the caption is set as a quotation
_KINDS = ("amended", "promulgated", "approved", "adopted")


@dataclass(frozen=True, slots=True)
class Act:
    """One act of a caption: its day, what was done (adopted, approved, promulgated, amended, in-force), and
    the words that say it, at `start` to `end` of the caption.

    `whole` says of an amendment that it is a new text, not a decision that changes passages of the old one.
    `order` is the number of the order that it was done by.
    """

    iso: str
    how: str
    words: str
    start: int
    end: int
    whole: bool = False
    order: str | None = None


def caption_segments(pieces: Sequence[Segment]) -> dict[int, int]:
    """The captions among the segments of a text: the first segment of each, and its last."""
    found: dict[int, int] = {}
    opening = regexes("captions")["opening"]
    alone = regexes("captions")["in-force-alone"]
    after = 0
    for index, piece in enumerate(pieces):
        if index < after or piece.listed or len(piece.text) < 6:
            continue
        if alone.match(piece.text):
            found[index] = index
        elif opening.match(piece.text) and (last := _last(pieces, index)) is not None:
            found[index] = last
            after = last + 1
    return found


def _last(pieces: Sequence[Segment], first: int) -> int | None:
    """The segment in which the caption that opens in segment `first` ends, or None."""
    joined = ""
    for index in range(first, min(first + _MOST_LINES, len(pieces))):
        joined += pieces[index].text
        if len(joined) > _LONGEST or pieces[index].listed:
            return None
        opened = joined.count("（") + joined.count("(") > joined.count("）") + joined.count(")")
        if not opened and is_caption(joined):
            return _with_rest(pieces, index, joined)
        wrapped = index - first < _MOST_OPEN_LINES and len(pieces[index].text) >= _NARROWEST
        if not opened and (not wrapped or "。" in joined):
            return None
    return None


def _with_rest(pieces: Sequence[Segment], last: int, joined: str) -> int:
    """`last`, or the segment below it with the words of its last act that a line break cut off."""
    below = last + 1
    closed = joined.endswith(("）", ")"))
    if below < len(pieces) and not (closed or pieces[below].listed or pieces[below].text.endswith("。")):
        text = pieces[below].text
        opens = regexes("captions")["opening"].match(text)
        if (
            opens is None
            and not regexes("captions")["in-force-alone"].match(text)
            and is_caption(joined + text)
        ):
            return below
    return last


def is_caption(text: str) -> bool:
    """Whether all of `text` (cleaned) is a caption: each piece of it, from day to day, says an act."""
    rules = regexes("captions")
    if rules["in-force-alone"].match(text):
        return True
    blank = _blank(text)
    if rules["in-brackets"].match(blank):
        blank = rules["next-act"].sub("，", blank)
    if not rules["opening"].match(blank) or "。" in blank.rstrip("。）)"):
        return False
    ends = rules["act-end"]
    return all(ends.search(piece) for _, piece in _pieces(blank))


def acts(text: str, above: str | None = None) -> tuple[Act, ...]:
    """The acts of the caption `text` (cleaned), in the order printed.

    `above` is the day of the act before it, for a line that says only 自公布之日起施行.
    """
    rules = regexes("captions")
    if rules["in-force-alone"].match(text):
        return (Act(above, "in-force", text, 0, len(text)),) if above else ()
    blank = _blank(text)
    found: list[Act] = []
    for match, printed in _pieces(blank):
        day = iso_day(match.group())
        if day is None:
            continue
        end = match.end() + len(printed)
        words = printed.replace(_QUOTED, "")
        if rules["in-force"].match(words):
            found.append(Act(day, "in-force", words, match.start(), end))
            continue
        kind = next((kind for kind in _KINDS if rules[kind].search(words)), None)
        if kind is None:
            continue
        if kind == "adopted" and rules["amends"].search(blank, 0, match.start()):
            kind = "amended"
        order = rules["order"].search(words)
        whole = kind == "amended" and rules["written-anew"].search(words) is not None and "《" not in words
        found.append(Act(day, kind, words, match.start(), end, whole, order.group() if order else None))
        if rules["in-force-from"].search(words):
            found.append(Act(day, "in-force", words, match.start(), end))
    return tuple(found)


def bodies_of(act: Act) -> str:
    """The words of `act` that name who did it; empty where they name nobody."""
    rules = regexes("captions")
    if order := rules["order"].search(act.words):
        return order.group("issuer")
    if act.how == "promulgated":
        by = rules["by"].match(act.words)
        return by.group("bodies") if by else ""
    return act.words


def _blank(text: str) -> str:
    return regexes("captions")["title"].sub(lambda match: "《" + "□" * (len(match.group()) - 2) + "》", text)


def _pieces(blank: str) -> list[tuple[re.Match[str], str]]:
    """Each day of a caption with the words behind it, up to what leads in the next day."""
    days = list(regexes("captions")["date"].finditer(blank))
    ends = [day.start() for day in days[1:]] + [len(blank)]
    lead = regexes("captions")["lead"]
    return [
        (day, lead.sub("", blank[day.end() : end]).rstrip("、，,；;。 "))
        for day, end in zip(days, ends, strict=True)
    ]
