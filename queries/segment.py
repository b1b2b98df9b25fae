"""Cuts a question into what is understood and what is not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from extract.numerals import number
from queries.dates import Span, dates
from queries.language import Meaning, fold, is_chinese, language, phrases

_LONGEST = 60
_SHORTEST_PLURAL = 4
_UNKNOWN_COST = 100  # a letter that nothing explains costs more than any number of pieces
_DATE_WORDS = re.compile(
    r"[〇零一二三四五六七八九]{4}(?=年)"
    r"|[一二三四五六七八九十]{1,3}(?=月(?:底|末|[一二三四五六七八九十\d]))"
    r"|(?<=月)[一二三四五六七八九十]{1,3}(?=[日号])"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the question. `meaning` is None where it was not understood; `span` is set for dates."""

    start: int
    end: int
    text: str
    meaning: Meaning | None = None
    span: Span | None = None

    @property
    def harmless(self) -> bool:
        """Whether it changes nothing in what is asked."""
        return self.meaning is not None and self.meaning.harmless


def normal(question: str) -> str:
    """The question with width variants of letters and runs of white space made one; punctuation stays.

    Quotation marks around all of it go; figures of a date in words become digits.
    """
    if whole := re.fullmatch(r"\s*[“\"「]([^“”\"「」]*)[”\"」]\s*", question):
        question = whole.group(1)
    question = _DATE_WORDS.sub(_digits, question)
    narrow = (unicodedata.normalize("NFKC", letter) for letter in question)
    return " ".join(
        "".join(new if new.isalnum() else old for old, new in zip(question, narrow, strict=True)).split()
    )


def _digits(match: re.Match[str]) -> str:
    words = match.group()
    return str(number(words)) if "十" in words else "".join(str(number(digit)) for digit in words)


def pieces(question: str) -> list[Piece]:
    """The pieces of a question that `normal` gave, in order, without punctuation and white space."""
    fixed = _fixed(question)
    found: list[Piece] = []
    here = 0
    for piece in fixed:
        found += _words(question, here, piece.start)
        found.append(piece)
        here = piece.end
    return found + _words(question, here, len(question))


def _fixed(question: str) -> list[Piece]:
    """What is known by its form: IRIs, quoted texts, document numbers, dates; the earlier kind goes first."""
    data = language()
    found: list[Piece] = []
    for match in re.finditer(data.iri, question):
        found.append(Piece(*match.span(), match.group(), Meaning(slot="iri", value=match.group())))
    for pattern in data.quoted:
        for match in re.finditer(pattern, question):
            found.append(Piece(*match.span(), match.group(), Meaning(slot="title", value=match.group(1))))
    for match in re.finditer(data.document_number, question):
        found.append(Piece(*match.span(), match.group(), Meaning(slot="title", value=match.group())))
    for span in dates(question):
        text = question[span.start : span.end]
        found.append(Piece(span.start, span.end, text, Meaning(slot="date", value=text), span))
    kept: list[Piece] = []
    for piece in found:
        if all(piece.end <= other.start or piece.start >= other.end for other in kept):
            kept.append(piece)
    return sorted(kept, key=lambda piece: piece.start)


def _words(question: str, start: int, end: int) -> list[Piece]:
    """The cheapest cut: the least left unexplained, then the fewest pieces, then the longest first."""
    text = question[start:end]
    best: list[tuple[int, list[Piece]]] = [(0, [])] * (len(text) + 1)
    for here in range(len(text) - 1, -1, -1):
        step, unknown = _unknown(text, here)
        cost, rest = best[step]
        chosen = (cost + (_UNKNOWN_COST * (step - here) if unknown else 0), rest)
        if unknown:
            chosen = (chosen[0], [Piece(here, step, text[here:step]), *rest])
        for piece in _known(text, here):
            cost, rest = best[piece.end]
            if cost + 1 < chosen[0] or (cost + 1 == chosen[0] and chosen[1][0].end < piece.end):
                chosen = (cost + 1, [piece, *rest])
        best[here] = chosen
    return [replace(piece, start=piece.start + start, end=piece.end + start) for piece in best[0][1]]


def _known(text: str, here: int) -> Iterator[Piece]:
    known = phrases()
    if _inside_word(text, here):
        return
    for end in range(here + 1, min(len(text), here + _LONGEST) + 1):
        if _inside_word(text, end) or text[here].isspace() or text[end - 1].isspace():
            continue
        if meaning := _meaning(known, fold(text[here:end])):
            yield Piece(here, end, text[here:end], meaning)


def _meaning(known: Mapping[str, Meaning], phrase: str) -> Meaning | None:
    """What a phrase means; the plural of an English name means what the name does."""
    if phrase in known or not phrase.isascii():
        return known.get(phrase)
    singular = next(
        (known[phrase.removesuffix(end)] for end in ("es", "s") if phrase.removesuffix(end) in known), None
    )
    return singular if singular and singular.slot and len(phrase) > _SHORTEST_PLURAL else None


def _unknown(text: str, here: int) -> tuple[int, bool]:
    """Where the smallest unexplained piece at `here` ends, and whether it says anything at all."""
    if not text[here].isalnum():
        return here + 1, text[here] in "%<>≥≤=+±"
    if is_chinese(text[here]) or _inside_word(text, here):
        return here + 1, True
    end = here + 1
    while end < len(text) and _inside_word(text, end):
        end += 1
    return end, True


def _inside_word(text: str, place: int) -> bool:
    """Whether the border at `place` lies inside a word of Latin letters and digits."""
    return 0 < place < len(text) and _latin(text[place - 1]) and _latin(text[place])


def _latin(letter: str) -> bool:
    return letter.isalnum() and not is_chinese(letter)
