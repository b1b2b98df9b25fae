"""Bodies in whose names a word of their own stands in front of the place: 共青团某某市委, 武警某某省总队."""

from __future__ import annotations

from collections.abc import Iterator

from extract.body_classes import Body, Found
from extract.places import Place, around, places
from extract.rules import load, regexes
from extract.rules.batteries import matches
from extract.townships import named

_KINDS = {"youth-league": "people-organisation", "armed-police": "military", "central-bank": "institution"}


def fronted_bodies(text: str, home: Place | None) -> Iterator[Found]:
    """The committees of the youth league, the units of the armed police and the branches of the central bank
    that `text` names by their place; those named by their rank, and branches of the police of a city that is
    not named, are of `home` or of the places around it.
    """
    for rule, kind in _KINDS.items():
        for match in matches(regexes("agencies")[rule], text):
            place, unit = match.group("place"), match.groupdict().get("unit") or ""
            known = places().at(place, 0)
            whole = known[1].name if known and known[0] == len(place) else place
            yield match.start(), match.end(), _body(rule, kind, whole, unit)
    if home is not None:
        yield from _at_home(text, around(home))


def _at_home(text: str, nearby: tuple[Place, ...]) -> Iterator[Found]:
    rules = regexes("agencies")
    for match in matches(rules["youth-league/ranked"], text):
        own = next((one for one in nearby if one.name.endswith(match.group("level"))), None)
        if own is not None:
            yield match.start(), match.end(), _body("youth-league", _KINDS["youth-league"], own.name)
    cities = [one for one in nearby if one.level != "county" and rules["police-branch/city"].search(one.name)]
    for match in matches(rules["police-branch"], text) if cities else ():
        body = _body("police-branch", "department", cities[0].name, match.group("unit"))
        yield match.start(), match.end(), body


def _body(rule: str, kind: str, place: str, unit: str = "") -> Body:
    return named((load("agencies")[rule].value or "").format(place=place, unit=unit), kind)
