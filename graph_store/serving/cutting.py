"""Where rows end in the bytes of a result, as the engine writes them: to count rows, and to cut between two.

Each form has a pattern that finds the end of every row in text that begins between two rows (what the engine
writes before the first row counts as one). All are exact, not likely: no literal can look like the end of a
row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# In JSON a quote inside a string is escaped, so `},{"` is the border of two rows or, where a string ends in
# `},{`, is followed by one of `,}]`. A row without values is `{}`; text that holds that is read string by
# string.
_JSON = re.compile(rb'\}(?=,\{"[^,}\]])')
_JSON_STRINGS = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|\}(?=,\{)', re.DOTALL)
_JSON_HEAD = b'"bindings":['
_XML = re.compile(rb"</result>|<results>")
_CSV = re.compile(rb'(?:[^"\r\n]++|"[^"]*+")*+\r\n')
_PLAIN_CSV = re.compile(rb"\r\n")
_LINE = re.compile(rb"\n")

_JSON_TYPE = "application/sparql-results+json"
_XML_TYPE = "application/sparql-results+xml"
_CSV_TYPE = "text/csv"


class RowEnds:
    """Splits a result in `media_type`, fed piece by piece, where its head ends and where each row ends."""

    def __init__(self, media_type: str) -> None:
        self._form = media_type
        self._begun = False
        self.rest = b""
        """What came after the last border."""

    def feed(self, data: bytes) -> tuple[bytes, list[int]]:
        """What is whole of all that came, and the borders in it."""
        text = self.rest + data
        ends = list(self._ends(text))
        border = ends[-1] if ends else 0
        self.rest = text[border:]
        return text[:border], ends

    def count(self, data: bytes) -> tuple[bytes, int]:
        """As `feed`, but how many borders there are, which is quicker to find than where."""
        text = self.rest + data
        if self._form != _JSON_TYPE or not self._begun or b"{}" in text:
            whole, ends = self.feed(data)
            return whole, len(ends)
        number = len(_JSON.findall(text))
        border = _last_border(text) if number else 0
        self.rest = text[border:]
        return text[:border], number

    @property
    def more(self) -> bool:
        """Whether a further row begins after the last border (JSON has a border only between two)."""
        return self._form == _JSON_TYPE and self._begun and self.rest.lstrip(b",").startswith(b"{")

    @property
    def tail(self) -> bytes:
        """What ends a document that is cut at a border."""
        return {_JSON_TYPE: b"]}}", _XML_TYPE: b"</results></sparql>"}.get(self._form, b"")

    def _ends(self, text: bytes) -> Iterator[int]:
        if self._form == _JSON_TYPE:
            return self._json_ends(text)
        if self._form == _XML_TYPE:
            return (match.end() for match in _XML.finditer(text))
        if self._form == _CSV_TYPE:
            return _csv_ends(text)
        return (match.end() for match in _LINE.finditer(text))

    def _json_ends(self, text: bytes) -> Iterator[int]:
        start = 0
        if not self._begun:
            place = text.find(_JSON_HEAD)  # names of variables cannot look like this
            if place < 0:
                return
            self._begun = True
            start = place + len(_JSON_HEAD)
            yield start
        if b"{}" not in text:
            yield from (match.end() for match in _JSON.finditer(text, start))
            return
        for match in _JSON_STRINGS.finditer(text, start):
            if match.group() == b"}":
                yield match.end()


def _last_border(text: bytes) -> int:
    place = text.rfind(b'},{"')
    while not _JSON.match(text, place):
        place = text.rfind(b'},{"', 0, place)
    return place + 1


def _csv_ends(text: bytes) -> Iterator[int]:
    if b'"' not in text:
        yield from (match.end() for match in _PLAIN_CSV.finditer(text))
        return
    place = 0
    while match := _CSV.match(text, place):
        place = match.end()
        yield place
