"""Bodies of a township or a street, which a text of it calls by its rank: 镇农业农村办公室.

They are called with the name of the place (county and township) that issues the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.body_classes import Body, Found
from extract.places import Place, begins_with_place
from extract.rules import load, regexes
from extract.rules.batteries import matches
from extract.townships import named

_REACH = 32


def town_bodies(text: str, issuers: Sequence[str], home: Place | None) -> Iterator[Found]:
    """The bodies of the township or street that alone issues `text`, which is of `home`."""
    rules = regexes("agencies")
    issuer = rules["town-issuer"].match(issuers[0]) if len(issuers) == 1 else None
    if issuer is None:
        return
    place = issuer.group("place")
    if not begins_with_place(place) and home is not None and home.level == "county":
        place = home.name + place
    for match in matches(rules["town-home"], text):
        if issuer.group("rank") == match.group("level"):
            yield from _listed(text, match.start("level"), match.end(), place)
    town = issuer.group("town")
    at = text.find(town)
    while at >= 0:
        end = at + len(town)
        yield from _listed(text, end - len(place) if text.endswith(place, 0, end) else at, end, place)
        at = text.find(town, end)


def _listed(text: str, start: int, end: int, place: str) -> Iterator[Found]:
    """The body of `place` whose name without the place begins at `end`, and those behind it in a list."""
    rules = regexes("agencies")
    while match := rules["town-body"].match(text[end : end + _REACH]):
        end += match.end("name")
        if not rules["sequel-end"].match(text[end : end + _REACH]):
            return
        yield start, end, _body(place, match.group("name"))
        link = rules["town-body/link"].match(text, end)
        if link is None or any(text.startswith(place[at:], link.end()) for at in range(len(place) - 1)):
            return
        start = end = link.end()


def _body(place: str, name: str) -> Body:
    """The body of `place` that is called `name` behind its rank."""
    for rule in load("agencies").values():
        if rule.id.startswith("town-name/") and rule.regex and rule.regex.fullmatch(name):
            kind = rule.id.removeprefix("town-name/").partition("-")[0]
            return named((rule.value or "").format(place=place), kind)
    return named(place + name, "institution")
