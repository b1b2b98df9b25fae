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
_ROWS = 3
_NARROWEST = 12
_CUT = 0.5  # of the lines above: the full ones


def rejoined(text: Text, lines: Places) -> Places:
    """`lines` (start, end, text), those that a tool broke at marked up words being one."""
    rules = regexes("layout")
    if len(text.pages) > 1 or text.tables:
        return lines
    if len(list(islice(rules["begins-amid"].finditer(text.chars), _LEAST))) < _LEAST or _cut_at_width(lines):
        return lines
    figures = _figures([word for _, _, word in lines])
    days = _days([word for _, _, word in lines])
    found: Places = []
    for at, (start, end, word) in enumerate(lines):
        if found and at not in days and "\n\n" not in text.chars[found[-1][1] : start]:
            above = found[-1][2]
            after = lines[at + 1][2] if at + 1 < len(lines) else ""
            if _goes_on(above, word, after, figure=at in figures, behind_figure=at - 1 in figures):
                begun = found[-1][0]
                found[-1] = (begun, end, text.chars[begun:end])
                continue
        found.append((start, end, word))
    return found


def _cut_at_width(lines: Places) -> bool:
    """Whether lines begin amid a sentence because they were cut at one length."""
    begins = regexes("layout")["begins-amid"].match
    above = Counter(len(one[2]) for one, (_, _, word) in pairwise(lines) if begins(word))
    (length, count), *_ = above.most_common(1) or [(0, 0)]
    return length >= _NARROWEST and count >= _CUT * above.total()


def _figures(words: Sequence[str]) -> frozenset[int]:
    """Which of `words` are a number that stands in a sentence: none where they count rows."""
    rule = regexes("layout")["figure-alone"]
    at = [index for index, word in enumerate(words) if rule.fullmatch(word)]
    steps = [
        words[after].isdigit() and words[one].isdigit() and int(words[after]) - int(words[one]) == 1
        for one, after in pairwise(at)
    ]
    counts = any(all(steps[first : first + _ROWS]) for first in range(len(steps) - _ROWS + 1))
    return frozenset() if counts else frozenset(at)


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


def _goes_on(above: str, word: str, after: str, *, figure: bool, behind_figure: bool) -> bool:
    """Whether `word` goes on with the line `above`."""
    rules = regexes("layout")
    if rules["begins-amid"].match(word) or rules["ends-amid"].search(above) or _is_open(above):
        return True
    if rules["part-of-day"].match(word) and above[-1].isdigit():
        return True
    if (word[0] == "〔" and above[-1].isalpha()) or (word.isdigit() and above[-1] == "〕"):
        return True
    if word.isdigit() and rules["day-begun"].search(above) and rules["part-of-day"].match(after):
        return True
    if figure:
        return above[-1] not in _ENDS and above[-1].isalpha() and after[:1].isalpha()
    return behind_figure and rules["unit-begins"].match(word) is not None


def _is_open(above: str) -> bool:
    """Whether a bracket that opened shortly before is open at the end of `above`."""
    tail = above[-_MOST_OPEN:]
    return any(tail.rfind(left) > tail.rfind(right) for left, right in _BRACKETS.items())
