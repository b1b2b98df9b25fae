"""Bodies of zones (development zones, parks), which a text calls by a short name: 园区财政局.

A zone has bodies like a county, but stands in no gazetteer. Which one a short name means, the text says
(以下简称园区), or it is the zone whose administration issues the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract.bodies import bare_bodies, bodies_of_place, zone_place
from extract.body_classes import Found, class_of
from extract.names import fold
from extract.places import begins_with_place, places, places_in
from extract.rules import load, regexes
from extract.rules.batteries import matches
from extract.townships import named

_LEAD = 4
_REACH = 16
_BEHIND = 32


def zone_bodies(text: str, issuers: Sequence[str]) -> Iterator[Found]:
    """The bodies of the zones that `text`, issued by `issuers`, calls by a short name."""
    rules, folded = regexes("agencies"), fold(text)
    for short, zone in _short_names(text, issuers).items():
        place = zone_place(zone)
        start = folded.find(short)
        while start >= 0:
            end = start + len(short)
            begin = end - len(zone) if text.endswith(zone, 0, end) else start
            if begin < start or _leads(text, start):
                if streets := rules["zone-streets"].match(text[end : end + _REACH]):
                    name = text[start:end] + streets.group("name")
                    yield begin, end + streets.end(), class_of(name, "zone-streets")
                yield from bodies_of_place(text, begin, end, place)
            start = folded.find(short, end)
    own = _own_zones(issuers)
    if len(own) == 1:
        yield from _own_bodies(text, own[0])


def _own_bodies(text: str, zone: str) -> Iterator[Found]:
    """The bodies of `zone`, which issues `text`, that are named without it, and what is called after it."""
    rules, place = regexes("agencies"), zone_place(zone)
    for match in matches(rules["zone-bare"], text):
        yield from bare_bodies(text, match.end(), place)
    for match in matches(rules["zone-office"], text):
        yield match.start(), match.end(), named(zone + match.group("name"), "government")
    for match in matches(rules["zone-units"], text):
        yield match.start(), match.end(), class_of(match.group("name"), "zone-units")
    called = rules["zone-stem"].match(zone)
    if called is None or begins_with_place(called.group("stem")):
        return
    stem = called.group("stem")
    start = text.find(stem)
    while start >= 0:
        end = start + len(stem)
        behind = text[end : end + _BEHIND]
        if outpost := rules["outpost-local"].match(behind):
            name = outpost.group("name")
            yield start, end + len(name), named(stem + name, "institution")
        elif command := rules["zone-command"].match(behind):
            yield start, end + command.end(), named(stem + command.group(), "standing-body")
        start = text.find(stem, end)


def _own_zones(issuers: Sequence[str]) -> list[str]:
    """The zones whose administrations are `issuers`."""
    rule = regexes("agencies")["zone-committee"]
    return [match.group("zone") for one in issuers if (match := rule.match(one))]


def _short_names(text: str, issuers: Sequence[str]) -> Mapping[str, str]:
    """The zones that `text` calls by short names, by these."""
    rules, found = regexes("agencies"), dict[str, str]()
    own = _own_zones(issuers)
    for zone in own if len(own) == 1 else ():
        called = (
            (match.start(), rule.value or match.group())
            for rule in load("agencies").values()
            if rule.id.startswith("zone-called/") and rule.regex and (match := rule.regex.search(zone))
        )
        if (first := next(called, None)) is not None:
            rank = load("agencies")["zone-rank"]
            if rank.value and rank.regex and rank.regex.search(zone):
                found[rank.value] = zone
            found |= {first[1]: zone, zone[: first[0]] + first[1]: zone}
            if (place := places().at(zone, 0)) is not None and place[0] < first[0]:
                found |= {zone[place[0] : first[0]] + first[1]: zone, zone[place[0] :]: zone}
    for match in matches(rules["zone-short"], text):
        named = next((zone for zone in own if match.group("zone").endswith(zone)), None)
        named = named or _from_its_place(match.group("zone"))
        if named is not None:
            found[match.group("short")] = named
    return found


def _from_its_place(printed: str) -> str | None:
    """The zone whose name ends `printed`, from the place that heads it; None where none does."""
    start = next((start for start, *_ in places_in(printed)), None)
    return None if start is None else printed[start:]


def _leads(text: str, start: int) -> bool:
    """Whether a name may begin at `start`."""
    return regexes("agencies")["zone-lead"].search(text[max(0, start - _LEAD) : start]) is not None
