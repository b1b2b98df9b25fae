"""Names, numbers and addresses of contact persons, which no record holds."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from extract.cleaning import Clean, clean
from extract.ranges import Range
from extract.rules import regexes

_TOLD = ("bracketed", "named", "asked", "called", "phone", "mail", "account")
_LED = ("label", "person", "phone-led", "mail-led")  # with the words that lead to them
_OPEN, _CLOSE = "（(", "）)"
_BESIDE = "，,、；;：:|（(<＜ \t\r\n\u3000"


def without_contacts(text: str) -> str:
    """The cleaned `text` of a cell without whom to ask, and how."""
    rules = regexes("privacy")
    if rules["hint"].search(text) is None:
        return text
    return rules["beside"].sub("", rules["bracketed"].sub("", text)).strip()


def first_contact(text: str, start: int, end: int) -> int | None:
    """Where between `start` and `end` of `text` the first person, number or address stands, None where none
    does.
    """
    rules = regexes("privacy")
    if rules["hint"].search(text, start, end) is None:
        return None
    found = (rules[name].search(text, start, end) for name in (*_TOLD, *_LED))
    return min((match.start() for match in found if match is not None), default=None)


def up_to_brackets(text: str, start: int, end: int) -> int:
    """The end of what stands between `start` and `end` without a bracket that is left open."""
    depth, opened = 0, end
    for at in range(start, end):
        if text[at] in _OPEN:
            opened = at if depth == 0 else opened
            depth += 1
        elif text[at] in _CLOSE and depth:
            depth -= 1
    return opened if depth else end


def without_asides(whole: Clean) -> Clean:
    """Prose without whom to ask where a sentence says the same, and goes on, without them."""
    rules, text = regexes("privacy"), whole.text
    if rules["hint"].search(text) is None:
        return whole
    places = [match.span() for match in rules["aside"].finditer(text)]
    places += [match.span("who") for match in rules["asked"].finditer(text)]
    return whole.kept(_between(places, 0, len(text))) if places else whole


def public(chars: str, start: int, end: int) -> Range:
    """The longest piece of `chars[start:end]` that holds no person, number or address, whether white space
    stands in these or not; the range where it holds none.
    """
    if regexes("privacy")["hint"].search(chars, start, end) is None:
        return start, end
    whole = clean(chars, [(start, end)])
    places = [
        *_places(chars, start, end),
        *(whole.source_range(*place) for place in _places(whole.text, 0, len(whole.text))),
    ]
    if not places:
        return start, end
    pieces = [_trimmed(chars, *piece, end) for piece in _between(places, start, end)]
    return max(pieces, key=lambda piece: piece[1] - piece[0], default=(start, start))


def _places(text: str, start: int, end: int) -> Iterator[Range]:
    rules = regexes("privacy")
    for name in ("aside", *_TOLD):
        yield from (
            match.span("who" if name == "asked" else 0) for match in rules[name].finditer(text, start, end)
        )


def _between(places: list[Range], start: int, end: int) -> Iterator[Range]:
    """What is left of `start` to `end` between `places`."""
    for low, high in sorted(places, key=itemgetter(0)):
        if low > start:
            yield start, low
        start = max(start, high)
    if start < end:
        yield start, end


def _trimmed(chars: str, start: int, end: int, last: int) -> Range:
    """A piece without what parts it from a person behind it: it ends before `last`."""
    if end == last:
        return start, end
    end = up_to_brackets(chars, start, end)
    return start, start + len(chars[start:end].rstrip(_BESIDE))
