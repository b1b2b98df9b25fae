"""Tables without rules on pages that say where pieces are printed: their columns by their places on the line,
their rows by their heights.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, product

from extract.cleaning import plain
from extract.layout import Layout
from extract.lists.cells import CLASSES, balanced, may_be
from extract.lists.headings import Headings, is_class_heading, stands_between
from extract.lists.heads import Head, column_heads
from extract.lists.model import Column, Range, Row
from extract.lists.positions.heights import Placing, place_rows
from extract.lists.positions.pieces import Piece, pieces_of
from extract.lists.positions.shared import Group, shared_cells
from extract.lists.positions.signed import without_signature
from extract.lists.positions.straight import straightened
from extract.lists.positions.textplaces import HEIGHT
from extract.lists.roles import by_content
from extract.lists.sums import adds_up
from extract.lists.words import head_role, heading_level, is_title, width, words
from extract.text import Text

_ABOVE, _BELOW = 2, 3  # heights of a head over and under the one that it is known by
_LEAST_STRIPS, _LEAST_NAMED = 3, 0.7
_EDGE, _CLOSING, _OPENING = 0.1, "，。、；：）”》", "（“《"
_HEAD_GAP = 1.15  # lines
_OWN_LINE = 0.25
_TITLE_WIDE = 3.0  # times as wide as the word of a head below it
_CLOSE = 0.5  # of a line, between two strips
_MOST_NOISE = 0.05  # of the pieces, in a strip that no head names
_SHARED = CLASSES | {"region", "site"}
_CELLS = CLASSES | {"region", "name", "description", "site"}

Strips = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Table:
    columns: tuple[Column, ...]
    strips: Strips
    body: Sequence[Piece]


def placed_rows(
    layout: Layout, head: Head, repeats: Sequence[Head], stop: int
) -> tuple[tuple[Column, ...], list[Row], list[Range]] | None:
    """Columns, rows and pieces not placed below `head` and up to line `stop`, without its `repeats`.

    None where the text does not say where pieces are printed, or no table can be seen there.
    """
    pieces = _without_totals(pieces_of(layout, head, repeats, stop))
    table = _table(pieces, head) if pieces else None
    if table is None:
        return None
    columns, strips = table.columns, table.strips
    signed = without_signature(columns, table.body, lambda piece: _home(piece, strips))
    table = replace(table, body=signed)
    roles = [column.role for column in columns]
    between = _headings(table)
    body = [piece for piece in table.body if piece not in between]
    body = [part for piece in body for part in _parts(piece, table.strips)]
    homes = _homes(body, table)
    cells: list[list[Piece]] = [
        [piece for piece, home in zip(body, homes, strict=True) if home == column]
        for column in range(len(roles))
    ]
    placing = place_rows(cells, roles)
    told = by_content(columns, _texts(placing, len(columns))) if placing and "other" in roles else columns
    if placing and told != columns:
        columns = told
        placing = place_rows(cells, [column.role for column in columns])
    if placing is None or "name" not in {column.role for column in columns}:
        return None
    lost = [piece for piece, home in zip(body, homes, strict=True) if home is None]
    rows = _rows(placing, sorted(between, key=_level))
    if len(rows) == len(placing.rows):
        for at, column in enumerate(columns):
            groups = shared_cells(cells[at], placing, at) if column.role in _SHARED else []
            rows = _with_shared(rows, groups, at)
            placing = placing.without({piece for *_, cell in groups for piece in cell})
    return columns, rows, _unplaced(layout.text, placing, lost)


def _with_shared(rows: list[Row], groups: Sequence[Group], column: int) -> list[Row]:
    """The rows, each with the cell of the column that holds for it; it stands in the first of them."""
    found = list(rows)
    for first, last, cell in groups:
        for at in range(first, last + 1):
            cells, carried = rows[at].cells, rows[at].carried
            own = (*cells[:column], tuple(_ranges(cell)), *cells[column + 1 :])
            found[at] = replace(
                rows[at], cells=own, carried=carried if at == first else carried | frozenset({column})
            )
    return found


def _without_totals(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without those at the height of words that say that a row adds up others (合　计)."""
    lines = groupby(sorted(pieces, key=lambda piece: (round(piece.level, 1), piece.left)), key=_level)
    told = ((level, [piece.text for piece in line]) for level, line in lines)
    totals = [level for level, texts in told if words().total.match("".join(texts)) or adds_up(texts)]
    return [piece for piece in pieces if not any(abs(piece.level - level) < 0.5 for level in totals)]


def _texts(placing: Placing, wide: int) -> list[list[str]]:
    """The cells of each column as texts."""
    return [
        [plain("\n".join(piece.text for piece in row[column])) for row in placing.rows]
        for column in range(wide)
    ]


def _level(piece: Piece) -> float:
    return piece.level


def _left(strip: tuple[float, float]) -> float:
    return strip[0]


def _table(pieces: Sequence[Piece], head: Head) -> _Table | None:
    """The columns, their strips of the page and what stands below the head."""
    seeds = _together([piece for piece in pieces if head.start <= piece.start < head.end])
    if not seeds:
        return None
    pieces = [piece for piece in pieces if piece.level >= min(map(_level, seeds)) - _ABOVE]
    heads = _strips(seeds)
    narrow = [
        piece
        for piece in pieces
        if not _spans(piece, heads) and not _apart(piece) and not _is_above(piece, seeds, heads)
    ]
    narrow = _without_titles(narrow, seeds)
    straight = straightened(narrow, seeds, _strips(narrow))
    if straight is not None:
        return _table(straight, head)
    strips = _with_heads(_strips(narrow), narrow, max(map(_level, seeds)))
    zone = _zone(pieces, seeds, strips)
    if zone is None:
        return None
    texts, last = zone
    kept = [at for at, text in enumerate(texts) if text]
    columns = column_heads([texts[at] for at in kept])
    end = max((piece.level for piece in narrow if _home(piece, strips) in kept), default=0.0)
    # What stands below all columns and on their right (who signs) is no column without a head.
    bare = sum(1 for piece in narrow if _home(piece, strips) not in kept and piece.level <= end)
    if len(kept) < min(_LEAST_STRIPS, len(head.columns)) or bare > max(2, _MOST_NOISE * len(narrow)):
        return None
    if len(columns) < min(len(head.columns), len(seeds), len(heads)) - 1:
        return None
    again = {(piece.text, round(piece.left)) for piece in pieces if piece.level <= last + 0.25}
    first = {page: level for level, page in reversed([(piece.level, piece.page) for piece in pieces])}
    body = [
        piece
        for piece in pieces
        if piece.level > last + 0.25
        and not ((piece.text, round(piece.left)) in again and piece.level < first[piece.page] + _BELOW)
    ]
    return _Table(columns, [strips[at] for at in kept], body)


def _together(seeds: Sequence[Piece]) -> list[Piece]:
    """The pieces of a head without those below a gap: a heading between it and the rows."""
    gaps = (
        at for at, (above, below) in enumerate(pairwise(seeds), 1) if below.level - above.level > _HEAD_GAP
    )
    return _below_title(list(seeds[: next(gaps, len(seeds))]))


def _below_title(seeds: list[Piece]) -> list[Piece]:
    """The pieces of a head without one alone on a line above them that says nothing known: a title."""
    alone = len(seeds) > 1 and seeds[1].level - seeds[0].level > _OWN_LINE
    return seeds[1:] if alone and head_role(seeds[0].text) is None else seeds


def _spans(piece: Piece, heads: Strips) -> bool:
    """Whether a piece stands under several heads."""
    first, last = _inked(piece)
    return sum(first < right and last > left for left, right in heads) > 1


def _is_above(piece: Piece, seeds: Sequence[Piece], heads: Strips) -> bool:
    """Whether a piece above a head is far wider than the words of that below it, as a title is."""
    if piece.level >= min(map(_level, seeds)) - 0.25:
        return False
    first, last = _inked(piece)
    left, right = max(heads, key=lambda head: min(head[1], last) - max(head[0], first))
    return last - first > _TITLE_WIDE * (right - left)


def _without_titles(pieces: Sequence[Piece], seeds: Sequence[Piece]) -> list[Piece]:
    """The pieces without those on lines of fewer pieces than rows have that stand in two columns with heads,
    and without those above in columns of which the head says enough: titles over this table or the next.
    """
    top = min(map(_level, seeds)) - _OWN_LINE
    lines = [list(line) for _, line in groupby(pieces, key=lambda piece: round(piece.level, 1))]
    full = [line for line in lines if len(line) >= min(_LEAST_STRIPS, len(seeds)) and line[0].level >= top]
    strips = _strips(piece for line in full for piece in line)
    named = [strip for strip in strips if any(_touched(seed, [strip]) for seed in seeds)]
    titles = {
        piece
        for line in lines
        if line not in full
        for piece in line
        if len(_touched(piece, named)) > (0 if piece.level < top else 1)
    }
    return [piece for piece in pieces if piece not in titles]


def _apart(piece: Piece) -> bool:
    """Whether a piece stands between the rows or below them."""
    text = piece.text
    return heading_level(text) is not None or words().closing.match(text) is not None or is_title(text)


def _strips(pieces: Iterable[Piece]) -> list[tuple[float, float]]:
    """The stretches of the page that are printed on, apart from one another."""
    found: list[list[float]] = []
    for left, right in sorted(map(_inked, pieces)):
        if found and left < found[-1][1]:
            found[-1][1] = max(found[-1][1], right)
        else:
            found.append([left, right])
    return [(left, right) for left, right in found]


def _with_heads(strips: Strips, pieces: Sequence[Piece], head: float) -> Strips:
    """The strips of a text, those that hold but words of the head each as part of the strip close beside it:
    one that no head stands over rather than another.
    """
    if not all(piece.level.is_integer() for piece in pieces):
        return strips
    homes = [(piece, _home(piece, strips)) for piece in pieces]
    named = {home for piece, home in homes if piece.level <= head}
    filled = {home for piece, home in homes if piece.level > head + _HEAD_GAP}
    found = list(strips)
    for at in reversed(range(len(found))):
        beside = [
            (other in named, abs(found[max(at, other)][0] - found[min(at, other)][1]), other)
            for other in (at - 1, at + 1)
            if 0 <= other < len(found)
        ]
        close = [way for way in beside if way[1] < _CLOSE * pieces[0].height]
        if at not in filled and close:
            other = min(close)[2]
            low, high = min(at, other), max(at, other)
            found[low : high + 1] = [(found[low][0], found[high][1])]
            named = {home - (home >= high) for home in named if home is not None}
            filled = {home - (home >= high) for home in filled if home is not None}
    return found


def _inked(piece: Piece) -> tuple[float, float]:
    """From where to where a piece is inked: a mark at its edge fills half of its box, and may hang out of its
    cell.
    """
    edge = _EDGE * piece.height
    right = piece.height / 2 if piece.text[-1] in _CLOSING else edge
    left = piece.height / 2 if piece.text[0] in _OPENING else edge
    wide = piece.right - piece.left
    return piece.left + min(left, wide / 3), piece.right - min(right, wide / 3)


def _home(piece: Piece, strips: Strips) -> int | None:
    """The strip in which a piece stands; None where it stands in several."""
    touched = _touched(piece, strips)
    return touched[0] if len(touched) == 1 else None


def _homes(body: Sequence[Piece], table: _Table) -> list[int | None]:
    """The column of each piece. One that stands between two, as the columns of a text may on another page, is
    of the right one where the line has a cell of the left one, none of its own, and it may be such a cell.
    """
    homes = [_home(piece, table.strips) for piece in body]
    if all(home is not None for home in homes):
        return homes
    found = list(homes)
    beside: dict[float, set[int | None]] = {}
    for piece, home in zip(body, homes, strict=True):
        beside.setdefault(piece.level, set()).add(home)
    for piece, home, at in zip(body, homes, range(len(body)), strict=True):
        if home is not None or piece.height != HEIGHT or _touched(piece, table.strips):
            continue
        own = bisect_left(table.strips, piece.left, key=_left)
        near = beside[piece.level]
        if 0 < own < len(table.strips) and own - 1 in near and own not in near:
            found[at] = own if may_be(piece.text, table.columns[own].role) else None
    return found


def _touched(piece: Piece, strips: Strips) -> list[int]:
    """The strips in which a piece stands."""
    first, last = _inked(piece)
    return [at for at, (left, right) in enumerate(strips) if first < right and last > left]


def _parts(piece: Piece, strips: Strips) -> Iterator[Piece]:
    """A piece, cut where it runs over from one strip into the next."""
    first, last = _inked(piece)
    border = next((left for left, _ in strips if first < left < last), None)
    unit = (piece.right - piece.left) / max(width(piece.text), 1)
    if border is None or not any(left <= first < right for left, right in strips):
        yield piece
        return
    at = 1
    while at < len(piece.text) - 1 and piece.left + unit * width(piece.text[:at]) < border - unit:
        at += 1
    middle = piece.left + unit * width(piece.text[:at])
    yield piece._replace(end=piece.start + at, text=piece.text[:at], right=min(middle, border))
    yield piece._replace(start=piece.start + at, text=piece.text[at:], left=max(middle, border))


def _zone(pieces: Sequence[Piece], seeds: Sequence[Piece], strips: Strips) -> tuple[list[str], float] | None:
    """The words of the head, strip by strip, and the height of its last line.

    Of the heights around those that the head is known by the ones are its own with which most words are known
    and brackets come in pairs: fewer where a row was taken for a part of it, more where all that stands on
    the further ones goes on with words that stay known (所在县 above 区).
    """
    first, last = min(map(_level, seeds)), max(map(_level, seeds))
    above = sorted(
        {piece.level for piece in pieces if first - _ABOVE <= piece.level < first - 0.25}, reverse=True
    )
    below = sorted({piece.level for piece in pieces if last + 0.25 < piece.level <= last + _BELOW})
    best: tuple[tuple[float, ...], list[str], float] | None = None
    own = sorted({piece.level for piece in seeds}, reverse=True)
    for top, bottom in product([first, *_levels(above)], [*own, *_levels(below)]):
        zone = [piece for piece in pieces if top - 0.2 <= piece.level <= bottom + 0.2]
        if any(_apart(piece) and len(piece.text) > 3 for piece in zone if piece.level < first - 0.25):
            continue
        texts = [""] * len(strips)
        for piece in sorted(zone, key=lambda piece: (round(piece.level, 1), piece.left)):
            if (home := _home(piece, strips)) is not None:
                texts[home] += piece.text
        known = sum(column.role != "other" for column in column_heads([text for text in texts if text]))
        odd = sum(not balanced(text) for text in texts if text)
        below_it = [home for piece in zone if piece.level > last + 0.25 and (home := _home(piece, strips))]
        goes_on = bool(below_it) and all(head_role(texts[home]) is not None for home in below_it)
        score = (known - 0.6 * odd, goes_on, top - first - abs(bottom - last))
        if best is None or score > best[0]:
            best = score, texts, bottom
    return None if best is None else (best[1], best[2])


def _levels(levels: Sequence[float]) -> list[float]:
    """Each height once, though it is measured a little differently."""
    found: list[float] = []
    for level in levels:
        if not found or abs(level - found[-1]) > 0.25:
            found.append(level)
    return found[:_BELOW]


def _headings(table: _Table) -> set[Piece]:
    """What stands between the rows: alone at its height, and marked as a heading or across the columns."""
    found: set[Piece] = set()
    ordered = sorted(table.body, key=_level)
    for at, piece in enumerate(ordered):
        near = (ordered[other] for other in (at - 1, at + 1) if 0 <= other < len(ordered))
        if any(abs(other.level - piece.level) < 0.7 for other in near):
            continue
        if heading_level(piece.text) is not None:
            found.add(piece)
        elif stands_between(piece.text) or is_class_heading(piece.text):
            home = _home(piece, table.strips)
            if home is None or table.columns[home].role not in _CELLS:
                found.add(piece)
    return found


def _rows(placing: Placing, between: Sequence[Piece]) -> list[Row]:
    headings, rows, at = Headings(), [], 0
    for number, cells in enumerate(placing.rows):
        while at < len(between) and between[at].level < placing.anchors[number]:
            headings.add(between[at].text, (between[at].start, between[at].end))
            at += 1
        ranges = tuple(tuple(_ranges(cell)) for cell in cells)
        if any(ranges):
            rows.append(Row(ranges, headings.places, round(placing.costs[number], 2)))
    return rows


def _ranges(cell: Sequence[Piece]) -> Iterable[Range]:
    """The pieces of a cell in reading order, those of one printed line as one range where they follow."""
    for _, run in groupby(enumerate(cell), key=lambda pair: (pair[1].line, pair[0] - pair[1].order)):
        same = [piece for _, piece in run]
        yield same[0].start, same[-1].end


def _unplaced(text: Text, placing: Placing, lost: Sequence[Piece]) -> list[Range]:
    """Pieces among the rows that are in none; what stands below the last one is no part of the table."""
    end = placing.end
    return sorted((piece.start, piece.end) for piece in (*placing.left, *lost) if piece.level < end)
