"""What a clause names in front of a value: classes of things, their measure, the conditions of the value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.duties.clauses import mask
from extract.figures.indicator_values import Value
from extract.rules import regexes


@dataclass(frozen=True, slots=True)
class Named:
    """What has been named: classes of things, their measure, the base of its unit, when it holds.

    `standing` are conditions that a clause of their own sets for what follows in the sentence; `unit` is one
    that stands in front of the comparison; `carried` are the classes of the sentence before, which hold where
    a sentence names none; `has` is a class that has to have something set up, and
    that (甲站应当配置乙系统).
    """

    subjects: tuple[str, ...] = ()
    measure: str = ""
    base: str = ""
    conditions: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    unit: str = ""
    carried: tuple[str, ...] = ()
    has: tuple[str, str] | None = None


Told = tuple[str | None, str | None, str, Value]


def without_value(text: str, before: Named) -> Named:
    """What a clause without a value names for those that follow, with what was named `before`."""
    rules = _rules()
    if restricted := rules["with"].match(text):
        return replace(before, subjects=(restricted["class"],), standing=(restricted["condition"],))
    if built := rules["builds"].search(text):
        owner = rules["has"].match(text)
        owned = owner is not None and not rules["no-class"].search(owner["class"])
        has = (owner["class"], built["class"]) if owner and owned else None
        return replace(before, subjects=(built["class"],), measure="", conditions=(), has=has)
    subjects, measure = _classes(text)
    measure = measure if subjects and rules["measure"].match(measure) else ""
    subjects = subjects or before.subjects
    if rules["case"].search(text) or regexes("obligations")["adverbial/condition"].search(text):
        named: tuple[str, ...] = ()
        if uses := rules["uses"].match(text):
            subjects, text = (uses["class"],), text[uses.end() :]
        elif text.endswith("的") and rules["class"].search(text[:-1]):
            named = (text.removesuffix("的"),)
        return replace(before, subjects=subjects or named, standing=(text,), conditions=())
    if subjects == before.subjects and rules["measure"].match(text):
        measure = text
    return replace(before, subjects=subjects, measure=measure or before.measure)


def with_values(text: str, group: Sequence[Value], before: Named) -> Named:
    """What stands in front of the values of `group`; what it leaves out was named `before`."""
    rules = _rules()
    text = rules["handles"].sub("", rules["lead"].sub("", text))
    each = group[0].each
    if tail := rules["tail"].search(text):
        each = each or "".join(found.group() for found in rules["each"].finditer(tail.group()))
        text = text[: tail.start()]
    unit = ""
    if not group[-1].unit and (stated := rules["unit-before"].match(text)):
        text, unit = stated["name"], stated["unit"]
    base = next((value.base for value in group if value.base), "")
    if not text:
        return replace(before, subjects=before.subjects or before.carried, base=base or before.base)
    if before.measure and rules["when"].match(text) and not rules["measured"].search(text):
        return replace(before, base=base or before.base, conditions=(text,))
    before = _of_owner(text, before)
    text, conditions = _conditions(text, len(group))
    subjects, measure = _subjects(_behind(text, before), before)
    counted = bool(subjects) and not measure and rules["count"].match(group[-1].unit) is not None
    if counted:
        before = replace(before, measure="")
    if len(group) > 1 and (states := rules["states"].search(measure)):
        listed = shared(states.group().removeprefix("在"), "state")
        if len(listed) == len(group):
            measure, conditions = measure[: states.start()], listed
    measure = rules["trim"].sub("", rules["inside"].sub("", measure) if subjects else measure)
    standing = before.standing if measure else before.conditions or before.standing
    return Named(
        subjects or before.subjects or before.carried,
        measure or before.measure,
        base or ("" if measure else before.base),
        conditions or standing or tuple(filter(None, (each,))),
        before.standing,
        unit,
        before.carried,
        before.has,
    )


def _of_owner(text: str, before: Named) -> Named:
    """What was named, by whose of the two a measure is where a class has to have something set up: its name
    begins with the class or shares a word with one of them alone (储能电站应当配置乙系统，储能时长…), or only
    a whole has it.
    """
    if before.has is None or len(before.subjects) != 1 or before.subjects[0] not in before.has:
        return before
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    of_class, of_built = (any(pair in name for pair in pairs) for name in before.has)
    owner, built = before.has
    runs = _rules()["runs"].search(text) and _rules()["holds"].search(built)
    whole = text.startswith(owner) or runs or _rules()["of-whole"].match(text)
    if whole or (of_class and not of_built):
        return replace(before, subjects=(owner,))
    return replace(before, subjects=(built,)) if of_built and not of_class else before


def _subjects(text: str, before: Named) -> tuple[tuple[str, ...], str]:
    """The classes of things that `text` names, and the measure behind them."""
    rules = _rules()
    if rules["whole"].match(text):
        return (), text
    for rule in ("substance", "apart", "does"):
        if found := rules[rule].match(text):
            return (found["class"],), found["measure"]
    subjects, measure = _classes(text)
    if subjects and (found := rules["place-of"].match(measure)):
        return (*subjects[:-1], subjects[-1] + found["place"]), found["measure"]
    if not subjects and (found := rules["owner"].match(text)):
        return tuple(found["class"].split("、")), found["measure"]
    if subjects or not (found := rules["quantity"].match(text)):
        return subjects, measure
    known = any(ends_in_class(name) or rules["thing"].search(name) for name in before.subjects)
    another = rules["thing"].search(found["class"]) and not rules["measures"].match(text)
    return ((found["class"],), text[found.end("class") :]) if another or not known else ((), measure)


def _behind(text: str, before: Named) -> str:
    """`text` without the last words of the class named before, with which it begins (…围网，围网高度)."""
    for subject in before.subjects:
        for size in range(len(subject), 1, -1):
            if len(text) > size and text.startswith(subject[-size:]):
                return text[size:]
    return text


def _conditions(text: str, count: int) -> tuple[str, tuple[str, ...]]:
    """`text` without the words that say where or when its `count` values hold, and these."""
    rules = _rules()
    if count > 1 and (times := rules["times"].search(text)):
        listed = tuple(item for item in rules["joint"].split(times.group()) if item)
        if len(listed) == count:
            return text[: times.start()] + text[times.end() :], listed
    if behind := rules["where-behind"].match(text):
        return behind["name"], (behind["where"],)
    if restricted := rules["restricted"].match(text):
        return restricted["rest"], (restricted["condition"],)
    for rule in ("in", "season"):
        if (state := rules[rule].search(text)) and state.group() != text:
            classes = rules["class"].finditer(state.group())
            start = state.start() + max((one.end() for one in classes), default=0)
            rest = text[:start] + rules["trim"].sub("", text[state.end() :])
            if (
                start < state.start() + 1
                and text.startswith("的", state.end())
                and not is_measured(text[:start])
            ):
                rest = text[:start] + text[state.end() :]
            return rest, (text[start : state.end()],)
    if before := rules["where-before"].match(text):
        return rules["trim"].sub("", text[before.end() :]), (before["where"],)
    return text, ()


def _classes(text: str) -> tuple[tuple[str, ...], str]:
    """The classes of things at the head of `text`, and what follows them."""
    rules = _rules()
    text = rules["lead"].sub("", text)
    if owned := _owned(text):
        return owned
    found = [
        match.end() for match in rules["class"].finditer(mask(text)) if not text.startswith("等", match.end())
    ]
    head = text[: found[-1]] if found else ""
    if rules["no-class"].search(head):
        first = text[: found[0]]
        return ((first,), text) if not rules["no-class"].search(first) else ((), text)
    return _listed(head), text[len(head) :]


def _listed(head: str) -> tuple[str, ...]:
    """The classes of a list, where each of its items is one by itself; else the list as one."""
    items = tuple(item for item in head.split("、") if item)
    return items if all(map(ends_in_class, items)) else tuple(filter(None, (head,)))


def _owned(text: str) -> tuple[tuple[str, ...], str] | None:
    """The classes before the last 的 of `text` that follows on one, and the measure behind it."""
    for at in reversed([found.start() for found in re.finditer("的", text)]):
        head, measure = text[:at], text[at + 1 :]
        if measure and ends_in_class(head) and not _rules()["no-class"].search(head):
            return _apart(head), measure
    return None


def _apart(head: str) -> tuple[str, ...]:
    """Classes joined in one phrase, each with its own last word."""
    for joint in _rules()["joint"].finditer(head):
        if ends_in_class(head[: joint.start()]):
            return (head[: joint.start()], *_apart(head[joint.end() :]))
    return (head,)


def ends_in_class(head: str) -> bool:
    """Whether `head` ends in a word for a class of things."""
    return any(found.end() == len(head) for found in _rules()["class"].finditer(head))


def is_measured(name: str) -> bool:
    """Whether `name` is that of a measure, or of a substance that is measured."""
    rules = _rules()
    return rules["measured"].search(name) is not None or rules["substances"].search(name) is not None


def told(named: Named, group: Sequence[Value]) -> Iterator[Told]:
    """Class, condition, measure and value of each indicator, in their order where there are as many."""
    subjects: Sequence[str | None] = named.subjects or (None,)
    whole = named.conditions[0] if len(named.conditions) == 1 else None
    values = [
        replace(value, unit=value.unit or named.unit, base=value.base or _base(value, named))
        for value in group
    ]
    measures = shared(named.measure, "shared")
    if len(values) > 1 and len(measures) == len(values) and len(subjects) == 1:
        yield from (
            (subjects[0], whole, measure, value) for measure, value in zip(measures, values, strict=True)
        )
    elif len(values) > 1 and len(named.conditions) == len(values):
        for subject in subjects:
            yield from (
                (subject, state, named.measure, value)
                for state, value in zip(named.conditions, values, strict=True)
            )
    elif len(values) > 1 and len(apart := _items(subjects)) == len(values):
        yield from (
            (subject, whole, named.measure, value) for subject, value in zip(apart, values, strict=True)
        )
    else:
        yield from ((subject, whole, named.measure, value) for value in values for subject in subjects)


def _base(value: Value, named: Named) -> str:
    return named.base if value.unit and value.unit in "%％" else ""


def _items(subjects: Sequence[str | None]) -> tuple[str | None, ...]:
    """The subjects, one in a list that shares its last word taken apart (煤炭、矿石码头)."""
    if len(subjects) > 1 or not subjects[0]:
        return tuple(subjects)
    *rest, last = subjects[0].split("、")
    found = next((match.start() for match in _rules()["class"].finditer(last)), 0)
    word = last[found:]
    return (*(item if ends_in_class(item) else item + word for item in rest), last)


def shared(printed: str, rule: str) -> tuple[str, ...]:
    """The items of a list that share their last word, each with it (烟尘、二氧化硫排放浓度)."""
    *rest, last = printed.split("、")
    found = _rules()[rule].search(last)
    tail = found["tail"] if found else ""
    last = last[: found.end("tail")] if found else last
    whole = [item.endswith(tail) or (rule == "shared" and _measures(item)) for item in rest]
    return (*(item if done else item + tail for item, done in zip(rest, whole, strict=True)), last)


def _measures(item: str) -> bool:
    """Whether an item of a list is the name of a measure by itself (完好率)."""
    return _rules()["measured"].search(item) is not None


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("indicators"))
