"""Regions: `doc.spans["policygraph/regions"]`, each with its `Concept` as `span._.policygraph_regions`."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components._spans import text_of, write
from extract.names import match_names
from ontology.vocabulary import regions as vocabulary


@Language.component("policygraph_regions", assigns=["doc.spans"])
def regions(doc: Doc) -> Doc:
    """Mark the regions of `doc`."""
    return write(
        doc,
        "regions",
        (
            (start, end, concept.key, concept)
            for start, end, concept in match_names(text_of(doc), vocabulary())
        ),
    )
