"""SPARQL text as tokens: what must be known of a query before an engine sees it.

Words inside strings, IRIs, prefixed names and comments are not keywords; a search of the bare text would take
them for such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# Nothing is tried twice (possessive), prefixes are bounded, and what follows an open quote is one token: so
# no text takes time that grows with its square.
_PARTS = {
    "iri": r"""<[^<>"{}|^`\\\x00-\x20]*+>""",
    "string": r"""\"{3}(?:[^\"\\]|\\.|\"(?!\"\"))*+\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}|\"\"(?!\")|''(?!')
                |\"(?!\")(?:[^\"\\\r\n]|\\.)*+\"|'(?!')(?:[^'\\\r\n]|\\.)*+'""",
    "open": r"""[\"'].*+""",
    "variable": r"[?$]\w++",
    "tag": r"@[A-Za-z]++(?:-\w++)*+",
    "name": r"(?:[^\W\d_][\w.-]{0,99}+)?:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*+",
    "word": r"\d++|[^\W\d]\w*+",
    "sign": r"[^\s#]",
}
_GAP = r"(?:\s|\#[^\r\n]*+)++"
TOKEN = re.compile(
    "|".join([_GAP, *(f"(?P<{name}>{part})" for name, part in _PARTS.items())]), re.VERBOSE | re.DOTALL
)
_TERM = rf"(?:{'|'.join(_PARTS[name] for name in ('iri', 'string', 'variable', 'tag', 'name'))}|[.,;]|\d++)"
STEP = re.compile(
    rf"{_GAP}|(?P<terms>{_TERM}(?:{_GAP}|{_TERM})*+)|(?P<open>{_PARTS['open']})|(?P<word>[^\W\d]\w*+)|(?P<sign>\S)",
    re.VERBOSE | re.DOTALL,
)
"""Like the tokens, but all terms between two words or signs are one match."""
# In a text without backslashes. Each part begins with a sign of its own, for which the engine of `re` looks
# quickly, and fails once in a text, or once in a line, where no such sign comes again.
_QUOTED = re.compile(
    r"""<[^<>"{}|^`\x00-\x20]*+>|\"\"\"(?:[^\"]|\"(?!\"\"))*+\"\"\"|\'\'\'(?:[^']|'(?!''))*+\'\'\'
        |\"\"(?!\")|\'\'(?!')|\"(?!\")[^\"\r\n]*+\"|\'(?!')[^'\r\n]*+'|\#[^\r\n]*+""",
    re.VERBOSE,
)
# An IRI without which a text has the same tokens in the same places, but for the letters it takes.
IRI = re.compile(r"""<[^<>"'{}|^`\\\s\x00-\x20]*+>""")
HOLE = "<>"
"""What stands in a shape for each IRI."""
LONGEST_SHAPE = 1 << 12
"""So many characters has a text, at most, whose shape is worth to be remembered."""
_VARYING_END = re.compile(r"#[^\r\n]*+|(?<!\w)\d++")
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_CONTROL = re.compile(r"\\u00(?:0[1-8BbCcEeFf]|1[0-9A-Fa-f])")
_LAST_CODE_POINT = 0x10FFFF


class Token(NamedTuple):
    """One token: its kind (iri, string, variable, tag, name, word, sign), its text, where it starts.

    The kind `open` is a string that is never closed, and all that follows it.
    """

    kind: str
    text: str
    start: int


def tokens(sparql: str) -> Iterator[Token]:
    """The tokens of `sparql`, without white space and comments."""
    for match in TOKEN.finditer(sparql):
        if match.lastgroup:
            yield Token(match.lastgroup, match.group(), match.start())


def bare(sparql: str) -> str | None:
    """`sparql` with a blank for each IRI, string and comment; None where only `tokens` tell what is one.

    That is a text with an open quote, or with a backslash but for escapes of control characters.
    """
    if "\\" in sparql:
        sparql = _CONTROL.sub(" ", sparql)  # nothing would let quotes meet that are apart
        if "\\" in sparql:
            return None
    left = _QUOTED.sub(" ", sparql)
    return None if '"' in left or "'" in left else left


@lru_cache(maxsize=64)
def shape(sparql: str) -> str | None:
    """`sparql` without what stands in its IRIs nor, behind its last brace, in numbers and comments.

    Many texts that people and programs send have one shape: what hangs on words and signs alone need be found
    but once for it. None for what is not worth it: a text with a backslash, or a long one.
    """
    if len(sparql) > LONGEST_SHAPE or "\\" in sparql:
        return None
    body, brace, end = IRI.sub(HOLE, sparql).rpartition("}")
    if '"' not in end and "'" not in end:
        end = _VARYING_END.sub("", end)
    return body + brace + end


def unescaped(sparql: str) -> str:
    """`sparql` with its code point escapes resolved, as the standard does before it reads the grammar.

    Where all are of control characters, which only strings and comments may hold, nothing is read
    differently, and they stay.
    """
    if "\\" not in sparql or len(_CODE_POINT.findall(sparql)) == len(_CONTROL.findall(sparql)):
        return sparql

    def character(match: re.Match[str]) -> str:
        code = int(match[1] or match[2], 16)
        return chr(code) if code <= _LAST_CODE_POINT else match[0]

    return _CODE_POINT.sub(character, sparql)
