"""How a text is cut into words for the index, and a question into phrases of them.

Chinese has no spaces: of a run of its characters every pair is a word, and the last one alone, so that a word
of two characters is one look-up and one of more is a phrase. A run of other letters and digits is one word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_HAN = "\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_HAN_RUN = re.compile(rf"[{_HAN}]")
_WIDE = rf"{_HAN}\u3001-\u303f\uff00-\uffef"  # with the punctuation that stands between them
_BREAK = re.compile(rf"(?<=[{_WIDE}])\s+(?=[{_WIDE}])")
_ACCENT = re.compile("[\u0300-\u036f]+")


def normal(text: str) -> str:
    """`text` as it is compared: one width and case, no accents or punctuation, a space only between words.

    The same twice as once.
    """
    runs = runs_of(text)
    return "".join(
        f" {run}" if place and not _han(run) and not _han(runs[place - 1]) else run
        for place, run in enumerate(runs)
    )


def words(text: str) -> list[str]:
    """The words of `text`, in order."""
    return [word for run in runs_of(text) for word in _cut(run)]


def phrases(question: str) -> list[str]:
    """What must stand in a text that fits `question`: FTS5 phrases, one for each part between separators.

    The last word of a part may be the beginning of one.
    """
    parts = (runs_of(part) for part in re.split(r"[\W_]+", question))
    return list(dict.fromkeys(_phrase(runs) for runs in parts if runs))


def runs_of(text: str) -> list[str]:
    """The runs of Chinese characters, and those of other letters and digits, normalised."""
    if not text.isascii():
        text = unbroken(unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFKD", text))))
    return _RUN.findall(text.casefold())


def unbroken(text: str) -> str:
    """`text` without the line ends and spaces that a table or a page put between Chinese characters."""
    return _BREAK.sub("", text)


def _han(run: str) -> bool:
    return _HAN_RUN.match(run) is not None


def _cut(run: str) -> Iterator[str]:
    if not _han(run):
        yield run
        return
    yield from (run[place : place + 2] for place in range(len(run) - 1))
    yield run[-1]


def _phrase(runs: list[str]) -> str:
    *before, last = runs
    found = [word for run in before for word in _cut(run)]
    if _han(last) and len(last) > 1:
        found += list(_cut(last))[:-1]  # the last character alone ends a run; what follows here is open
        return f'"{" ".join(found)}"'
    return f'"{" ".join((*found, last))}" *'
