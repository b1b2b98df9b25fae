"""Agency records: each mention of a public body."""

from __future__ import annotations

from extract.bodies import Body, home_of
from extract.instruments.outline import Part
from extract.language import recognise
from extract.layout import Layout
from extract.records import Agency, Document


def agencies(layout: Layout, part: Part, document: Document) -> tuple[Agency, ...]:
    """The mentions of public bodies in one document, its title included, in order."""
    body = layout.body(min(part.title[0], part.body[0]), part.body[1])
    text = layout.text
    records = []
    # In a document of one province or city a bare 市科委 is the body of this place.
    home = home_of("、".join([document.title, *document.issuers]))
    doc = recognise(body.text, "agencies", home=home)
    for span in doc.spans["policygraph/agencies"]:
        found: Body = span._.policygraph_agencies
        first, last = span.start, span.end
        start, end = body.source_range(first, last)
        if part.title[1] <= start < part.body[0]:  # the name of the site behind a title
            continue
        records.append(
            Agency(
                id=found.iri,
                source=text.source,
                source_sha256=text.sha256,
                start=start,
                end=end,
                page=text.page_at(start),
                quote=text.chars[start:end],
                rule="agencies/class" if found.kind == "class" else "agencies/name",
                name=found.name,
                printed=body.text[first:last],
                kind=found.kind,
                parent=found.parent,
            )
        )
    return tuple(records)
