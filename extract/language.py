"""The spaCy pipeline: one token a character, so that token offsets are character offsets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from extract.lean import without

with without("spacy.cli", "info", "info"):
    import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract import components
from ontology.errors import VocabularyError

_LONGEST = 30_000
_MARKS = ("。", ". ", "；", "，", " ")


@cache
def pipeline() -> Language:
    """A blank Chinese pipeline with the project's components. It is built once a process."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
    segmenter = getattr(nlp.tokenizer, "segmenter", None)
    if segmenter != "char":
        raise VocabularyError(f"spaCy segments Chinese by {segmenter}, the rules need one token a character.")
    nlp.max_length = 50_000_000
    for name in components.register():
        nlp.add_pipe(name)
    return nlp


def recognised(text: str, kind: str, **context: object) -> Iterator[tuple[int, int, Any]]:
    """(start, end, value) of each span of `kind` in `text`.

    A long text is read in pieces, for a token takes a hundred times the room of its character. They end at
    full stops, where no name goes on, or else at other marks.
    """
    start = 0
    while start < len(text):
        end = start + _LONGEST
        if end < len(text):
            end = _divided(text, start, end)
        doc = recognise(text[start:end], kind, **context)
        for span in doc.spans[f"policygraph/{kind}"]:
            yield start + span.start, start + span.end, span._.get(f"policygraph_{kind}")
        start = end


def _divided(text: str, start: int, end: int) -> int:
    """Where the piece from `start` to `end` is best cut: behind its last mark of those that divide most."""
    found = ((text.rfind(mark, start, end), mark) for mark in _MARKS)
    return next((at + len(mark) for at, mark in found if at > start), end)


def recognise(text: str, *kinds: str, **context: object) -> Doc:
    """`text` with the spans of the components `kinds` (agencies, citations …), in
    `doc.spans["policygraph/{kind}"]`.

    `context` is what the components may look up in `doc.user_data`.
    """
    nlp = pipeline()
    doc = characters(text)
    doc.user_data.update(context)
    wanted = {f"policygraph_{kind}" for kind in kinds}
    return nlp(doc, disable=[name for name in nlp.pipe_names if name not in wanted])


def characters(text: str) -> Doc:
    """`text` as one token a character, white space included, so that token `i` is character `i`.

    spaCy's own segmenter sets white space apart and takes ten times as long to align it again.
    """
    words: list[Any] = list(map(_hashes().__getitem__, text))
    doc = Doc(pipeline().vocab, words=words, spaces=[False] * len(text))
    doc.user_data["text"] = text
    return doc


class _Hashes(dict[str, int]):
    """The numbers by which spaCy knows characters: to be told them it takes less than half the time."""

    def __missing__(self, char: str) -> int:
        self[char] = found = pipeline().vocab[char].orth
        return found


@cache
def _hashes() -> _Hashes:
    return _Hashes()
