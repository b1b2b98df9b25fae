"""One document has one answer on a day, however many others repeal it, and whichever query is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queries.catalogue import lists
from queries.run import Select, run

TURTLE = """
@prefix pg: <https://w3id.org/policygraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix d: <https://w3id.org/policygraph/id/document/> .
d:rules a pg:Document ; rdfs:label "甲方案"@zh ; pg:effectiveDate "2030-01-01"^^xsd:date .
d:first a pg:Document ; rdfs:label "首次清理决定"@zh ; pg:repeals d:rules ; pg:date "2033-01-01"^^xsd:date .
d:second a pg:Document ; rdfs:label "再次清理决定"@zh ; pg:repeals d:rules ; pg:date "2040-01-01"^^xsd:date .
d:undated a pg:Document ; rdfs:label "未注明日期的决定"@zh ; pg:repeals d:rules .
"""


@pytest.mark.parametrize(
    ("day", "said"), [("2029-12-31", "no"), ("2031-06-30", "yes"), ("2033-01-01", "no"), ("2041-01-01", "no")]
)
def test_the_first_that_repeals_it_counts(asking: Callable[[str], Select], day: str, said: str) -> None:
    found = run("document_in_force", {"document": "甲方案", "date": day}, asking(TURTLE), "r1").rows
    assert [(row.values["in_force"], row.values["repealed_by_title"]) for row in found] == [
        (said, "首次清理决定")
    ]


# What each text says: from when, its date, its adoption; and the dates of the notices that send it out.
DAYS = {
    "retroactive": ("2030-01-01", "2030-03-01", "", ()),
    "later": ("2030-06-01", "2030-03-01", "", ()),
    "dated": ("", "2030-03-01", "2030-02-01", ()),
    "adopted": ("", "", "2030-02-01", ()),
    "sent_out": ("", "", "", ("2030-03-01",)),
    "sent_out_twice": ("", "", "", ("2030-03-01", "2032-03-01")),
    "forwarded": ("", "2029-01-01", "", ("2030-03-01",)),
    "unknown": ("", "", "", ()),
}
NOT_YET, SILENT = ("no", "not yet in effect"), ("not known", "the text does not say from when")
IN_FORCE = {
    "1990-01-01": dict.fromkeys(DAYS, NOT_YET) | {"unknown": SILENT},
    "2030-02-15": dict.fromkeys(DAYS, NOT_YET)
    | {"retroactive": ("yes", "in effect"), "adopted": SILENT, "forwarded": SILENT, "unknown": SILENT},
    "2030-03-01": dict.fromkeys(DAYS, SILENT) | {"retroactive": ("yes", "in effect"), "later": NOT_YET},
}


def dated() -> str:
    """Documents with these days, each with a duty that is due on the last of them."""
    said = TURTLE
    for name, (begins, date, adopted, notices) in DAYS.items():
        said += f'd:{name} a pg:Document ; rdfs:label "{name}"@zh .\n'
        days = {"effectiveDate": begins, "date": date, "adoptedDate": adopted}
        said += "".join(f'd:{name} pg:{key} "{day}"^^xsd:date .\n' for key, day in days.items() if day)
        for day in notices:
            said += f'd:{name} pg:attachedTo d:notice-{day} . d:notice-{day} pg:date "{day}"^^xsd:date .\n'
        for day in IN_FORCE:
            said += (
                f'd:{name}-{day} a pg:Obligation ; pg:document d:{name} ; pg:deadline "{day}"^^xsd:date .\n'
            )
    return said


@pytest.mark.parametrize("day", IN_FORCE)
def test_no_text_is_in_force_before_it_was_written(asking: Callable[[str], Select], day: str) -> None:
    select = asking(dated())

    def told(query: str, name: str = "title", **given: str) -> dict[str, tuple[str, str]]:
        """What a query says of each document, by what a column names it."""
        rows = [row.values for row in run(lists().get(query, query), given, select, "r1").rows]
        called = {str(row[name]).rpartition("/")[2].removesuffix(f"-{day}"): row for row in rows}
        said = {key: (str(row["in_force"]), str(row["because"])) for key, row in called.items()}
        return {key: said[key] for key in DAYS if key in said}

    assert told("documents_in_force", date=day) == IN_FORCE[day]
    assert told("duties_due_on", "document_title", date=day) == IN_FORCE[day]
    assert told("duties_due_by", "document_title", date=day) == IN_FORCE[day]
    assert told("duties_due_between", "document_title", after=day, before=day) == IN_FORCE[day]
    for name, said in IN_FORCE[day].items():
        # Of names the one that is the whole of it: `sent_out` is in `sent_out_twice` too.
        assert told("document_in_force", document=name, date=day)[name] == said
    for force in {force for force, _ in IN_FORCE[day].values()}:
        part = {name: said for name, said in IN_FORCE[day].items() if said[0] == force}
        assert told("documents_page", "document", in_force_on=day, in_force=force) == part
        page = told("obligations_page", "statement", due_after=day, due_before=day, in_force=force)
        assert page == part
