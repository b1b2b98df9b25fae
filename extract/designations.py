"""Classes of public bodies that are named by the places that have them: 各省、自治区、直辖市某某厅（局）.

Lists of addressees name them so, and share the places among several bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.body_classes import Body, Found, class_of
from extract.rules import load, regexes
from extract.rules.batteries import matches
from ontology.vocabulary import agencies

_REACH = 60


def designations(text: str, named: Sequence[Found]) -> Iterator[Found]:
    """(start, end, class) of the bodies that `text` names by their places, in order.

    `named` are the bodies known by name: one of them that stands next in a list ends it, but for a national
    one whose name is not printed in full (各省、自治区、直辖市财政厅、发展改革委).
    """
    known = ((start, end, body) for start, end, body in named if body.kind != "class")
    starts = {start for start, end, body in known if not _bare(text[start:end], body)}
    for places in matches(_rules()["places"], text):
        start, at = places.start(), places.end()
        while start not in starts and (item := _rules()["places-body"].match(text[at : at + _REACH])):
            end = at + item.end("name")
            if _rules()["zone-body"].match(item.group("name")):
                break
            own = _rules()["class/street"].match(item.group("name"))
            shared = "" if own else _whole(places.group("places"))
            yield at if own else start, end, class_of(shared + item.group("name"), "places-body")
            joint = _rules()["places-joint"].match(text[end : end + _REACH])
            start = at = end + joint.end() if joint else len(text)


def _bare(printed: str, body: Body) -> bool:
    return body.iri in agencies().concepts and not printed.startswith(body.name[:2])


def _whole(places: str) -> str:
    """The places as they name a class, whatever way of writing them was chosen."""
    rule = load("agencies")["all-provinces"]
    return rule.regex.sub(rule.value or "", places) if rule.regex else places


def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("agencies"))
