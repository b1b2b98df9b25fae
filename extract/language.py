"""The spaCy pipeline: one token a character, so that token offsets are character offsets."""

from __future__ import annotations

from functools import cache

from extract.lean import without

with without("spacy.cli", "info", "info"):
    import spacy
from spacy.language import Language
from spacy.tokens import Doc

from extract import components
from ontology.errors import VocabularyError


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
    doc = Doc(pipeline().vocab, words=list(text), spaces=[False] * len(text))
    doc.user_data["text"] = text
    return doc
