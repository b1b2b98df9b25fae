"""Who issues a document: those who sign; where no one signs, who stands in its number, its caption or its
title.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extract.bodies import find_bodies, other_body
from extract.body_classes import Body, department_of
from extract.instruments.captions import Act, bodies_of
from extract.instruments.outline import Part
from extract.instruments.segments import is_a
from extract.layout import Layout
from extract.names import fold
from extract.place_forms import formed_home, tails
from extract.places import Place, home_of
from extract.rules import regexes
from ontology.vocabulary import agencies

_LONGEST_REST = 6  # of an office behind the name of its body
_DECIDING = ("promulgated", "adopted", "approved")


def issuers(
    layout: Layout, part: Part, title: str, front: Sequence[str], number: str | None, history: Sequence[Act]
) -> list[Body]:
    """The bodies that issue the document of `part`, in the order printed.

    `front` are the lines under its title, `history` the acts that its caption tells.
    """
    home = home_of(title) or formed_home(title)
    lines = _joined(_begun(layout, part), [_clean(layout, line) for line in part.signatures], home)
    order = regexes("documents")["order-number"].search(number) if number is not None else None
    signed = list(dict.fromkeys(body for line in lines for body in _signing(line, home)))
    # An order says whose it is; the person who signs it may have no more than a rank in front of the office.
    if signed and not (order is not None and all(is_a("signing-person", line) for line in lines)):
        return signed
    if order is not None:
        return list(dict.fromkeys(_signing(order.group("issuer"), home)))
    if named := _decided(history, home):
        return named
    if is_a("order-head", title) and (ordering := known_bodies(title)):
        return ordering
    opening = regexes("documents")["title-issuers"].match(title)
    if named := _in_front(front, home) or (known_bodies(opening.group("bodies")) if opening else []):
        return named
    own = regexes("documents")["rules-of-own"].match(title) if part.attached_to is None else None
    return known_bodies(own.group("bodies"))[:1] if own is not None else []


def _in_front(front: Sequence[str], home: Place | None) -> list[Body]:
    """Who issues, as a line under the title says it: with the publisher, with the day, or alone."""
    for line in front:
        said = regexes("documents")["publisher-line"].match(line) or dated_by(line)
        if said and (bodies := known_bodies(said.group("bodies"))):
            return bodies
        if is_a("signatory", line) and not is_a("site", line) and known_bodies(line):
            return list(dict.fromkeys(_signing(line, home)))
    return []


def dated_by(line: str) -> re.Match[str] | None:
    """A line under a title that says no more than the day and who issues (groups `day` and `bodies`)."""
    said = regexes("documents")["dated-by"].match(line)
    if said is None:
        return None
    named = find_bodies(said.group("bodies"))
    known = sum(end - start for start, end, _ in named)
    begins = any(start == 0 for start, _, _ in named)
    return said if begins and len(said.group("bodies")) - known <= _LONGEST_REST else None


def issuers_told(labels: str) -> list[Body]:
    """The bodies that issue a document as the labels of a page say it."""
    rules = regexes("documents")
    found = rules["front-matter/bodies"].search(labels) or rules["issued-by"].search(labels)
    return known_bodies(found.group("bodies")) if found else []


def known_bodies(text: str) -> list[Body]:
    """The bodies that `text` names, no classes of them."""
    return list(dict.fromkeys(body for _, _, body in find_bodies(text) if body.kind != "class"))


def _decided(history: Sequence[Act], home: Place | None) -> list[Body]:
    """Who promulgated the text, else who adopted it; bodies that adopt together do so one after another."""
    for how in _DECIDING:
        named = [words for act in history if act.how == how and (words := bodies_of(act))]
        if how == "promulgated":
            found = [body for words in named[-1:] for body in _signing(words, home)]
        else:
            found = [body for words in named for body in known_bodies(words)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _begun(layout: Layout, part: Part) -> str:
    """The line above a signature, in which the name of who signs may begin."""
    if not part.signatures:
        return ""
    at = bisect_left(layout.lines, part.signatures[0][0], key=lambda line: line.start)
    above = layout.lines[at - 1] if at else None
    begins = above is not None and above.start >= part.title[1] and is_a("name-begun", above.text)
    return above.text if above is not None and begins else ""


def _joined(begun: str, lines: Sequence[str], home: Place | None) -> list[str]:
    """`lines` of a signature, a name that is broken over two of them on one; it may have `begun` above."""
    joined = [begun]
    for line in lines:
        if joined[-1] and _goes_on(joined[-1], line, home):
            joined[-1] += line
        else:
            joined.append(line)
    return joined[1:] if joined[0] == begun else joined


def _goes_on(above: str, line: str, home: Place | None) -> bool:
    """Whether the name of a body begins in `above`, which ends with no whole one, and ends in `line`."""
    whole = any(end == len(above) for _, end, _ in find_bodies(above, home))
    if whole or any(start == 0 for start, _, _ in find_bodies(line, home)):
        return False
    return any(start < len(above) < end for start, end, _ in find_bodies(above + line, home))


def _signing(line: str, home: Place | None) -> Iterator[Body]:
    """The bodies on a line of a signature: those that are known, and what is left between them by its
    printed name.
    """
    person = regexes("documents")["signing-person"].match(line)
    if person is not None and agencies().find(line) is None:
        line = person.group("body")
    at, before = 0, None
    for start, end, body in [*find_bodies(line, home), (len(line), len(line), None)]:
        rest = regexes("documents")["between-signatures"].sub("", line[at:start])
        # What stands right behind a body may be a part of it that no vocabulary lists.
        if before is not None and rest == line[at:start] and _is_part(rest):
            before = department_of(before, rest)
            rest = ""
        if before is not None:
            yield before
        if len(rest) > 2:
            yield other_body(rest)
        at, before = end, body
    if before is not None:
        yield before


def _is_part(rest: str) -> bool:
    """Whether `rest` is a part of the body in front of it, and no body that places have."""
    known = tails().at(fold(rest), 0)
    return is_a("part-of-body", rest) and (known is None or known[0] < len(rest))


def _clean(layout: Layout, where: tuple[int, int]) -> str:
    return layout.body(*where).text
