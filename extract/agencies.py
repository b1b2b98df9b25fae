"""Agency records: each mention of a public body."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.bodies import find_bodies
from extract.body_classes import Body, Found, department_of, standing
from extract.cleaning import Clean
from extract.departments import departments
from extract.designations import designations
from extract.instruments.outline import Part
from extract.instruments.shelf import shelf
from extract.language import recognised
from extract.layout import Layout
from extract.names import without_overlaps
from extract.place_forms import formed_home, mostly_formed
from extract.places import (
    Place,
    begins_with_place,
    city_of,
    home_of,
    mostly_of,
    places,
    places_in,
    with_its_city,
)
from extract.ranges import Range
from extract.records import Agency, Document
from extract.rules import load, regexes
from extract.rules.batteries import matches
from extract.sequels import sequels_of_zones
from extract.town_bodies import town_bodies
from extract.zones import zone_bodies
from ontology import terms
from ontology.vocabulary import agencies as vocabulary

_REACH = 24
_OPENING = 20_000
_SHORTEST = 3
_BUREAUS = ("ministry-bureau", "institution", "department")
_WITH_DEPARTMENTS = ("ministry", "commission", "bureau", "institution")
_GAPS = ("gap", "gap/heading")


def agencies(
    layout: Layout, part: Part, printed: Document, heads: Sequence[Document] = ()
) -> tuple[Agency, ...]:
    """The mentions of public bodies in one document, its title included, in order. `heads` are the documents
    of the file, one of which may send this one out.
    """
    document = _as_sent(printed, heads)
    body = layout.body(min(part.title[0], part.body[0]), part.body[1])
    text = layout.text
    records = []
    # In a document of one province or city a bare 市科委 is the body of this place.
    told = "、".join([document.title, *document.issuers])
    home = home_of(told) or formed_home(document.title)
    home = with_its_city(home, told) if home is not None else None
    if home is None and not any(iri in vocabulary().concepts for iri in document.issuer_ids):
        opening = body.text[:_OPENING]
        home = city_of(opening) or mostly_of(opening) or mostly_formed(opening)
    parted = _parted(layout, body, part.title[1])
    # 区财政局 is of the zone that issues the text before it is one of a class.
    named: list[Found] = list(zone_bodies(parted, document.issuers))
    named += town_bodies(parted, document.issuers, home)
    named += recognised(parted, "agencies", home=home)
    short = list(_by_short_forms(body.text, named))
    # What the text calls one body goes before what the same words mean elsewhere.
    alike = _classes_in(body.text, named)
    own = [
        one
        for one in short
        if one[2].kind != "class" or one[:2] in alike or _of_field(body.text[one[0] : one[1]])
    ]
    parts = list(departments(body.text, own, home))
    named = [*parts, *sequels_of_zones(body.text, parts), *own, *named, *short]
    named += _own_standing(body.text, named)
    named += _bare_departments(body.text, _ministry(document))
    named += [*_own_divisions(body.text, document), *_own_bureaus(body.text, _ministry(document))]
    named += [*_own_selves(body.text, document), *_own_offices(body.text, named)]
    named = list(_within_cells(layout, body, named, home))
    named = [
        (start, end, _of_home(_sister(found, document), body.text, home))
        for start, end, found in without_overlaps(named)
    ]
    # 各省、自治区、直辖市及新疆生产建设兵团某某局 names a class and, inside it, a body.
    classes = {
        one[0]: one
        for one in designations(body.text, named)
        if len(_pieces(layout, body, *one[:2])) == 1 and not _within_class(one, named)
    }
    named = [*(one for one in named if not _inside(one, classes)), *classes.values()]
    for first, last, found in sorted(_called_alike(named), key=lambda one: one[:2]):
        start, end = body.source_range(first, last)
        if part.title[1] <= start < part.body[0]:  # the name of the site behind a title
            continue
        if regexes("agencies")["number-behind"].match(body.text[last : last + _REACH]):
            continue
        records.append(
            Agency(
                id=layout.shared(found.iri),
                source=text.source,
                source_sha256=text.sha256,
                start=start,
                end=end,
                page=text.page_at(start),
                quote=layout.shared(text.chars[start:end]),
                rule=layout.shared(f"agencies/{found.rule}"),
                name=layout.shared(found.name),
                printed=layout.shared(body.text[first:last]),
                kind=found.kind,
                parent=found.parent,
            )
        )
    return tuple(records)


def _called_alike(named: Sequence[Found]) -> Iterator[Found]:
    """`named`, each body by the longest of its names in this text."""
    names: dict[str, str] = {}
    for *_, body in named:
        names[body.iri] = max(names.get(body.iri, ""), body.name, key=len)
    for start, end, body in named:
        yield start, end, body if body.name == names[body.iri] else replace(body, name=names[body.iri])


def _as_sent(document: Document, heads: Sequence[Document]) -> Document:
    """`document`, issued by those who issue the one that sends it out, where it names no one itself."""
    if document.issuers or document.attached_to is None:
        return document
    above = shelf(heads).first(document.attached_to)
    if above is None:
        return document
    return replace(document, issuers=above.issuers, issuer_ids=above.issuer_ids)


def _parted(layout: Layout, body: Clean, title: int) -> str:
    """The text of `body` with a full stop for the last character of a heading and of the title, which ends at
    `title`: behind it a name of a body may begin with its rank (市统计局), and no break is left in the text.
    """
    text = body.text
    if not text:
        return ""
    rules = regexes("agencies")
    first = bisect_left(layout.lines, body.origin(0), key=lambda line: line.end)
    last = bisect_right(layout.lines, body.origin(len(text) - 1), lo=first, key=lambda line: line.end)
    pieces: list[str] = []  # not one a character: those of a long text would take its size forty times
    done = 0
    for line, following in pairwise(layout.lines[first : last + 1]):
        heads = line.end == title or rules["heading"].match(line.text)
        if heads and rules["home"].match(following.text):
            at = body.clean_index(following.start)
            if at > done:  # else there is none, or it is a stop already
                pieces += (text[done : at - 1], "。")
                done = at
    return _with_gaps(layout, body, "".join((*pieces, text[done:])) if pieces else text)


def _with_gaps(layout: Layout, body: Clean, text: str) -> str:
    """`text` with a full stop for the last character in front of a wide blank behind which a name begins with
    its rank, or of a blank behind a heading in the same line, unless a name ends there.
    """
    rules, pieces, done = regexes("agencies"), list[str](), 0
    place = body.origin(0), body.origin(len(text) - 1)
    gaps = {gap.end() for rule in _GAPS for gap in rules[rule].finditer(layout.text.chars, *place)}
    for at in map(body.clean_index, sorted(gaps)):
        if at > done and not rules["gap/name"].match(text, at - 1):
            pieces += (text[done : at - 1], "。")
            done = at
    return "".join((*pieces, text[done:])) if pieces else text


def _within_cells(layout: Layout, body: Clean, named: Sequence[Found], home: Place | None) -> Iterator[Found]:
    """`named`; instead of one that runs into a table or over its cells, what each of these names."""
    for one in named:
        pieces = _pieces(layout, body, *one[:2])
        if len(pieces) == 1:
            yield one
            continue
        for start, end in pieces:
            found = find_bodies(body.text[start:end], home)
            yield from ((start + first, start + last, inner) for first, last, inner in found)


def _pieces(layout: Layout, body: Clean, start: int, end: int) -> list[Range]:
    """`start` to `end` of a cleaned text, parted where a table or one of its cells begins; a cell goes on
    over pages.
    """
    text = layout.text
    origins = [body.origin(at) for at in range(start, end)] if text.tables else []
    if not origins or text.page_at(origins[0]) != text.page_at(origins[-1]):
        return [(start, end)]
    cells = [text.cell_at(origin) for origin in origins]
    cuts = [start + at for at, (one, other) in enumerate(pairwise(cells), start=1) if one != other]
    return list(pairwise([start, *cuts, end]))


def _own_divisions(text: str, document: Document) -> Iterator[Found]:
    """Divisions named without their body, which are those of the one body that issues the text."""
    if len(document.issuers) != 1 or len(document.issuer_ids) != 1:
        return
    body = Body(document.issuers[0], document.issuer_ids[0], "bureau")
    for match in matches(regexes("agencies")["own-division"], text):
        if match.group("head") in body.name[-3:]:
            yield match.start("head"), match.end("name"), department_of(body, match.group("name"))


def _own_bureaus(text: str, ministry: Body | None) -> Iterator[Found]:
    """Bureaus and institutes of the ministry that issues the text, which calls itself 部."""
    rules = regexes("agencies")
    if ministry is None:
        return
    for match in matches(rules["own-bureau"], text):
        start, at = match.start("head"), match.end("head")
        while (name := _bureau_at(text, at)) is not None:
            at += len(name)
            yield start, at, department_of(ministry, name)
            link = rules["own-bureau/link"].match(text, at)
            if link is None:
                break
            start = at = link.end()


def _bureau_at(text: str, at: int) -> str | None:
    """The name of a bureau or an institute of a ministry that begins at `at`."""
    rules, behind = regexes("agencies"), text[at : at + _REACH]
    found = [match.group() for rule in _BUREAUS if (match := rules[rule].match(behind))]
    name = min(found, key=len, default=None)
    return (
        name if name and rules["sequel-end"].match(text[at + len(name) : at + len(name) + _REACH]) else None
    )


def _own_selves(text: str, document: Document) -> Iterator[Found]:
    """The body that issues the text, where it calls itself 我局: one of those who sign, or their ministry."""
    ministry = _ministry(document)
    signing = [found for name in document.issuers for *_, found in find_bodies(name)[:1]]
    for match in matches(regexes("agencies")["own-self"], text) if signing else ():
        head = match.group("head")
        meant = [body for body in signing if head in body.name[-3:]]
        meant = meant or [body for body in (ministry,) if body and head in body.name[-3:]]
        if len(meant) == 1:
            yield match.start(), match.end(), meant[0]


def _own_standing(text: str, named: Sequence[Found]) -> Iterator[Found]:
    """The standing bodies that the text sets up of bodies that it names."""
    starts = sorted(first for first, _, body in named if body.kind != "class")
    for match in matches(regexes("agencies")["own-standing"], text):
        at = bisect_left(starts, match.start("members"))
        if at < len(starts) and starts[at] < match.end("members"):
            yield match.start("name"), match.end("name"), standing(match.group("name"))


def _own_offices(text: str, named: Sequence[Found]) -> Iterator[Found]:
    """The office of the one standing body that the text names, where it is called 领导小组办公室 alone."""
    for match in matches(regexes("agencies")["own-office"], text):
        head = match.group("head")
        known = {body for _, _, body in named if body.name.endswith(head) and body.kind != "class"}
        if len(known) == 1:
            yield match.start(), match.end(), department_of(known.pop(), match.group("name"))


def _sister(body: Body, document: Document) -> Body:
    """`body`; where it is called the bureau of a place and no more (某某市局), that which is of the same kind
    as the one body that issues the text.
    """
    if body.kind != "bureau" or len(document.issuers) != 1:
        return body
    rule, issuer = load("agencies")["sister"], document.issuers[0]
    own, other = next(iter(places_in(issuer)), None), places().at(body.name, 0)
    field = rule.regex and own and rule.regex.match(issuer[own[1] :])
    if not field or not own or not other or body.name[other[0] :] != rule.value:
        return body
    name = f"{issuer[: own[0]]}{other[1].name}{field.group('field')}{rule.value}"
    return next(iter(find_bodies(name)), (0, 0, body))[2]


def _of_home(body: Body, text: str, home: Place | None) -> Body:
    """`body`; the administration of a zone that the text says is of its home is called with that place, and
    so is what a township or a street of a county has.
    """
    rules = regexes("agencies")
    if home is not None and home.level == "county" and rules["township/in-full"].match(body.name):
        return body if begins_with_place(body.name) else _called_with(home.name, body)
    zone = rules["zone-committee"].match(body.name) if home is not None and body.kind == "bureau" else None
    if zone is None or home is None or begins_with_place(body.name):
        return body
    place, name = rules["zone-of-place"].sub("", home.name), zone.group("zone")
    at = text.find(name)
    while at >= 0:
        front = text[max(0, at - len(home.name) - 1) : at]
        if rules["zone-of-place"].sub("", front).endswith(place):
            return _called_with(place, body)
        at = text.find(name, at + 1)
    return body


def _called_with(place: str, body: Body) -> Body:
    full = place + body.name
    return replace(body, name=full, iri=terms.entity("agency", terms.slug(full)))


def _inside(one: Found, classes: Mapping[int, Found]) -> bool:
    """Whether `one` begins as one of `classes` does, or is a class inside one of them."""
    start, end, body = one
    return start in classes or (
        body.kind == "class" and any(low <= start and end <= high for low, high, _ in classes.values())
    )


def _within_class(one: Found, named: Sequence[Found]) -> bool:
    """Whether `one` stands in a class of `named` that begins before it."""
    return any(body.kind == "class" and first < one[0] and one[1] <= end for first, end, body in named)


def _by_short_forms(text: str, named: Sequence[Found]) -> Iterator[Found]:
    """Later mentions by a short form that the text gives a body (以下简称…); it counts in this text alone."""
    rule, alike = regexes("agencies")["short-form"], _classes_in(text, named)
    given = set[tuple[str, Body]]()
    for first, end, body in named:
        defined = rule.match(text[end : end + _REACH])
        if regexes("agencies")["short-form/seat"].search(text[max(0, first - 2) : first]):
            continue
        if defined is None or len(short := defined.group("short")) < _SHORTEST or (short, body) in given:
            continue
        given.add((short, body))
        # What would be found as another class is this one where it is given, too.
        here = (end + defined.start("short"), end + defined.end("short"))
        another = _of_field(short) or here in alike
        at = text.find(short, here[0] if another else end + defined.end())
        while at >= 0:
            yield at, at + len(short), body
            at = text.find(short, at + len(short))


def _classes_in(text: str, named: Sequence[Found]) -> set[tuple[int, int]]:
    """Where classes stand that are called as they are printed, with no rank that they share with others."""
    return {
        (start, end) for start, end, body in named if body.kind == "class" and body.name == text[start:end]
    }


def _of_field(short: str) -> bool:
    """Whether a short form names departments by their field, which would be found as another class."""
    return regexes("agencies")["class/field"].fullmatch(short) is not None


def _ministry(document: Document) -> Body | None:
    """The one ministry that issues `document`, itself or by an office of its own."""
    found: dict[str, Body] = {}
    for iri in document.issuer_ids:
        concept = vocabulary().concepts.get(iri)
        while concept is not None and concept.kind in ("office", "department") and concept.broader:
            concept = vocabulary().concepts.get(concept.broader[0])
        if concept is not None and concept.kind in _WITH_DEPARTMENTS:
            found[concept.iri] = Body(concept.labels["zh"], concept.iri, concept.kind)
    return next(iter(found.values())) if len(found) == 1 else None


def _bare_departments(text: str, ministry: Body | None) -> Iterator[Found]:
    """Departments named without their ministry, which are those of the ministry that issues the text."""
    if ministry is None:
        return
    for match in matches(regexes("agencies")["bare-department"], text):
        yield match.start("name"), match.end("name"), department_of(ministry, match.group("name"))
