"""Deontic statements: `doc.spans["policygraph/obligations"]`.

Each has its `Statement` as `span._.policygraph_obligations`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.cleaning import uncut
from extract.components._spans import write
from extract.duties.clauses import Paragraph, mask
from extract.duties.deadlines import Years
from extract.duties.deontics import find


@Language.component("policygraph_obligations", assigns=["doc.spans"])
def obligations(doc: Doc) -> Doc:
    """Mark the statements of `doc`, a paragraph of prose; the label is the modality."""
    paragraph = Paragraph(uncut(doc.text), mask(doc.text))
    return write(
        doc,
        "obligations",
        ((found.start, found.end, found.modality, found) for found in find(paragraph, Years())),
    )
