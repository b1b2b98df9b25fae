"""Document records: what the head and the tail of each part say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from extract import ids
from extract.bodies import Body, Place, find_bodies, home_of, other_body
from extract.instruments.citations import target_of
from extract.instruments.citing import mentions
from extract.instruments.dates import iso_date, later
from extract.instruments.outline import Part, Range
from extract.instruments.segments import is_a
from extract.instruments.titles import same
from extract.layout import Layout
from extract.numerals import number as numeral
from extract.records import Document
from extract.rules import regexes

_UNITS = {"日": "日", "天": "日", "月": "月", "个月": "月", "年": "年"}
_MOST_FRONT = 12
_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)}
_OPENING = 800
_EXPLAINS = ("解读", "答记者问")


def documents(layout: Layout, parts: Sequence[Part]) -> tuple[Document, ...]:
    """One record for each of `parts`, in their order. What is not printed is None."""
    found: list[Document] = []
    for part in parts:
        above = found[part.attached_to] if part.attached_to is not None else None
        found.append(_document(layout, part, above))
    for index, part in enumerate(parts):
        found[index] = replace(found[index], interprets=_explained(layout, part, index, found))
    return tuple(found)


def _document(layout: Layout, part: Part, above: Document | None) -> Document:
    text = layout.text
    title = _clean(layout, part.title) if part.found_by != "untitled" else PurePath(text.source).stem
    front = _front(layout, part)
    body = layout.body(*part.body).text
    number = _number(layout, part, title, front)
    date = _date(layout, part, front)
    kind = _kind(part, number, body)
    named = above is not None and same(title) in same(_clean(layout, (above.start, above.body_end)))
    adopted = _adopted(body, front) or (above.adopted_date if above and named else None)
    effective = None
    if kind not in _EXPLAINS:
        effective = _effective(body, front, date or (above.date if above else None))
        effective = effective or (above.effective_date if above and named else None)
    bodies = _issuers(layout, part, title, front, number)
    return Document(
        id=_iri(part, text.source, title, number, date, above),
        source=text.source,
        source_sha256=text.sha256,
        start=part.title[0],
        end=part.title[1],
        page=text.page_at(part.title[0]),
        quote=text.chars[part.title[0] : part.title[1]],
        rule=f"documents/{part.found_by}",
        title=title,
        kind=kind,
        doc_number=number,
        issuers=tuple(body.name for body in bodies),
        issuer_ids=tuple(body.iri for body in bodies),
        date=date,
        effective_date=effective,
        expiry_date=None if kind in _EXPLAINS else _expiry(body, effective),
        adopted_date=adopted,
        addressees=_addressees(_clean(layout, part.addressees)) if part.addressees else (),
        attached_to=above.id if above else None,
        body_start=part.body[0],
        body_end=part.body[1],
    )


def _iri(
    part: Part, source: str, title: str, number: str | None, date: str | None, above: Document | None
) -> str:
    """IRI of the document; one without a printed title is known by its source's whole name alone."""
    if part.found_by == "untitled":
        return ids.document_iri(str(PurePath(source).with_suffix("")))
    return ids.document_iri(title, number, None if number else date, above.id if above else None)


def _clean(layout: Layout, where: Range) -> str:
    return layout.body(*where).text


def _front(layout: Layout, part: Part) -> list[str]:
    """What stands between the title and the first sentence, line by line: rest of the title's line, number,
    dates.
    """
    lines: list[str] = []
    first = bisect_right(layout.lines, part.title[1], key=lambda line: line.end)
    for line in layout.lines[first : first + _MOST_FRONT]:
        if line.start >= part.body[1]:
            break
        text = _clean(layout, (max(line.start, part.title[1]), line.end))
        if is_a("sentence-end", text) or is_a("item", text):
            break
        lines.append(text)
    return lines


def _number(layout: Layout, part: Part, title: str, front: Sequence[str]) -> str | None:
    printed = _printed_number(layout, part, title, front)
    return printed.translate(_NARROW) if printed else None


def _printed_number(layout: Layout, part: Part, title: str, front: Sequence[str]) -> str | None:
    rules = regexes("documents")
    if part.number is not None:
        printed = _clean(layout, part.number)
        if (full := rules["number"].search(printed) or rules["order-number"].search(printed)) is not None:
            return full.group()
        bare = rules["bare-number"].search(printed)
        return title + bare.group() if bare and is_a("order-head", title) else printed.strip("（）()")
    for line in front:
        if promulgated := rules["promulgation"].search(line):
            return promulgated.group("how")
        if is_a("number-line", line):
            return line.strip("（）()")
    at_end = rules["number-at-end"].search(title)
    return at_end.group("number") if at_end else None


def _date(layout: Layout, part: Part, front: Sequence[str]) -> str | None:
    if part.date is not None:
        return iso_date(_clean(layout, part.date))
    for line in front:
        if is_a("date-line", line) or is_a("promulgation", line):
            return iso_date(line)
    return None


def _adopted(body: str, front: Sequence[str]) -> str | None:
    for line in front:
        if is_a("adoption-line", line):
            return iso_date(line)
    found = regexes("documents")["adoption"].search(body[:_OPENING])
    return iso_date(found.group()) if found else None


def _effective(body: str, front: Sequence[str], anchor: str | None) -> str | None:
    """The day on which the document itself comes into force: the last that its text gives."""
    effective = next((iso_date(line) for line in front if is_a("in-force-line", line)), None)
    for found in regexes("documents")["in-force"].finditer(body):
        opening = body[max(body.rfind("。", 0, found.start()), found.start() - 200, 0) : found.start()]
        if "《" in opening and not is_a("puts-in-force", opening):
            continue
        day = iso_date(found.group("when")) or anchor
        if day is not None and found.group("days"):
            day = later(day, int(numeral(found.group("days"))), _UNITS[found.group("unit")])
        effective = day or effective
    return effective


def _expiry(body: str, effective: str | None) -> str | None:
    found = regexes("documents")["expiry"].search(body)
    if found is None:
        return None
    if found.group("until"):
        return iso_date(found.group("until"))
    if effective is None:
        return None
    end = later(effective, int(numeral(found.group("count"))), _UNITS[found.group("unit")])
    return later(end, -1, "日") if end else None


def _kind(part: Part, number: str | None, body: str) -> str | None:
    """What the title says; a headline says nothing, then the number or the text does."""
    if part.kind is not None:
        return part.kind
    if number is not None and is_a("order-number", number):
        return "令" if "令" in number else "公告"
    found = regexes("documents")["kind-in-text"].search(body[:_OPENING])
    if found is None or number is None:
        return None
    return found.group("kind") or "通知"


def _issuers(layout: Layout, part: Part, title: str, front: Sequence[str], number: str | None) -> list[Body]:
    """Who signs; where no body does, who stands in the head."""
    home = home_of(title)
    signed = [body for line in part.signatures for body in _signing(_clean(layout, line), home)]
    if signed:
        return list(dict.fromkeys(signed))
    if number is not None and (order := regexes("documents")["order-number"].search(number)):
        return list(_signing(order.group("issuer"), home))
    for line in front:
        if is_a("adoption-line", line) or is_a("promulgation", line) or is_a("signatory", line):
            named = regexes("documents")["term-of-congress"].sub("", line)
            bodies = [body for _, _, body in find_bodies(named) if body.kind != "class"]
            if bodies or not is_a("signatory", line):
                return bodies
    opening = regexes("documents")["title-issuers"].match(title)
    if opening is None:
        return []
    return list(
        dict.fromkeys(body for _, _, body in find_bodies(opening.group("bodies")) if body.kind != "class")
    )


def _signing(line: str, home: Place | None) -> Iterator[Body]:
    """The bodies on a line of a signature: those that are known, and what is left between them by its
    printed name.
    """
    person = regexes("documents")["signing-person"].match(line)
    if person is not None:
        line = person.group("body")
    at = 0
    for start, end, body in [*find_bodies(line, home), (len(line), len(line), None)]:
        rest = regexes("documents")["between-signatures"].sub("", line[at:start])
        if len(rest) > 2:
            yield other_body(rest)
        if body is not None:
            yield body
        at = end


def _addressees(printed: str) -> tuple[str, ...]:
    """The addressees as printed: parted at commas, and at 、 where each piece is a body by itself."""
    found = []
    for group in regexes("documents")["comma"].split(printed.rstrip("：: ")):
        pieces = regexes("documents")["pause"].split(group)
        found += pieces if all(is_a("whole-addressee", piece) for piece in pieces) else [group]
    return tuple(piece for piece in found if piece)


def _explained(layout: Layout, part: Part, index: int, found: Sequence[Document]) -> str | None:
    """The document that an interpretation explains: one of the file, else the one its title or its text
    names first.

    Interpretations in a row explain the same document, where one of them does not name it.
    """
    if part.interprets is not None:
        return found[part.interprets].id
    if found[index].kind not in _EXPLAINS:
        return None
    before = found[:index]
    known = {document.interprets for document in before}
    titled = [target_of(mention, None, before) for mention in mentions(found[index].title)]
    named = [target_of(mention, None, before) for mention in mentions(_clean(layout, part.body))]
    last = before[-1:]
    row = [document.interprets if document.kind in _EXPLAINS else document.id for document in last]
    candidates = [*titled, *(target for target in named if target in known), *row, *named]
    return next((target for target in candidates if target is not None), None)
