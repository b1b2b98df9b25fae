"""SPARQL text as tokens: what must be known of a query before an engine sees it.

Words inside strings, IRIs, prefixed names and comments are not keywords; a search of the bare text would take
them for such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
                |\"(?:[^\"\\\r\n]|\\.)*\"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<tag>@[A-Za-z]+(?:-\w+)*)
    | (?P<name>(?:[^\W\d_][\w.-]{0,99})?:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*)
    | (?P<word>\d+|[^\W\d]\w*)
    | (?P<sign>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
# A prefix is bounded so that a long run of letters and dashes takes no time that grows with its square.
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_LAST_CODE_POINT = 0x10FFFF
_UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE"])
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (iri, string, variable, tag, name, word, sign), its text, where it starts."""

    kind: str
    text: str
    start: int


def tokens(sparql: str) -> Iterator[Token]:
    """The tokens of `sparql`, without white space and comments."""
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup and match.lastgroup != "comment":
            yield Token(match.lastgroup, match.group(), match.start())


def form(sparql: str) -> str | None:
    """The query form (SELECT, ASK, CONSTRUCT, DESCRIBE), or None where the text has none."""
    words = (token.text.upper() for token in tokens(_unescape(sparql)) if token.kind == "word")
    return next((word for word in words if word in _FORMS), None)


def forbidden(sparql: str) -> str | None:
    """The first keyword that would change data or call another service, or None: then the text only reads."""
    words = (token.text.upper() for token in tokens(_unescape(sparql)) if token.kind == "word")
    return next((word for word in words if word in _UPDATES or word == "SERVICE"), None)


def _unescape(sparql: str) -> str:
    # SPARQL resolves \u escapes before it reads the grammar, so a keyword may hide behind one.
    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= _LAST_CODE_POINT else match[0]

    return _CODE_POINT.sub(character, sparql)
