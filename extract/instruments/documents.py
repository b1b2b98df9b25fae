"""Document records: what the head and the tail of each part say."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePath

from extract import ids
from extract.cleaning import plain
from extract.instruments.captions import Act, acts
from extract.instruments.citations import target_of
from extract.instruments.citing import Mention, mentions
from extract.instruments.dates import iso_date, iso_day
from extract.instruments.force import Force, force
from extract.instruments.issuers import dated_by, issuers, issuers_told, known_bodies
from extract.instruments.outline import Part, Range
from extract.instruments.segments import is_a, named_by
from extract.instruments.shelf import Shelf
from extract.instruments.titles import same
from extract.layout import Layout
from extract.records import Document
from extract.rules import regexes

_MARKS = re.compile(r"(?m:(?<=\n)[ \t]*(?:#{1,6}\s|>|\*\*))|\*\*[ \t]*(?=\n)")
_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)}
_OPENING = 800
_TABLE = 2000


def documents(layout: Layout, parts: Sequence[Part]) -> tuple[Document, ...]:
    """One record for each of `parts`, in their order. What is not printed is None."""
    found: list[Document] = []
    for part in parts:
        above = found[part.attached_to] if part.attached_to is not None else None
        # What a site sets above a document is of the first one of its page.
        table = "" if found else _table(layout.text.chars, part.title[0])
        found.append(_promulgated(layout, _document(layout, part, above, table), above))
    before = Shelf()
    interpreted: set[str | None] = set()
    for index, part in enumerate(parts):
        if part.interprets is not None:
            explained: str | None = found[part.interprets].id
        else:
            last = found[max(index - 1, 0) : index + 1]
            explained = _explained(layout, part, last, before, interpreted)
        found[index] = replace(found[index], interprets=explained)
        before.add(found[index])
        interpreted.add(explained)
    return tuple(found)


def _table(chars: str, title: int) -> str:
    """What stands above the first title, at `title`, or in the labels at the head of a saved page."""
    labels = regexes("documents")["front-matter"].match(chars)
    if labels:
        return labels.group()
    return _with_colons(chars[max(0, title - _TABLE) : title])


def _with_colons(labels: str) -> str:
    """The labels of a site, without space inside them, and each with its colon."""
    rules = regexes("documents")
    closed = rules["spaced-label"].sub(lambda label: "".join(label.group().split()), labels)
    return rules["label-without-colon"].sub(r"\g<label>：", closed)


def _document(layout: Layout, part: Part, above: Document | None, table: str) -> Document:
    text = layout.text
    title = _title(layout, part)
    front = [_clean(layout, where) for where in part.front]
    body = layout.body(*part.body)
    number = _number(layout, part, title, front)
    history = _history(layout, part)
    told = [act for act, _ in history]
    number = number or next((act.order for act in reversed(told) if act.how == "promulgated"), None)
    labels = "\n".join([table, *(_with_colons(text.chars[start:end]) for start, end in part.front)])
    number = number or _told_number(labels)
    published = _told(labels, "written-on") or (_told(table, "front-matter/published") if told else None)
    date = _date(layout, part, front, told, published)
    kind = _kind(part, number, body.text)
    sent = above if above and same(title) in same(_clean(layout, (above.start, above.body_end))) else None
    if sent is not None and is_a("statute-kind", sent.kind or ""):
        sent = None  # a statute says of itself when it holds, not of what is behind it
    held = Force()
    if not is_a("explains", kind or ""):
        public = date if not told or (part.signatures and part.date) or date == published else None
        sent_on = above.date if above and above.date != above.adopted_date else None
        held = force(body, history, public or sent_on)
        if held.effective is None and sent is not None and sent.effective_date is not None:
            held = replace(held, effective=sent.effective_date, effective_at=sent.effective_at)
            if held.expiry is None:
                held = replace(held, expiry=sent.expiry_date, expiry_at=sent.expiry_at)
        day = _told(labels, "force-on") or _told(table, "front-matter/force")
        if held.effective is None and day is not None:
            held = replace(held, effective=day)
        if held.expiry is None and (day := _told(labels, "force-until")) is not None:
            held = replace(held, expiry=day)
    if date is None and (day := _told(table, "front-matter/day")) != held.effective:
        date = day
    bodies = issuers(layout, part, title, front, number, told) or issuers_told(labels)
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
        effective_date=held.effective,
        expiry_date=held.expiry,
        adopted_date=_adopted(body.text, told) or (sent.adopted_date if sent else None),
        effective_at=held.effective_at,
        expiry_at=held.expiry_at,
        addressees=_addressees(_clean(layout, part.addressees)) if part.addressees else (),
        attached_to=above.id if above else None,
        body_start=part.body[0],
        body_end=part.body[1],
    )


def _promulgated(layout: Layout, document: Document, above: Document | None) -> Document:
    """`document`; a statute that names nobody itself is issued by whose order `above` makes it public, or,
    where that is the head of state's, by the congress that adopted it.
    """
    if above is None or document.issuers or not is_a("promulgated-kind", document.kind or ""):
        return document
    if not is_a("promulgating-kind", above.kind or ""):
        return document
    if not any(is_a("head-of-state", name) for name in above.issuers):
        return replace(document, issuers=above.issuers, issuer_ids=above.issuer_ids)
    order = _clean(layout, (above.body_start, above.body_end))
    said = regexes("documents")["adopted-by"].search(order[:_OPENING])
    bodies = known_bodies(said.group("bodies")) if said else []
    names, iris = tuple(body.name for body in bodies), tuple(body.iri for body in bodies)
    return replace(document, issuers=names, issuer_ids=iris)


def _iri(
    part: Part, source: str, title: str, number: str | None, date: str | None, above: Document | None
) -> str:
    """IRI of the document; one without a printed title is known by its source's whole name alone."""
    if part.found_by == "untitled":
        return ids.document_iri(str(PurePath(source).with_suffix("")))
    return ids.document_iri(title, number, None if number else date, above.id if above else None)


def _title(layout: Layout, part: Part) -> str:
    """The title, without the marks of headings in it; of a text without one the name of its file."""
    if part.found_by == "untitled":
        return PurePath(layout.text.source).stem
    if part.bodies is not None:
        return _clean(layout, part.bodies) + _title(layout, replace(part, bodies=None))
    printed = layout.text.chars[slice(*part.title)]
    if "**" in printed:
        return plain(_MARKS.sub("", printed).replace("**", ""))
    return plain(_MARKS.sub("", printed)) if _MARKS.search(printed) else _clean(layout, part.title)


def _clean(layout: Layout, where: Range) -> str:
    return layout.body(*where).text


def _number(layout: Layout, part: Part, title: str, front: Sequence[str]) -> str | None:
    printed = _printed_number(layout, part, title, front)
    return printed.translate(_NARROW) if printed else None


def _printed_number(layout: Layout, part: Part, title: str, front: Sequence[str]) -> str | None:
    rules = regexes("documents")
    if part.number is not None:
        printed = rules["title-label"].sub("", _clean(layout, part.number))
        if (full := rules["number"].search(printed) or rules["order-number"].search(printed)) is not None:
            return _closed(full.group(), printed[full.end() : full.end() + 1])
        bare = rules["bare-number"].search(printed)
        if bare and is_a("order-head", title):
            return title + _closed(bare.group(), printed[bare.end() : bare.end() + 1])
        return printed.strip("（）()")
    for line in front:
        if is_a("number-line", line):
            full = rules["number"].search(line)
            whole = title if rules["bare-number"].fullmatch(line) and is_a("order-head", title) else ""
            return full.group() if full else whole + line.strip("（）()")
    start = part.title[0]
    opens = layout.text.chars.rfind("\n", 0, start) + 1
    before = _clean(layout, (opens, start)) if start > opens else ""
    if (ahead := rules["number"].search(before)) is not None and ahead.end() == len(before):
        return ahead.group()
    told = rules["number-in-title"].search(title)
    return (told.group("order") or told.group("bracketed")) if told else None


def _closed(number: str, after: str) -> str:
    """A number without the bracket that closes what it stands in, and with the one that closes its own, which
    stands `after` it.
    """
    opened, closed = (sum(map(number.count, marks)) for marks in ("（(", "）)"))
    if opened < closed:
        return number.rstrip("）)")
    return number + after if opened > closed and after in ("）", ")") else number


def _date(
    layout: Layout, part: Part, front: Sequence[str], history: Sequence[Act], published: str | None
) -> str | None:
    """The day of the signature; else that under the title; else of the last act that the caption tells,
    which is that of the text as it stands, or on which it was `published` afterwards, as the labels of a page
    say.
    """
    if part.date is not None and (part.signatures or not history):
        return iso_day(_clean(layout, part.date))
    for line in front:
        if is_a("date-line", line):
            return iso_day(line)
        if (said := dated_by(line)) is not None:
            return iso_day(said.group("day"))
    last = max(((act.iso, act.how) for act in history if act.how != "in-force"), default=None)
    if last is None or (published and last[1] in ("adopted", "approved") and published >= last[0]):
        return published
    return last[0]


def _told(table: str, rule: str) -> str | None:
    """The day that the `table` of a web site gives."""
    found = regexes("documents")[rule].search(table)
    return iso_day(found.group("day")) if found else None


def _told_number(table: str) -> str | None:
    """The number that the `table` of a web site gives."""
    found = regexes("documents")["written-number"].search(table)
    return found.group("number").translate(_NARROW) if found else None


def _history(layout: Layout, part: Part) -> list[tuple[Act, Range]]:
    """The acts of the captions under the title, each with where it stands."""
    found: list[tuple[Act, Range]] = []
    for where in part.captions:
        caption = layout.body(*where)
        last = max((act.iso for act, _ in found if act.how != "in-force"), default=None)
        found += [(act, caption.source_range(act.start, act.end)) for act in acts(caption.text, last)]
    return found


def _adopted(body: str, history: Sequence[Act]) -> str | None:
    """The day of the meeting that adopted the text; of bodies that decide together, that of the last."""
    adopted = None
    for act in history:
        if act.how == "adopted":
            adopted = act.iso
        elif adopted is not None:
            break
    if adopted is not None:
        return adopted
    if anew := [act.iso for act in history if act.whole and is_a("passed", act.words)]:
        return anew[-1]
    found = regexes("documents")["adoption"].search(body[:_OPENING])
    return iso_date(found.group()) if found else None


def _kind(part: Part, number: str | None, body: str) -> str | None:
    """What the title says; a headline says nothing, then the number or the text does."""
    if part.kind is not None:
        return part.kind
    if number is not None and is_a("order-number", number):
        return named_by("order-kind" if is_a("order-kind", number) else "announcement-kind")
    found = regexes("documents")["kind-in-text"].search(body[:_OPENING])
    if found is None or number is None:
        return None
    return found.group("kind") or named_by("notice-kind")


def _addressees(printed: str) -> tuple[str, ...]:
    """The addressees as printed: parted at commas, and at 、 where each piece is a body by itself."""
    found = []
    for group in regexes("documents")["comma"].split(printed.rstrip("：: ")):
        pieces = regexes("documents")["pause"].split(group)
        found += pieces if all(is_a("whole-addressee", piece) for piece in pieces) else [group]
    return tuple(piece for piece in found if piece)


def _mentions(layout: Layout, part: Part, title: str) -> list[Mention]:
    return mentions(f"{title}\n{_clean(layout, part.body)}")


def _explained(
    layout: Layout, part: Part, last: Sequence[Document], before: Shelf, known: Collection[str | None]
) -> str | None:
    """The document that an interpretation (the last of `last`) explains: one of the file, else the one its
    title or its text names first. `known` are those that others `before` it explain.

    Interpretations in a row explain the same document, where one of them does not name it.
    """
    if not is_a("explains", last[-1].kind or ""):
        return None
    title = last[-1].title
    # Read together, so that a title has the number that the text gives it.
    read = [(mention, target_of(mention, None, before)) for mention in _mentions(layout, part, title)]
    titled = [target for mention, target in read if mention.end <= len(title)]
    named = [target for mention, target in read if mention.start >= len(title)]
    row = [
        document.interprets if is_a("explains", document.kind or "") else document.id
        for document in last[:-1]
    ]
    candidates = [*titled, *(target for target in named if target in known), *row, *named]
    return next((target for target in candidates if target is not None), None)
