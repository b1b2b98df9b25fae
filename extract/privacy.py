"""Names, numbers and addresses of contact persons, which no record holds."""

from __future__ import annotations

from functools import cache

from extract.rules import regexes

_OPEN, _CLOSE = "（(", "）)"


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
    found = (rules[name].search(text, start, end) for name in _told())
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


@cache
def _told() -> tuple[str, ...]:
    return ("bracketed", "named", "asked", "phone", "mail")
