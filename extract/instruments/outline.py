"""A file as the documents that stand in it, one after another, with their attachments and articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.cleaning import clean
from extract.instruments.amended import amended
from extract.instruments.bare_lists import list_heads
from extract.instruments.captions import caption_segments
from extract.instruments.heads import Head, find_heads
from extract.instruments.sections import Section, sections
from extract.instruments.segments import Area, Segment, is_a, named_by, segments
from extract.instruments.titles import LONGEST, bare_title, repeated, same, title_text
from extract.layout import Layout
from extract.places import is_place
from extract.rules import regexes

__all__ = ["Part", "Range", "Section", "outline"]

Range = tuple[int, int]
_LONGEST_SIGNATURE = 80
_MOST_TOP, _LEAST_AGAIN = 12, 8  # lines above and at a title that is printed again, and its length
_MOST_FRONT = 40
_BEHIND = ("closing-note", "site", "attachment-prefix")
_OF_OTHERS = ("other-page", "image-line", "site-day")
_BETWEEN = ("number-line", "date-line", "contents-mark", "site", "signatory")


@dataclass(frozen=True, slots=True)
class Part:
    """One document in a file: where its head and its body stand. `attached_to` and `interprets` are indices
    of parts.

    `body` runs from behind the title to the next document; what was printed above a title that it belongs
    to (the decision that puts a text in force, where it has no title of its own) is in it too. `signatures`
    are the lines of those who sign, `date` is that of the signature; `captions` are the lines under the title
    that say when a statute was adopted, promulgated and amended, `front` all lines between the title and the
    first sentence. `bodies` are those with which the title begins, where a label of the page says them and
    the text goes on below. `found_by` is the rule that showed the head.
    """

    title: Range
    body: Range
    kind: str | None = None
    number: Range | None = None
    signatures: tuple[Range, ...] = ()
    date: Range | None = None
    addressees: Range | None = None
    captions: tuple[Range, ...] = ()
    front: tuple[Range, ...] = ()
    attached_to: int | None = None
    interprets: int | None = None
    bodies: Range | None = None
    found_by: str = "none"
    sections: tuple[Section, ...] = field(default=())


def outline(layout: Layout, areas: Iterable[Area] = ()) -> tuple[Part, ...]:
    """The documents of `layout` in order. `areas` are lists, in which no head is looked for; none begins in
    what a text puts in the place of another one's words.

    A text in which no title is found is one document, whose title is its first line; where that is a row of
    a table, the name of a place, or longer than any title, it has none, and is found by "untitled".
    """
    pieces = segments(layout, areas)
    if not pieces:
        return ()
    quoted = amended(layout.text.chars)
    found = [head for head in find_heads(pieces) if not quoted.holds(pieces[head.first].start)]
    heads = (list_heads(pieces) if len(found) <= 1 else []) or found or [_headless(layout, pieces)]
    begins = [head.begin for head in heads]
    begins[0] = _prelude(pieces, heads[0])
    ends = [*begins[1:], len(pieces)]
    interpreted = _interpreted(pieces, heads)
    captions = caption_segments(pieces)
    again = repeated(pieces)
    owner = 0
    parts = []
    for index, head in enumerate(heads):
        owner = owner if head.attached else index
        own = pieces[begins[index] : ends[index]]
        part = _part(
            layout.text.chars, pieces, head, own, (None if owner == index else owner, interpreted[index])
        )
        front = _front(pieces, head, ends[index], part.title[1], again)
        parts.append(replace(part, captions=_captions(pieces, captions, head), front=front))
    return tuple(parts)


def _headless(layout: Layout, pieces: Sequence[Segment]) -> Head:
    """The head of a text in which no title is found, but perhaps above it in a label of a site."""
    if pieces[0].rank and pieces[0].marked and is_a("kind", pieces[0].text) and not pieces[0].listed:
        return Head(0, 0, "none")
    if (again := _printed_again(pieces)) is not None:
        return Head(again, again, "printed-again")
    for index, piece in enumerate(pieces):
        if piece.listed or piece.text.startswith("|") or _in_row(layout, piece):
            break
        if not (is_a("attachment-mark", piece.text) or is_a("site", piece.text)):
            bare = is_a("says-more", piece.text) or is_place(piece.text)  # a sentence, or the name of a sheet
            titled = len(piece.text) <= LONGEST and not bare
            return Head(index, index, "none" if titled else "untitled")
    return Head(0, 0, "untitled")


def _printed_again(pieces: Sequence[Segment]) -> int | None:
    """The title near the top that a line above it is, too, or ends with behind the name of a part of the
    site.
    """
    for index, piece in enumerate(pieces[1:_MOST_TOP], start=1):
        if len(piece.text) >= _LEAST_AGAIN and is_a("kind", piece.text) and not piece.listed:
            above = (one.text for one in pieces[:index] if not one.listed)
            if any(text.endswith(piece.text) for text in above):
                return index
    return None


def _in_row(layout: Layout, piece: Segment) -> bool:
    """Whether `piece` stands in a row of several cells."""
    for table in layout.text.tables:
        if table.start <= piece.start < table.end:
            rows = [cell.row for cell in table.cells if cell.start <= piece.start < cell.end]
            filled = [cell for cell in table.cells if cell.end > cell.start]
            return any(sum(cell.row == row for cell in filled) > 1 for row in rows)
    return False


def _prelude(pieces: Sequence[Segment], head: Head) -> int:
    """Where the first document begins: at its title, or with the prose or the list above it."""
    above = enumerate(pieces[: head.begin])
    return next((at for at, one in above if one.is_matter and not is_a("site", one.text)), head.begin)


def _part(
    chars: str,
    pieces: Sequence[Segment],
    head: Head,
    own: Sequence[Segment],
    others: tuple[int | None, int | None],
) -> Part:
    first, last = pieces[head.first], pieces[head.last]
    long = head.how == "untitled" and len(first.text) > LONGEST
    title = (first.start, first.start + LONGEST) if long else _title_range(chars, first.start, last.end)
    behind = title[1]
    if not long and is_a("site-tail-alone", chars[title[1] : last.end].strip()):
        behind = last.end
    apart = own[0].start < first.start or own[0].start > last.end
    start = own[0].start if head.how == "untitled" or apart else behind
    end = own[_tail(own) - 1].end
    body = [piece for piece in own if piece.start >= last.end or piece.end <= first.start]
    signatures, date = _signature(chars, body)
    printed = title_text(pieces, head.first, head.last)
    kind = _kind(printed)
    number = _number(pieces, head)
    sent = head.addressees
    return Part(
        title=title,
        body=(start, max(start, end)),
        kind=kind,
        number=number,
        signatures=signatures,
        date=date,
        addressees=(pieces[sent[0]].start, pieces[sent[1]].end) if sent else None,
        attached_to=others[0],
        interprets=others[1],
        bodies=_bodies(pieces, head, printed),
        found_by=head.how,
        sections=sections(chars, body, end),
    )


def _bodies(pieces: Sequence[Segment], head: Head, title: str) -> Range | None:
    """The bodies with which the `title` of `head` begins, as the label above it says."""
    above = pieces[head.first - 1] if head.first else None
    if above is None or not (above.label and is_a("issuers-line", above.text)):
        return None
    goes_on = is_a("about", title) or is_a("order-head", title)
    return (above.start, above.end) if goes_on else None


def _tail(own: Sequence[Segment]) -> int:
    """Where the site begins to name its other pages, with their days, at the end of a document; furniture of
    it may follow them.
    """
    at, end = len(own), len(own)
    while at > 1:
        text = own[at - 1].text
        if is_a("other-page", text) or (is_a("date-line", text) and is_a("other-page", own[at - 2].text)):
            end = at - 1
        elif not is_a("site", text) or own[at - 1].is_matter:
            break
        at -= 1
    return end


def _front(
    pieces: Sequence[Segment], head: Head, end: int, after: int, again: frozenset[str]
) -> tuple[Range, ...]:
    """What stands between the title, which ends at `after`, and the first sentence; and who issues, above a
    title that is printed `again`.
    """
    if head.mark is not None and head.mark > head.last:
        return ()  # what follows on the title is the order that makes the text public
    found = [(after, pieces[head.last].end)] if after < pieces[head.last].end else []
    above = pieces[head.first - 1] if head.first else None
    if above and is_a("issuers-line", above.text) and (above.rank or pieces[head.first].text in again):
        found.insert(0, (above.start, above.end))
    for piece in pieces[head.last + 1 : min(end, head.last + 1 + _MOST_FRONT)]:
        if piece.is_matter or any(is_a(name, piece.text) for name in ("item", "order-head", "addressees")):
            break
        found.append((piece.start, piece.end))
    return tuple(found)


def _captions(pieces: Sequence[Segment], captions: Mapping[int, int], head: Head) -> tuple[Range, ...]:
    """Where the captions under the title of `head` stand: nothing but its number, its contents and the title
    again between.
    """
    found = []
    title = same(title_text(pieces, head.first, head.last))
    index = head.last + 1
    while index < len(pieces):
        if index in captions:
            last = captions[index]
            found.append((pieces[index].start, pieces[last].end))
            index = last
        elif same(pieces[index].text) != title and not any(
            is_a(name, pieces[index].text) for name in _BETWEEN
        ):
            break
        index += 1
    return tuple(found) or tuple(_above(pieces, captions, head.first - 1))


def _above(pieces: Sequence[Segment], captions: Mapping[int, int], index: int) -> list[Range]:
    """The captions that end in segment `index` or above it, behind nothing but furniture of a site: a page
    may print the title once more below them.
    """
    firsts = {last: first for first, last in captions.items()}
    found: list[Range] = []
    while index >= 0 and (index in firsts or is_a("site", pieces[index].text)):
        if (first := firsts.get(index)) is not None:
            found.insert(0, (pieces[first].start, pieces[index].end))
            index = first
        index -= 1
    return found


def _kind(title: str) -> str | None:
    """What `title` says the document is."""
    if is_a("answers", title) or is_a("questions", title):
        return named_by("answers")
    if is_a("interpretation", title):
        return named_by("interpretation")
    found = regexes("documents")["kind"].search(bare_title(title))
    return found.group("kind") if found else None


def _title_range(chars: str, start: int, end: int) -> Range:
    """Where the title stands: behind a mark 附件, before a site's name, a day or a number in its line."""
    printed = clean(chars, [(start, end)])
    order = regexes("documents")["order-and-number"].match(
        regexes("documents")["title-label"].sub("", printed.text)
    )
    bare = order.group("whole") if order else bare_title(printed.text)
    first = printed.text.index(bare)
    return printed.source_range(first, first + len(bare))


def _number(pieces: Sequence[Segment], head: Head) -> Range | None:
    """Where the number stands; with the line above it that says whose order or announcement it is."""
    if head.number is None:
        return None
    first = head.number
    if head.first < head.number == head.last:
        first = head.first
    elif head.mark is not None and is_a("order-head", title_text(pieces, head.mark, head.number - 1)):
        first = head.mark
    return pieces[first].start, pieces[head.number].end


def _signature(chars: str, body: Sequence[Segment]) -> tuple[tuple[Range, ...], Range | None]:
    """Who signs, and when: the last line that is a date below lines that are bodies or an office and a
    name; a date alone where nothing follows on it.
    """
    for index in range(len(body) - 1, -1, -1):
        if body[index].listed:
            continue
        if found := _signed_date(chars, body[index]):
            return found
        if not is_a("date-line", body[index].text):
            continue
        first = index
        while first > 0 and not body[first - 1].listed:
            if first > 1 and _is_name(body[first - 2].text, body[first - 1].text):
                first -= 2
            elif _signs(body[first - 1].text) or is_a("image-line", body[first - 1].text):
                first -= 1
            else:
                break
        lines = tuple((piece.start, piece.end) for piece in body[first:index] if _signs(piece.text))
        other = index > 0 and any(is_a(name, body[index - 1].text) for name in _OF_OTHERS)
        closed = index > 0 and is_a("closing-formula", body[index - 1].text)
        closed = closed or (index + 1 < len(body) and is_a("below-signature", body[index + 1].text))
        if (
            lines
            or closed
            or (not other and all(any(is_a(name, one.text) for name in _BEHIND) for one in body[index + 1 :]))
        ):
            return lines, (body[index].start, body[index].end)
    return (), None


def _signed_date(chars: str, piece: Segment) -> tuple[tuple[Range, ...], Range] | None:
    """Who signs and when, in one line."""
    if len(piece.text) > _LONGEST_SIGNATURE or regexes("documents")["signed-date"].match(piece.text) is None:
        return None
    printed = clean(chars, [(piece.start, piece.end)])
    match = regexes("documents")["signed-date"].match(printed.text)
    if match is None:
        return None
    return (printed.source_range(*match.span("who")),), printed.source_range(*match.span("day"))


def _signs(text: str) -> bool:
    return (is_a("signatory", text) or is_a("signing-person", text)) and not is_a("item", text)


def _is_name(above: str, text: str) -> bool:
    """Whether `text` is the name of the person whose office stands `above` it."""
    return 2 <= len(text) <= 4 and is_a("office", above)


def _interpreted(pieces: Sequence[Segment], heads: Sequence[Head]) -> list[int | None]:
    """For each head the document of the file that it explains, or None."""
    last: dict[str, int] = {}  # what a document may be called, and the last one that is
    found: list[int | None] = []
    for index, head in enumerate(heads):
        text = title_text(pieces, head.first, head.last)
        end = heads[index + 1].begin if index + 1 < len(heads) else len(pieces)
        explains = is_a("interpretation", text) or is_a("answers", text)
        found.append(_names_one(pieces, head, end, last) if explains else None)
        last.update(dict.fromkeys(_called(same(bare_title(text))), index))
    return found


def _called(title: str) -> Iterator[str]:
    """The names of a document: its title, and that without some of the bodies in front of 关于."""
    yield title
    if about := regexes("documents")["about-inside"].match(title):
        yield from (title[start:] for start in range(1, about.end() + 1))


def _names_one(pieces: Sequence[Segment], head: Head, end: int, last: Mapping[str, int]) -> int | None:
    """Of the documents before, the last one that is called what the text names first."""
    text = "".join(piece.text for piece in pieces[head.first : end])
    named = (same(match.group("title")) for match in regexes("documents")["quoted-title"].finditer(text))
    return next((last[title] for title in named if title and title in last), None)
