"""Lines of texts that a tool saved text node by text node.

A page marks up the figures, Latin words and some marks in its text; a tool that takes the text of each
node and sets it on a line of its own breaks sentences, numbers of documents and days there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice, pairwise

from extract.rules import regexes
from extract.text import Text

Places = list[tuple[int, int, str]]

_LEAST = 3  # lines that begin amid a sentence
_MOST_OPEN = 80
_BRACKETS = {"（": "）", "(": ")", "〔": "〕", "《": "》", "“": "”"}
_ENDS = frozenset("。；：！？.;:!?")
_ROWS = 5
_WIDEST_ROW = 16  # lines
_NARROWEST = 12
_CUT = 0.5  # of the lines above: the full ones


def rejoined(text: Text, lines: Places) -> Places:
    """`lines` (start, end, text), those that a tool broke at marked up words being one."""
    rules = regexes("layout")
    if len(text.pages) > 1 or text.tables:
        return lines
    if len(list(islice(rules["begins-amid"].finditer(text.chars), _LEAST))) < _LEAST or _cut_at_width(lines):
        return lines
    words = [word for _, _, word in lines]
    figures, days = _figures(words), _days(words)
    if figures is None:
        return lines
    places: list[tuple[int, int]] = []
    for at, (start, end, word) in enumerate(lines):
        if places and at not in days and "\n\n" not in text.chars[places[-1][1] : start]:
            begun, stop = places[-1]
            above = text.chars[max(begun, stop - _MOST_OPEN) : stop]
            after = lines[at + 1][2] if at + 1 < len(lines) else ""
            near = text.chars[start : start + _MOST_OPEN]
            if _goes_on(above, word, after, near, figure=at in figures, behind_figure=at - 1 in figures):
                places[-1] = (begun, end)
                continue
        places.append((start, end))
    return [(start, end, text.chars[start:end]) for start, end in places]


def _cut_at_width(lines: Places) -> bool:
    """Whether lines begin amid a sentence because they were cut at one length."""
    begins = regexes("layout")["begins-amid"].match
    above = Counter(len(one[2]) for one, (_, _, word) in pairwise(lines) if begins(word))
    (length, count), *_ = above.most_common(1) or [(0, 0)]
    return length >= _NARROWEST and count >= _CUT * above.total()


def _figures(words: Sequence[str]) -> frozenset[int] | None:
    """Which of `words` are a number that stands in a sentence; None where they stand at one distance, as in
    the rows of a list of one cell a line.
    """
    rules = regexes("layout")
    found = {index: word for index, word in enumerate(words) if rules["figure-alone"].fullmatch(word)}
    dated = rules["part-of-day"]
    free = [at for at in found if at + 1 == len(words) or not dated.match(words[at + 1])]
    known = set(free)
    for first in free:
        for step in range(2, _WIDEST_ROW):
            row = [first + step * count for count in range(_ROWS)]
            if all(at in known for at in row):
                return None
    return frozenset(found)


def _days(words: Sequence[str]) -> frozenset[int]:
    """Where days begin whose year, month and day stand on lines of their own, with nothing behind them."""
    rule = regexes("layout")["day-in-nodes"]
    begins = {match.start() for match in rule.finditer("\n".join(["", *words, ""]))}
    at, found = 0, []
    for index, word in enumerate(words):
        if at in begins:
            found.append(index)
        at += len(word) + 1
    return frozenset(found)


def _goes_on(above: str, word: str, after: str, near: str, *, figure: bool, behind_figure: bool) -> bool:
    """Whether `word`, with which `near` begins, goes on with the line of which `above` is the end."""
    rules = regexes("layout")
    if rules["begins-amid"].match(word) or rules["begins-anew"].match(word):
        return rules["begins-amid"].match(word) is not None
    if rules["ends-amid"].search(above) or _is_open(above, near) or _is_of_day(above, word, after):
        return True
    numbered = (word[0] == "〔" and above[-1].isalpha()) or (word.isdigit() and above[-1] == "〕")
    if figure and not numbered:
        return above[-1] not in _ENDS and above[-1].isalpha() and after[:1].isalpha()
    return numbered or (behind_figure and rules["unit-begins"].match(word) is not None)


def _is_of_day(above: str, word: str, after: str) -> bool:
    """Whether `word` is a part of the day that `above` ends with."""
    rules = regexes("layout")
    if rules["part-of-day"].match(word):
        return above[-1].isdigit()
    begun = word.isdigit() and rules["day-begun"].search(above)
    return bool(begun) and rules["part-of-day"].match(after) is not None


def _is_open(above: str, near: str) -> bool:
    """Whether a bracket that opened shortly before is open at the end of `above` and closes `near`."""
    return any(above.rfind(left) > above.rfind(right) and right in near for left, right in _BRACKETS.items())
