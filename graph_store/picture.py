"""A part of a view as a drawing: SVG with columns by kind, so that every name can be read.

Who acts and where stands on the left, projects or documents in the middle, what they use or cite on the
right. The order in a column is the one in which lines cross least, found by a few sweeps; the same graph
gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

import networkx as nx

from graph_store.views import COLOURS
from ontology.errors import UsageError

_COLUMNS = {
    "region": 0,
    "organisation": 0,
    "agency": 0,
    "project": 1,
    "document": 1,
    "technology": 2,
    "document named": 2,
}
_CHINESE = {
    "region": "地区",
    "organisation": "实施单位",
    "agency": "机构",
    "project": "项目",
    "document": "文件",
    "technology": "技术",
    "document named": "被提及的文件",
}
_WIDTH = 1180
_EDGE = (300, 430, 750, 880)
_TOP = 86
_ROW = 40
_CARD = 58
_SIZE = 14
_SMALL = 11
_LINE = 20
_MOST = 120
_SWEEPS = 12
_SPREAD = 2.2
_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: its column, its middle line in pixels, and its lines of text."""

    column: int
    y: float
    lines: tuple[str, ...]


def draw(graph: nx.DiGraph[str], title: str) -> str:
    """The graph as an SVG picture under `title`. Raises UsageError where it is too large to be read."""
    if not 0 < len(graph) <= _MOST:
        raise UsageError(f"a picture of {len(graph)} nodes cannot be read; choose a part with 1 to {_MOST}.")
    columns = _ordered(graph)
    least = (_ROW, _CARD + 14, _ROW)
    height = max(len(column) * step for column, step in zip(columns, least, strict=True))
    # A short column spreads, so that the lines stay level, but not so far that it falls apart.
    steps = [
        min(height / max(len(column), 1), step * _SPREAD) for column, step in zip(columns, least, strict=True)
    ]
    places = {}
    for index, (column, step) in enumerate(zip(columns, steps, strict=True)):
        first = _TOP + (height - len(column) * step) / 2 + step / 2
        for row, node in enumerate(column):
            lines = _lines(graph.nodes[node], index)
            places[node] = _Place(index, first + row * step, lines)
    kinds = [kind for kind in _COLUMNS if any(said["kind"] == kind for _, said in graph.nodes(data=True))]
    total = _TOP + height + 64
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {total:.0f}" '
            f'font-family="{_FONTS}" font-size="{_SIZE}" role="img" aria-label="{escape(title)}">',
            f'<rect width="{_WIDTH}" height="{total:.0f}" rx="14" fill="#fdfdfb"/>',
            f'<text x="{_WIDTH / 2:.0f}" y="44" text-anchor="middle" font-size="20" font-weight="600" '
            f'fill="#222">{escape(title)}</text>',
            *(_curve(places[a], places[b], _colour(graph, a, b)) for a, b in _edges(graph, places)),
            *(_node(places[node], graph.nodes[node]) for node in places),
            *_legend(kinds, total - 30),
            "</svg>\n",
        )
    )


def _ordered(graph: nx.DiGraph[str]) -> list[list[str]]:
    """The nodes of each column, neighbours near each other."""
    columns: list[list[str]] = [[], [], []]
    for node in sorted(graph, key=lambda node: (graph.nodes[node]["label"], node)):
        columns[_COLUMNS.get(graph.nodes[node]["kind"], 1)].append(node)
    near = graph.to_undirected()
    for sweep in range(_SWEEPS):
        for index in ((1, 0, 2), (1, 2, 0))[sweep % 2]:
            height = {node: row / len(column) for column in columns for row, node in enumerate(column)}
            mean = {node: _mean([height[other] for other in near[node]]) for node in columns[index]}
            columns[index].sort(key=mean.__getitem__)
    return columns


def _mean(values: Sequence[float]) -> float:
    # Rounded, so that equal neighbours keep their order whatever the machine adds up first.
    return round(sum(values) / len(values), 6) if values else 0.5


def _edges(graph: nx.DiGraph[str], places: Mapping[str, _Place]) -> list[tuple[str, str]]:
    return sorted(graph.edges, key=lambda edge: (places[edge[0]].y, places[edge[1]].y, edge))


def _colour(graph: nx.DiGraph[str], source: str, target: str) -> str:
    kinds = (graph.nodes[target]["kind"], graph.nodes[source]["kind"])
    outer = next((kind for kind in kinds if _COLUMNS.get(kind) != 1), kinds[0])
    return COLOURS.get(outer, "#999999")


def _curve(one: _Place, other: _Place, colour: str) -> str:
    left, right = sorted((one, other), key=lambda place: place.column)
    if left.column == right.column:
        x = _EDGE[1] if left.column == 1 else _EDGE[0]
        path = f"M{x} {left.y:.1f} C{x - 60} {left.y:.1f} {x - 60} {right.y:.1f} {x} {right.y:.1f}"
    else:
        start = _EDGE[0] if left.column == 0 else _EDGE[2]
        end = _EDGE[1] if right.column == 1 else _EDGE[3]
        middle = (start + end) / 2
        bend = f"C{middle:.0f} {left.y:.1f} {middle:.0f} {right.y:.1f}"
        path = f"M{start} {left.y:.1f} {bend} {end} {right.y:.1f}"
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-opacity=".5" stroke-width="1.7"/>'


def _node(place: _Place, said: Mapping[str, str]) -> str:
    colour = COLOURS.get(said["kind"], "#999999")
    if place.column == 1:
        x, width = _EDGE[1], _EDGE[2] - _EDGE[1]
        card = (
            f'<rect x="{x}" y="{place.y - _CARD / 2:.1f}" width="{width}" height="{_CARD}" rx="9" '
            f'fill="#fff" stroke="{colour}" stroke-width="1.6"/>'
        )
        return card + _text(place, (_EDGE[1] + _EDGE[2]) / 2, "middle", said)
    x = _EDGE[0] if place.column == 0 else _EDGE[3]
    anchor, shift = ("end", -13) if place.column == 0 else ("start", 13)
    dot = f'<circle cx="{x}" cy="{place.y:.1f}" r="6" fill="{colour}"/>'
    return dot + _text(place, x + shift, anchor, said)


def _text(place: _Place, x: float, anchor: str, said: Mapping[str, str]) -> str:
    english = _short(said["label_en"], _room(place.column)) if place.column != 1 else ""
    below = f'<tspan x="{x:.0f}" dy="15" font-size="{_SMALL}" fill="#767676">{escape(english)}</tspan>'
    height = (len(place.lines) - 1) * _LINE + (15 if english else 0)
    first = place.y - height / 2 + 5
    spans = "".join(
        f'<tspan x="{x:.0f}" y="{first + row * _LINE:.1f}">{escape(line)}</tspan>'
        for row, line in enumerate(place.lines)
    )
    return f'<text text-anchor="{anchor}" fill="#222">{spans}{below if english else ""}</text>'


def _lines(said: Mapping[str, str], column: int) -> tuple[str, ...]:
    room = _room(column)
    lines = [""]
    for character in said["label"]:
        if _wide(lines[-1] + character) * _SIZE > room:
            lines.append("")
        lines[-1] += character
    if len(lines) > 2:
        lines = [lines[0], lines[1][:-1] + "…"]
    # Two lines of like length look better than a full one and a rest.
    if len(lines) == 2 and "…" not in lines[1]:
        half = _middle(said["label"])
        lines = [said["label"][:half], said["label"][half:]]
    return tuple(lines)


def _room(column: int) -> int:
    return (_EDGE[0] - 30, _EDGE[2] - _EDGE[1] - 24, _WIDTH - _EDGE[3] - 30)[column]


def _short(text: str, room: int) -> str:
    if _wide(text) * _SMALL <= room:
        return text
    kept = text
    while _wide(kept + "…") * _SMALL > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _middle(text: str) -> int:
    """Where to break `text` in two: behind a sign near the middle, else in the middle."""
    half = (len(text) + 1) // 2
    behind = [at + 1 for at, character in enumerate(text[:-1]) if character in "）)、，—及和"]
    return min([at for at in behind if abs(at - half) <= 4], key=lambda at: abs(at - half), default=half)


def _wide(text: str) -> float:
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.56 for character in text)


def _legend(kinds: Sequence[str], y: float) -> list[str]:
    names = [f"{_CHINESE[kind]} {kind}" for kind in kinds]
    widths = [_wide(name) * _SIZE + 46 for name in names]
    x = (_WIDTH - sum(widths)) / 2
    found = []
    for kind, name, width in zip(kinds, names, widths, strict=True):
        found.append(f'<circle cx="{x:.0f}" cy="{y - 5:.0f}" r="6" fill="{COLOURS[kind]}"/>')
        found.append(f'<text x="{x + 13:.0f}" y="{y:.0f}" fill="#444">{name}</text>')
        x += width
    return found
