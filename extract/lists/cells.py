"""How hard it is to believe that some text is the cell of a column: the costs of cells. Data: costs.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from extract.lists import places
from extract.lists.words import code_number, costs, row_number, words
from extract.rules import regexes

_SENTENCE = re.compile(r"[。；！？]")
_COMMA = re.compile(r"[，,：:]")
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"[\d.,\s]+")
_CODED = re.compile(r"(?=.*\d)[A-Z\d\-－—]{6,}")
_LONGEST_CLASS = 40
_LONG_LINE = 24
_NEVER_FIRST = "，。、；：）”》％%"
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "[": "]", "【": "】"}
_CLOSERS = {"）": "（", ")": "(", "”": "“", "》": "《", "」": "「", "]": "[", "】": "【"}
_MARKS = re.compile(f"[{re.escape(''.join((*_PAIRS, *_CLOSERS)))}]")
_FOLD = {"(": "（", ")": "）"}

BODIES = frozenset({"implementer", "partner", "maker", "applicant", "user", "group", "body"})
OFFICES = frozenset({"lead", "recommender"})
CLASSES = frozenset({"direction", "category"})
AMOUNTS = frozenset({"amount", "period"})
TEXTS = frozenset({"description", "scale", "note", "host", "other", "contact"})
_FIGURES = AMOUNTS | {"code", "nature"}


@dataclass(frozen=True, slots=True)
class Habits:
    """What the rows of one table have in common, learned from its first rows (or nothing yet).

    `widths[c]` is how wide (at least, at most) the lines of column c get before they break, None where its
    cells have
    one line; `sentences` and `named` are the shares of descriptions that end like sentences, and of names
    that end like
    names of projects; `opened` the share of descriptions that a class opens; `sliced` is the share of rows
    whose cells do not come one after another.
    """

    widths: tuple[tuple[int, int] | None, ...] = ()
    learned: bool = False
    sentences: float = 0.9
    named: float = 0.7
    opened: float = 0.0
    sliced: float = 0.0


# Those of most tables, where a search has no first rows to learn from.
SETTLED = Habits(learned=True)


@lru_cache(maxsize=1 << 14)
def piece_cost(text: str, wide: int, role: str, frequent: bool, region_piece: bool) -> float:
    """Cost of the fragment `text` (of width `wide`) standing anywhere in a cell of a column of `role`."""
    cost = costs()
    if role in TEXTS or role in _FIGURES:
        return _own_cost(text, role)
    total = 0.0
    if _DIGITS.fullmatch(text):
        total += cost["digits_in_name" if role in ("name", "site") else "digits_in_short"]
    if _SENTENCE.search(text):
        total += cost["sentence_in_short"]
    if _COMMA.search(text) and role != "site":
        total += cost["comma_in_short"]
    if role == "name" and words().names["body_piece"].search(text):
        total += cost["body_in_name"]
    if role in BODIES and _DIGIT.search(text):
        total += cost["digits_in_body"]
    if role == "site" and regexes("cells")["amount"].match(text):
        total += cost["odd_amount"]
    if role == "region" and not region_piece:
        total += cost["digits_in_region" if _DIGIT.search(text) else "unknown_region"]
    if role == "name" and _CODED.fullmatch(text):
        total += cost["code_in_name"]
    if role in CLASSES:
        total += 0.0 if frequent else cost["long_class"] if wide > _LONG_LINE else cost["rare_class"]
        total += cost["region_elsewhere"] if region_piece and len(text) > 1 else 0.0
    return total


@lru_cache(maxsize=1 << 12)
def piece_costs(
    text: str, wide: int, roles: tuple[str, ...], frequent: bool, region_piece: bool
) -> tuple[float, ...]:
    """The same for each column of a table with columns of `roles`."""
    return tuple(piece_cost(text, wide, role, frequent, region_piece) for role in roles)


def _own_cost(text: str, role: str) -> float:
    """The cost of a piece in a column that takes any text, or but figures."""
    fits = {
        "scale": _DIGIT.search,
        "code": regexes("cells")["code"].match,
        "amount": regexes("cells")["amount"].match,
        "period": regexes("cells")["amount"].match,
        "nature": words().names["nature"].fullmatch,
    }
    if role not in fits or fits[role](text):
        return 0.0
    return float(costs()["scale_without_number" if role == "scale" else "odd_amount"])


def missing_cost(role: str, apart: bool = False) -> float:
    """Cost of an empty cell in a column of `role`; `apart` where the text sets columns apart."""
    missing: Mapping[str, float] = costs()["missing"]
    if apart and role in ("region", *CLASSES):
        return float(costs()["missing_apart"])
    return float(missing.get(role, missing["other"]))


def cell_cost(text: str, role: str, habits: Habits) -> float:
    """Cost of `text`, cleaned, being the whole cell of a column of `role`. The cell of a number is judged
    with its row.
    """
    cost, names = costs(), words().names
    total = 0.0 if balanced(text) else float(cost["unbalanced"])
    if role == "name":
        total += 0.0 if names["project"].search(text) else cost["name_ending"] * habits.named**4
        total += cost["body_tail"] if names["body_open"].search(text) else 0.0
        total += cost["bad_start"] if names["name_tail"].match(text) else 0.0
    elif role == "description":
        total += 0.0 if ends_sentence(text) else cost["sentence_open"] * habits.sentences**4
        total += 0.0 if opening_class(text) else cost["class_missing"] * habits.opened**4
        total += cost["bad_start"] if text[0] in _NEVER_FIRST else 0.0
    elif role == "region":
        total += 0.0 if places.known(text) else cost["region_unknown"]
        total += cost["run_together"] if names["places_together"].search(text) else 0.0
        total += cost["bad_start"] if regexes("cells")["rank-lead"].match(text) else 0.0
    elif role in BODIES:
        parts = re.split(r"[、，,；;]", text)
        total += 0.0 if all(map(is_body, parts)) else cost["body_ending"]
        total += cost["run_together"] if names["run_together"].search(text) else 0.0
        total += cost["body_tail"] if names["body_tail"].match(parts[0]) else 0.0
    elif role in OFFICES:
        total += 0.0 if is_body(text) else cost["office_ending"]
    elif role in AMOUNTS:
        total += cost["odd_amount"] if text.count("-") > 1 else 0.0
    return total


@cache
def _body() -> re.Pattern[str]:
    return words().names["organisation"]


def is_body(text: str) -> bool:
    """Whether `text` ends like the name of an organisation (or says that there is none)."""
    return bool(_body().search(text) or words().names["none"].match(text))


def may_be(text: str, role: str) -> bool:
    """Whether `text` can be a whole cell of a column of `role`, as far as that is soon told."""
    if role == "number":
        return row_number(text) is not None or code_number(text) is not None
    if role == "region":
        return places.known(text) or words().names["none"].match(text) is not None
    if role in BODIES:
        return is_body(text)
    if role == "name":
        return not (
            places.known(text) or row_number(text) is not None or regexes("cells")["figure"].match(text)
        )
    return True


def opening_class(text: str) -> str | None:
    """The class that the first sentence of `text` names, without its full stop, or None where it says
    more.
    """
    sentence, stop, _ = text.partition("。")
    names = words().names
    if not stop or not 2 < len(sentence) <= _LONGEST_CLASS or names["not_class"].search(sentence):
        return None
    return sentence if names["class_sentence"].search(sentence) else None


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does."""
    return bool(words().names["sentence_end"].search(text))


def balanced(text: str) -> bool:
    """Whether brackets and quotation marks of `text` come in pairs."""
    depth: list[str] = []
    for mark in _MARKS.findall(text):
        char = _FOLD.get(mark, mark)
        if char in _PAIRS:
            depth.append(char)
        elif not depth or depth.pop() != _CLOSERS[char]:
            return False
    return not depth
