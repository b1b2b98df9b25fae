"""Places in a text that may have public bodies of their own, and the place that a text is of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extract.names import Names
from extract.rules import regexes
from extract.rules.batteries import matches
from ontology import terms
from ontology.vocabulary import counties, regions

_COUNTRY = "100000"
_OFTEN = 3
_MOST = 0.8
_TWICE = 2
_BEHIND = 32


@dataclass(frozen=True, slots=True)
class Place:
    """A region that may have bodies of its own."""

    key: str
    name: str
    level: str


def home_of(text: str) -> Place | None:
    """The smallest place that `text` (a title, a signature) names, where it names one of each rank and each
    lies in the one above; a county counts only at the head of a name.
    """
    named: dict[str, dict[str, Place]] = {"province": {}, "prefecture": {}, "county": {}}
    ends = {0}
    for start, end, place in places_in(text):
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


def with_its_city(home: Place, text: str) -> Place:
    """`home`; a district that `text` names with its city is called so."""
    above = around(home)[1:2] if home.level == "county" else ()
    district = above and regexes("agencies")["district"].search(home.name)
    full = f"{above[0].name}{home.name}" if district else home.name
    return replace(home, name=full) if full in text else home


def around(home: Place) -> tuple[Place, ...]:
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
    named = [place for _, _, place in places_in(text) if place.level == "province"]
    if not named:
        return None
    key, times = Counter(place.key for place in named).most_common(1)[0]
    if times < _OFTEN or times < _MOST * len(named):
        return None
    return next(place for place in named if place.key == key)


def city_of(text: str) -> Place | None:
    """The one city that `text` names in front of bodies of it, and more than once, where it names no province
    and nothing that is of several cities.
    """
    rules = regexes("agencies")
    text = regexes("documents")["quoted-title"].sub("", text)
    named = places_in(text)
    cities = Counter(
        place
        for _, end, place in named
        if place.level == "prefecture" and rules["place-form/kind"].match(text[end : end + _BEHIND])
    )
    wider = rules["wider-than-a-city"].search(text) or any(one.level == "province" for *_, one in named)
    if wider or len(cities) != 1:
        return None
    ((city, times),) = cities.items()
    return city if times >= _TWICE else None


def begins_with_place(text: str) -> bool:
    """Whether `text` begins with the name of a region."""
    return places().at(text, 0) is not None


def is_place(text: str) -> bool:
    """Whether the whole of `text` is the name of a region."""
    found = places().at(text, 0)
    return found is not None and found[0] == len(text)


@lru_cache(maxsize=4)
def places_in(text: str) -> list[tuple[int, int, Place]]:
    """The places that `text` names. A document is asked for its home, and then for its bodies."""
    joins = {match.start() for match in matches(regexes("agencies")["and-county"], text)}
    return [found for found in places().find(text) if found[0] not in joins]


@cache
def places() -> Names[Place]:
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


def ends_division(text: str, end: int, place: Place) -> bool:
    """Whether the name of `place` that ends at `end` is that of a division in whole; 荆州 is none."""
    short = text.endswith(place.name[:-1], 0, end) and not text.endswith(place.name, 0, end)
    ends = regexes("agencies")["division-end"].search(text[max(0, end - 2) : end])
    return ends is not None and not short
