"""Labelled facts of items (试点地区：…；【参建主体】…): where they stand, and what their labels mean.

A label is any short phrase in front of a colon or in brackets that most items have. Its words say what it
means; where they say nothing known, what stands behind it in all items does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from extract.lists.cells import BODIES, is_body
from extract.lists.items.records import WHERE, WHO, may_do, share
from extract.lists.items.runs import mark_of
from extract.lists.model import Range
from extract.lists.places import known
from extract.lists.words import head_role, words
from extract.rules import regexes

_LEAST, _FEW, _ALIKE, _MOST, _PROSE = 2, 0.3, 0.5, 0.7, 16

_SHORTEST_NAME, _LONGEST_NAME = 4, 60
_CLAUSES = re.compile("[，；。]")


class Fact(NamedTuple):
    """A label, without white space, where it begins, and where stands what it labels."""

    label: str
    opens: int
    start: int
    end: int


def labels_in(text: str) -> Iterator[tuple[str, Range, bool]]:
    """What looks like a label in `text`, where it stands with its marks, and whether these are but a dash."""
    if not regexes("items")["label-mark"].search(text):
        return
    for match in regexes("items")["labels"].finditer(text):
        group = match.lastgroup or ""
        yield "".join(match[group].split()), match.span(), group == "dashed"


def label_of(text: str) -> str | None:
    """What looks like a label at the head of `text`, or behind a number there."""
    begins = mark_of(text)[3] if mark_of(text)[0] else 0
    label, place, _ = next(labels_in(text[begins:]), ("", (1, 1), False))
    return None if place[0] else label


def begins_with_label(text: str) -> bool:
    """Whether something that looks like a label stands at the head of `text`, or behind a number there."""
    return label_of(text) is not None


def opens_with(text: str, labels: Collection[str] | None = None) -> str | None:
    """The label that the line `text` begins with: one of `labels`, or any whose meaning is known."""
    for label, (start, _), dashed in labels_in(text):
        meant = (head_role(label) and not dashed) if labels is None else label in labels
        return label if start == 0 and meant else None
    return None


def shared_labels(texts: Sequence[str]) -> frozenset[str]:
    """The labels of items: those that several have, and those whose meaning is known."""
    found = [{(label, dashed) for label, _, dashed in labels_in(text)} for text in texts]
    counts = Counter(one for each in found for one in each)
    least = max(_LEAST, _FEW * len(texts))
    return frozenset(
        label
        for (label, dashed), count in counts.items()
        if count >= least or (head_role(label) and not dashed)
    )


def facts_of(text: str, labels: Collection[str]) -> list[Fact]:
    """The facts behind those of `labels` that `text` has."""
    found = [(label, place) for label, place, _ in labels_in(text) if label in labels]
    ends = [*(start for _, (start, _) in found), len(text)][1:]
    return [
        Fact(label, start, begins, begins + len(_told(text[begins:end])))
        for (label, (start, begins)), end in zip(found, ends, strict=True)
    ]


def _told(text: str) -> str:
    """What a label says: up to the bracket that closes around it, or, where its first sentence is a place or
    a body, up to the end of that; without the mark behind it.
    """
    depth = 0
    for at, char in enumerate(text):
        depth += (char in "（(") - (char in "）)")
        if depth < 0:
            text = text[:at]
            break
    first = text.partition("。")[0]
    if known(first) or all(map(_is_doer, _bodies(first))):
        text = first
    return regexes("items")["end"].sub("", text)


def meanings(said: Mapping[str, Sequence[str]], named: bool) -> dict[str, str]:
    """The role of each label, by its words or else by what it labels in all items (`said`, in the order in
    which they stand there). Where no words in front of them name the items (`named`), the first label does.
    """
    roles = {label: _by_words(label, texts) for label, texts in said.items()}
    first = next(iter(said), None)
    if first and not named and "name" not in roles.values() and share(said[first], _is_name) >= _MOST:
        roles[first] = "name"
    taken = {role for role in roles.values() if role}
    found: dict[str, str] = {}
    for label, texts in said.items():
        role = roles[label] or _by_nature(label, texts, taken)
        taken.add(role)
        found[label] = role
    return found


def _by_words(label: str, texts: Sequence[str]) -> str | None:
    """The role that its words give a label, but where they say who and nothing behind it may be a body."""
    role = head_role(label)
    if role not in WHO or share(texts, lambda text: any(map(is_body, _bodies(text)))) >= _ALIKE:
        return role
    told = len(set(texts)) > _ALIKE * len(texts)  # what is said of each in the same words is said of none
    return role if told and share(texts, lambda text: all(map(_may_do, _bodies(text)))) >= _MOST else "other"


def _may_do(text: str) -> bool:
    return is_body(text) or (may_do(text) and not regexes("items")["fact-figure"].match(text))


def _bodies(text: str) -> list[str]:
    return [part for part in words().names["divide"].split(text) if part]


def _by_nature(label: str, texts: Sequence[str], taken: Collection[str]) -> str:
    """The role of a label that says nothing known, unless another label has it."""
    rules, figure = regexes("cells"), regexes("items")["fact-figure"]
    if not WHERE & set(taken) and rules["place-head"].search(label) and share(texts, known) >= _MOST:
        return "region"
    bodies = [part for text in texts for part in _bodies(text)]
    if not BODIES & set(taken) and rules["body-head"].search(label) and share(bodies, _is_doer) >= _MOST:
        return "implementer"
    if share(texts, figure.match) >= _ALIKE:
        return "amount" if "amount" not in taken else "other"
    prose = median(map(len, texts)) >= _PROSE and share(texts, _CLAUSES.search) >= _ALIKE
    return "description" if prose and "description" not in taken else "other"


def _is_name(text: str) -> bool:
    figure = regexes("items")["fact-figure"]
    company = words().names["company"].search(text)
    plain = not (company or known(text) or figure.match(text) or _CLAUSES.search(text))
    return plain and _SHORTEST_NAME <= len(text) <= _LONGEST_NAME


def _is_doer(text: str) -> bool:
    return is_body(text) and (
        words().names["company"].search(text) is not None or not words().names["project"].search(text)
    )
