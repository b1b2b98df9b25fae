"""Days, months and years: `doc.spans["policygraph/dates"]`, each with its `Day` as
`span._.policygraph_dates`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.components._spans import text_of, write
from extract.instruments.dates import find_dates


@Language.component("policygraph_dates", assigns=["doc.spans"])
def dates(doc: Doc) -> Doc:
    """Mark the dates of `doc`; the label is the ISO form."""
    return write(doc, "dates", ((day.start, day.end, day.iso, day) for day in find_dates(text_of(doc))))
