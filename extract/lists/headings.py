"""Headings above and between the rows of a list: what they say, and which hold for a row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extract.lists.cells import CLASSES, is_body
from extract.lists.model import Range
from extract.lists.places import is_region, is_zone, known
from extract.lists.sums import is_sum
from extract.lists.words import PLAIN_HEADING, bare_heading, head_role, heading_level, is_title, words
from extract.rules import regexes

_LONGEST, _STOPS = 30, "。；，"
_SHARED = frozenset({"recommender", "lead", "host", "implementer", "applicant"})
_ASKED_AGAIN = 1 << 13  # lines: one reader of lists after another asks for the same


class Headings:
    """The headings that hold where a reader of rows stands: one closes those of its level and below."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Range]] = []

    def add(self, text: str, place: Range) -> None:
        """Go on below the heading `text`, which stands at `place`."""
        level = heading_level(text) or PLAIN_HEADING
        self._open = [one for one in self._open if one[0] < level] + [(level, place)]

    def copy(self) -> Headings:
        """The same headings, to go on from by themselves."""
        same = Headings()
        same._open = list(self._open)
        return same

    @property
    def places(self) -> tuple[Range, ...]:
        """Where they stand, the widest first."""
        return tuple(place for _, place in self._open)


@lru_cache(maxsize=_ASKED_AGAIN)
def labelled(text: str) -> tuple[str, str] | None:
    """The role and the words of a heading that says behind a label what the rows below it share: who
    recommends them (推荐单位：甲厅, 甲厅推荐), where or what they are; None for any other line.
    """
    bare = bare_heading(text)
    if by := regexes("cells")["recommended-by"].match(bare):
        return ("recommender", by[1]) if is_body(by[1]) else None
    label, mark, value = bare.replace(":", "：").partition("：")
    role, value = head_role(label) if mark else None, value.strip()
    if role is None or not value or len(value) > _LONGEST:
        return None
    if role in ("region", "site"):
        return ("region", value) if known(value) or is_zone(value) else None
    plain = not any(char in _STOPS for char in value)
    if role in CLASSES:
        return (role, value) if plain else None
    return (role, value) if role in _SHARED and plain and is_body(value) else None


def shared_by(text: str) -> str | None:
    """What a heading says of all rows below it: where they are, or what its label says; None for a class."""
    said = labelled(text)
    bare = bare_heading(text)
    return said[0] if said else "region" if known(bare) or is_zone(bare) else None


def closes(text: str, above: str) -> bool:
    """Whether the heading `text` ends what that `above` it says: of its level or below,
    or a place a place.
    """
    level, other = heading_level(text), heading_level(above)
    if level is not None and other is not None:
        return level <= other
    alike = shared_by(text) == shared_by(above)
    return alike and (level == other or shared_by(text) is not None)


def names_owners(text: str) -> bool:
    """Whether a heading says whose projects stand below it (中央企业, 省直单位), as others say where."""
    return regexes("cells")["owners"].search(bare_heading(text)) is not None


def withdraws(text: str) -> bool:
    """Whether a heading says that the projects below it are taken out of a list."""
    return regexes("cells")["withdrawn-heading"].match(bare_heading(text)) is not None


def takes_in(text: str) -> bool:
    """Whether a heading but announces projects that are taken into a list, and is no class of theirs."""
    return regexes("cells")["taken-heading"].match(bare_heading(text)) is not None


def is_class_heading(text: str) -> bool:
    """Whether `text` is a heading that says where the rows below it are, or of which class."""
    bare = bare_heading(text)
    return (
        known(bare)
        or is_zone(bare)
        or labelled(text) is not None
        or (len(bare) <= _LONGEST and not is_title(text) and words().class_heading.search(bare) is not None)
    )


def is_summed_heading(texts: Sequence[str]) -> bool:
    """Whether the cells `texts` of a row are a heading between rows and sums of those: 甲市（3个）, 14.95."""
    first, *sums = texts
    bare = bare_heading(first)
    if not bare or words().total.match(bare) or not all(map(is_sum, sums)):
        return False
    return (
        known(bare)
        or heading_level(first) is not None
        or regexes("cells")["counted"].search(first) is not None
    )


@lru_cache(maxsize=_ASKED_AGAIN)
def stands_between(text: str) -> bool:
    """Whether the line `text` may be a heading between rows: marked as one, or the name of a region."""
    bare = words().heading_tail.sub("", text)
    return heading_level(text) is not None or is_region(bare) or (bare != text and known(bare))
