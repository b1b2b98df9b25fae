"""Places that are known by the form of their names: those that the gazetteer does not have, in front of a
kind of body, and those of the gazetteer that are named in short (a county without its 市 or 县).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby

from extract.names import Names, fold
from extract.places import Place, around, places, places_in
from extract.rules import load, regexes
from ontology.vocabulary import LocalBody, counties, local_bodies

_SIZES = (2, 3)
_LONGEST_NAME = 4
_SURE = 4
_SHORTS = (2, 3, 4)
_WINDOW = 16
_REACH = 32
_LEAD = 4
_HAN = range(0x4E00, 0xA000)
_KINDS = ("place-form/kind", "outpost-local", "party-committee", "party-discipline", "local-institution")

Placed = tuple[int, int, Place]


@cache
def tails() -> Names[tuple[LocalBody, ...]]:
    """What follows on the name of a region in the name of a body of it."""
    found: dict[str, list[LocalBody]] = {}
    for body in local_bodies():
        for name in (body.full, *body.short):
            found.setdefault(name, []).append(body)
    return Names((name, tuple(bodies)) for name, bodies in found.items())


def formed_places(text: str) -> Iterator[Placed]:
    """The places that `text` names in front of a kind of body and that no gazetteer knows (某某市 + 水务局),
    from the last to the first. The name begins where the clause does, or behind a word that leads to it.
    """
    rules, folded = regexes("agencies"), fold(text)
    begun, placed = set[int](), {end for _, end, _ in places_in(text)}
    waiting: list[tuple[int | None, int, str]] = []
    clear = set[str]()
    for match in reversed(list(rules["place-form/suffix"].finditer(text))):
        end = match.end()
        if end in placed or rules["place-form/word"].match(text[end - 2 : end]):
            continue
        kind = "prefecture" if end in begun else _kind(text, folded, end)
        if kind is None:
            continue
        level = "county" if match.group() in (load("agencies")["place-form/county"].value or "") else kind
        start = _begin(text, end)
        if start is None or end - start > _SURE:
            waiting.append((start, end, level))
        elif places().at(folded, start) is None:
            begun.add(start)
            clear.add(text[start:end])
            yield start, end, _as_printed(text[start:end], level)
    # A name that stood at the head of a clause once is the same behind words that nobody foresaw.
    for start, end, level in waiting:
        longest = max((len(name) for name in clear if text.endswith(name, 0, end)), default=0)
        known = end - longest if longest else start
        if known is not None and places().at(folded, known) is None:
            yield known, end, _as_printed(text[known:end], level)


def formed_home(title: str) -> Place | None:
    """The place at the head of `title` that no gazetteer knows."""
    match = regexes("agencies")["place-form/head"].search(title)
    name = match.group("name") if match is not None else ""
    if not name or regexes("agencies")["place-form/none"].search(name):
        return None
    county = name[-1] in (load("agencies")["place-form/county"].value or "")
    return _as_printed(name, "county" if county else "prefecture")


def mostly_formed(text: str) -> Place | None:
    """The one city that `text` names in front of a kind of body and that no gazetteer knows."""
    named = {place for _, _, place in formed_places(text) if place.level == "prefecture"}
    return named.pop() if len(named) == 1 else None


def short_places(text: str, home: Place | None) -> Iterator[Placed]:
    """The counties that `text` names in short in front of a kind of body. One of several that share the name
    is told by `home`; else it keeps the name that is printed.
    """
    rules, folded = regexes("agencies"), fold(text)
    for match in rules["place-short/end"].finditer(text):
        run = match.start()
        while run > match.end() - _WINDOW and _is_han(text, run - 1):
            run -= 1
        for start in range(run, match.start() - 1):
            if (outpost := _of_outpost(text, folded, start)) is not None:
                yield outpost
                continue
            for size in _SHORTS:
                known = _short_names().get(text[start : start + size])
                if known is None or start + size > match.start() + 1:
                    continue
                if not _leads(text, start) or _kind_of_short(text, folded, start + size) is None:
                    continue
                if places().at(folded, start) is None:
                    yield start, start + size, _meant(text[start : start + size], known, home)


def begins_with_short(text: str) -> bool:
    """Whether `text` begins with a county named in short in front of a kind of body (如皋海关)."""
    named = (size for size in _SHORTS if text[:size] in _short_names())
    return any(_kind_of_short(text, fold(text), size) is not None for size in named)


def _of_outpost(text: str, folded: str, start: int) -> Placed | None:
    """The place at `start`, at the head of a clause, that is known by its outpost of the state alone."""
    if _is_han(text, start - 1) or places().at(folded, start) is not None:
        return None
    rules = regexes("agencies")
    for size in _SIZES:
        name, behind = text[start : start + size], text[start + size : start + size + _REACH]
        if rules["place-short/outpost"].match(behind):
            known = _short_names().get(name)
            printed = not rules["place-short/none"].search(name) and name.isalpha()
            return (start, start + size, _as_printed(name, "county")) if printed and not known else None
    return None


def _meant(printed: str, known: tuple[Place, ...], home: Place | None) -> Place:
    if len(known) > 1 and home is not None:
        inside = (_within(known, one) for one in around(home))
        known = next((some for some in inside if len(some) == 1), known)
    return known[0] if len(known) == 1 else _as_printed(printed, "county")


def meant(county: Place, wide: Place | None) -> Place:
    """`county`, or the one of its name that lies in `wide` or in the places around it."""
    known = _full_names().get(county.name, ())
    return _meant(county.name, known, wide) if len(known) > 1 else county


def _within(known: tuple[Place, ...], wide: Place) -> tuple[Place, ...]:
    return tuple(one for one in known if one.key.startswith(wide.key.rstrip("0")))


def _as_printed(name: str, level: str) -> Place:
    return Place(name, name, level)


def _begin(text: str, end: int) -> int | None:
    """Where the name of a place that ends at `end` begins; None where nothing tells it."""
    rules = regexes("agencies")
    run = end
    while end - run <= _LONGEST_NAME and _is_han(text, run - 1):
        run -= 1
    starts = [run] if _SIZES[0] < end - run <= _LONGEST_NAME + 1 and not _is_han(text, run - 1) else []
    starts += [end - 1 - size for size in _SIZES if end - 1 - size > run and _leads(text, end - 1 - size)]
    for start in starts:
        if not rules["place-form/none"].search(text[start:end]):
            return start
    return None


def _is_han(text: str, at: int) -> bool:
    return at >= 0 and ord(text[at]) in _HAN


def _leads(text: str, start: int) -> bool:
    """Whether a name may begin at `start`: a clause begins there, or a word that leads to a name ends."""
    if not _is_han(text, start - 1):
        return True
    return regexes("agencies")["place-form/lead"].search(text[max(0, start - _LEAD) : start]) is not None


def _kind(text: str, folded: str, end: int) -> str | None:
    """The level of a place whose body goes on at `end` with a known kind; None where none does."""
    if (tail := tails().at(folded, end)) is not None and is_whole(text, tail[0]):
        levels = {level for body in tail[1] for level in body.levels}
        return next((level for level in ("prefecture", "county") if level in levels), None)
    rules, behind = regexes("agencies"), text[end : end + _REACH]
    return "prefecture" if any(rules[kind].match(behind) for kind in _KINDS) else None


def _kind_of_short(text: str, folded: str, end: int) -> str | None:
    if (tail := tails().at(folded, end)) is not None and is_whole(text, tail[0]):
        return "county" if any("county" in body.levels for body in tail[1]) else None
    rules, behind = regexes("agencies"), text[end : end + _REACH]
    kinds = ("place-short/zone", "place-form/kind", "outpost-local")
    return "county" if any(rules[kind].match(behind) for kind in kinds) else None


def is_whole(text: str, end: int) -> bool:
    """Whether the kind of a body that ends at `end` is no part of a longer word (水务局面)."""
    return regexes("agencies")["place-form/goes-on"].match(text[end - 1 : end + 1]) is None


@cache
def _short_names() -> dict[str, tuple[Place, ...]]:
    rules = regexes("agencies")
    found: dict[str, list[Place]] = {}
    for county in counties():
        short = rules["place-short/suffix"].sub("", county.name)
        if len(short) in _SHORTS and short != county.name and not rules["place-short/word"].search(short):
            found.setdefault(short, []).append(Place(county.code, county.name, "county"))
    return {short: tuple(_last_of_each(known)) for short, known in found.items()}


@cache
def _full_names() -> dict[str, tuple[Place, ...]]:
    found: dict[str, dict[str, Place]] = {}
    for county in counties():
        same = found.setdefault(county.name, {})
        same.setdefault(county.code[:4], Place(county.code, county.name, "county"))
    return {name: tuple(same.values()) for name, same in found.items() if len(same) > 1}


def _last_of_each(known: list[Place]) -> Iterator[Place]:
    """Of places of one name in one prefecture, of which one has become the other, the last: districts and
    cities were counties before, and districts cities.
    """
    order = load("agencies")["place-short/order"].value or ""
    for _, same in groupby(known, key=lambda one: one.key[:4]):
        yield max(same, key=lambda one: order.find(one.name[-1]))
