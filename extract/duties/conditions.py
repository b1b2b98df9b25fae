"""Which numbered paragraphs are the items of a list of conditions, by the marks of their numbers.

Below （五）…应当符合下列条件： stand 1．, 2．, 3．; with （六）, or with 二、 above it, that list has ended.
"""

from __future__ import annotations

import re
import unicodedata

from extract.rules import regexes

_SPACE = re.compile(r"\s+")


class Conditions:
    """Asked of one paragraph after the other, in order."""

    def __init__(self) -> None:
        self._above: list[str] = []  # the kinds of marks that the paragraph stands below, outermost first
        self._outer: list[str] | None = None  # those of the lead-in of the list, where one is open
        self._begins = False

    def hold(self, mark: str, numbered: bool, text: str) -> bool:
        """Whether a paragraph is an item. `mark` is its number as printed, "" without one; `numbered` is
        False for numbers of chapters too.
        """
        kind = _kind(mark)
        item = numbered and self._goes_on(kind, mark)
        if kind:
            self._above = [*self._above[: _place(self._above, kind)], kind]
        leads = not item and regexes("obligations")["skip/conditions"].search(text) is not None
        if leads:
            self._outer, self._begins = list(self._above), True
        elif item:
            self._begins = False
        else:
            self._outer = None
        return item

    def _goes_on(self, kind: str, mark: str) -> bool:
        if self._outer is None:
            return False
        if self._begins and regexes("obligations")["item/first"].search(mark):
            # A list that begins with its first item may have marks that an earlier one had as well.
            del self._outer[_place(self._outer, kind) :]
            return True
        return kind not in self._outer


def _place(kinds: list[str], kind: str) -> int:
    return kinds.index(kind) if kind in kinds else len(kinds)


def _kind(mark: str) -> str:
    """A mark without its number: （三） and （十二） are alike, 3. and （3） are not."""
    folded = _SPACE.sub("", unicodedata.normalize("NFKC", mark.replace("．", ".")))
    numerals = regexes("obligations")["item/numeral"]
    return numerals.sub(_numeral, folded)


def _numeral(found: re.Match[str]) -> str:
    printed = found.group()
    return "" if printed[0] == "#" else "9" if printed.isdigit() else "n"
