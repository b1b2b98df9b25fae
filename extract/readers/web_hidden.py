"""What a web page holds and does not show: hidden by its own styles, by names that mean so, or said twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple

from lxml import etree

from extract.rules import regexes

_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SHOWS = re.compile(r"display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible", re.IGNORECASE)
_LEFT_OUT = frozenset({
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "select",
    "option", "button", "textarea", "nav", "footer", "aside",
})  # fmt: skip
# What sheets that stand elsewhere call what they hide.
_CALLED_HIDDEN = frozenset({".hidden", ".hide", ".d-none", ".sr-only", ".visually-hidden", ".invisible"})
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|<!--|-->")
_BRACE = re.compile(r"([{}])")
_COMPOUND = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_PART = re.compile(r"[.#][\w-]+")
_MOST_NAMES = 12
_MOST_PARTS = 2
_SCREENS = frozenset({"", "all", "screen"})
_HOLD_TEXT = frozenset({"article", "body", "div", "main", "section", "td"})
_LEAST_AGAIN = 300
_LEAST_SHARE = 4  # a text that a page prints twice is at least a quarter of it
_LONGEST_HEAD = 200


def is_hidden(element: etree._Element) -> bool:
    """Whether an element says itself that it is not shown, or is none that is read."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _LEFT_OUT
        or element.get("hidden") is not None
        or bool(_HIDES.search(element.get("style", "")))
    )


def show(element: etree._Element) -> None:
    """Take from an element what hides it."""
    element.attrib.pop("hidden", None)
    element.attrib.pop("style", None)


def show_most(root: etree._Element) -> None:
    """Make visible what a page shows by script alone: a part that says more than all that is shown, or, where
    nothing is shown, everything.
    """
    shown = _said(root)
    inside: set[etree._Element] = set()  # what is hidden, and all in it
    for element in list(root.iter(etree.Element)):
        if element.getparent() in inside or element.tag in _LEFT_OUT:
            inside.add(element)
        elif is_hidden(element):
            attributes = dict(element.attrib)
            show(element)
            if shown and (element.tag not in _HOLD_TEXT or _length(_said(element) - shown) <= _length(shown)):
                element.attrib.update(attributes)
                inside.add(element)


def hide_by_names(root: etree._Element) -> None:
    """Hide what the page's own styles hide, or what has a name or a mark that says so; nothing where less
    than half of what is said would be left, or where the page offers to unfold its text.
    """
    styles = _styles(root)
    found = [element for element in root.iter(etree.Element) if _is_hidden_by_name(element, styles)]
    if not found:
        return
    said = _said(root)
    if any(regexes("layout")["unfold"].fullmatch(text) for text in said):
        return
    for element in found:
        element.set("hidden", "")
    if 2 * _length(_said(root)) < _length(said):
        for element in found:
            element.attrib.pop("hidden")


def hide_repeated(root: etree._Element) -> None:
    """Hide a long text that the page says once more, word for word, with what is said again above it."""
    places, chars = _places(root)
    held = [place for place in places if place.element.tag in _HOLD_TEXT]
    firsts: dict[str, _Place] = {}
    reach = 0
    for place in held:
        length = place.end - place.start
        if place.start < reach or length < _LEAST_AGAIN or length * _LEAST_SHARE < len(chars):
            continue
        first = firsts.setdefault(chars[place.start : place.end], place)
        if first.end <= place.start:
            reach = place.end
            place.element.set("hidden", "")
            _hide_heads(places, chars, first, place)


class _Place(NamedTuple):
    """An element, and which of the characters of the page it holds."""

    start: int
    end: int
    element: etree._Element


def _styles(root: etree._Element) -> dict[frozenset[str], tuple[int, bool]]:
    """What the page's own styles hide (True) or show (False), each with its rank: by the tag, classes and id
    that an element must have. Selectors of more than two of these, and sheets for print or for small
    screens, are left aside.
    """
    found: dict[frozenset[str], tuple[int, bool]] = {}
    for sheet in root.iter("style"):
        if sheet.get("media", "").strip().lower() not in _SCREENS:
            continue
        for selectors, rules in _rules(_COMMENT.sub("", sheet.text or "")):
            hides = _HIDES.search(rules) is not None
            if not hides and _SHOWS.search(rules) is None:
                continue
            for selector in selectors.split(","):
                *around, last = selector.split() or [""]
                match = _COMPOUND.fullmatch(last)
                parts = frozenset(_PART.findall(match[2])) if match else frozenset[str]()
                key = parts | {match[1].lower()} if match and match[1] else parts
                if not parts or len(key) > _MOST_PARTS or (hides and around):
                    continue
                rank = len(key) + len(around)
                if rank >= found.get(key, (0, hides))[0]:
                    found[key] = rank, hides
    return found


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and what is said of them, of the rules that hold for every screen."""
    depth, selectors = 0, ""
    parts = iter(_BRACE.split(sheet))
    for text, brace in zip(parts, parts, strict=False):
        if brace == "{":
            depth += 1
            if depth == 1:
                selectors = text.rpartition(";")[2].strip()
            continue
        if depth == 1 and not selectors.startswith("@"):
            yield selectors, text
        depth = max(depth - 1, 0)


def _is_hidden_by_name(element: etree._Element, styles: dict[frozenset[str], tuple[int, bool]]) -> bool:
    if is_hidden(element) or _SHOWS.search(element.get("style", "")):
        return False
    names = [element.tag, *(f".{name}" for name in element.get("class", "").split())]
    names += [f"#{name}" for name in element.get("id", "").split()]
    names = list(dict.fromkeys(names))[:_MOST_NAMES]
    if styles:
        keys = (frozenset(key) for size in (1, _MOST_PARTS) for key in combinations(names, size))
        told = [styles[key] for key in keys if key in styles]
        if told:
            return max(told, key=lambda one: one[0])[1]
    return not _CALLED_HIDDEN.isdisjoint(names) or element.get("aria-hidden", "").strip().lower() == "true"


def _said(root: etree._Element) -> set[str]:
    """The pieces of text that are shown, each once."""
    return {piece for piece, _, _ in _walk(root) if piece}


def _length(pieces: set[str]) -> int:
    return sum(map(len, pieces))


def _places(root: etree._Element) -> tuple[list[_Place], str]:
    """The elements that are shown, the outer before the inner, and the characters of the page."""
    starts: dict[etree._Element, int] = {}
    ends: dict[etree._Element, int] = {}
    pieces: list[str] = []
    at = 0
    for piece, opened, closed in _walk(root):
        if opened is not None:
            starts[opened] = at
        pieces.append(piece)
        at += len(piece)
        if closed is not None:
            ends[closed] = at
    return [_Place(start, ends[element], element) for element, start in starts.items()], "".join(pieces)


def _walk(
    root: etree._Element,
) -> Iterator[tuple[str, etree._Element | None, etree._Element | None]]:
    """The text that is shown, without white space, with the elements that begin and that end there."""
    coming: list[tuple[etree._Element, bool]] = [(root, False)]
    while coming:
        element, done = coming.pop()
        if done:
            yield "", None, element
        elif not is_hidden(element):
            yield "".join((element.text or "").split()), element, None
            coming.append((element, True))
            coming += [(part, False) for part in reversed(element)]
            continue
        if element is not root and (done or is_hidden(element)):
            yield "".join((element.tail or "").split()), None, None


def _hide_heads(places: list[_Place], chars: str, first: _Place, again: _Place) -> None:
    """Hide what stands between a text and its repetition and was said above the text already: its title."""
    above = {
        chars[place.start : place.end]
        for place in places
        if place.end <= first.start and 0 < place.end - place.start <= _LONGEST_HEAD
    }
    for place in places:
        if first.end <= place.start and place.end <= again.start and chars[place.start : place.end] in above:
            place.element.set("hidden", "")
