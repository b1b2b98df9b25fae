"""What stands beside the text of a web page: menus, feet, lists of other pages, the name of the site."""

from __future__ import annotations

import re
from itertools import takewhile

from lxml import etree, html

from extract.readers.web_hidden import is_hidden
from extract.rules import regexes

# Blocks that are called so stand beside the text where most of what they say are links.
_BESIDE = frozenset({
    "aside", "side", "sidebar", "related", "recommend", "recommended", "breadcrumb", "breadcrumbs",
    "crumb", "crumbs", "share", "nav", "navbar", "menu", "foot", "footer", "friend", "friends",
    "friendlink", "friendlinks", "links", "hot", "rank", "ranking",
})  # fmt: skip
# These do so without links too: feet by their words, the others where they hold neither sentence nor title.
_FEET = frozenset({"foot", "footer", "bottom", "copyright"})
_ABOVE = frozenset({
    "logo", "menu", "nav", "navbar", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "share",
})  # fmt: skip
_MAY_STAND_BESIDE = frozenset(
    {"div", "section", "ul", "ol", "dl", "aside", "nav", "footer", "header", "p", "span"}
)
_MAY_LABEL = _MAY_STAND_BESIDE | {"b", "strong", "dt", "li", "h2", "h3", "h4", "h5", "h6"}
_INLINE = frozenset({"a", "b", "br", "em", "font", "i", "img", "small", "span", "strong"})
# What a heading must say to be a whole title.
_MOST_SAID = {"h1": "whole-title/main", "h2": "whole-title", "h3": "whole-title"}
_HOLD_TEXT = ("article", "h1", "main", "table")
_WORDS = re.compile(r"[\s_-]+|(?<=[a-z])(?=[A-Z])")
_LONGEST_LABEL = 20
_LONGEST_FOOT = 1_000
_LONGEST_ABOVE = 200
_MOST_AROUND = 3


def drop_beside(root: html.HtmlElement) -> None:
    """Take out of a page the blocks beside its text: by what they are called, and links to other pages behind
    or below a label that says so.
    """
    rules = regexes("layout")
    for element in list(root.iter(*_MAY_LABEL)):
        if is_hidden(element) or element.getparent() is None:
            continue
        first, names = _first(element), _names(element)
        if not names and rules["crumb"].match(first):
            names = {"crumb"}
        if names and element.tag in _MAY_STAND_BESIDE and _is_beside(element, names):
            element.drop_tree()
        elif rules["other-pages"].match(first):
            _drop_other_pages(element, first)


def drop_above_title(root: html.HtmlElement) -> None:
    """Take out the names of the site and of its parts that stand above a heading that is a whole title, if
    no sentence stands above it.
    """
    rules = regexes("layout")
    headings = (one for one in root.iter(*_MOST_SAID) if not is_hidden(one))
    title = next((one for one in headings if rules[_MOST_SAID[one.tag]].fullmatch(_said(one))), None)
    if title is None:
        return
    above = list(takewhile(lambda one: one is not title, root.iter(etree.Element)))
    if any("。" in f"{one.text or ''}{one.tail or ''}" for one in above if not is_hidden(one)):
        return
    for element in above:
        # What stands right above it in the same way may be a part of it.
        near = element.tag in ("p", title.tag) and element.getparent() is title.getparent()
        if near or element.tag not in _MAY_LABEL | {"h1"}:
            continue
        inline = all(one.tag in _INLINE for one in element.iterdescendants())
        if inline and rules["name-of-site"].fullmatch(_said(element)):
            element.drop_tree()


def _names(element: html.HtmlElement) -> set[str]:
    """The words of what an element is called that say that it stands beside the text."""
    called = f"{element.get('class', '')} {element.get('id', '')}"
    return {name.lower() for name in _WORDS.split(called)} & (_BESIDE | _FEET | _ABOVE)


def _is_beside(element: html.HtmlElement, names: set[str]) -> bool:
    """Whether a block that is called so stands beside the text, as what it says bears out."""
    said, rules, held = _said(element), regexes("layout"), {one.tag for one in element.iter(*_HOLD_TEXT)}
    if rules["annex"].search(said) or not held <= {"h1"}:
        return False
    if names & _BESIDE and 2 * _linked(element) >= len(said):
        return True
    if names & _FEET and not held and len(said) <= _LONGEST_FOOT:
        return rules["foot-word"].search(said) is not None
    if names & _ABOVE and len(said) <= _LONGEST_ABOVE:
        return not any(
            rules["sentence-or-title"].search("".join(text.split())) for text in element.itertext()
        )
    return False


def _drop_other_pages(element: html.HtmlElement, first: str) -> None:
    """Take out links to other pages: those in `element`, which begins with the label `first`, or, where that
    is all it says, those that follow.
    """
    rules = regexes("layout")
    if not rules["other-pages"].fullmatch(first):
        if (
            element.tag in _MAY_STAND_BESIDE
            and rules["other-pages/led"].match(first)
            and _is_of_links(element)
        ):
            element.drop_tree()
        return
    for _ in range(_MOST_AROUND):
        around = element.getparent()
        if element.getnext() is not None or around is None or _said(around) != first:
            break
        element = around
    links = list(takewhile(_is_of_links, element.itersiblings()))
    for one in [element, *links] if links else []:
        one.drop_tree()


def _is_of_links(element: html.HtmlElement) -> bool:
    """Whether most of what a block says are links, none of them to an annex."""
    said, linked = _said(element), _linked(element)
    return 0 < len(said) <= 2 * linked and regexes("layout")["annex"].search(said) is None


def _linked(element: html.HtmlElement) -> int:
    return sum(len(_said(link)) for link in element.iter("a"))


def _said(element: html.HtmlElement) -> str:
    return "".join("".join(element.itertext()).split())


def _first(element: html.HtmlElement) -> str:
    """The first characters that an element says: all of them, where they may be a label alone."""
    chars = ""
    for text in element.itertext():
        chars += "".join(text.split())
        if len(chars) > _LONGEST_LABEL:
            break
    return chars
