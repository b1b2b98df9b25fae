"""Where documents begin: their titles, and what stands around a title.

A head is found by what only a head has: a line that is a document number, a line of addressees that ends in
a colon, a title that the notice above names as what it sends out, a mark 附件 above a title, a headline of
its own form, the first article of a text in articles. Of several titles with nothing between them the last
is the head (a page's own title and the entries of a contents list stand above it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.instruments.segments import Segment, is_a, is_contents_entry
from extract.instruments.titles import LONGEST, MOST_LINES, Titles, balanced, bare_title, same, title_text
from extract.rules import regexes

_LEAST_BODY = 40
_LEAST_ATTACHED = 12
_LEAST_HEADING = 6  # shorter ones name a part of a site (通知公告)
_MOST_OF_ORDER = 20  # lines of an order above the text that it makes public
_MOST_FRONT = 8  # lines under a heading that say who, when and under which number


@dataclass(frozen=True, slots=True)
class Head:
    """Indices of segments: the title is `first` to `last`; the number and the addressees, where there are,
    follow.

    `mark` is the segment where the document's own matter begins (the title, or 附件 above it). `how` is the
    rule that it was found by; `attached` that the document above sends it out.
    """

    first: int
    last: int
    how: str
    number: int | None = None
    addressees: tuple[int, int] | None = None
    mark: int | None = None
    attached: bool = False

    @property
    def begin(self) -> int:
        """The first segment that is not the document's above."""
        return self.first if self.mark is None else self.mark


def find_heads(pieces: Sequence[Segment]) -> list[Head]:
    """The heads of all documents, in order."""
    titles = Titles(pieces)
    own = _without_bare(titles, _disjoint(_own_heads(titles)))
    own = _claimed(pieces, own)
    owners = [head for head in own if not head.attached]
    more: list[Head] = []
    if not owners or owners[0].begin > 0:
        more += _attached(titles, Head(-1, -1, "none"), owners[0].begin if owners else len(pieces))[:1]
        more = [replace(head, attached=False) for head in more]
    for owner, end in _reaches(owners, len(pieces)):
        more += _attached(titles, owner, end)
    raised = [_raised(titles, head) for head in _without_bare(titles, _disjoint([*own, *more]))]
    heads = _disjoint(raised)
    return sorted([*heads, *_above_orders(titles, heads)], key=lambda head: head.begin)


def _above_orders(titles: Titles, heads: Sequence[Head]) -> Iterator[Head]:
    """The texts whose title stands above the order that makes them public, and whose first article follows
    on the order without a title of its own.
    """
    pieces = titles.pieces
    taken = {at for head in heads for at in range(head.first, head.last + 1)}
    for head, end in _reaches(heads, len(pieces)):
        mark = pieces[head.begin].text
        if head.number is None or not (is_a("order-head", mark) or is_a("order-number", mark)):
            continue
        above = head.begin
        while above > 0 and is_a("issuers-line", pieces[above - 1].text):
            above -= 1
        span = titles.title_before(above)
        below = next((at for at in range(head.last + 1, end) if is_a("first-article", pieces[at].text)), None)
        if span is None or below is None or not taken.isdisjoint(range(span[0], span[1] + 1)):
            continue
        if _compared(bare_title(title_text(pieces, *span))) in _named(pieces, head, below):
            yield Head(*span, "first-article", mark=below, attached=True)


def _raised(titles: Titles, head: Head) -> Head:
    """`head`, its title being the heading of the file above it where that says the same."""
    pieces = titles.pieces
    title = _alike(title_text(pieces, head.first, head.last))
    above = head.first - 1
    while above >= 0 and (above in titles.captions or is_a("site", pieces[above].text)):
        above -= 1
    if head.first > 0 and above >= 0 and pieces[above].rank and _alike(pieces[above].text) == title:
        return replace(head, first=above, last=above, mark=None)
    return head


def _alike(title: str) -> str:
    """A title whose bodies may be set apart by 、 or by space."""
    return same(title).replace("、", "")


def _disjoint(heads: Iterable[Head]) -> list[Head]:
    """`heads` in order; of those that share segments the one that says most (a number, addressees, more
    lines).
    """
    kept: list[Head] = []
    for head in sorted(heads, key=lambda head: (head.first, -head.last)):
        if kept and head.first <= kept[-1].last:
            kept[-1] = max(kept[-1], head, key=_weight)
        else:
            kept.append(head)
    return kept


def _weight(head: Head) -> tuple[bool, bool, bool, int]:
    return (
        head.number is not None,
        head.addressees is not None,
        head.how == "attached",
        head.last - head.first,
    )


def _claimed(pieces: Sequence[Segment], heads: Sequence[Head]) -> list[Head]:
    """`heads`, those marked as attached whose title the document above them names, or that stand under a
    mark 附件, and that have no number of their own.
    """
    marked: list[Head] = []
    names: frozenset[str] = frozenset()
    for own, end in _reaches(heads, len(pieces)):
        head = _whole(pieces, own, names)
        title = _compared(bare_title(title_text(pieces, head.first, head.last)))
        sign = _mark_at(pieces, head)
        attached = head.number is None and head.addressees is None and (title in names or sign is not None)
        marked.append(replace(head, attached=attached, mark=sign if head.mark is None else head.mark))
        if not attached:
            names = _named(pieces, head, end)
    return marked


def _whole(pieces: Sequence[Segment], head: Head, names: frozenset[str]) -> Head:
    """`head` with the lines above it that are, together with it, one of `names`."""
    if head.number is not None or _compared(bare_title(title_text(pieces, head.first, head.last))) in names:
        return head
    for first in range(head.first - 1, max(head.first - MOST_LINES, -1), -1):
        above = pieces[first]
        if above.ended or above.listed or above.rank != pieces[head.first].rank:
            break
        if _compared(bare_title(title_text(pieces, first, head.last))) in names:
            return replace(head, first=first)
    return head


def _mark_at(pieces: Sequence[Segment], head: Head) -> int | None:
    """The segment with the mark 附件 above the title of `head`, or in its line."""
    if is_a("attachment-prefix", pieces[head.first].text):
        return head.first
    above = head.first - 1
    return above if above >= 0 and is_a("attachment-mark", pieces[above].text) else None


def _own_heads(titles: Titles) -> Iterable[Head]:
    """Heads that show by themselves, without a document above that names them."""
    pieces = titles.pieces
    for index, piece in enumerate(pieces):
        text = piece.text
        if piece.listed or not is_a("cue", text):
            continue
        if is_a("number-line", text):
            yield from _by_number(titles, index)
        elif is_a("addressees", text):
            yield from _by_addressees(titles, index)
        elif shown := _shown(text, "first-article", "contents-mark"):
            yield from _above(titles, index, shown)
        elif is_a("interpretation", text) and not titles.stops(index):
            yield Head(index, titles.with_last_words(index), "interpretation")
        elif shown := _shown_inside(titles, index):
            yield from _above(titles, index + 1, shown)
    yield from _first(titles)


def _shown_inside(titles: Titles, index: int) -> str | None:
    """The rule by which a line is itself the end of a title."""
    text = titles.pieces[index].text
    shown = _shown(text, "answers", "answers-alone")
    return shown or (_shown(text, "own-title", "headline") if _alone(titles, index) else None)


def _shown(text: str, *rules: str) -> str | None:
    """The first of `rules` by which a line shows a head."""
    return next((rule for rule in rules if is_a(rule, text)), None)


def _by_number(titles: Titles, index: int) -> Iterable[Head]:
    below = index + 1
    span = _order_head(titles, index)
    if span is not None and (own := _own_title(titles, below)) is not None:
        yield Head(*own, "number-line", index, _addressees(titles, own[1] + 1), span[0])
        return
    span = span or titles.title_before(index)
    if span is not None and _is_page_title(titles, span, index):
        yield Head(index, index, "number-line", index)
        return
    if span is None:
        span = titles.title_after(below) if below < len(titles.pieces) else None
        if span is None:
            if _promulgates(titles.pieces, index):
                yield Head(_with_joint(titles.pieces, index), index, "number-line", index)
            return
        below = span[1] + 1
    yield Head(*span, "number-line", index, _addressees(titles, below))


def _is_page_title(titles: Titles, span: tuple[int, int], index: int) -> bool:
    """Whether the title at `span`, above the head of an order at `index`, is that of the text which the order
    makes public and which follows under the same title.
    """
    title = same(bare_title(title_text(titles.pieces, *span)))
    return _promulgates(titles.pieces, index) and any(
        piece.rank == titles.pieces[span[0]].rank and same(piece.text) == title
        for piece in titles.pieces[index + 1 : index + 1 + _MOST_OF_ORDER]
    )


def _promulgates(pieces: Sequence[Segment], index: int) -> bool:
    """Whether segment `index` is the whole head of an order or announcement: the sentence below it says what
    it makes public.
    """
    if not is_a("order-number", pieces[index].text) or (index and is_a("item", pieces[index - 1].text)):
        return False
    below = pieces[index + 1 : index + 1 + _MOST_FRONT]
    near = [one for one in below if not (is_a("site", one.text) or is_a("order-subtitle", one.text))]
    ends = next((at for at, one in enumerate(near, start=1) if one.ended), 1)
    return is_a("promulgation", title_text(near, 0, ends - 1)) or is_a("promulgation", title_text(near, 0, 0))


def _order_head(titles: Titles, index: int) -> tuple[int, int] | None:
    """The lines above a bare 第N号 that say whose order it is."""
    above = index - 1
    if above < 0:
        return None
    first = _with_joint(titles.pieces, above)
    alone = is_a("order-alone", titles.pieces[above].text) and first < above
    return (first, above) if alone or is_a("order-head", titles.pieces[above].text) else None


def _with_joint(pieces: Sequence[Segment], first: int) -> int:
    """`first`, the head of an order, or the first of the lines above it with bodies that give it together
    with the one there.
    """
    last = first
    while first > 0 and last - first < MOST_LINES:
        above, here = pieces[first - 1], pieces[first]
        if not is_a("joint-body", above.text) or here.text.startswith(above.text) or above.rank != here.rank:
            break
        first -= 1
    return first


def _own_title(titles: Titles, start: int) -> tuple[int, int] | None:
    """The title that stands from segment `start` on, below an announcement's number."""
    span = titles.title_after(start) if start < len(titles.pieces) else None
    return span if span and is_a("own-title", title_text(titles.pieces, *span)) else None


def _addressees(titles: Titles, start: int) -> tuple[int, int] | None:
    """The segments from `start` that name the addressees, up to their colon."""
    joined = ""
    for index in range(start, min(start + 40, len(titles.pieces))):
        piece = titles.pieces[index]
        joined += piece.text
        if piece.text.endswith(("：", ":")):
            return (start, index) if is_a("addressees", joined) else None
        if piece.listed or piece.ended or is_a("item", piece.text):
            return None
    return None


def _by_addressees(titles: Titles, index: int) -> Iterable[Head]:
    span = titles.title_before(index)
    if span and is_a("own-title", bare_title(title_text(titles.pieces, *span))):
        yield Head(*span, "addressees", None, (index, index))


def _above(titles: Titles, index: int, how: str) -> Iterable[Head]:
    """The head whose title stands above segment `index`, over the lines that say when a text was adopted."""
    while index > 0 and (
        index - 1 in titles.captions
        or any(is_a(name, titles.pieces[index - 1].text) for name in ("contents-mark", "date-line", "site"))
    ):
        index -= 1
    if span := _heading(titles, index) or titles.title_before(index):
        yield Head(*span, how, None, _addressees(titles, span[1] + 1))


def _heading(titles: Titles, end: int) -> tuple[int, int] | None:
    """The heading of the file, where it is a title and only a few lines that are no sentences stand between
    it and segment `end`.
    """
    pieces = titles.pieces
    first = next((index for index, piece in enumerate(pieces) if not is_a("site", piece.text)), end)
    if not first < end <= first + _MOST_FRONT + 1 or pieces[first].rank != 1:
        return None
    between = pieces[first + 1 : end]
    if any(piece.ended or piece.listed or piece.rank for piece in between):
        return None
    whole = len(pieces[first].text) >= _LEAST_HEADING and titles.is_title(first, first)
    return (first, first) if whole else None


def _alone(titles: Titles, index: int) -> bool:
    """Whether a title in the form of one stands apart from the prose around it."""
    pieces = titles.pieces
    above_ends = index == 0 or titles.stops(index - 1) or pieces[index].rank > 0
    short = not titles.width or len(pieces[index].text) < titles.width
    return (above_ends or not balanced(pieces[index].text)) and short


def _first(titles: Titles) -> Iterable[Head]:
    """The titles that stand before the first sentence of the file."""
    after = 0
    for index, piece in enumerate(titles.pieces):
        text = piece.text
        if piece.listed or is_a("item", text) or (piece.ended and not is_a("site", text)):
            return
        if index >= after and not titles.stops(index) and (span := titles.title_after(index)):
            after = span[1] + 1
            standard = index > 0 and is_a("standard-line", titles.pieces[index - 1].text)
            yield Head(*span, "first", index - 1 if standard else None, _addressees(titles, after))


def _reaches(heads: Sequence[Head], end: int) -> list[tuple[Head, int]]:
    """Each head with the segment at which the next begins."""
    ends = [head.begin for head in heads[1:]] + [end] * bool(heads)
    return list(zip(heads, ends, strict=True))


def _attached(titles: Titles, owner: Head, end: int) -> list[Head]:
    """What stands behind `owner` and is sent out by it: titles that it names, and titles under a mark or a
    signature.
    """
    pieces = titles.pieces
    named = _named(pieces, owner, end)
    firsts = {title[:1] for title in named}
    found: list[Head] = []
    # Who adopts a text does not sign it; its caption says when.
    signed = not titles.captions.isdisjoint(range(owner.last + 1, owner.last + 1 + MOST_LINES))
    closed = False
    index = owner.last + 1
    while index < end:
        piece = pieces[index]
        dated, at_once = is_a("date-line", piece.text), is_a("signed-date", piece.text)
        signed = signed or dated or at_once
        closed = closed or at_once or (dated and is_a("signatory", pieces[index - 1].text))
        span = None
        mark = None
        if is_a("attachment-mark", piece.text) and index + 1 < end:
            span, mark = _marked(titles, index + 1, signed), index
        elif not closed and _signed_below(pieces, index, end):
            pass
        elif signed and is_a("attachment-prefix", piece.text) and not _names_only(pieces, index, end):
            span = titles.title_after(index)
        elif not piece.listed:
            if _first_letter(piece.text) in firsts:
                span = _repeated(titles, index, end, named)
            above = pieces[_before(pieces, index)].text
            if span is None and signed and (is_a("date-line", above) or is_a("signed-date", above)):
                span = titles.title_after(index)
        if span and span[1] < end and not is_a("no-attachment", title_text(pieces, *span)):
            below = _addressees(titles, span[1] + 1)
            text = title_text(pieces, *span)
            explains = (
                is_a("interpretation", text) or is_a("answers", text) or is_a("ends-as-interpretation", text)
            )
            found.append(Head(*span, "attached", None, below, mark, attached=not explains))
            index = span[1]
        index += 1
    return found


def _first_letter(text: str) -> str:
    return next((char for char in text if char.isalnum()), "")


def _before(pieces: Sequence[Segment], index: int) -> int:
    """The segment before `index` that is not a note behind a signature."""
    index -= 1
    while index > 0 and (is_a("closing-note", pieces[index].text) or is_a("site", pieces[index].text)):
        index -= 1
    return index


def _marked(titles: Titles, start: int, signed: bool) -> tuple[int, int] | None:
    """The title under a mark 附件; a numbered list under it only names attachments."""
    if is_a("decided-list", titles.pieces[start].text):
        return start, start
    if not signed or is_a("item", titles.pieces[start].text):
        return None
    return titles.title_after(start)


def _names_only(pieces: Sequence[Segment], index: int, end: int) -> bool:
    """Whether the mark and title in one line at `index` only name an attachment: another follows at once."""
    below = pieces[index + 1].text if index + 1 < end else ""
    return below == "" or is_a("attachment-prefix", below) or (below[0].isdigit() and is_a("item", below))


def _signed_below(pieces: Sequence[Segment], index: int, end: int) -> bool:
    """Whether the line at `index` names an attachment, and the signature of the text follows at once."""
    marked = index > 0 and is_a("attachment-mark", pieces[index - 1].text)
    if not (marked or is_a("attachment-prefix", pieces[index].text)):
        return False
    below = index + 1
    while below < end and is_a("signatory", pieces[below].text):
        below += 1
    return index + 1 < below < end and is_a("date-line", pieces[below].text)


def _named(pieces: Sequence[Segment], owner: Head, end: int) -> frozenset[str]:
    """The titles that the document at `owner` names, in the form in which they are compared."""
    text = "".join(piece.text for piece in pieces[max(owner.first, 0) : end] if not piece.listed)
    found = {match.group("title") for match in regexes("documents")["quoted-title"].finditer(text)}
    title = title_text(pieces, owner.first, owner.last) if owner.first >= 0 else ""
    if match := regexes("documents")["issued-title"].search(title):
        found.add(match.group("title") or match.group("head"))
    return frozenset(map(_compared, found))


def _compared(title: str) -> str:
    """A title in the form in which it is compared: named with its edition or without, its bodies set apart or
    not.
    """
    return _alike(regexes("documents")["edition"].sub("", title))


def _repeated(titles: Titles, start: int, end: int, named: frozenset[str]) -> tuple[int, int] | None:
    """Lines from `start` that are, together and alone, a title the document above names."""
    joined = ""
    for index in range(start, min(start + MOST_LINES, end)):
        if titles.stops(index):
            return None
        joined += titles.pieces[index].text
        if len(joined) > LONGEST:
            return None
        if _compared(bare_title(joined)) in named and balanced(joined):
            return start, titles.with_edition(index)
    return None


def _without_bare(titles: Titles, heads: Sequence[Head]) -> list[Head]:
    """`heads` without those that have nothing of their own before the next: page titles, entries of
    contents.
    """
    kept: list[Head] = []
    heads = list(heads)
    own = [same(bare_title(title_text(titles.pieces, head.first, head.last))) for head in heads]
    for at, (_, end) in enumerate(_reaches(heads, len(titles.pieces))):
        head = heads[at]
        again = at + 1 < len(own) and own[at] == own[at + 1]
        if again and not any(piece.is_matter for piece in titles.pieces[head.last + 1 : end]):
            # What a site says of the text stands between, its number perhaps.
            heads[at + 1] = replace(heads[at + 1], number=heads[at + 1].number or head.number)
            continue
        last = max([head.last, head.number or 0, (head.addressees or (0, 0))[1]])
        least = _LEAST_ATTACHED if head.attached else _LEAST_BODY
        if head.number is not None or _has_matter(titles, range(last + 1, end), least):
            kept.append(head)
    return [replace(head, attached=head.attached and index > 0) for index, head in enumerate(kept)]


def _has_matter(titles: Titles, indices: Iterable[int], least: int) -> bool:
    """Whether the segments at `indices` have as many characters of their own as a document has."""
    size = 0
    for index in indices:
        piece = titles.pieces[index]
        aside = index in titles.captions or is_a("site", piece.text) or is_contents_entry(piece.text)
        if piece.listed or not aside:
            size += len(piece.text)
        if size >= least:
            return True
    return False
