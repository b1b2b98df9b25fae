"""Places as lists print them: in the vocabulary of regions, in whole or broken over lines."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extract.rules import regexes
from ontology import vocabulary

_NAMES = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_LONGEST = 16
_LONGEST_ZONE = 24
_SHORTEST_STEM = 2
_LONGEST_WORD = 3


@cache
def _names() -> dict[str, str]:
    """Every name of a region in running text and its IRI; a name that two regions share is left out."""
    return {
        name: concepts[0].iri for name, concepts in vocabulary.regions().names().items() if len(concepts) == 1
    }


@cache
def _pieces() -> frozenset[str]:
    """Every run of characters inside a name of a region."""
    pieces: set[str] = set()
    for name in [*_names(), *(vocabulary.fold(county.name) for county in vocabulary.counties())]:
        if len(name) <= _LONGEST and not name.isascii():
            pieces.update(
                name[start:end] for start in range(len(name)) for end in range(start + 1, len(name) + 1)
            )
    return frozenset(pieces)


@cache
def _stems() -> frozenset[str]:
    """The names of places without what says of which rank they are: 玉树, 伊金霍洛."""
    rank = regexes("cells")["rank"]
    names = [*_names(), *(vocabulary.fold(county.name) for county in vocabulary.counties())]
    return frozenset(stem for name in names if len(stem := rank.sub("", name)) >= _SHORTEST_STEM)


@lru_cache(maxsize=4096)
def is_piece(text: str) -> bool:
    """Whether the fragment `text` can be a piece of the name of one region or several."""
    folded = vocabulary.fold(text)
    if not _NAMES.search(folded):
        return False
    if folded in _pieces():
        return True
    parts = [part for part in regexes("cells")["separator"].split(folded) if part]
    return all(part in _pieces() or region_at_head(part) is not None or part in _names() for part in parts)


def is_region(text: str) -> bool:
    """Whether the line `text` is the name of one region and nothing else."""
    return len(text) <= _LONGEST and vocabulary.regions().find(text.rstrip(":：")) is not None


@lru_cache(maxsize=4096)
def known(text: str) -> bool:
    """Whether `text` names regions, wholly: 浙江, 江苏省、浙江省, 内蒙古自治区鄂尔多斯市伊金霍洛旗.

    A name may hold what else stands between two (泰和县).
    """
    if _known_part(text):
        return True
    parts = [part for part in regexes("cells")["separator"].split(text) if part]
    return bool(parts) and all(_known_part(part) for part in parts)


def is_place(heading: str) -> bool:
    """Whether a heading above rows says where they are.

    A park that names no region (智能工业园区) may be a class.
    """
    if is_zone(heading):
        return True
    return known(heading) and (
        not regexes("cells")["park"].search(heading) or region_at_head(heading) is not None
    )


@lru_cache(maxsize=4096)
def is_zone(text: str) -> bool:
    """Whether `text` is the name of a zone that a known place opens (如皋工业园区, 盐城环保科技城)."""
    zone = regexes("cells")["zone"].search(text) if len(text) <= _LONGEST_ZONE else None
    if zone is None or regexes("cells")["way-built"].match(text):
        return False
    folded = vocabulary.fold(text)
    return region_at_head(text) is not None or any(
        folded[:size] in _stems() for size in range(_SHORTEST_STEM, len(folded) - len(zone.group()) + 1)
    )


def _known_part(part: str) -> bool:
    if vocabulary.regions().find(part) is not None or regexes("cells")["great-region"].match(part):
        return True
    rest = _without_head(part)
    return (
        rest == ""
        or (rest is not None and (rest in _stems() or bool(regexes("cells")["county"].match(rest))))
        or bool(regexes("cells")["county"].match(part))
    )


def _without_head(text: str) -> str | None:
    """`text` after the regions at its head, or None where none stands there."""
    at, found = 0, False
    folded = vocabulary.fold(text)
    while name := _longest_at(folded, at):
        at, found = at + len(name), True
    return folded[at:] if found else None


def _longest_at(folded: str, at: int) -> str | None:
    for size in range(min(_LONGEST, len(folded) - at), 1, -1):
        if folded[at : at + size] in _names():
            return folded[at : at + size]
    return None


@lru_cache(maxsize=4096)
def region_at_head(text: str) -> str | None:
    """The IRI of the finest region named at the head of `text` (内蒙古鄂尔多斯市… gives the city), or
    None.
    """
    folded = vocabulary.fold(text)
    at, found = 0, None
    scheme = vocabulary.regions()
    while name := _longest_at(folded, at):
        iri = _names()[name]
        if found is not None and found not in scheme.ancestors(iri):
            break
        found, at = iri, at + len(name)
    return found


@lru_cache(maxsize=4096)
def word_at_head(name: str, around: str | None) -> str | None:
    """The IRI of the region inside `around` whose short form, a word of other meanings too (保山, 兴安),
    stands at the head of the name of a project, or None.
    """
    if around is None or regexes("cells")["no-place-at-head"].match(name):
        return None
    scheme = vocabulary.regions()
    found = (scheme.find(name[:size]) for size in range(_LONGEST_WORD, 1, -1))
    return next((one.iri for one in found if one and around in scheme.ancestors(one.iri)), None)


@lru_cache(maxsize=4096)
def region_id(printed: str, around: str | None = None) -> str | None:
    """The IRI of the region that `printed` says, or None: unknown, or several.

    A county counts for the prefecture or province around it; of two that share a name the one inside the
    region
    `around` (that of the list) is meant.
    """
    whole = vocabulary.regions().find(printed)
    if whole is not None:
        return whole.iri
    if county := _county(printed, around):
        return county
    parts = [part for part in regexes("cells")["separator"].split(printed) if part]
    found = {region_at_head(part) or _county(part, around) for part in parts}
    return found.pop() if len(found) == 1 else None


@cache
def _counties() -> dict[str, frozenset[str]]:
    """Names of county-level places, and the regions around those that bear them."""
    found: dict[str, set[str]] = {}
    for county in vocabulary.counties():
        found.setdefault(vocabulary.fold(county.name), set()).add(county.region)
    return {name: frozenset(regions) for name, regions in found.items()}


def _county(text: str, around: str | None) -> str | None:
    regions = _counties().get(vocabulary.fold(text), frozenset())
    if len(regions) > 1 and around is not None:
        regions = regions & vocabulary.regions().narrower(around)
    return min(regions) if len(regions) == 1 else None
