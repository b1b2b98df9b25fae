"""Where a statement stands: the printed number of its article and items."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from extract.instruments.outline import Section
from extract.rules import regexes

_ABOVE_ARTICLES = 3


class Places:
    """The sections of a document, asked for the place of a character. They lie in one another or apart."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._sections = [section for section in sections if section.level > _ABOVE_ARTICLES]
        self._starts = [section.start for section in self._sections]
        self._around = _around(self._sections)
        printed = Counter((section.level, section.locator) for section in self._sections)
        self._anew = {level for (level, _), count in printed.items() if count > 1}

    def locator(self, offset: int) -> str | None:
        """The printed place of a character, as much of it as is needed: 第九条（二）, （三）, 三、（一）2.

        Items in an article stand behind it; others stand behind the item above where their numbers begin
        anew.
        """
        inside = self._inside(offset)
        article = next((section for section in inside if _is_article(section)), None)
        labels: list[str] = []
        for section in reversed(inside):
            labels.insert(0, section.locator)
            if section is article or (article is None and section.level not in self._anew):
                break
        return "".join(labels) or None

    def _inside(self, offset: int) -> list[Section]:
        """The sections in which the character stands, the widest first."""
        found: list[Section] = []
        at: int | None = bisect_right(self._starts, offset) - 1
        while at is not None and at >= 0:
            if offset < self._sections[at].end:
                found.insert(0, self._sections[at])
            at = self._around[at]
        return found


def _is_article(section: Section) -> bool:
    return bool(regexes("obligations")["item/article"].search(section.locator))


def _around(sections: Sequence[Section]) -> list[int | None]:
    """For each section the one that it lies in."""
    found: list[int | None] = []
    for section in sections:
        at = len(found) - 1 if found else None
        while at is not None and sections[at].end <= section.start:
            at = found[at]
        found.append(at)
    return found
