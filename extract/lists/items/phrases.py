"""What the parts of an item are: the project, who carries it out, where; by marks and words between them.

An item (由甲公司承担的乙项目（丙省）) is cut at its punctuation; a part that words mark (由 … 承担的) has a
role of its own; what stands in the same place of the other items tells what any other is (`entries.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.lists.cells import is_body
from extract.lists.items.records import may_do
from extract.lists.model import Range
from extract.lists.places import known
from extract.lists.words import head_role, words
from extract.rules import regexes

_OPEN, _CLOSE = "（([【“「『《", "）)]】”」』》"
_QUOTES = "“「『《"
_BRACKET = "（"
_MOST_BRACKETS = 3
_LONGEST_LABEL = 12
_SHORTEST_NAME, _SHORTEST_BODY = 4, 3
_ROLES = {"n": "name", "b": "implementer", "r": "region", "d": "implementer", "p": "partner", "q": "partner"}
_PHRASES = (
    "by-at-doing-of",
    "by-at-doing-name",
    "by-doing-of",
    "at-of",
    "by-at-doing-behind",
    "at-by-behind",
    "by-behind",
    "label-behind",
    "at-by-doing",
    "by-at-doing",
    "with-partner",
    "partner-behind",
    "by",
    "doing-behind",
    "at-place",
    "at-behind",
    "by-investing",
    "at-building",
    "named-doing-of",
    "named-at-doing",
    "named-doing",
    "named-behind",
)
_WHERE = frozenset({"region", "site"})
_WHO = frozenset(
    {"implementer", "maker", "applicant", "partner", "lead", "group", "recommender", "user", "body"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """Characters `start` to `end` of an item: their role, None where nothing but their place may tell it; the
    mark in front of them; the words that label them ("" where none do).
    """

    role: str | None
    start: int
    end: int
    mark: str
    label: str = ""


def marks_of(items: Sequence[str]) -> frozenset[str]:
    """The marks that part the items: those that most of them have outside of brackets; of marks that names
    hold as well (a dash, a stroke) those that all have.
    """
    found: dict[str, int] = {}
    for text in items:
        for mark in {_mark(match.group()) for match in regexes("items")["part"].finditer(_bare(text))}:
            found[mark] = found.get(mark, 0) + 1
    weak = regexes("items")["weak-mark"]
    least = {mark: len(items) if weak.fullmatch(mark) else 0.6 * len(items) for mark in found}
    return frozenset(mark for mark, count in found.items() if count >= least[mark])


def parts_of(
    text: str, marks: Collection[str], labels: Collection[str], most: int = _MOST_BRACKETS
) -> list[Part]:
    """The parts of the item `text`. `labels` are words that stand in all items, and so are no part; of
    brackets at the end of a stretch the last `most` may hold parts.
    """
    found: list[Part] = []
    label = ""
    for first, end, mark in _segments(text, marks, most):
        start = first + _opened_by(text[first:end], labels)
        if start > first and not label and (labelled := _labelled(text[first:end], first, mark)):
            found += labelled
            continue
        word = text[start:end]
        behind = text[end : end + 1]
        if not label and behind and behind in "：:" and (head_role(word) or word in labels):
            label = word
            continue
        role = head_role(label) if label else None
        if role:
            found.append(Part(role, start, end, mark, label))
        elif not label and word in labels:
            continue
        else:
            found += _phrase(text, start, end, mark)
        label = ""
    return found


def _opened_by(word: str, labels: Collection[str]) -> int:
    """How many characters of a stretch are the words that open it in all items."""
    opening = regexes("items")["opening-label"].match(word)
    return opening.end() if opening and opening.group() in labels and opening.end() < len(word) else 0


def _bare(text: str) -> str:
    """The text with what stands in brackets blotted out."""
    depth, kept = 0, []
    for char in text:
        depth -= char in _CLOSE and depth > 0
        kept.append("○" if depth else char)
        depth += char in _OPEN
    return "".join(kept)


def _mark(printed: str) -> str:
    """A mark, as it counts."""
    folded = printed.strip(" \t\u3000")
    return {",": "，", ";": "；", ":": "：", "|": "｜"}.get(folded, folded[:2] if folded else " ")


def _segments(
    text: str, marks: Collection[str], most: int, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int, str]]:
    """Where the stretches between the marks stand, and the mark in front of each; brackets that hold a body
    or a place are stretches of their own.
    """
    end = len(text) if end is None else end
    bare = " " * start + _bare(text[start:end])
    at, mark = start, ""
    for match in [*regexes("items")["part"].finditer(bare, start), None]:
        stop = match.start() if match else end
        if match and _mark(match.group()) not in marks:
            continue
        yield from _with_brackets(text, at, stop, mark, most)
        if match:
            at, mark = match.end(), _mark(match.group())


def _with_brackets(text: str, start: int, end: int, mark: str, most: int) -> Iterator[tuple[int, int, str]]:
    """A stretch, cut before the brackets at its end that hold facts, and the facts."""
    cut: list[tuple[int, int]] = []
    stop = end
    while stop > start and text[stop - 1] in _CLOSE and len(cut) < most:
        opened = _opening(text, start, stop)
        quoted = opened is not None and text[opened] in _QUOTES and bool(_nature(text[start:opened].strip()))
        if opened is None or not (quoted or _holds_facts(text[opened + 1 : stop - 1])):
            break
        if text[opened] in _QUOTES and regexes("items")["whose"].search(text[start:opened]):
            break
        cut.insert(0, (opened + 1, stop - 1))
        stop = opened
    first, last = _trimmed(text, start, stop)
    if first < last:
        yield first, last, mark
    for left, right in cut:
        if text[left - 1] in _QUOTES:
            yield left, right, text[left - 1]
            continue
        inner = {_mark(match.group()) for match in regexes("items")["part"].finditer(text[left:right])}
        inside = list(_segments(text, inner - {"/", "-", "—"}, most, left, right))
        yield from ((one, other, between or "（") for one, other, between in inside)


def _opening(text: str, start: int, stop: int) -> int | None:
    depth = 0
    for at in range(stop - 1, start - 1, -1):
        depth += (text[at] in _CLOSE) - (text[at] in _OPEN)
        if depth == 0:
            return at
    return None


def _holds_facts(text: str) -> bool:
    """Whether the words in a bracket say who or where, rather than being part of a name."""
    pieces = [
        piece for piece in regexes("items")["part"].split(text.replace("、", "，")) if piece and piece.strip()
    ]
    return any(_is_fact(piece.strip()) for piece in pieces)


def _is_fact(text: str) -> bool:
    if head_role(text) in _WHO | _WHERE or known(text) or _is_company(text):
        return True
    parts = _phrase(text, 0, len(text), "")
    return parts[0].role is not None


def _is_company(text: str) -> bool:
    return words().names["company"].search(text) is not None and len(text) > _SHORTEST_BODY


def _trimmed(text: str, start: int, end: int) -> Range:
    """Without white space, and without quotation marks around the whole."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if end - start > 2 and text[start] in _QUOTES and _opening(text, start, end) == start:
        return start + 1, end - 1
    return start, end


def _phrase(text: str, start: int, end: int, mark: str) -> list[Part]:
    """The parts of a stretch, by the words in it; as one part left open where none tell."""
    word = text[start:end]
    rules = regexes("items")
    if labelled := _labelled(word, start, mark):
        return labelled
    for name in _PHRASES:
        match = rules[name].match(word)
        told = {group: value for group, value in match.groupdict().items() if value} if match else {}
        if match is None or not all(_fits(group, value) for group, value in told.items()):
            continue
        groups = sorted(told, key=match.start)
        spans = [_trimmed(text, start + match.start(group), start + match.end(group)) for group in groups]
        parts = [Part(_ROLES[group], *span, mark) for group, span in zip(groups, spans, strict=True)]
        return [own for part in parts for own in (_with_place(text, part) if part.role == "name" else [part])]
    return list(_listed(text, start, end, mark))


def _with_place(text: str, name: Part) -> list[Part]:
    """The part that is a name, and the place in the bracket at its end, if one stands there."""
    opened = _opening(text, name.start, name.end) if text[name.end - 1] in _CLOSE else None
    if opened is None or not known(text[opened + 1 : name.end - 1]):
        return [name]
    place = Part("region", opened + 1, name.end - 1, _BRACKET)
    return [Part(name.role, *_trimmed(text, name.start, opened), name.mark, name.label), place]


def _labelled(word: str, start: int, mark: str) -> list[Part]:
    """A part behind the words that label it (承担单位为甲公司, 地点酒泉市, 【建设单位】甲公司)."""
    bracket = regexes("items")["bracket-label"].match(word)
    if bracket and (role := head_role(bracket[1])):
        return [Part(role, start + bracket.end(), start + len(word), mark, bracket[1])]
    for size in range(min(_LONGEST_LABEL, len(word) - 2), 1, -1):
        role = head_role(word[:size])
        if role is None:
            continue
        copula = regexes("items")["copula"].match(word[size:])
        value = word[size:][copula.end() if copula else 0 :]
        fits = (
            known(value)
            if role in _WHERE
            else _bodies(value) or (copula is not None and _may_do(value))
            if role in _WHO
            else copula is not None and role != "name"
        )
        if fits:
            return [Part(role, start + len(word) - len(value), start + len(word), mark, word[:size])]
    return []


def _fits(group: str, value: str) -> bool:
    if group == "r":
        return known(value)
    if group in ("b", "p", "q"):
        return _bodies(value)
    if group == "d":
        return _may_do(value)
    named = regexes("items")["tells-of-it"].match(value) is None
    return named and len(value) >= _SHORTEST_NAME and not known(value)


def _may_do(text: str) -> bool:
    """Whether each part of the text may be a body, by where it stands."""
    return all(map(may_do, regexes("items")["bodies"].split(text)))


def _bodies(text: str) -> bool:
    """Whether the text is one body or several."""
    pieces = [piece for piece in regexes("items")["bodies"].split(text) if piece]
    return bool(pieces) and all(map(_body, pieces)) and not known(text)


def _body(text: str) -> bool:
    return len(text) >= _SHORTEST_BODY and is_body(text) and (_is_company(text) or not _is_built(text))


def _is_built(text: str) -> bool:
    return words().names["project"].search(text) is not None


def _listed(text: str, start: int, end: int, mark: str) -> Iterator[Part]:
    """A stretch left open; cut at 、 where a place stands beside bodies (酒泉市、甲公司、乙大学)."""
    cuts = [
        start,
        *(at + 1 for at in range(start, end) if text[at] == "、" and _outside(text, start, at)),
        end + 1,
    ]
    pieces = [(one, other - 1) for one, other in pairwise(cuts)]
    natures = [_nature(text[one:other]) for one, other in pieces]
    if len(pieces) == 1 or not set(natures) & {"region", "body"} or len(set(natures)) == 1:
        yield Part(None, start, end, mark)
        return
    first = 0
    for at in range(1, len(pieces) + 1):
        if at == len(pieces) or natures[at] != natures[first]:
            yield Part(None, pieces[first][0], pieces[at - 1][1], mark if first == 0 else "、")
            first = at


def _outside(text: str, start: int, at: int) -> bool:
    return sum((char in _OPEN) - (char in _CLOSE) for char in text[start:at]) == 0


def _nature(text: str) -> str:
    if known(text):
        return "region"
    return "body" if _is_company(text) or (is_body(text) and not _is_built(text)) else ""


def within(text: str, start: int, end: int, role: str) -> Range:
    """A part without what stands around it: quotation marks of a name, 境内 behind a place."""
    rules, word = regexes("items"), text[start:end]
    if role == "name" and (quoted := rules["quoted-name"].match(word)):
        return start + quoted.start(1), start + quoted.end(1)
    behind = rules["within"].search(word) if role in _WHERE else None
    return start, end - len(behind.group()) if behind else end
