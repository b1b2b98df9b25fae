"""One page of a list: the rows after a cursor, how many there are, and where the next page begins.

A cursor holds the last sort key, which ends in the IRI of its row, and a mark of the filters it was made for.
So equal sort keys are no trouble, and a page of another release goes on behind the same row, whether that
release has the row or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from api.cursors import decoded, encoded
from api.lists import facets
from api.lists.facets import Facet
from api.lists.filters import Filters
from api.lists.keeping import Kept, whole
from ontology import terms
from ontology.errors import UsageError
from queries.catalogue import Label, internal, lists
from queries.run import Answer, Row, Select, rows_of_each, run

_KEY = "key"
_MARK_LENGTH = 8
_TOTALS: Kept[int] = Kept()
_UNDATED = Label(
    zh="每年或每月某日的期限，时段内有这一天的列出；按季度等重复的期限和从某一事件起算的期限没有这样的日子，不在其中。",
    en="What is due on a day of every year or month is listed where such a day lies in the time asked for; "
    "what recurs otherwise or runs from an event has no such day.",
)
_ENDED = Label(
    zh="文件在到期之前已失效或被废止的，其条款未列入；in_force=no 可列出。",
    en="Duties of documents that had expired or been repealed before are left out; in_force=no gives them.",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page as an answer, the number of all rows, the cursor of the next page or None, and how
    many rows have each value of some filters.
    """

    answer: Answer
    total: int
    following: str | None
    facets: Mapping[str, Facet]


def page_of(filters: Filters, select: Select, release: str, *, for_people: bool = False) -> Page:
    """The page that `filters` ask for; one for people counts the values of some filters unasked.

    Raises UsageError for a cursor of another list or of other filters, and for a value that is not known;
    QueryError, QueryTimeout.
    """
    given = filters.given()
    name = filters.listed
    mark = _mark(name, given)
    after = _after(filters.cursor, mark)
    known = _TOTALS.get(whole(filters, release))
    total = _total(name, given, select) if known is None else known
    if not total:
        _refuse_unknown(filters, given, select)
    found = _found(filters, given | {"after": after}, select, release)
    last = found.rows[-1].values[_KEY] if found.rows and not found.complete else None
    following = encoded(f"{mark}{last}") if last else None
    counted = facets.facets_of(filters, total, select, release, page=for_people)
    return Page(_rows(name, found, select), total, following, counted)


def remember(filters: Filters, page: Page) -> None:
    """Keep the numbers of a page that one release answered."""
    _TOTALS.keep(whole(filters, page.answer.release), page.total)
    facets.remember(filters, page.facets, page.answer.release)


def _total(name: str, given: Mapping[str, str], select: Select) -> int:
    all_of_it = None if given else lists().get(f"{name}_count")
    counted = run(all_of_it or lists()[f"{name}_total"], given, select, "").rows
    return int(str(counted[0].values["total"])) if counted else 0


def _found(filters: Filters, given: Mapping[str, str], select: Select, release: str) -> Answer:
    """The items of the page. Without filters a cheaper query finds them, where it fills the page."""
    name = filters.listed
    first = lists().get(f"{name}_first") if set(given) == {"after"} else None
    if first:
        found = run(first, given, select, release, limit=filters.limit)
        if not found.complete:
            return found
    return run(lists()[f"{name}_page"], given, select, release, limit=filters.limit)


def _rows(name: str, found: Answer, select: Select) -> Answer:
    """What is said of the items that were found, with what the filters say of them."""
    query = lists()[f"{name}_row"]
    item = query.params[0].name
    more = {column: said for column, said in found.query.columns.items() if column not in (item, _KEY)}
    if not any(row.values[column] for row in found.rows for column in more):
        more = {}
    rows = []
    about = rows_of_each(query, [str(row.values[item]) for row in found.rows], select)
    for row in found.rows:
        said = about[str(row.values[item])]
        values = {**said.values, **{column: row.values[column] for column in more}}
        rows.append(Row(values, tuple(dict.fromkeys(said.evidence + row.evidence))))
    shown = tuple(column for column in found.query.show if column in more)
    return Answer(
        question=found.question,
        query=query.model_copy(
            update={"columns": {**query.columns, **more}, "show": (*query.show, *shown)},
        ),
        parameters={key: value for key, value in found.parameters.items() if key != "after"},
        labels=found.labels,
        release=found.release,
        complete=found.complete,
        rows=tuple(rows),
        notes=(*_notes(found.parameters), *(found.notes if rows or not found.parameters["after"] else ())),
    )


def _notes(parameters: Mapping[str, str]) -> tuple[Label, ...]:
    due = parameters.get("due_after") or parameters.get("due_before")
    if not due:
        return ()
    return (_UNDATED,) if parameters.get("in_force") == "no" else (_UNDATED, _ENDED)


def _refuse_unknown(filters: Filters, given: Mapping[str, str], select: Select) -> None:
    for name, iri in filters.known.items():
        if name not in given:
            continue
        rows = run(internal()["values_of"], {"property": iri}, select, "").rows
        values = [str(row.values["value"]) for row in rows]
        if given[name] not in values:
            raise UsageError(f"{name}: {given[name]!r} is none; there are {', '.join(values)}.")
    for name, held in filters.named_in.items():
        text = given.get(name, "")
        if not text or text.startswith(terms.BASE):
            continue
        if not run(lists()[f"{held}_total"], {"q": text}, select, "").rows:
            raise UsageError(f"{name}: nothing is called {text!r}; /{held} names those there are.")


def _mark(name: str, given: Mapping[str, str]) -> str:
    text = "\n".join([name, *(f"{key}={value}" for key, value in sorted(given.items()))])
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK_LENGTH]


def _after(cursor: str, mark: str) -> str:
    text = decoded(cursor)
    if text and not text.startswith(mark):
        raise UsageError("cursor: it was made for another list or other filters; begin without it.")
    return text[_MARK_LENGTH:]
