"""Public bodies: `doc.spans["policygraph/agencies"]`, each with its `Body` as
`span._.policygraph_agencies`.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from extract.bodies import find_bodies
from extract.components._spans import text_of, write


@Language.component("policygraph_agencies", assigns=["doc.spans"])
def agencies(doc: Doc) -> Doc:
    """Mark the public bodies of `doc`; `doc.user_data["home"]` is the place whose bodies a bare 市科委
    means.
    """
    return write(
        doc,
        "agencies",
        (
            (start, end, body.kind or "agency", body)
            for start, end, body in find_bodies(text_of(doc), doc.user_data.get("home"))
        ),
    )
