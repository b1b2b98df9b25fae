"""Understands a question in Chinese or English: the catalogue query and the parameters it means, or why none.

A question is answered only when every word of it was understood and one query covers all of that. Otherwise
it is declined, with the words that stand in the way: an answer to another question would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from graph_store.rows import Literal
from queries.catalogue import Label, catalogue, internal
from queries.language import Intent, is_chinese, language, spoken
from queries.run import Answer, Select, run
from queries.segment import Piece, normal, pieces
from queries.values import SCHEMES

_SUGGESTIONS = 6
_LONGEST_TITLE = 80
_MOST_TITLES = 40
_LONGEST = 1000  # letters; the cut of a question takes time that grows with its square
_YEARLESS = "--"


@dataclass(frozen=True, slots=True)
class Understood:
    """The query a question means and its parameters. A day without a year stays `--MM-DD` until `answer`."""

    question: str
    language: str
    query: str
    parameters: Mapping[str, str]
    notes: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Declined:
    """Why a question is not answered, the words that were not understood, and what can be asked instead."""

    question: str
    language: str
    reason: Label
    unknown: tuple[str, ...]
    suggestions: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """The refusal as JSON data."""
        questions = {name: catalogue()[name].question.model_dump() for name in self.suggestions}
        return {
            "question": self.question,
            "query": None,
            "reason": self.reason.model_dump(),
            "not_understood": list(self.unknown),
            "suggestions": [{"query": name, "question": text} for name, text in questions.items()],
        }


def understand(question: str) -> Understood | Declined:
    """What `question` means. The same question always gives the same."""
    if len(question) > _LONGEST:
        reason = Label(
            zh=f"问题超过{_LONGEST}个字，请写短一些。", en=f"More than {_LONGEST} letters; ask it shorter."
        )
        return Declined(question, spoken(question), reason, (), _suggestions(()))
    text = normal(question)
    found = _narrowed([piece for piece in pieces(text) if piece.text.strip()], text)
    said = [piece for piece in found if not piece.harmless]
    spoken_in = spoken(text)
    if not said:
        return _declined(question, spoken_in, found)
    fits = [fit for intent in language().intents if (fit := _fit(intent, text, found))]
    if not fits:
        return _incomplete(question, spoken_in, text, found) or _declined(question, spoken_in, found)
    intent, parameters = max(fits, key=lambda fit: (len(fit[0].slots), len(fit[0].needs)))
    return Understood(question, spoken_in, intent.query, parameters)


def _narrowed(found: Sequence[Piece], question: str) -> list[Piece]:
    """The pieces without a region that only says where the region beside it lies."""

    def around(wide: Piece, narrow: Piece) -> bool:
        if not (wide.meaning and narrow.meaning and wide.meaning.slot == narrow.meaning.slot == "region"):
            return False
        return wide.meaning.value in SCHEMES["regions"]().ancestors(narrow.meaning.value)

    dropped: set[Piece] = set()
    regions = [piece for piece in found if piece.meaning and piece.meaning.slot == "region"]
    for one, two in pairwise(regions):
        if re.fullmatch(language().inside, question[one.end : two.start]):
            dropped |= {one} if around(one, two) else {two} if around(two, one) else set()
    return [piece for piece in found if piece not in dropped]


def answer(question: str, select: Select, release: str, limit: int | None = None) -> Answer | Declined:
    """Answer `question` from a release, or say why not. Raises QueryError and QueryTimeout."""
    understood = understand(question)
    if isinstance(understood, Declined):
        return understood
    dated = _with_year(understood, select)
    if isinstance(dated, Declined):
        return dated
    found = run(dated.query, dated.parameters, select, release, question=question, limit=limit)
    return replace(found, notes=(*dated.notes, *found.notes))


_Fit = tuple[Intent, dict[str, str]]


def _fit(intent: Intent, question: str, found: Sequence[Piece], without: Collection[str] = ()) -> _Fit | None:
    """`intent` with its parameters but for those `without`, where it explains all that the question says."""
    slots = [(parameter, slot) for parameter, slot in intent.slots.items() if parameter not in without]
    said = [piece for piece in found if not piece.harmless]
    asked = frozenset[str]().union(*(piece.meaning.classes for piece in said if piece.meaning))
    if not asked.issuperset(intent.needs):
        return None
    return next(
        (fit for filled in _filled(slots, question, said, found) if (fit := _whole(intent, *filled))), None
    )


_Filled = tuple[dict[str, str], dict[str, Piece], list[Piece]]


def _filled(
    slots: Sequence[tuple[str, str]], question: str, left: list[Piece], found: Sequence[Piece]
) -> Iterator[_Filled]:
    """Each way to fill the slots: the values, the pieces that say them, and what is left of the question."""
    if not slots:
        yield {}, {}, left
        return
    (parameter, slot), *others = slots
    for piece, value in _candidates(slot, question, left, found):
        rest = left
        if slot != "period_start":  # the same words say the end of the period
            rest = [other for other in left if other.end <= piece.start or other.start >= piece.end]
        for values, used, unsaid in _filled(others, question, rest, found):
            yield {parameter: value, **values}, {parameter: piece, **used}, unsaid
        if slot != "title":
            return


def _whole(
    intent: Intent, values: dict[str, str], used: Mapping[str, Piece], left: Sequence[Piece]
) -> _Fit | None:
    """`intent` with its values, where what is left says what it needs and nothing that it has no room for."""
    classes = [piece.meaning.classes if piece.meaning else frozenset() for piece in left]
    room = {*intent.needs, *intent.may}
    if not all(kinds & room for kinds in classes):
        return None
    if not all(any(need in kinds for kinds in classes) for need in intent.needs):
        return None
    places = [_place(name, used, left) for name in intent.order]
    if places != sorted(places):
        return None
    if values.keys() >= {"after", "before"} and values["after"] > values["before"]:
        values["after"], values["before"] = values["before"], values["after"]
    return intent, values


def _candidates(
    slot: str, question: str, left: Sequence[Piece], found: Sequence[Piece]
) -> Iterator[tuple[Piece, str]]:
    """The pieces that may fill `slot`, with the value each gives."""
    for piece in left:
        span = piece.span
        if span is None:
            if piece.meaning and piece.meaning.slot == slot:
                yield piece, piece.meaning.value
            elif piece.meaning and piece.meaning.slot == "agency" and slot == "party":
                yield piece, SCHEMES["agencies"]().concepts[piece.meaning.value].labels["zh"]
            elif slot == "agency" and (agency := SCHEMES["agencies"]().find(piece.text)):
                yield piece, agency.iri
            elif slot == "subject" and piece.meaning and piece.meaning.slot == "technology":
                label = SCHEMES["technologies"]().concepts[piece.meaning.value].labels["zh"]
                yield piece, piece.text if is_chinese(piece.text) else label
        elif slot == "day" and span.day:
            yield piece, span.last
        elif slot == "period_start" and not span.day:
            yield piece, span.first
        elif slot == "period_end" and not span.day:
            yield piece, span.last
        elif slot == "year" and span.year:
            yield piece, str(span.year)
    if slot == "title":
        yield from ((piece, piece.text) for piece in _titles(question, tuple(found)))
    elif slot in (*language().ends, "text", "subject") and (run_ := _unknown_run(question, found, slot)):
        yield run_, run_.text


@lru_cache(maxsize=16)
def _titles(question: str, found: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The stretches that may be a title without its marks: they end as titles do; the longest first.

    A title may hold words that are known by themselves (of a technology, say), but begins with none that only
    asks and with no agency whose documents are meant, is no single one of them, and holds no white space.
    """
    data = language()
    ends = {match.end() for match in re.finditer(data.ends["title"], question)}
    spans: list[tuple[int, int]] = []
    for first, piece in enumerate(found):
        if len(spans) >= _MOST_TITLES or not ends:
            break
        agency = piece.meaning is not None and piece.meaning.slot == "agency"
        owner = agency and question[piece.end : piece.end + 1] in data.particles
        if owner or (piece.harmless and len(piece.text) > 1) or piece.text in data.particles:
            continue
        for last in _run(question, found, first):
            if last == first and piece.meaning:  # a word that says what is asked
                continue
            if found[last].end in ends:
                spans.append((piece.start, found[last].end))
    return tuple(
        Piece(start, end, question[start:end])
        for start, end in spans[:_MOST_TITLES]
        if not re.search(data.no_name, question[start:end])
    )


def _run(question: str, found: Sequence[Piece], first: int) -> list[int]:
    """The places of the pieces that touch one another from `first` on, in Chinese, the last first."""
    last = first
    while (
        last + 1 < len(found)
        and found[last].end == found[last + 1].start
        and found[last + 1].end - found[first].start <= _LONGEST_TITLE
        and is_chinese(question[found[last + 1].start])
    ):
        last += 1
    return list(range(last, first - 1, -1))


def _unknown_run(question: str, found: Sequence[Piece], slot: str) -> Piece | None:
    """All that was not understood, as one name, where nothing that was understood stands between.

    A name of a kind may hold words that are known (a party ends in 部门): the run grows over what touches it,
    as long as it then ends as names of that kind do.
    """
    places = [place for place, piece in enumerate(found) if piece.meaning is None]
    if not places:
        return None
    first, last = places[0], places[-1]
    if any(piece.meaning and not piece.harmless for piece in found[first:last]):
        return None
    first, last = _grown(question, found, first, last, slot)
    start, end = found[first].start, found[last].end
    while end > start and question[end - 1] in language().particles:
        end -= 1
    text = question[start:end]
    ends = language().ends.get(slot)
    bare = question[found[places[0]].start : end]
    if re.search(language().no_name, bare) or (ends and not re.search(f"{ends}$", text)):
        return None
    return Piece(start, end, text)


def _grown(question: str, found: Sequence[Piece], first: int, last: int, slot: str) -> tuple[int, int]:
    def joined(place: int) -> bool:
        """Whether the pieces `place` and the next touch, both in Chinese."""
        one, two = found[place], found[place + 1]
        return one.end == two.start and is_chinese(question[one.end - 1]) and is_chinese(question[two.start])

    def part(place: int) -> bool:
        """Whether a known piece may be part of a name: not a particle, not a phrase that only asks."""
        piece = found[place]
        return piece.text not in language().particles and not (piece.harmless and len(piece.text) > 1)

    while first > 0 and joined(first - 1) and part(first - 1):
        first -= 1
    ends = language().ends.get(slot)
    best, here = last, last
    while ends and here + 1 < len(found) and joined(here) and part(here + 1):
        here += 1
        if re.search(f"{ends}$", question[: found[here].end]):
            best = here
    return first, best


def _place(name: str, used: Mapping[str, Piece], left: Sequence[Piece]) -> int:
    if name in used:
        return used[name].start
    return next(piece.start for piece in left if piece.meaning and name in piece.meaning.classes)


def _declined(question: str, spoken_in: str, found: Sequence[Piece]) -> Declined:
    unknown = _unknown_words(normal(question), found)
    if unknown:
        words = ", ".join(f"“{word}”" for word in unknown)
        reason = Label(
            zh=f"没有理解：{words}，因此不作回答。", en=f"Not understood: {words}; so this is not answered."
        )
    elif all(piece.harmless for piece in found):
        reason = Label(zh="没有看出要问什么。", en="Nothing in this says what is asked.")
    else:
        reason = Label(
            zh="每个词都认识，但目录中没有一个问题把它们合在一起。",
            en="Each word is known, but no question of the catalogue brings them together.",
        )
    return Declined(question, spoken_in, reason, unknown, _suggestions(found))


def _incomplete(question: str, spoken_in: str, text: str, found: Sequence[Piece]) -> Declined | None:
    """The refusal of a question that one query would answer if it said one value more, such as a date."""
    for intent in sorted(language().intents, key=lambda intent: -len(intent.slots)):
        for parameter in intent.slots if intent.needs else ():
            if parameter in intent.order or _fit(intent, text, found, without={parameter}) is None:
                continue
            wanted = next(one for one in catalogue()[intent.query].params if one.name == parameter)
            reason = Label(
                zh=f"还需要写明{wanted.label.zh}，如{wanted.example}。",
                en=f"Say also which {wanted.label.en}, such as {wanted.example}.",
            )
            others = [name for name in _suggestions(found) if name != intent.query]
            return Declined(question, spoken_in, reason, (), (intent.query, *others)[:_SUGGESTIONS])
    return None


def _unknown_words(question: str, found: Sequence[Piece]) -> tuple[str, ...]:
    """The stretches that were not understood; what is harmless between two of them belongs to the stretch."""
    stretches: list[tuple[int, int]] = []
    bridge = False
    for piece in found:
        if piece.meaning is None:
            if stretches and bridge:
                stretches[-1] = (stretches[-1][0], piece.end)
            else:
                stretches.append((piece.start, piece.end))
            bridge = True
        elif not piece.harmless:
            bridge = False
    return tuple(dict.fromkeys(question[start:end] for start, end in stretches))


def _suggestions(found: Sequence[Piece]) -> tuple[str, ...]:
    """The queries that share most with the question, then those that come first."""
    classes = {kind for piece in found if piece.meaning for kind in piece.meaning.classes}
    slots = {piece.meaning.slot for piece in found if piece.meaning and piece.meaning.slot}
    scores: dict[str, int] = {}
    for intent in language().intents:
        score = 2 * len(slots & set(intent.slots.values())) + len(classes & {*intent.needs, *intent.may})
        scores[intent.query] = max(score, scores.get(intent.query, 0))
    return tuple(sorted(scores, key=lambda name: -scores[name])[:_SUGGESTIONS])


def _with_year(understood: Understood, select: Select) -> Understood | Declined:
    """Set the year of days that were given without one: the latest in which something is due on that day.

    Where nothing is due on it in any year, the latest year in which anything is due.
    """
    open_ = {name: value for name, value in understood.parameters.items() if value.startswith(_YEARLESS)}
    if not open_:
        return understood
    rows = select(internal()["deadline_days"].sparql).rows
    days = [row[0].value for row in rows if isinstance(row[0], Literal)]
    wanted = tuple(value[1:] for value in open_.values())
    years = [day[:4] for day in days if day.endswith(wanted)] or [day[:4] for day in days]
    if not years:
        reason = Label(zh="请写明年份。", en="Say of which year.")
        return Declined(understood.question, understood.language, reason, (), (understood.query,))
    year = max(years)
    dated = {name: year + value[1:] for name, value in open_.items()}
    note = Label(
        zh=f"问题未写年份，按{year}年回答：图谱中最近有相应期限的年份。",
        en=f"No year was given; {year} is assumed, the latest year with such a deadline in the graph.",
    )
    return replace(understood, parameters={**understood.parameters, **dated}, notes=(note,))
