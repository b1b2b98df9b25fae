"""Governments of townships, offices of streets and administrations of zones, by names of their own."""

from __future__ import annotations

from collections.abc import Iterator

from extract.body_classes import Body, Found, near
from extract.places import places_in
from extract.rules import load, regexes
from extract.rules.batteries import matches
from ontology import terms

_LONGEST = 32


def townships(text: str) -> Iterator[Found]:
    """Governments of townships, offices of streets and administrations of zones, by their own names and
    those of the places in front.
    """
    government, ends = (
        load("agencies")["township"].value or "",
        {end: start for start, end, _ in places_in(text)},
    )
    for match in near(text, "township"):
        body = in_full(match.group("body"), "township-body")
        name = match.group("name") + (government if match.group("government") else body)
        start = match.start("name")
        while start in ends:
            start, name = ends[start], text[ends[start] : start] + name
        yield start, match.end(), named(name, "government")
    for match in near(text, "townships"):
        name = match.group("first") + government
        yield match.start("first"), match.end("first"), named(name, "government")
    for match in near(text, "zone-body"):
        name = in_full(match.group("zone"), "zone-name") + match.group("name")
        yield match.start(), match.end(), named(name, "bureau")
    for match in near(text, "zone"):
        yield match.start("name"), match.end(), _zone(match.group("name"), match.group("committee"))
    for match in matches(regexes("agencies")["zone-list"], text):
        *_, item = regexes("agencies")["zone-item"].finditer(
            text, max(0, match.end() - _LONGEST), match.end()
        )
        yield item.start(), match.end(), _zone(item.group(), match.group("committee"))
    for match in matches(regexes("agencies")["free-trade-zone"], text):
        head = text[match.start() : match.start("committee")]
        yield (
            match.start(),
            match.end(),
            named(head + in_full(match.group("committee"), "committee-name"), "bureau"),
        )


def _zone(name: str, committee: str) -> Body:
    """The administration of the zone called `name`; `committee` is what it is called in print."""
    full = in_full(name, "zone-name") + in_full(committee, "committee-name")
    return named(full, "bureau")


def in_full(part: str, rules: str) -> str:
    """`part` of a name with its end in full, by the rules whose ids begin so (编办; 高新区)."""
    for rule in load("agencies").values():
        if rule.id.startswith(f"{rules}/") and rule.regex and (match := rule.regex.search(part)):
            return part[: match.start()] + (rule.value or match.group())
    return part


def named(name: str, kind: str) -> Body:
    """The body called `name`, which no vocabulary lists."""
    return Body(name, terms.entity("agency", terms.slug(name)), kind)
