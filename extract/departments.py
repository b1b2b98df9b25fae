"""Departments, bureaus, regional offices and units whose name follows on that of their body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.body_classes import MINISTRIES, Body, Found, class_of, department_of, of_concept
from extract.local_bodies import body_of_state
from extract.names import fold
from extract.places import Place, ends_division, places
from extract.rules import load, regexes
from extract.townships import in_full
from ontology import terms
from ontology.vocabulary import agencies

_DIVIDED = {
    "bureau": "division",
    "ministry": "ministry-bureau",
    "department": "division",
    "commission": "division",
    "court": "court-department",
    "institution": "division",
    "government": "government-office",
    "legislature": "congress-committee",
    "office": "division",
    "people-organisation": "organisation-department",
}


def departments(text: str, found: Sequence[Found], home: Place | None = None) -> Iterator[Found]:
    """Departments and regional offices whose name follows on that of a body in `found`; `home` is the
    province or city of the text.
    """
    for index, (start, end, body) in enumerate(found):
        next_one = found[index + 1] if index + 1 < len(found) else (len(text), len(text), body)
        following = next_one[0]
        # 某某省生态环境厅 + 某甲监测中心: what begins with the short name of a place may be of this body.
        if following == end and not _whole_place(text, end) and not _of_state(next_one[2]):
            following = next_one[1]
        # What follows at once may be the office of this body in a place (国家税务总局 + 某某市税务局),
        # but no other body of the state.
        beside = index + 1 < len(found) and next_one[0] == end and not _of_state(next_one[2])
        limit = len(text) if beside else following
        if match := regexes("agencies")["outpost"].match(text[end : end + 20]):
            yield start, end + match.end(), class_of(body.name + match.group("name"), "outpost", body.iri)
        elif body.kind == "government" and (
            match := regexes("agencies")["units"].match(text[end : end + 20])
        ):
            yield from _units(start, end, _short(text[start:end], body), match)
        elif body.kind in MINISTRIES and (branch := _in_place(text, end)) is not None:
            yield start, branch, _under(body, text[end:branch], home)
        elif body.iri in agencies().concepts and (name := _branch(text[end : min(end + 20, limit)])):
            yield start, end + len(name), _under(body, name, home)
        elif (
            (
                body.kind != "class"
                and (match := regexes("agencies")["department"].match(text[end : min(end + 16, following)]))
            )
            or (
                (rule := _DIVIDED.get(body.kind or ""))
                and (match := regexes("agencies")[rule].match(text[end : min(end + 16, following)]))
            )
            or (
                (rule := _with_bureaus(body))
                and (match := regexes("agencies")[rule].match(text[end : min(end + 16, following)]))
            )
        ):
            yield start, end + match.end(), department_of(body, match.group())


def _whole_place(text: str, start: int) -> bool:
    """Whether no place, or one by its whole name, is named from `start` on."""
    found = places().at(fold(text), start)
    return found is None or ends_division(text, *found)


def _of_state(body: Body) -> bool:
    return body.kind in MINISTRIES and body.iri in agencies().concepts


def _with_bureaus(body: Body) -> str | None:
    """The rule for the bureaus of a commission of the state or of the administration of a zone."""
    if body.iri in agencies().concepts:
        return "ministry-bureau" if body.kind in ("commission", "institution") else None
    return "zone-division" if regexes("agencies")["zone-committee"].match(body.name) else None


def _short(printed: str, body: Body) -> str:
    """By what name the units of a government are called: as printed, where that is known everywhere or the
    government is named by its rank (市政府各部门).
    """
    ranked = regexes("agencies")["ranked-government"].fullmatch(printed)
    return printed if ranked or body.iri in agencies().concepts else body.name


def _units(start: int, end: int, head: str, match: re.Match[str]) -> Iterator[Found]:
    """The units of a government, named together (各部门、各直属机构)."""
    yield start, end + match.end("name"), class_of(head + match.group("name"), "units")
    if match.group("more"):
        start, more = end + match.start("more"), match.group("more")
        yield start, start + len(more), class_of(head + more, "units")


def _in_place(text: str, end: int) -> int | None:
    """Where the name of an office called after a place (山西局) ends, behind a body that ends at `end`."""
    place = places().at(fold(text), end)
    match = place and regexes("agencies")["office-of-place"].match(text[place[0] : place[0] + 2])
    return place[0] + match.end("name") if place and match else None


def _branch(tail: str) -> str | None:
    """A regional office or an institution whose name follows on that of a central body."""
    rules = regexes("agencies")
    place = places().at(fold(tail), 0)
    # The name of a place may hold a letter at which rules part names.
    told = (load("agencies")["branch"].value or "") * place[0] + tail[place[0] :] if place else tail
    match = rules["branch"].match(told) or rules["institution"].match(told)
    return tail[: match.end("name")] if match else None


def _under(body: Body, name: str, home: Place | None) -> Body:
    full = body.name + in_full(name, "branch-name")
    if (known := agencies().find(full)) is not None:
        return of_concept(known)
    other = Body(full, terms.entity("agency", terms.slug(full)), "institution", body.iri)
    return body_of_state(body, name, home) or other
