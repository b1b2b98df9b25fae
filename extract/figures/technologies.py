"""Technologies of a project: the phrases that say what it uses, and the concepts that its texts name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.names import match_names
from extract.rules import regexes
from ontology import vocabulary

_SENTENCE = re.compile(r"[。；;]")
_OPEN, _CLOSE = "（(“《", "）)”》"
_LONGEST = 60
_FRAGMENT = 2
_BALANCE = 2
_OPENING = ("labelled", "uses", "takes", "core")


def phrases(text: str) -> tuple[str, ...]:
    """The technologies that `text` says are used, as printed, each once, in order.

    Praise in front of them (先进的) is left out, and what is said again in short.
    """
    found: list[str] = []
    ends: set[str] = set()
    for sentence in _SENTENCE.split(text):
        for clause in _lists(sentence):
            for item in _items(clause):
                if item not in ends:
                    found.append(item)
                    ends.update(item[at:] for at in range(len(item)))
    return tuple(found)


def concepts(texts: Iterable[str]) -> tuple[str, ...]:
    """IRIs of the technologies named in `texts`, sorted. Where names overlap only the longest counts."""
    scheme = vocabulary.technologies()
    return tuple(sorted({concept.iri for text in texts for _, _, concept in match_names(text, scheme)}))


def _lists(sentence: str) -> Iterable[str]:
    """The clauses of a sentence that list technologies, without the verbs that open them: those with such a
    verb, and those that go on behind them. Behind what is built a clause has to begin with the verb.
    """
    rules = regexes("technologies")
    listing = built = False
    for clause in _split(sentence, "，,"):
        if rules["built"].search(clause):
            built, listing = True, False
            continue
        opened = None
        if not built or rules["used-there"].search(clause):
            opened = next(filter(None, (rules[name].search(clause) for name in _OPENING)), None)
        listing = opened is not None or (
            listing
            and bool(rules["goes-on-there" if built else "continues"].search(clause))
            and not rules["turns"].search(clause)
        )
        if listing:
            opened = opened or rules["resumes"].search(clause)
            yield opened["list"] if opened else clause


def _items(clause: str) -> Iterable[str]:
    rules = regexes("technologies")
    listed = rules["closing"].sub("", clause)
    pieces = list(_pieces(listed))
    for at, piece in enumerate(pieces):
        final = at == len(pieces) - 1
        for item in _joined(piece, closed=final and listed != clause):
            bare = rules["closing"].sub("", item)
            cut = rules["ends-item"].search(bare, 2)
            bare = bare[: cut.start()] if cut and not rules["head"].search(bare) else bare
            bare = rules["praise"].sub("", bare).strip()
            if 2 <= len(bare) <= _LONGEST and not rules["contract"].search(bare):
                yield bare


def _pieces(listed: str) -> Iterable[str]:
    """A list cut at its commas. A word of manner stays with the item behind it; where one of the pieces is
    too short to be an item of its own, those before it and behind it share the head word of the last.
    """
    rules = regexes("technologies")
    run: list[str] = []
    for piece in _split(listed, "、"):
        run.append(piece)
        if len(piece) > _FRAGMENT and rules["head"].search(piece):
            yield from _shared(run)
            run = []
    yield from _merged(run)


def _shared(run: list[str]) -> list[str]:
    if any(len(piece) <= _FRAGMENT for piece in run[:-1]):
        return ["、".join(run)]
    return _merged(run)


def _merged(run: list[str]) -> list[str]:
    manner = regexes("technologies")["manner"]
    items: list[str] = []
    before = ""
    for piece in run:
        before += piece
        if manner.search(piece):
            before += "、"
        else:
            items.append(before)
            before = ""
    return [*items, before.rstrip("、")] if before else items


def _joined(piece: str, closed: bool) -> list[str]:
    """The items that the last 和, 及 or 以及 of a piece joins.

    It joins two items if each has a head word of its own, or if neither has and the piece ends a list that a
    word for all its items closes (等技术): 及 and 以及 there always, 和 where what stands before it is not
    much longer than what stands behind it (能源调度和管理 is one).
    """
    rules = regexes("technologies")
    joints = reversed(list(rules["joint"].finditer(piece)))
    joint = next((found for found in joints if _depth(piece[: found.start()]) == 0), None)
    if joint is None:
        return [piece]
    before, after = piece[: joint.start()], piece[joint.end() :]
    if not before:
        return [after]
    if rules["system"].search(after):
        head = "head" if closed else "system"
        process = rules["process"].search(before) if closed else None
        alone = rules[head].search(before) or (process and process["done"] not in after)
        apart = len(after) > _FRAGMENT and bool(alone)
    else:
        apart = closed and (joint.group().endswith("及") or len(before) <= _BALANCE * len(after))
    return [before, after] if apart else [piece]


def _split(text: str, marks: str) -> list[str]:
    """`text` cut at `marks` that stand outside brackets and quotation marks."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in _OPEN) - (char in _CLOSE)
        if char in marks and depth <= 0:
            parts.append(text[start:at])
            start = at + 1
    return [part for part in [*parts, text[start:]] if part]


def _depth(text: str) -> int:
    return sum((char in _OPEN) - (char in _CLOSE) for char in text)
