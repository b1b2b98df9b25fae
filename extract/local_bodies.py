"""The bodies that each region has, by the kinds of the vocabulary: what they are called and their IRIs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.body_classes import Body
from extract.names import fold
from extract.place_forms import meant
from extract.places import Place, around, places
from extract.rules import load, regexes
from ontology import terms
from ontology.vocabulary import LocalBody, agencies, local_bodies

_GOVERNMENT = "people-government"


def local_body(place: Place, body: LocalBody, said: str = "") -> Body:
    """The body of this kind that `place` has; `said` is what the text calls it behind the place, which is its
    name where that is longer than the usual one (places do not call their bodies alike).
    """
    if body.state is not None:
        parent: str | None = agencies().names()[body.state][0].iri
    else:
        above = next((one for one in local_bodies() if one.key == body.parent), None)
        parent = _iri_above(place, above) if above else None
    special = load("agencies")["special-region"]
    own = body.key == _GOVERNMENT and special.regex and special.regex.search(place.name)
    name = (body.state or "") + place.name + ((special.value or "") if own else max(body.full, said, key=len))
    return Body(name, _local_iri(place, body), body.kind, parent)


def with_city(body: Body, above: Place, place: Place) -> Body:
    """`body` of a district, called with the name of its city; a county goes by its own name."""
    before = regexes("agencies")["party-front"].match(body.name)
    at = before.end() if before else 0
    district = place.level == "county" and regexes("agencies")["district"].search(place.name)
    if not district or above.level == "country" or not body.name.startswith(place.name, at):
        return body
    if place.name.startswith(above.name[:-1]):  # it bears the name of its city already
        return body
    full = replace(body, name=body.name[:at] + above.name + body.name[at:])
    # What is known by its name alone is another body in another city.
    return replace(full, iri=_named_iri(full.name)) if body.iri == _named_iri(body.name) else full


def in_home(body: Body, place: Place, home: Place | None) -> Body:
    """`body` of a district that is named without its city in a text of this city, of its province, or of the
    district itself where that is called with its city.
    """
    if home is not None and home.key == place.key and home.name != place.name:
        return with_city(body, around(home)[1], place)
    if home is None or home.level == "county" or not home.key.isdigit() or not place.key.isdigit():
        return body
    size = 4 if home.level == "prefecture" else 2
    city = around(place)[1:2] if place.key[:size] == home.key[:size] else ()
    return with_city(body, city[0], place) if city else body


def body_of_state(state: Body, name: str, home: Place | None) -> Body | None:
    """The body that `state` has in a region, whose own name is `name` (some place and 税务局), or None; of
    regions that share the name, the one in or around `home`.
    """
    within = list(_places_at_head(name))
    kinds = (one for one in local_bodies() if one.state == state.name)
    kind = next((one for one in kinds if within and name[within[-1][0] :] == one.full), None)
    if kind is None:
        return None
    if len(within) == 1:
        ((_, place),) = within
        place = meant(place, home) if place.level == "county" else place
        return in_home(local_body(place, kind), place, home)
    above, inner = (place for _, place in within[-2:])
    inner = meant(inner, above)
    return with_city(local_body(inner, kind), above, inner)


def government_of(place: Place) -> str:
    """The IRI of the government of `place`, or of the administration of a zone."""
    rule = load("agencies")["zone-end"]
    if place.key == place.name and rule.regex and rule.regex.search(place.name):
        return terms.entity("agency", terms.slug(place.name + (rule.value or "")))
    return terms.entity("agency", f"{place.key}-{_GOVERNMENT}")


def _places_at_head(name: str) -> Iterator[tuple[int, Place]]:
    """The places one behind the other at the head of `name`, each with where it ends."""
    folded, at = fold(name), 0
    while (found := places().at(folded, at)) is not None:
        at = found[0]
        yield found


def _named_iri(name: str) -> str:
    return terms.entity("agency", terms.slug(name))


def _iri_above(place: Place, above: LocalBody) -> str:
    return government_of(place) if above.key == _GOVERNMENT else _local_iri(place, above)


def _local_iri(place: Place, body: LocalBody) -> str:
    return terms.entity("agency", f"{place.key}-{body.key}")
