"""How a component writes what it found."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span


def text_of(doc: Doc) -> str:
    """The text of `doc`, which `extract.language` leaves there: spaCy puts it together anew each time."""
    text = doc.user_data.get("text")
    return text if isinstance(text, str) else doc.text


def write(doc: Doc, kind: str, found: Iterable[tuple[int, int, str, object]]) -> Doc:
    """Set `doc.spans["policygraph/{kind}"]` to the (start, end, label, value) of `found`.

    They are sorted, each range stands once. Offsets are of characters, and so of tokens. The value is
    `span._.policygraph_{kind}`.
    """
    extension = f"policygraph_{kind}"
    if not Span.has_extension(extension):
        Span.set_extension(extension, default=None)
    spans: list[Span] = []
    for start, end, label, value in sorted(found, key=lambda item: item[:3]):
        if spans and (spans[-1].start, spans[-1].end) == (start, end):
            continue
        span = Span(doc, start, end, label=label)
        span._.set(extension, value)
        spans.append(span)
    doc.spans[f"policygraph/{kind}"] = spans
    return doc
