"""How well extracted statements agree with gold ones, on spans, modality, bearer, deadline and bound.

Spans are compared on characters that are not white space. A gold statement is core (required) or optional
(neither required nor wrong). Predictions are paired one to one with core statements by maximum weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from extract.records import Obligation

_LEAST = 0.5
_SLACK = 20
_SAME_PERIOD = {"P12M": "P1Y", "P24M": "P2Y", "P7D": "P1W", "P14D": "P2W"}
_PERCENT = {"％": "%"}

Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one comparison; all are between 0 and 1 but the counts."""

    gold: int
    predicted: int
    paired: int
    fragments: int
    precision: float
    recall: float
    f1: float
    strict_f1: float
    modality: float
    bearer: float
    deadline: float
    deadline_kind: float
    quantity: float
    missed: tuple[Gold, ...]
    wrong: tuple[Obligation, ...]
    pairs: tuple[tuple[Gold, Obligation], ...]


def score(chars: str, gold: Sequence[Gold], predicted: Sequence[Obligation]) -> Score:
    """Compare `predicted` with the `gold` statements of one text (`chars`)."""
    solid = _solid(chars)
    core = [item for item in gold if item["core"]]
    spans = [_cut(chars, item.start, item.end) for item in predicted]
    pairs = _pairs(solid, core, predicted, spans)
    free = [number for number in range(len(predicted)) if number not in {second for _, second in pairs}]
    optional = [item for item in gold if not item["core"]]
    wrong = [number for number in free if not _touches(solid, spans[number], optional)]
    counted = len(pairs) + len(wrong)
    matched = [(core[first], predicted[second]) for first, second in pairs]
    strict = sum(1 for item, found in matched if _strict(item, found))
    return Score(
        gold=len(core),
        predicted=counted,
        paired=len(pairs),
        fragments=sum(1 for number in wrong if _touches(solid, spans[number], core)),
        precision=_share(len(pairs), counted),
        recall=_share(len(pairs), len(core)),
        f1=_f1(len(pairs), counted, len(core)),
        strict_f1=_f1(strict, counted, len(core)),
        modality=_rate(matched, modality_agrees),
        bearer=_rate(matched, bearer_agrees),
        deadline=_rate(matched, deadline_agrees),
        deadline_kind=_rate([pair for pair in matched if pair[0].get("deadline")], kind_agrees),
        quantity=_rate(
            [pair for pair in matched if pair[0].get("quantity") or pair[1].quantity], quantity_agrees
        ),
        missed=tuple(item for number, item in enumerate(core) if number not in {first for first, _ in pairs}),
        wrong=tuple(predicted[number] for number in wrong),
        pairs=tuple(matched),
    )


def modality_agrees(gold: Gold, found: Obligation) -> bool:
    """Whether the modality is the gold one, or one it admits."""
    return found.modality == gold["modality"] or found.modality in _either(gold.get("modality_alt"))


def bearer_agrees(gold: Gold, found: Obligation) -> bool:
    """Whether the bearer is that of the gold, by character bigrams; an implied one may be left out."""
    own = (
        ""
        if found.bearer_implied and not gold.get("bearer") and not gold.get("bearer_implied")
        else "".join(found.bearer)
    )
    if gold.get("bearer"):
        return bigram_f1("".join(gold["bearer"]), own) >= _LEAST
    return not own or bigram_f1("".join(_list(gold.get("bearer_implied"))), own) >= _LEAST


def _either(value: str | Sequence[str] | None) -> Sequence[str]:
    """One that is also right, or several."""
    return [value] if isinstance(value, str) else value or ()


def _list(value: Any) -> list[str]:
    """A list; nothing where it only says that there is one, as printed records do."""
    return value if isinstance(value, list) else []


def deadline_agrees(gold: Gold, found: Obligation) -> bool:
    """Whether both have no deadline, or both the same; one without a day counts for its presence alone."""
    due = gold.get("deadline")
    if due is None or found.deadline is None:
        return due is None and found.deadline is None
    if due.get("iso") is None:
        return True
    accepted = (due["iso"], *_either(due.get("iso_alt")))
    return _period(found.deadline.iso) in map(_period, accepted)


def kind_agrees(gold: Gold, found: Obligation) -> bool:
    """Whether the deadline is of the gold kind."""
    return found.deadline is not None and found.deadline.kind == gold["deadline"].get("kind")


def quantity_agrees(gold: Gold, found: Obligation) -> bool:
    """Whether comparator, value and unit of the bound are all equal."""
    bound = gold.get("quantity")
    if bound is None or found.quantity is None:
        return bound is None and found.quantity is None
    own = (found.quantity.comparator, found.quantity.value, _unit(found.quantity.unit))
    return own == (bound.get("comparator"), bound.get("value"), _unit(bound.get("unit")))


def _unit(unit: str | None) -> str | None:
    return _PERCENT.get(unit, unit) if unit else unit


def bigram_f1(first: str, second: str) -> float:
    """F1 of the character bigrams of two texts."""
    one, two = _bigrams(first), _bigrams(second)
    common = sum(min(one.get(pair, 0), count) for pair, count in two.items())
    return _f1(common, sum(two.values()), sum(one.values()))


def _strict(gold: Gold, found: Obligation) -> bool:
    return modality_agrees(gold, found) and bearer_agrees(gold, found) and deadline_agrees(gold, found)


def _pairs(
    solid: Sequence[int],
    core: Sequence[Gold],
    predicted: Sequence[Obligation],
    spans: Sequence[tuple[int, int]],
) -> list[tuple[int, int]]:
    graph: Any = nx.Graph()
    for first, item in enumerate(core):
        for second, found in enumerate(predicted):
            overlap = _overlap(solid, (item["start"], item["end"]), spans[second])
            if overlap >= _LEAST:
                weight = overlap + 0.5 * modality_agrees(item, found)
                weight += 0.25 * bigram_f1(item.get("action", ""), found.action)
                graph.add_edge(("gold", first), ("found", second), weight=weight)
    chosen = (sorted(pair, reverse=True) for pair in nx.max_weight_matching(graph))
    return sorted((gold[1], found[1]) for gold, found in chosen)


def _overlap(solid: Sequence[int], one: tuple[int, int], two: tuple[int, int]) -> float:
    low, high = max(one[0], two[0]), min(one[1], two[1])
    if low >= high:
        return 0.0
    shorter = min(solid[one[1]] - solid[one[0]], solid[two[1]] - solid[two[0]])
    return (solid[high] - solid[low]) / shorter if shorter else 0.0


def _touches(solid: Sequence[int], span: tuple[int, int], items: Iterable[Gold]) -> bool:
    return any(_overlap(solid, (item["start"], item["end"]), span) >= _LEAST for item in items)


def _cut(chars: str, start: int, end: int) -> tuple[int, int]:
    """The span, or no more of it than the sentences it touches and a little."""
    low = max(chars.rfind("。", 0, start), -1) + 1
    stop = chars.find("。", max(start, end - 1))
    high = len(chars) if stop < 0 else stop + 1
    return max(start, low - _SLACK), min(end, high + _SLACK)


def _solid(chars: str) -> list[int]:
    """How many characters that are not white space stand before each offset."""
    counts = [0]
    for char in chars:
        counts.append(counts[-1] + (not char.isspace()))
    return counts


def _bigrams(text: str) -> dict[str, int]:
    plain = re.sub(r"\s", "", text)
    counts: dict[str, int] = {}
    for place in range(len(plain) - 1):
        pair = plain[place : place + 2]
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def _period(iso: str | None) -> str | None:
    return _SAME_PERIOD.get(iso, iso) if iso else None


def _rate(pairs: Sequence[tuple[Gold, Obligation]], agrees: Any) -> float:
    return _share(sum(1 for gold, found in pairs if agrees(gold, found)), len(pairs))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(common: int, predicted: int, gold: int) -> float:
    return 2 * common / (predicted + gold) if predicted + gold else 1.0
