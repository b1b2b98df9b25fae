"""Rows of a table whose cells are broken over lines, from the text alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import quantiles

from extract.cleaning import plain
from extract.layout import Layout, Line
from extract.lists.believed import believed
from extract.lists.cells import Habits, ends_sentence, opening_class
from extract.lists.headings import Headings, is_class_heading
from extract.lists.heads import Head
from extract.lists.lines.blocks import block_rows
from extract.lists.lines.counted import counted_rows, short_rows
from extract.lists.lines.dumped import dumped_rows
from extract.lists.lines.fragments import Fragment, fragments, leading_number
from extract.lists.lines.hypotheses import Found
from extract.lists.lines.piled import piled_rows
from extract.lists.lines.regular import regular_rows, rows_set_off
from extract.lists.lines.search import Search
from extract.lists.lines.slices import is_sliced, sliced_rows
from extract.lists.lines.strewn import strewn_rows
from extract.lists.lines.wrapped import wrapped_rows
from extract.lists.model import Column, Range, Row
from extract.lists.numbering import chain_of
from extract.lists.places import known
from extract.lists.positions.placed import placed_rows
from extract.lists.roles import by_content
from extract.lists.sums import is_sum, is_total_line
from extract.lists.words import code_number, costs, head_role, row_number, words

# In this share of rows, or so many, a column must have broken cells for its width to be believed.
_BROKEN, _BROKEN_ROWS = 0.2, 2
_LEAST_CHAIN, _ROOM = 3, 0.6
_MOST_TOLD = 2  # times that cells tell what columns are, each time better parted
_MIXED = 0.3  # in this share of names, at least, pieces of other columns are no chance
_DOUBT = 2.1  # what rows cost at most, on average: dearer ones are not guessed but told


def read_rows(
    layout: Layout, head: Head, repeats: Sequence[Head], stop: int
) -> tuple[tuple[Column, ...], list[Row], list[Range]]:
    """Columns, rows, and pieces not placed, below `head` and up to line `stop`, without its `repeats`."""
    columns, rows, unplaced = _read(layout, head, repeats, stop)
    kept, lost = believed(layout.text.chars, columns, rows)
    return columns, kept, sorted([*unplaced, *lost])


def _read(
    layout: Layout, head: Head, repeats: Sequence[Head], stop: int
) -> tuple[tuple[Column, ...], list[Row], list[Range]]:
    """The same, whether the rows are to be believed or not."""
    skip = {index for again in repeats for index in range(again.first, again.last + 1)}
    lines = [
        (index, layout.lines[index])
        for index in range(head.last + 1, stop)
        if index not in skip and not layout.lines[index].furniture
    ]
    lines = list(_without_totals(lines))
    if "name" not in {column.role for column in head.columns}:
        placed = placed_rows(layout, head, repeats, stop)
        numbered = "number" in {column.role for column in head.columns}
        return placed or (_searched(layout, head, lines) if numbered else (head.columns, [], []))
    return _unbroken(layout, head, repeats, stop, lines) or _searched(layout, head, lines)


def _without_totals(lines: Sequence[tuple[int, Line]]) -> Iterator[tuple[int, Line]]:
    """The lines but for those that add up others: what they are called, and sums on the lines below, up to
    the number of a row, behind which no sum stands.
    """
    summing = False
    for (index, line), (_, behind) in zip(lines, [*lines[1:], *lines[-1:]], strict=True):
        total = words().total.match(line.text) is not None or is_total_line(line.text)
        if not total and summing:
            ends = words().closing.match(behind.text) or is_class_heading(behind.text)
            opens = not is_sum(behind.text) and not ends
            numbers = row_number(line.text) is not None and opens
            summing = is_sum(line.text) and not numbers
        summing = summing or total
        if not summing:
            yield index, line


def _unbroken(
    layout: Layout, head: Head, repeats: Sequence[Head], stop: int, lines: Sequence[tuple[int, Line]]
) -> tuple[tuple[Column, ...], list[Row], list[Range]] | None:
    """The same, where places, or the way in which lines are printed, say what is of which cell."""
    placed = placed_rows(layout, head, repeats, stop) if layout.text.spots else None
    if placed is not None:
        return placed
    body = _up_to_closing(lines)
    set_off = _set_off(layout, head, body)
    if set_off is not None:
        return set_off
    if head.first == head.last:
        counted = counted_rows(layout.text.chars, layout.lines[head.first], body, head.columns)
        if counted is not None:
            return counted
    regular = regular_rows(layout.text.chars, body, head.columns)
    regular = regular or wrapped_rows(layout.text.chars, body, head.columns)
    regular = regular or dumped_rows(body, head.columns)
    if regular is not None:
        return head.columns, regular, []
    flat = _flattened(body, head, layout.lines[head.first : head.last + 1])
    if flat is not None:
        return flat
    placed = placed_rows(layout, head, repeats, stop)
    if placed is None and head.first != head.last:
        placed = strewn_rows(body, head.columns)
    if placed is None and " " in layout.lines[head.first].text and is_sliced(body):
        rows = sliced_rows(layout.text.chars, body, head.columns)
        placed = (head.columns, rows, []) if rows is not None else None
    return placed


def _set_off(
    layout: Layout, head: Head, body: Sequence[Line]
) -> tuple[tuple[Column, ...], list[Row], list[Range]] | None:
    """The same, where headings that nothing marks part whole rows; the first of them may have been taken for
    the last word of a head whose words stand one below the other.
    """
    columns, last = head.columns, layout.lines[head.last]
    rows = rows_set_off(layout.text.chars, body, columns)
    if rows is None and head.first < head.last and columns[-1] == Column("other", last.text):
        columns = columns[:-1]
        rows = rows_set_off(layout.text.chars, [last, *body], columns)
    return (columns, rows, []) if rows is not None else None


def _flattened(
    body: Sequence[Line], head: Head, above: Sequence[Line]
) -> tuple[tuple[Column, ...], list[Row], list[Range]] | None:
    """The same, where a tool took the text of a table alone: rows on lines, or cells on lines, some of them
    left out or broken.
    """
    if head.first == head.last and (short := short_rows(body, head.columns)) is not None:
        return short
    blocks = block_rows(body, head.columns)
    return (*blocks, []) if blocks is not None else piled_rows(body, head, above)


def _searched(
    layout: Layout, head: Head, lines: Sequence[tuple[int, Line]]
) -> tuple[tuple[Column, ...], list[Row], list[Range]]:
    """The same, by the cheapest way to put the pieces of lines into cells."""
    columns = head.columns
    pieces = _by_codes(fragments(lines, _one_line(lines)), columns)
    roles = [column.role for column in columns]
    chain = _believed(chain_of([piece.number for piece in pieces]), pieces, roles)
    anchors, last = frozenset(chain), max(chain, default=0)
    if "number" not in roles and len(anchors) >= 2 and _first_in_row(pieces, anchors):
        columns = _numbered(columns)
        roles = [column.role for column in columns]
    if "number" in roles:
        if not anchors:
            return columns, [], []
        pieces = pieces[: last + costs()["tail"]]
    else:
        chain, anchors = [], frozenset()
    pieces = _without_closing(pieces, last if "number" in roles else 0)
    sample = pieces[: costs()["sample"]]
    size = costs()["beam" if len(sample) < costs()["sample"] // 2 else "sample_beam"]
    found = Search(sample, roles, anchors, _first_habits(pieces, chain, roles), size).run()
    for _ in range(_MOST_TOLD):
        told = by_content(columns, _texts(sample, found, len(roles))) if "other" in roles else columns
        if told == columns:
            break
        columns, roles = told, [column.role for column in told]
        found = Search(sample, roles, anchors, _first_habits(pieces, chain, roles), size).run()
    if "name" not in roles:
        return columns, [], []
    habits = learn(sample, roles, found)
    found = Search(pieces, roles, anchors, habits, costs()["beam"]).run()
    open_to_doubt = "other" in roles or (head.first != head.last and "description" not in roles)
    if open_to_doubt and _average(found) > _DOUBT:
        return columns, [], []
    rows, unplaced = _rows(pieces, found)
    left = sum(
        row_number(pieces[item.unplaced].text) is not None for item in found if item.unplaced is not None
    )
    if ("number" in roles and left >= len(rows)) or _places_in_names(pieces, found, roles):
        return columns, [], []
    return columns, rows, unplaced


def _numbered(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of rows that numbers open: the first of them, where nobody knows its head, or one more."""
    if columns[0].role == "other":
        return (Column("number", columns[0].head), *columns[1:])
    return (Column("number", ""), *columns)


def _texts(pieces: Sequence[Fragment], found: Sequence[Found], wide: int) -> list[list[str]]:
    """The cells of each column as texts."""
    rows = [row.cells for row in found if row.cells]
    return [
        [plain("\n".join(pieces[index].text for index in row[column])) for row in rows]
        for column in range(wide)
    ]


def _places_in_names(pieces: Sequence[Fragment], found: Sequence[Found], roles: Sequence[str]) -> bool:
    """Whether a piece of many names is a place, whose column then holds what it should not."""
    if "name" not in roles or not {"region", "site"} & set(roles):
        return False
    names = [item.cells[roles.index("name")] for item in found if item.cells]
    mixed = sum(any(known(pieces[index].text) for index in cell[1:]) for cell in names)
    return mixed >= _MIXED * len(names) and mixed > 0


def _average(found: Sequence[Found]) -> float:
    """What a row costs."""
    prices = [row.cost for row in found if row.cells]
    return sum(prices) / max(len(prices), 1)


def _by_codes(pieces: list[Fragment], columns: Sequence[Column]) -> list[Fragment]:
    """The fragments, codes among them counted as numbers where codes number the rows (A-01, A-02)."""
    coded = next((column for column in columns if column.role == "number"), None)
    if coded is None or head_role(coded.head) != "code":
        return pieces
    numbers = [code_number(piece.text) for piece in pieces]
    if len(chain_of(numbers)) <= len(chain_of([piece.number for piece in pieces])):
        return pieces
    return [piece._replace(number=number) for piece, number in zip(pieces, numbers, strict=True)]


def _up_to_closing(lines: Sequence[tuple[int, Line]]) -> list[Line]:
    """The lines before the last one that closes a list: behind it the text goes on."""
    closing = [at for at, (_, line) in enumerate(lines) if words().closing.match(line.text)]
    return [line for _, line in (lines[: closing[0]] if closing else lines)]


def _without_closing(pieces: list[Fragment], last: int) -> list[Fragment]:
    """The fragments up to the line, behind the fragment `last`, that closes the list."""
    closing = words().closing
    end = (at for at in range(last, len(pieces)) if not pieces[at].gap and closing.match(pieces[at].text))
    return pieces[: next(end, len(pieces))]


def _one_line(lines: Sequence[tuple[int, Line]]) -> bool:
    """Whether the rows stand on a line each: running numbers open lines that go on."""
    alone = chain_of([row_number(line.text) for _, line in lines])
    opening = chain_of([leading_number(line.text) for _, line in lines])
    return len(opening) > 2 * len(alone)


def _believed(chain: list[int], pieces: Sequence[Fragment], roles: Sequence[str]) -> list[int]:
    """The chain without a last number that jumps and has no room for a row behind it: a figure in a cell."""
    if "number" not in roles or len(chain) < _LEAST_CHAIN:
        return chain
    jumps = (pieces[chain[-1]].number or 0) - (pieces[chain[-2]].number or 0) > 1
    end = next(
        (at for at in range(chain[-1], len(pieces)) if words().closing.match(pieces[at].text)), len(pieces)
    )
    room = len(roles) - 1 - roles.index("number")
    return chain[:-1] if jumps and end - chain[-1] - 1 < _ROOM * room else chain


def _first_habits(pieces: Sequence[Fragment], chain: Sequence[int], roles: Sequence[str]) -> Habits:
    """What can be told before the first search.

    The steps between numbers tell whether the cells have a line each, the lines that open with a class
    whether
    descriptions do.
    """
    steps = [later - place for place, later in pairwise(chain)]
    opened = sum(opening_class(piece.text) is not None for piece in pieces)
    share = min(1.0, opened / len(chain)) if chain else 0.0
    if steps and steps.count(len(roles)) >= 0.6 * len(steps):
        return Habits(widths=(None,) * len(roles), learned=True, opened=share)
    return Habits(opened=share)


def _first_in_row(pieces: Sequence[Fragment], anchors: frozenset[int]) -> bool:
    return min(anchors) == 0


def learn(pieces: Sequence[Fragment], roles: Sequence[str], found: Sequence[Found]) -> Habits:
    """What the rows of a first search have in common."""
    lines: list[list[int]] = [[] for _ in roles]
    every: list[list[int]] = [[] for _ in roles]
    broken = [0] * len(roles)
    texts: list[list[str]] = [[] for _ in roles]
    rows = sliced = 0
    for row in found:
        rows += bool(row.cells)
        sliced += any(cell[-1] - cell[0] >= len(cell) for cell in row.cells if cell)
        for column, cell in enumerate(row.cells):
            printed = _line_widths(pieces, cell)
            lines[column] += printed[:-1]
            every[column] += printed
            broken[column] += len(printed) > 1
            texts[column].append(plain("\n".join(pieces[index].text for index in cell)))
    if not rows:
        return Habits()
    widths = tuple(
        _usual(column, every[number]) if broken[number] >= min(_BROKEN_ROWS, max(1, _BROKEN * rows)) else None
        for number, column in enumerate(lines)
    )
    whole = [
        text
        for role, column in zip(roles, texts, strict=True)
        if role == "description"
        for text in column
        if text
    ]
    names = [
        text for role, column in zip(roles, texts, strict=True) if role == "name" for text in column if text
    ]
    return Habits(
        widths=widths,
        learned=True,
        sliced=sliced / rows,
        opened=_share(opening_class(text) is not None for text in whole),
        sentences=_share(map(ends_sentence, whole)),
        named=_share(words().names["project"].search(name) is not None for name in names),
    )


def _line_widths(pieces: Sequence[Fragment], cell: Sequence[int]) -> list[int]:
    widths: dict[int, int] = {}
    for index in cell:
        widths[pieces[index].line] = widths.get(pieces[index].line, 0) + pieces[index].width
    return list(widths.values())


def _usual(widths: Sequence[int], every: Sequence[int]) -> tuple[int, int]:
    """From which width on lines break, but for one in ten, and how wide they get at most, but for one in
    twenty.
    """
    least = quantiles(widths, n=10, method="inclusive")[0] if len(widths) > 1 else widths[0]
    most = quantiles(every, n=20, method="inclusive")[-1] if len(every) > 1 else every[0]
    return int(least), round(max(least, most))


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else 0.0


def _rows(pieces: Sequence[Fragment], found: Sequence[Found]) -> tuple[list[Row], list[Range]]:
    rows: list[Row] = []
    unplaced: list[Range] = []
    headings = Headings()
    for item in found:
        if item.unplaced is not None:
            unplaced.append((pieces[item.unplaced].start, pieces[item.unplaced].end))
        elif item.heading is not None:
            piece = pieces[item.heading]
            headings.add(piece.text, (piece.start, piece.end))
        else:
            cells = tuple(
                tuple((pieces[index].start, pieces[index].end) for index in cell) for cell in item.cells
            )
            rows.append(Row(cells, headings.places, round(item.cost, 2)))
    return rows, unplaced
