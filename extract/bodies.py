"""Public bodies in a text: those of the vocabulary, their departments, local bodies, and designations of a
class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract.body_classes import (
    Body,
    Found,
    classes,
    elided,
    of_class,
    of_concept,
    of_rank,
    of_ranks,
    with_shared_ranks,
)
from extract.departments import departments
from extract.fronted import fronted_bodies
from extract.local_bodies import government_of, in_home, local_body, with_city
from extract.names import fold, match_names, without_overlaps
from extract.place_forms import formed_home, formed_places, is_whole, meant, short_places, tails
from extract.places import Place, around, ends_division, places, places_in
from extract.rules import load, regexes
from extract.rules.batteries import matches
from extract.sequels import sequels, sequels_of_departments, sequels_of_zones
from extract.townships import in_full, named, townships
from ontology import terms
from ontology.vocabulary import LocalBody, agencies

_REACH = 16
_LONGEST = 32
_LIST = 160
_UNITS = "class/units"
_GOVERNMENT = "people-government"


def find_bodies(text: str, home: Place | None = None) -> list[Found]:
    """(start, end, body) of every public body named in `text`, in order; the longest name wins.

    `text` is without line-break artefacts. `home` is the province or city whose bodies a bare 市科委 means.
    """
    listed = [(start, end, of_concept(concept)) for start, end, concept in match_names(text, agencies())]
    found = [
        *(_brigades(text, home) if home is not None else ()),
        *listed,
        *_local(text, home),
        *elided(text),
        *classes(text),
        *_standing(text),
        *townships(text),
        *fronted_bodies(text, home),
    ]
    found += [*_institutions(text, "outpost-area"), *_institutions(text, "national-institution")]
    found += _at_home(text, home) if home is not None else [*of_class(text, _UNITS), *of_ranks(text)]
    found = with_shared_ranks(text, without_overlaps(found))
    found = without_overlaps([*_sequels_of_places(text, found), *found, *sequels(text, found)])
    whole = without_overlaps([*found, *departments(text, found, home)])
    # An office of a central body in a place has divisions of its own.
    known = {one[:2] for one in found}
    more = [one for one in whole if one[:2] not in known]
    whole = without_overlaps([*whole, *departments(text, more, home)]) if more else whole
    return without_overlaps([*whole, *sequels_of_departments(text, whole), *sequels_of_zones(text, whole)])


def bodies_of_place(text: str, start: int, end: int, place: Place) -> Iterator[Found]:
    """The body of `place`, which is named from `start` to `end`, and those that follow it in a list."""
    folded = fold(text)
    body = _of_region(text, folded, start, end, place)
    while body is not None:
        yield body
        match = regexes("agencies")["place-sequel"].match(text[body[1] : body[1] + _REACH])
        at = body[1] + match.start("name") if match else 0
        following = _sequel(text, folded, at, place, True) if match else None
        body = (at, *following) if following else None


def bare_bodies(text: str, start: int, place: Place) -> Iterator[Found]:
    """The body of `place` whose name without the place begins at `start`, and those that follow in a list."""
    piece = text[start : start + _LIST]
    folded, at = fold(piece), 0
    following = _sequel(piece, folded, at, place, True)
    if following is None and (outpost := _of_place(piece, at, at, place, place.name)) is not None:
        following = outpost[1:]
    while following is not None:
        yield start + at, start + following[0], following[1]
        match = regexes("agencies")["place-sequel"].match(piece[following[0] : following[0] + _REACH])
        at = following[0] + match.start("name") if match else 0
        following = _sequel(piece, folded, at, place, True) if match else None


def zone_place(name: str) -> Place:
    """The zone called `name` as a place that has bodies."""
    return Place(name, name, "county")


def other_body(name: str) -> Body:
    """A body that signs and is in no vocabulary, by the name that is printed."""
    return Body(name, terms.entity("agency", terms.slug(name)))


def _local(text: str, home: Place | None) -> Iterator[Found]:
    """Bodies whose name is that of a region and what they do (某某市 + 能源局); the places above it that
    stand in front belong to the name (某某市 + 某某区 + 水务局).
    """
    folded, found = fold(text), dict[int, tuple[int, Body, Place]]()
    named = [*_told(text, places_in(text), home), *formed_places(text), *short_places(text, home)]
    for start, end, place in sorted(named, key=lambda one: one[:2], reverse=True):
        inner = found.get(end)
        if inner is not None and _lies_in(inner[2], place):
            found[start] = (inner[0], with_city(inner[1], place, inner[2]), inner[2])
        elif (own := _of_region(text, folded, start, end, place)) is not None:
            found[own[0]] = (own[1], in_home(own[2], place, home), place)
    yield from ((start, end, body) for start, (end, body, _) in sorted(found.items(), key=lambda one: one[0]))
    for start, end, body, place in _sharing(text, named, found):
        yield start, end, in_home(body, place, home)


def _is_verb(text: str, start: int, place: Place, home: Place) -> bool:
    """Whether what looks like the name of `place` is a verb in a text of another province."""
    elsewhere = place.key[:2] != home.key[:2]
    return elsewhere and regexes("agencies")["verb-or-county"].match(text[start : start + _REACH]) is not None


def _told(
    text: str, named: Sequence[tuple[int, int, Place]], home: Place | None
) -> Iterator[tuple[int, int, Place]]:
    """`named`, of several counties that share a name the one in the place that is named in front, else in or
    around `home`; one that neither tells keeps the name that is printed.
    """
    before: tuple[int, Place | None] = (-1, None)
    for start, end, place in named:
        if home is not None and before[0] != start and _is_verb(text, start, place, home):
            continue
        wide = before[1] if before[0] == start else home
        told = meant(place, wide) if place.level == "county" else place
        before = end, told
        yield start, end, told


def _sharing(
    text: str, named: Sequence[tuple[int, int, Place]], found: Mapping[int, tuple[int, Body, Place]]
) -> Iterator[tuple[int, int, Body, Place]]:
    """Bodies of places that share the words behind the last of them (甲县、乙县人民政府)."""
    link = regexes("agencies")["places-share"]
    shared: dict[int, LocalBody] = {}
    for start, end, place in sorted(named, key=lambda one: one[:2], reverse=True):
        if start in found:
            after, *_ = found[start]
            tail = tails().at(fold(text[start:after]), end - start)
            if tail is not None and start + tail[0] == after and ends_division(text, end, place):
                shared[start] = next((one for one in tail[1] if place.level in one.levels), tail[1][0])
            continue
        match = link.match(text, end)
        local = shared.get(match.end()) if match else None
        if local is not None and place.level in local.levels:
            shared[start] = local
            yield start, end, local_body(place, local), place


def _lies_in(inner: Place, place: Place) -> bool:
    """Whether `inner`, which is named right behind `place`, lies in it, as far as the gazetteer knows."""
    known = inner.key[0].isdigit() and place.key[0].isdigit()
    return inner != place and (inner.key.startswith(place.key.rstrip("0")) or not known)


def _of_region(text: str, folded: str, start: int, end: int, place: Place) -> Found | None:
    """The body of `place`, which is named from `start` to `end`, whose name goes on behind it."""
    if regexes("agencies")["place-short/market"].match(text, end - 1):
        end -= 1
    term = regexes("documents")["term-of-congress"].match(text, end)
    behind = term.end() if term else end
    if (tail := tails().at(folded, behind)) is not None:
        after, bodies = tail
        body = next((body for body in bodies if place.level in body.levels), None)
        whole = body is not None and is_whole(text, after)
        return (start, after, local_body(place, body, text[behind:after])) if body and whole else None
    if place.level == "country":
        return None
    if (committee := _party(text, end, place)) is not None:
        before = regexes("agencies")["party"].search(text[max(0, start - 5) : start])
        return start - (len(before.group()) if before else 0), *committee
    if (bureau := _unlisted(text, end, place) or _sister(text, end, place)) is not None:
        return start, *bureau
    zone = place.name if place.key == place.name else None
    if (other := _of_place(text, start, end, place, zone)) is not None:
        return other
    found = _institution(text, start, end, place)
    if found is None and regexes("agencies")["place-form/kind"].match(text[end : end + _LONGEST]):
        found = _bureau(text, end, place)
    return None if found is None else (start, *found)


def _sequels_of_places(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Bodies of a place behind another of it in a list, which leave the place out (某某省教育厅、科技厅)."""
    rules, folded = regexes("agencies"), fold(text)
    starts = {start for start, _, _ in found}
    # A brigade behind a body of a place is of this place where it has its rank, and else names a class.
    ranked = {match.start("name"): match for match in matches(rules["brigade-at-home"], text)}
    # Places that share their bodies (各省及某某兵团能源局、财政厅) name classes.
    shared = {at for match in matches(rules["places"], text) for at in range(*match.span())}
    gone = set[tuple[int, Place]]()
    for first, end, body in found:
        lists = body.kind != "class" and first not in shared and not rules["zone-part"].match(body.name)
        known = _place_of(body) if lists else None
        if known is None or known[0].level == "country":
            continue
        at, (named, above) = end, known
        while (at, named) not in gone:
            gone.add((at, named))
            match = rules["place-sequel"].match(text[at : at + _REACH])
            if match is None:
                break
            start = at + match.start("name")
            brigade = ranked.get(start)
            free = start not in starts or (brigade is not None and bool(brigade.groupdict().get(named.level)))
            following = _sequel(text, folded, start, named, free, start == at)
            if following is None:
                break
            at, other = following
            yield start, at, with_city(other, above, named) if above != named else other


def _place_of(body: Body) -> tuple[Place, Place] | None:
    """The place at the head of the name of `body`, and the one around it where that is named in front."""
    before, inner = regexes("agencies")["party-front"].match(body.name), None
    known = places().at(body.name, before.end() if before else 0)
    if known is not None and (next_one := places().at(body.name, known[0])) is not None:
        inner = next_one if _lies_in(next_one[1], known[1]) else None
    zone = regexes("agencies")["zone-head"].match(body.name)
    if zone is not None and zone.end() > (inner or known or (0,))[0]:
        place = zone_place(zone.group())
        return place, place
    if known is None:
        formed = formed_home(body.name[before.end() if before else 0 :])
        return (formed, formed) if formed else None
    return (inner or known)[1], known[1]


def _sequel(
    text: str, folded: str, start: int, place: Place, free: bool, joined: bool = False
) -> tuple[int, Body] | None:
    """The body of `place` whose name without the place begins at `start`, and where it ends; one that no
    vocabulary lists only where nothing else is named there (`free`). Where nothing parts it from the body in
    front (`joined`), it needs no end of its own.
    """
    if (tail := tails().at(folded, start)) is not None:
        end, bodies = tail
        body = next((body for body in bodies if place.level in body.levels), None)
        found = None if body is None else (end, local_body(place, body, text[start:end]))
    elif free and places().at(folded, start) is None:
        found = _bureau(text, start, place) or _institution_of(text, start, place)
    else:
        found = None
    whole = found and regexes("agencies")["sequel-end"].match(text[found[0] : found[0] + _REACH])
    return found if whole or joined else None


def _institutions(text: str, rule: str) -> Iterator[Found]:
    """Institutions that are named without a division: of the state, or of a part of the country."""
    aviation = load("agencies")["aviation"]
    for match in matches(regexes("agencies")[rule], text):
        name = match.group()
        if aviation.regex and (before := aviation.regex.match(name)):
            name = (aviation.value or "") + name[before.end() :]
        yield match.start(), match.end(), _outpost(name)


def _outpost(name: str) -> Body:
    """The outpost of the state called `name`; one of the energy administration or of the financial
    administration by its full name.
    """
    for rule in (load("agencies")["energy-office"], load("agencies")["finance-office"]):
        match = rule.regex.match(name) if rule.regex else None
        if match is None or rule.value is None:
            continue
        if rule.id == "energy-office" or places().at(match.group("place"), 0) is not None:
            found = find_bodies(rule.value.format(**match.groupdict()))
            return found[0][2] if found else named(name, "institution")
    return named(name, "institution")


def _unlisted(text: str, end: int, place: Place) -> tuple[int, Body] | None:
    """A bureau of `place` that no vocabulary lists, and where its name ends."""
    return _bureau(text, end, place) if ends_division(text, end, place) else None


def _bureau(text: str, end: int, place: Place) -> tuple[int, Body] | None:
    """A bureau of `place` that no vocabulary lists, whose name without the place begins at `end`."""
    rules, behind = regexes("agencies"), text[end : end + _LONGEST]
    match = rules["local"].match(behind[:24]) or rules["local-standing"].match(behind)
    if match is None:
        return None
    name = place.name + in_full(match.group("name"), "bureau-name")
    above = government_of(place)
    return end + match.end("name"), Body(name, terms.entity("agency", terms.slug(name)), "bureau", above)


def _sister(text: str, end: int, place: Place) -> tuple[int, Body] | None:
    """The bureau of `place` of which only this is said (某某市局), and where its name ends."""
    match = regexes("agencies")["place-bureau"].match(text[end : end + _REACH])
    if match is None or not ends_division(text, end, place):
        return None
    return end + match.end("name"), named(place.name + match.group("name"), "bureau")


def _institution(text: str, start: int, end: int, place: Place) -> tuple[int, Body] | None:
    """An institution of the administration of `place`, whose whole name stands from `start` to `end`; and
    where its own name ends.
    """
    planned = regexes("agencies")["planned"].search(text[max(0, start - 5) : start])
    return _institution_of(text, end, place) if ends_division(text, end, place) and not planned else None


def _institution_of(text: str, end: int, place: Place) -> tuple[int, Body] | None:
    """An institution of the administration of `place`, whose name without the place begins at `end`."""
    match = regexes("agencies")["local-institution"].match(text[end : end + _LONGEST])
    if match is None:
        return None
    name = place.name + match.group("name")
    above = government_of(place)
    return end + match.end("name"), Body(name, terms.entity("agency", terms.slug(name)), "institution", above)


def _of_place(text: str, start: int, end: int, place: Place, called: str | None = None) -> Found | None:
    """An outpost of the state or the administration of a zone in `place`, which is named from `start` to
    `end`; `called` is what it is called where it is named by its rank.
    """
    rules, behind = regexes("agencies"), text[end : end + _LONGEST]
    name = called or text[start:end]
    flies = rules["aviation"].search(text[max(0, start - 8) : start])
    if flies:
        start, name = start - len(flies.group()), (load("agencies")["aviation"].value or "") + name
    if flies and (match := rules["outpost-aviation"].match(behind)):
        full = name + (load("agencies")["outpost-aviation"].value or "")
        return start, end + match.end("name"), named(full, "institution")
    if match := rules["outpost-local"].match(behind):
        return start, end + match.end("name"), _outpost(name + match.group("name"))
    if match := rules["local-zone"].match(behind):
        if not match.group("name") and not ends_division(text, end, place):
            return None
        name += in_full(match.group("name"), "zone-name")
        name += in_full(match.group("committee"), "committee-name")
        above = government_of(place)
        return start, end + match.end(), Body(name, terms.entity("agency", terms.slug(name)), "bureau", above)
    return None


def _party(text: str, end: int, place: Place) -> tuple[int, Body] | None:
    """The committee of the Party in `place`, or its commission for discipline, whose name ends at `end`, and
    where its own name ends.
    """
    if not ends_division(text, end, place):
        return None
    if discipline := regexes("agencies")["party-discipline"].match(text[end : end + _REACH]):
        name = (load("agencies")["party-discipline"].value or "").format(place=place.name)
        above = terms.entity("agency", f"{place.key}-party-committee")
        return end + discipline.end(), Body(name, terms.entity("agency", terms.slug(name)), "party", above)
    match = regexes("agencies")["party-committee"].match(text[end : end + _LONGEST])
    if match is None:
        return None
    name = (load("agencies")["party-committee"].value or "").format(place=place.name)
    iri = terms.entity("agency", f"{place.key}-party-committee")
    body = Body(name, iri, "party", terms.entity("agency", "cpc-central-committee"))
    part = match.group("part")
    return end + match.end(), _of_party(body, place, in_full(part, "party-part")) if part else body


def _of_party(committee: Body, place: Place, part: str) -> Body:
    """The part of the committee of the Party in `place` that is called `part`; it names the committee in
    short.
    """
    rules = (rule for rule in load("agencies").values() if rule.id.startswith("party-head/"))
    head = next((rule.value for rule in rules if rule.regex and rule.regex.search(place.name)), None)
    name = (head or "").format(place=place.name) + part
    return Body(name, terms.entity("agency", terms.slug(name)), "department", committee.iri)


def _standing(text: str) -> Iterator[Found]:
    """Bodies of several ministries and bodies under the State Council, named by what they do."""
    above = terms.entity("agency", "state-council")
    for rule in ("state-council", "standing-body", "inter-ministry"):
        for match in matches(regexes("agencies")[rule], text):
            name = in_full(match.group(), "standing-name")
            body = Body(name, terms.entity("agency", terms.slug(name)), "standing-body", above)
            yield match.start(), match.end(), body


def _at_home(text: str, home: Place) -> Iterator[Found]:
    """Bodies of `home` and of the places around it that are named by their rank: 省科技厅, 县水利局."""
    folded = fold(text)
    nearby = around(home)
    for match in matches(regexes("agencies")["home"], text):
        level = match.group("level")
        place = next((one for one in nearby if one.name.endswith(level)), None)
        if place is None:
            yield from of_rank(text, folded, match)
            continue
        if (tail := tails().at(folded, match.end())) is not None:
            after, bodies = tail
            for body in bodies:
                if place.level in body.levels:
                    yield match.start("level"), after, local_body(place, body, text[match.end() : after])
                    break
            continue
        start, end = match.start("level"), match.end()
        if (outpost := _of_place(text, start, end, place, place.name)) is not None:
            yield outpost
            continue
        other = (
            _party(text, end, place) or _unlisted(text, end, place) or _institution(text, start, end, place)
        )
        if other is not None:
            yield start, *other
    yield from _bare_at_home(text, folded, nearby)


def _brigades(text: str, home: Place) -> Iterator[Found]:
    """Fire brigades that are named by their rank, each of the place around `home` that has this rank."""
    for match in matches(regexes("agencies")["brigade-at-home"], text):
        place = next((one for one in around(home) if match.groupdict().get(one.level)), None)
        if place is not None:
            yield match.start("name"), match.end(), named(place.name + match.group("name"), "institution")


def _bare_at_home(text: str, folded: str, nearby: Sequence[Place]) -> Iterator[Found]:
    """Bodies without their place behind 牵头单位： and the like, each of the smallest place that has one."""
    for match in matches(regexes("agencies")["bare-at-home"], text):
        if (tail := tails().at(folded, match.end())) is not None:
            end, bodies = tail
            pairs = ((place, body) for place in nearby for body in bodies if place.level in body.levels)
            for place, body in pairs:
                yield match.end(), end, local_body(place, body)
                break
