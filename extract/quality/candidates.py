"""Terms that no vocabulary knows: what a curator may want to add, how often it is met, and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.bodies import find_bodies
from extract.cleaning import plain
from extract.figures import technologies
from extract.names import fold
from extract.records import Agency, Obligation, Project, Record
from extract.rules import regexes

KINDS = ("technology", "body")
_SHORTEST = 2


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a term stands: characters `start` to `end` of a file hold it."""

    source: str
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A term of a kind, as printed, in one place."""

    kind: str
    term: str
    place: Place


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that no vocabulary knows, in the form that is printed most, and all places of it."""

    kind: str
    term: str
    count: int
    places: tuple[Place, ...]


def mentions(records: Iterable[Record]) -> Iterator[Mention]:
    """The technologies that projects use, and the bodies that are named or bear duties, known or not."""
    for record in records:
        place = Place(record.source, record.start, record.end, record.page)
        match record:
            case Project():
                yield from (Mention("technology", phrase, place) for phrase in record.technologies)
            case Obligation():
                yield from (Mention("body", name, place) for name in (*record.bearer, *record.co_actors))
            case Agency():
                yield Mention("body", record.printed, place)


def candidates(found: Iterable[Mention], least: int = 1) -> tuple[Candidate, ...]:
    """The unknown terms met at least `least` times, by kind, the most frequent first."""
    forms: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    places: dict[tuple[str, str], set[Place]] = defaultdict(set)
    unknown: dict[tuple[str, str], bool] = {}
    for mention in found:
        term = plain(mention.term)
        if (mention.kind, term) not in unknown:
            unknown[mention.kind, term] = _is_unknown(mention.kind, term)
        if unknown[mention.kind, term]:
            key = mention.kind, _key(mention.kind, term)
            forms[key][term] += 1
            places[key].add(mention.place)
    made = [
        Candidate(
            key[0],
            min(counted, key=lambda term: (-counted[term], len(term), term)),
            len(places[key]),
            tuple(sorted(places[key], key=lambda place: (place.source, place.start, place.end))),
        )
        for key, counted in forms.items()
    ]
    return tuple(
        sorted(
            (one for one in made if one.count >= least),
            key=lambda one: (KINDS.index(one.kind), -one.count, one.term),
        )
    )


def _is_unknown(kind: str, term: str) -> bool:
    if len(term) < _SHORTEST:
        return False
    if kind == "technology":
        return not technologies.concepts([term])
    rules = regexes("candidates")
    if not rules["body-name"].search(term) or rules["class-name"].search(term):
        return False
    return not any((start, end) == (0, len(term)) for start, end, _ in find_bodies(term))


def _key(kind: str, term: str) -> str:
    """What two forms of one term have in common."""
    bare = regexes("candidates")["generic-end"].sub("", term) if kind == "technology" else term
    return fold(bare if len(bare) >= _SHORTEST else term)
