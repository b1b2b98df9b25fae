"""Public bodies that are meant by what they do, or by their rank, and not by name: classes of bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.names import fold
from extract.place_forms import tails
from extract.rules import regexes
from extract.rules.batteries import matches
from ontology import terms
from ontology.vocabulary import Concept, agencies

MINISTRIES = ("ministry", "commission", "bureau")
_REACH = 16
_LONGEST = 32
_BEFORE = 80
_CLASSES = (
    "class",
    "class/national",
    "class/own",
    "class/field",
    "class/charge",
    "class/town",
    "class/town-units",
    "class/trade",
    "class/brigade",
    "class/justice",
    "class/belonging",
    "class/addressed",
    "class/own-units",
    "class/statutory",
    "class/committee",
    "class/field-institution",
    "class/customs",
    "class/street",
    "class/governments",
    "class/of-government",
    "class/ranked",
    "class/places",
    "class/responsible",
    "class/rank",
    "class/direct",
    "class/standing",
)


@dataclass(frozen=True, slots=True)
class Body:
    """A public body: canonical name, IRI, kind ("class" for a designation), the IRI of the body above it.
    `rule` is what found it; it does not tell bodies apart.
    """

    name: str
    iri: str
    kind: str | None = None
    parent: str | None = None
    rule: str = field(default="name", compare=False)


Found = tuple[int, int, Body]


def of_concept(concept: Concept) -> Body:
    """The body of the vocabulary."""
    above = concept.broader[0] if concept.broader else None
    return Body(concept.labels["zh"], concept.iri, concept.kind, above, "listed")


def department_of(body: Body, name: str) -> Body:
    """The department of `body` that is called `name`."""
    full = body.name + name
    known = agencies().find(full)
    department = Body(full, terms.entity("agency", terms.slug(full)), "department", body.iri)
    return of_concept(known) if known else department


def standing(name: str) -> Body:
    """The body of several departments that is called `name`."""
    return Body(name, terms.entity("agency", terms.slug(name)), "standing-body")


def of_ranks(text: str) -> Iterator[Found]:
    """Bodies named by their rank where the text is of no known place (市中心血站): the class of them."""
    folded = fold(text)
    for match in matches(regexes("agencies")["home"], text):
        yield from of_rank(text, folded, match)


def of_rank(text: str, folded: str, match: re.Match[str]) -> Iterator[Found]:
    """The class of the bodies that go on behind a rank."""
    rules, start, end = regexes("agencies"), match.start("level"), match.end()
    if (tail := tails().at(folded, end)) is not None:
        end = tail[0]
    else:
        behind = text[end : end + _LONGEST]
        other = rules["local"].match(behind) or rules["local-institution"].match(behind)
        if other is None:
            return
        end += other.end("name")
    known = tail[1][0] if tail is not None else None
    government = known is not None and known.kind == "government" and text.endswith(known.full, 0, end)
    if government or rules["sequel-end"].match(text[end : end + _REACH]):
        yield start, end, class_of(text[start:end], "home")


def classes(text: str) -> Iterator[Found]:
    """Every class that `text` names by what its bodies do, or where."""
    for rule in _CLASSES:
        yield from of_class(text, rule)


def of_class(text: str, rule: str) -> Iterator[Found]:
    """The classes that one rule finds in `text`."""
    for match in matches(regexes("agencies")[rule], text):
        yield match.start(), match.end("name"), class_of(match.group("name"), rule)
        if more := match.groupdict().get("more"):
            yield match.start("more"), match.end("more"), class_of((match.group("head") or "") + more, rule)


def with_shared_ranks(text: str, found: Sequence[Found]) -> list[Found]:
    """`found`, where classes that are named together share the rank of the first."""
    rules, kept = regexes("agencies"), list[Found]()
    shared, reach = "", -1
    for start, end, named in found:
        body = named
        if body.kind == "class":
            follows = 0 <= reach < start and rules["shared-rank/link"].fullmatch(text, reach, start)
            if match := rules["shared-rank"].match(body.name):
                shared, reach = match.group("rank"), end
            elif shared and follows and rules["shared-rank/follower"].fullmatch(body.name):
                body, reach = class_of(shared + body.name, body.rule), end
        kept.append((start, end, body))
    return kept


def elided(text: str) -> Iterator[Found]:
    """Departments that share one 部门 and one level: 县级以上教育、公安部门."""
    rules = regexes("agencies")
    for match in near(text, "elided"):
        level, kind = match.group("level") or "", match.group("end")
        if match.group("etc") and not level:
            continue
        items = list(rules["elided-item"].finditer(text, match.start("items"), match.end("items")))
        for number, item in enumerate(items):
            start = match.start() if number == 0 else item.start()
            last = number == len(items) - 1 and not match.group("etc")
            yield start, match.end() if last else item.end(), class_of(level + item.group() + kind, "elided")


def class_of(name: str, rule: str, above: str | None = None) -> Body:
    """The class of bodies that is called `name`, as `rule` finds it."""
    return Body(name, terms.entity("agency", terms.slug(name)), "class", above, rule)


def near(text: str, rule: str) -> Iterator[re.Match[str]]:
    """The matches of a rule, which is asked only around the words that `{rule}/word` finds: most characters
    begin none, and a pattern of a name takes long to fail.
    """
    rules, done = regexes("agencies"), 0
    for word in matches(rules[f"{rule}/word"], text):
        low, high = max(done, word.start() - _BEFORE), min(len(text), word.end() + _REACH)
        for match in rules[rule].finditer(text, low, high):
            yield match
            done = match.end()
        done = max(done, word.end() - 1)
