"""Technologies of a project: the phrases that say what it uses, and the concepts that its texts name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.names import match_names
from extract.rules import regexes
from ontology import vocabulary

_SENTENCE = re.compile(r"[。；;]")
_JOINT = re.compile(r"以及|和|及|与")
_OPEN, _CLOSE = "（(“《", "）)”》"
_LONGEST = 60


def phrases(text: str) -> tuple[str, ...]:
    """The technologies that `text` says are used, as printed, each once, in order."""
    rules = regexes("technologies")
    found: dict[str, None] = {}
    for sentence in _SENTENCE.split(text):
        if not rules["built"].search(sentence):
            for match in rules["uses"].finditer(sentence):
                found.update(dict.fromkeys(_items(_list_part(match["list"] or match["list2"]))))
    return tuple(found)


def concepts(texts: Iterable[str]) -> tuple[str, ...]:
    """IRIs of the technologies named in `texts`, sorted. Where names overlap only the longest counts."""
    scheme = vocabulary.technologies()
    return tuple(sorted({concept.iri for text in texts for _, _, concept in match_names(text, scheme)}))


def _list_part(text: str) -> str:
    """The part of a clause that lists technologies: up to the comma behind which it says what comes of
    them.
    """
    rules = regexes("technologies")
    clauses = _split(text, "，,")
    kept = clauses[:1]
    for clause in clauses[1:]:
        if rules["turns"].search(clause) or not rules["continues"].search(clause):
            break
        kept.append(clause)
    return "，".join(kept)


def _items(text: str) -> Iterable[str]:
    rules = regexes("technologies")
    for piece in _pieces(rules["closing"].sub("", text)):
        for item in _joined(piece):
            bare = rules["closing"].sub("", item)
            cut = rules["ends-item"].search(bare, 2)
            bare = bare[: cut.start()] if cut and not rules["head"].search(bare) else bare
            bare = re.sub(r"^(?:以及|及|和|与|并?采用|并?应用)", "", bare).strip()
            if 2 <= len(bare) <= _LONGEST:
                yield bare


def _pieces(text: str) -> Iterable[str]:
    """`text` cut at its commas; a word of manner stays with the item behind it."""
    manner = regexes("technologies")["manner"]
    before = ""
    for piece in _split(text, "、，,"):
        if manner.search(piece):
            before += piece + "、"
        else:
            yield before + piece
            before = ""


def _joined(piece: str) -> list[str]:
    """The items that 和, 及 or 以及 join; one that lacks a head word of its own shares that of the next."""
    head = regexes("technologies")["head"]
    for joint in reversed(list(_JOINT.finditer(piece))):
        before, after = piece[: joint.start()], piece[joint.end() :]
        if not before or (head.search(before) and head.search(after) and _depth(before) == 0):
            return [*_joined(before), after] if before else [after]
    return [piece]


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
