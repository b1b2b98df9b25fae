"""Documents that are named: `doc.spans["policygraph/citations"]`, each with its `Mention` as
`span._.policygraph_citations`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components._spans import text_of, write
from extract.instruments.citing import mentions


@Language.component("policygraph_citations", assigns=["doc.spans"])
def citations(doc: Doc) -> Doc:
    """Mark the documents that `doc` names."""
    return write(
        doc, "citations", ((found.start, found.end, "document", found) for found in mentions(text_of(doc)))
    )
