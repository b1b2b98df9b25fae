"""Public bodies in a text: those of the vocabulary, their departments, local bodies, and designations of a
class.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.names import Names, fold, match_names, without_overlaps
from extract.rules import load, regexes
from ontology import terms
from ontology.vocabulary import Concept, LocalBody, agencies, counties, local_bodies, regions

_COUNTRY = "100000"
_OFTEN = 3
_MOST = 0.8
_REACH = 16
_LONGEST = 32
_BEFORE = 80
_DIVIDED = {
    "bureau": "division",
    "ministry": "ministry-bureau",
    "department": "division",
    "commission": "division",
    "court": "court-department",
    "institution": "division",
}
_MINISTRIES = ("ministry", "commission", "bureau")
_UNITS = "class/units"
_CLASSES = (
    "class",
    "class/national",
    "class/own",
    "class/field",
    "class/charge",
    "class/town",
    "class/field-institution",
    "class/customs",
    "class/street",
    "class/governments",
    "class/rank",
)


@dataclass(frozen=True, slots=True)
class Body:
    """A public body: canonical name, IRI, kind ("class" for a designation), the IRI of the body above it."""

    name: str
    iri: str
    kind: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A region that may have bodies of its own."""

    key: str
    name: str
    level: str


Found = tuple[int, int, Body]


def find_bodies(text: str, home: Place | None = None) -> list[Found]:
    """(start, end, body) of every public body named in `text`, in order; the longest name wins.

    `text` is without line-break artefacts. `home` is the province or city whose bodies a bare 市科委 means.
    """
    known = [(start, end, _of_concept(concept)) for start, end, concept in match_names(text, agencies())]
    found = [*known, *_local(text), *_elided(text), *_classes(text), *_standing(text), *_townships(text)]
    found += _at_home(text, home) if home is not None else _class(text, _UNITS)
    found = without_overlaps(found)
    found = without_overlaps([*found, *_sequels(text, found)])
    return without_overlaps([*found, *_departments(text, found)])


def home_of(text: str) -> Place | None:
    """The smallest place that `text` (a title, a signature) names, where it names one of each rank and each
    lies in the one above; a county counts only at the head of a name.
    """
    named: dict[str, dict[str, Place]] = {"province": {}, "prefecture": {}, "county": {}}
    places, ends = _places_in(text), {0}
    for start, end, place in places:
        heads = start in ends or regexes("agencies")["place-heads"].match(text[start - 1]) is not None
        if place.level in ("province", "prefecture") or (place.level == "county" and heads):
            named[place.level][place.key] = place
        ends.add(end)
    home: Place | None = None
    for level in ("province", "prefecture", "county"):
        if len(named[level]) > 1:
            break
        for place in named[level].values():
            if home is None or place.key.startswith(home.key.rstrip("0")):
                home = place
    return home


def _around(home: Place) -> tuple[Place, ...]:
    """`home` and the places in which it lies, the smallest first."""
    above = [home]
    for size in (4, 2):
        key = home.key[:size].ljust(6, "0")
        concept = regions().concepts.get(terms.entity("region", key))
        if concept is not None and key != home.key:
            above.append(Place(key, concept.labels["zh"], _level(key)))
    return tuple(above)


def mostly_of(text: str) -> Place | None:
    """The province-level region that `text` names time and again, and hardly another."""
    named = [place for _, _, place in _places_in(text) if place.level == "province"]
    if not named:
        return None
    key, times = Counter(place.key for place in named).most_common(1)[0]
    if times < _OFTEN or times < _MOST * len(named):
        return None
    return next(place for place in named if place.key == key)


def begins_with_place(text: str) -> bool:
    """Whether `text` begins with the name of a region."""
    return _places().at(text, 0) is not None


def other_body(name: str) -> Body:
    """A body that signs and is in no vocabulary, by the name that is printed."""
    return Body(name, terms.entity("agency", terms.slug(name)))


def _of_concept(concept: Concept) -> Body:
    return Body(
        concept.labels["zh"], concept.iri, concept.kind, concept.broader[0] if concept.broader else None
    )


def _local(text: str) -> Iterator[Found]:
    """Bodies whose name is that of a region and what they do: 某某市 + 能源局."""
    folded = fold(text)
    for start, end, place in _places_in(text):
        term = regexes("documents")["term-of-congress"].match(text, end)
        if (tail := _tails().at(folded, term.end() if term else end)) is not None:
            after, bodies = tail
            for body in bodies:
                if place.level in body.levels:
                    yield start, after, _local_body(place, body)
                    break
        elif place.level != "country" and (committee := _party(text, end, place)) is not None:
            before = regexes("agencies")["party"].search(text[max(0, start - 5) : start])
            yield start - (len(before.group()) if before else 0), *committee
        elif place.level != "country" and (bureau := _unlisted(text, end, place)) is not None:
            yield start, *bureau
        elif place.level != "country" and (other := _of_place(text, text[start:end], end, place)) is not None:
            yield start, *other


def _sequels(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Bodies of the state behind one in a list, whose 国家 is left out (财政部、统计局、能源局)."""
    rule = load("agencies")["sequel"]
    for _, end, body in found:
        at, national = end, body.iri in agencies().concepts and body.kind in _MINISTRIES
        while national and (match := regexes("agencies")[rule.id].match(text[at : at + _REACH])):
            known = agencies().find(f"{rule.value}{match.group('name')}")
            if known is None:
                break
            yield at + match.start("name"), at + match.end("name"), _of_concept(known)
            at += match.end("name")


def _ends_division(text: str, end: int) -> bool:
    """Whether the name of a place that ends at `end` is that of a division in whole."""
    return regexes("agencies")["division-end"].search(text[end - 1 : end]) is not None


def _unlisted(text: str, end: int, place: Place) -> tuple[int, Body] | None:
    """A bureau of `place` that no vocabulary lists, and where its name ends."""
    if not _ends_division(text, end):
        return None
    rules, behind = regexes("agencies"), text[end : end + _LONGEST]
    match = rules["local"].match(behind[:24]) or rules["local-standing"].match(behind)
    if match is None:
        return None
    name = place.name + match.group("name")
    above = terms.entity("agency", f"{place.key}-people-government")
    return end + match.end("name"), Body(name, terms.entity("agency", terms.slug(name)), "bureau", above)


def _of_place(text: str, called: str, end: int, place: Place) -> tuple[int, Body] | None:
    """An outpost of the state or the administration of a zone in `place`, whose name, as `called`, ends at
    `end`; and where its own name ends.
    """
    rules = regexes("agencies")
    behind = text[end : end + _LONGEST]
    if match := rules["outpost-local"].match(behind):
        name = called + match.group("name")
        return end + match.end("name"), Body(name, terms.entity("agency", terms.slug(name)), "institution")
    if match := rules["local-zone"].match(behind):
        if match.group("name") is None and not _ends_division(text, end):
            return None
        name = called + (match.group("name") or "") + (load("agencies")["local-zone"].value or "")
        above = terms.entity("agency", f"{place.key}-people-government")
        return end + match.end(), Body(name, terms.entity("agency", terms.slug(name)), "bureau", above)
    return None


def _party(text: str, end: int, place: Place) -> tuple[int, Body] | None:
    """The committee of the Party in `place`, whose name ends at `end`, and where its own name ends."""
    match = regexes("agencies")["party-committee"].match(text[end : end + _LONGEST])
    whole = _ends_division(text, end)
    if match is None or not whole:
        return None
    name = (load("agencies")["party-committee"].value or "").format(place=place.name)
    iri = terms.entity("agency", f"{place.key}-party-committee")
    body = Body(name, iri, "party", terms.entity("agency", "cpc-central-committee"))
    part = match.group("part")
    return end + match.end(), department_of(body, _in_full(part)) if part else body


def _in_full(part: str) -> str:
    """The full name of a body of a committee of the Party (编办)."""
    rules = load("agencies").values()
    named = (rule for rule in rules if rule.id.startswith("party-part/") and rule.regex)
    return next((rule.value or part for rule in named if rule.regex and rule.regex.match(part)), part)


def _standing(text: str) -> Iterator[Found]:
    """Bodies of several ministries and bodies under the State Council, named by what they do."""
    above = terms.entity("agency", "state-council")
    for rule in ("state-council", "standing-body"):
        for match in regexes("agencies")[rule].finditer(text):
            name = match.group()
            body = Body(name, terms.entity("agency", terms.slug(name)), "standing-body", above)
            yield match.start(), match.end(), body


def _townships(text: str) -> Iterator[Found]:
    """Governments of townships, offices of streets and administrations of zones, by their own names."""
    government = load("agencies")["township"].value or ""
    for match in _near(text, "township"):
        name = match.group("name") + (government if match.group("government") else match.group("body"))
        yield match.start("name"), match.end(), _named(name, "government")
    for match in _near(text, "townships"):
        name = match.group("first") + government
        yield match.start("first"), match.end("first"), _named(name, "government")
    for match in _near(text, "zone-body"):
        yield match.start(), match.end(), _named(match.group(), "bureau")
    for match in _near(text, "zone"):
        name = match.group("name") + (load("agencies")["zone"].value or "")
        yield match.start("name"), match.end(), _named(name, "bureau")


def _near(text: str, rule: str) -> Iterator[re.Match[str]]:
    """The matches of a rule, which is asked only around the words that `{rule}/word` finds: most characters
    begin none, and a pattern of a name takes long to fail.
    """
    rules, done = regexes("agencies"), 0
    for word in rules[f"{rule}/word"].finditer(text):
        low, high = max(done, word.start() - _BEFORE), min(len(text), word.end() + _REACH)
        for match in rules[rule].finditer(text, low, high):
            yield match
            done = match.end()
        done = max(done, word.end() - 1)


def _named(name: str, kind: str) -> Body:
    return Body(name, terms.entity("agency", terms.slug(name)), kind)


def _at_home(text: str, home: Place) -> Iterator[Found]:
    """Bodies of `home` and of the places around it that are named by their rank: 省科技厅, 县水利局."""
    folded = fold(text)
    around = _around(home)
    for match in regexes("agencies")["home"].finditer(text):
        level = match.group("level")
        place = next((one for one in around if one.name.endswith(level)), None)
        if place is None:
            continue
        if (tail := _tails().at(folded, match.end())) is not None:
            after, bodies = tail
            for body in bodies:
                if place.level in body.levels:
                    yield match.start("level"), after, _local_body(place, body)
                    break
            continue
        other = _party(text, match.end(), place) or _unlisted(text, match.end(), place)
        other = other or _of_place(text, place.name, match.end(), place)
        if other is not None:
            yield match.start("level"), *other


def _classes(text: str) -> Iterator[Found]:
    for rule in _CLASSES:
        yield from _class(text, rule)


def _class(text: str, rule: str) -> Iterator[Found]:
    for match in regexes("agencies")[rule].finditer(text):
        yield match.start(), match.end("name"), class_of(match.group("name"))
        if more := match.groupdict().get("more"):
            yield match.start("more"), match.end("more"), class_of((match.group("head") or "") + more)


def _elided(text: str) -> Iterator[Found]:
    """Departments that share one 部门 and one level: 县级以上教育、公安部门."""
    rules = regexes("agencies")
    for match in _near(text, "elided"):
        level, kind = match.group("level") or "", match.group("end")
        if match.group("etc") and not level:
            continue
        items = list(rules["elided-item"].finditer(text, match.start("items"), match.end("items")))
        for number, item in enumerate(items):
            start = match.start() if number == 0 else item.start()
            last = number == len(items) - 1 and not match.group("etc")
            yield start, match.end() if last else item.end(), class_of(level + item.group() + kind)


def class_of(name: str, above: str | None = None) -> Body:
    """The class of bodies that is called `name`."""
    return Body(name, terms.entity("agency", terms.slug(name)), "class", above)


def _departments(text: str, found: list[Found]) -> Iterator[Found]:
    """Departments and regional offices whose name follows on that of a body in `found`."""
    for index, (start, end, body) in enumerate(found):
        following = found[index + 1][0] if index + 1 < len(found) else len(text)
        # What follows at once may be the office of this body in a place (国家税务总局 + 某某市税务局).
        limit = following if following > end else len(text)
        if match := regexes("agencies")["outpost"].match(text[end : end + 10]):
            yield start, end + match.end(), class_of(body.name + match.group("name"), body.iri)
        elif body.kind == "government" and (
            match := regexes("agencies")["units"].match(text[end : end + 20])
        ):
            yield from _units(start, end, _short(text[start:end], body), match)
        elif body.iri in agencies().concepts and (match := _branch(text[end : min(end + 20, limit)])):
            yield start, end + match.end(), _under(body, match.group("name"))
        elif (
            body.kind != "class"
            and (match := regexes("agencies")["department"].match(text[end : min(end + 16, following)]))
        ) or (
            (rule := _DIVIDED.get(body.kind or ""))
            and (match := regexes("agencies")[rule].match(text[end : min(end + 16, following)]))
        ):
            yield start, end + match.end(), department_of(body, match.group())


def _short(printed: str, body: Body) -> str:
    """By what name the units of a government are called: as printed, where that is known everywhere."""
    return printed if body.iri in agencies().concepts else body.name


def _units(start: int, end: int, head: str, match: re.Match[str]) -> Iterator[Found]:
    """The units of a government, named together (各部门、各直属机构)."""
    yield start, end + match.end("name"), class_of(head + match.group("name"))
    if match.group("more"):
        yield end + match.start("more"), end + match.end("more"), class_of(head + match.group("more"))


def department_of(body: Body, name: str) -> Body:
    """The department of `body` that is called `name`."""
    full = body.name + name
    known = agencies().find(full)
    department = Body(full, terms.entity("agency", terms.slug(full)), "department", body.iri)
    return _of_concept(known) if known else department


def _branch(tail: str) -> re.Match[str] | None:
    """A regional office or an institution whose name follows on that of a central body."""
    rules = regexes("agencies")
    return rules["branch"].match(tail) or rules["institution"].match(tail)


def _under(body: Body, name: str) -> Body:
    full = body.name + name
    known = agencies().find(full)
    return (
        _of_concept(known)
        if known
        else Body(full, terms.entity("agency", terms.slug(full)), "institution", body.iri)
    )


def _local_body(place: Place, body: LocalBody) -> Body:
    parent = next((above for above in local_bodies() if above.key == body.parent), None)
    return Body(
        place.name + body.full,
        _local_iri(place, body),
        body.kind,
        _local_iri(place, parent) if parent is not None else None,
    )


def _local_iri(place: Place, body: LocalBody) -> str:
    return terms.entity("agency", f"{place.key}-{body.key}")


@lru_cache(maxsize=4)
def _places_in(text: str) -> list[tuple[int, int, Place]]:
    """The places that `text` names. A document is asked for its home, and then for its bodies."""
    joins = {match.start() for match in regexes("agencies")["and-county"].finditer(text)}
    return [found for found in _places().find(text) if found[0] not in joins]


@cache
def _places() -> Names[Place]:
    """Names of provinces and prefectures, short and full, and full names of counties."""
    pairs = []
    for name, concepts in regions().names().items():
        meant = concepts[0] if len(concepts) == 1 else regions().find(name)
        if meant is not None:
            pairs.append((name, Place(meant.key, meant.labels["zh"], _level(meant.key))))
    pairs += [(county.name, Place(county.code, county.name, "county")) for county in counties()]
    return Names(pairs)


def _level(code: str) -> str:
    if code == _COUNTRY:
        return "country"
    return "prefecture" if code.isdigit() and not code.endswith("0000") else "province"


@cache
def _tails() -> Names[tuple[LocalBody, ...]]:
    """What follows on the name of a region in the name of a body of it."""
    tails: dict[str, list[LocalBody]] = {}
    for body in local_bodies():
        for name in (body.full, *body.short):
            tails.setdefault(name, []).append(body)
    return Names((name, tuple(bodies)) for name, bodies in tails.items())
