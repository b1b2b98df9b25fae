"""Bodies behind another in a list, which leave out what they share with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.body_classes import MINISTRIES, Body, Found, department_of, of_concept
from extract.place_forms import tails
from extract.rules import load, regexes
from ontology.vocabulary import agencies

_REACH = 16
_BUREAUS = ("ministry",)  # what bureaus of another kind of body stand beside may be of a place


def sequels(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Bodies of the state behind one in a list, whose 国家 is left out (财政部、统计局、能源局)."""
    rule = load("agencies")["sequel"]
    gone = set[int]()  # the same from here on, whichever body the list began with
    for _, end, body in found:
        at, national = end, body.iri in agencies().concepts and body.kind in MINISTRIES
        while national and at not in gone:
            gone.add(at)
            match = regexes("agencies")[rule.id].match(text[at : at + _REACH])
            if match is None:
                break
            known = agencies().find(f"{rule.value}{match.group('name')}")
            if known is None:
                break
            yield at + match.start("name"), at + match.end("name"), of_concept(known)
            at += match.end("name")


def sequels_of_departments(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Departments behind one of the same ministry in a list, which leave the ministry out."""
    rules, starts = regexes("agencies"), {start for start, *_ in found}
    for _, end, body in found:
        ministry, at = _ministry_of(body), end
        while ministry is not None:
            match = rules["department-sequel"].match(text[at : at + _REACH])
            if match is None or not _alike(text[end - 1], match) or at + match.end() in starts:
                break
            start, at = at + match.end(), at + match.end("name")
            if rules["sequel-end"].match(text[at : at + _REACH]) is None:
                break
            yield start, at, department_of(ministry, match.group("name"))


def _alike(end: str, match: re.Match[str]) -> bool:
    """Whether what `match` found is a department like the one in front, which ends with `end`; a bureau may
    stand behind another department unless places have bureaus called so.
    """
    bureau = regexes("agencies")["department-sequel/bureau"].match(end + match.group("end"))
    return match.group("end") == end or (bureau is not None and tails().at(match.group("name"), 0) is None)


def sequels_of_zones(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Bureaus behind one of the administration of the same zone in a list, which leave the zone out."""
    rules, starts = regexes("agencies"), {start for start, *_ in found}
    for _, end, body in found:
        part, at = rules["zone-part"].match(body.name) if body.parent else None, end
        while part is not None and (link := rules["department-sequel"].match(text[at : at + _REACH])):
            start, at = at + link.end(), at + link.end("name")
            whole = rules["sequel-end"].match(text[at : at + _REACH])
            if start in starts or whole is None or rules["zone-division"].match(link.group("name")) is None:
                break
            zone = Body(part.group("body"), body.parent or "")
            yield start, at, department_of(zone, link.group("name"))


def _ministry_of(body: Body) -> Body | None:
    """The ministry of which `body` is a department."""
    above = agencies().concepts.get(body.parent or "")
    kinds = MINISTRIES if body.kind == "department" else _BUREAUS if body.kind == "institution" else ()
    return of_concept(above) if above is not None and above.kind in kinds else None
