"""Citations: each document that a document names, once, with what it has to do with it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract import ids
from extract.cleaning import Clean
from extract.instruments.citing import Mention, mentions
from extract.instruments.dates import iso_date
from extract.instruments.listed import listed
from extract.instruments.outline import Part
from extract.instruments.segments import is_a
from extract.instruments.shelf import Shelf, shelf
from extract.instruments.titles import same
from extract.layout import Layout
from extract.records import Citation, Document
from extract.rules import regexes
from extract.rules.batteries import matches

RELATIONS = ("issues", "repeals", "interprets", "implements", "supports", "cites")
_SENTENCE_ENDS = re.compile(r"[。；！？]")
_REACH = 160
_LONGEST_CLAUSE = 400
_WIDEST_GAP = 200
_MARK = 2


@dataclass(frozen=True, slots=True)
class _Context:
    """The cleaned text of a document with its titles blanked out, and where its sentences end.

    From `rules_from` on, the second article or the first section, a text gives rules, no more its grounds.
    `lists` are where lists begin, each with whether it is one of what goes out of force; `together` gives for
    each mention the first and the last of the titles that stand in a row with it.
    """

    masked: str
    ends: tuple[int, ...]
    found: tuple[Mention, ...]
    rules_from: int
    lists: tuple[tuple[int, bool], ...]
    together: tuple[tuple[int, int], ...]


def citations(
    layout: Layout, part: Part, document: Document, documents: Sequence[Document]
) -> tuple[Citation, ...]:
    """The citations of one document, in order of where it names them. `documents` are those of the file.

    A document that is named several times is cited once, where it says most about it.
    """
    body = layout.body(min(part.title[0], part.body[0]), part.body[1])
    named = (_unnumbered(found, document) for found in mentions(body.text))
    told = [found for found in named if not _own_number(found, document)]
    masked = regexes("citations")["title"].sub(_blank, body.text)
    lists = _repeal_lists(masked, document)
    told = _with_rows(layout, part, body, lists, told)
    context = _context(layout, body, part, masked, lists, told)
    known = shelf(documents)
    best: dict[str, tuple[int, str, Mention]] = {}
    for index, mention in enumerate(context.found):
        target = target_of(mention, document, known)
        if target is None:
            continue
        relation, rule = _relation(context, index, target, document, known)
        rank = RELATIONS.index(relation)
        if target not in best or rank < best[target][0]:
            best[target] = (rank, rule, mention)
    text = layout.text
    records = []
    for target, (rank, rule, mention) in best.items():
        start, end = body.source_range(mention.start, mention.end)
        records.append(
            Citation(
                id=ids.part_iri("citation", document.id, target),
                source=text.source,
                source_sha256=text.sha256,
                start=start,
                end=end,
                page=text.page_at(start),
                quote=text.chars[start:end],
                rule=f"citations/{rule}",
                document=document.id,
                title=mention.title,
                doc_number=mention.number,
                relation=RELATIONS[rank],
                target=target,
                clause_at=_clause(body, context, mention) if RELATIONS[rank] == "repeals" else None,
            )
        )
    return tuple(sorted(records, key=lambda record: (record.start, record.end, record.target)))


def _clause(body: Clean, context: _Context, mention: Mention) -> tuple[int, int]:
    """Where the sentence stands that names `mention`."""
    before, after = bisect_left(context.ends, mention.start), bisect_left(context.ends, mention.end)
    opens = context.ends[before - 1] + 1 if before else 0
    closes = context.ends[after] + 1 if after < len(context.ends) else len(body.text)
    start, end = max(opens, mention.start - _LONGEST_CLAUSE), min(closes, mention.end + _LONGEST_CLAUSE)
    return body.source_range(start, end)


def target_of(mention: Mention, document: Document | None, known: Shelf) -> str | None:
    """The id of what `mention` names: a document that is `known`, or a stub; None where it names `document`
    itself.
    """
    older = mention.date is not None or mention.number is not None
    if mention.number is not None and (numbered := known.numbered(mention.number)):
        return _unless_own(numbered[0].id, document)
    date = iso_date(mention.date) if mention.date else None
    if mention.title is not None:
        if older:
            # Another number or day tells an earlier namesake.
            other = known.edition(mention.title, mention.number, date)
        else:
            titled = known.titled(mention.title)
            other = next((one for one in titled if not _is_former(mention, one, document)), None)
        if other is not None:
            return _unless_own(other.id, document)
        named = document is not None and _without_edition(document.title) == same(mention.title)
        if named and not older and not mention.older:
            return None
    return _unless_own(ids.document_iri(mention.title or "", mention.number, date), document)


def _unless_own(found: str, document: Document | None) -> str | None:
    return None if document is not None and found == document.id else found


def _is_former(mention: Mention, other: Document, document: Document | None) -> bool:
    """Whether `mention` goes out of force here, so that it is a former namesake of `other`, which `document`
    is, sends out or comes with.
    """
    if document is None or not mention.older:
        return False
    return other.id in (document.id, document.attached_to) or other.attached_to == document.id


def _without_edition(title: str) -> str:
    return regexes("citations")["edition"].sub("", same(title))


def _unnumbered(mention: Mention, document: Document) -> Mention:
    """`mention` without the number behind its title where that is the one of `document`, which sends it out
    and has its number at the end of its own title.
    """
    if not _has_number(mention, document) or mention.title is None:
        return mention
    return mention if same(mention.title) == same(document.title) else replace(mention, number=None)


def _own_number(mention: Mention, document: Document) -> bool:
    return mention.title is None and _has_number(mention, document)


def _has_number(mention: Mention, document: Document) -> bool:
    """Whether a mention has the number of `document`; that of a standard may stand without its year."""
    own, said = document.doc_number, mention.number
    if own is None or said is None:
        return False
    yearless = own.startswith(f"{said}—") and regexes("documents")["standard-line"].match(own)
    return same(said).endswith(same(own)) or bool(yearless)


def _blank(match: re.Match[str]) -> str:
    return "《" + "□" * (len(match.group()) - 2) + "》"


def _repeal_lists(masked: str, document: Document) -> tuple[tuple[int, bool], ...]:
    """Where lists begin, each with whether it is one of what goes out of force."""
    rules = regexes("citations")
    lists = [(match.end(), True) for match in matches(rules["repeal-list"], masked)]
    lists += [(match.end(), False) for match in matches(rules["other-list"], masked)]
    if rules["repealed-titles"].search(document.title):
        lists.append((0, True))
    return tuple(sorted(lists))


def _with_rows(
    layout: Layout, part: Part, body: Clean, lists: Sequence[tuple[int, bool]], told: Sequence[Mention]
) -> list[Mention]:
    """`told`, and the documents in the rows of lists of what goes out of force."""
    if not any(repeals for _, repeals in lists):
        return list(told)
    rows = []
    for start, end, title, number in listed(layout, *part.body):
        first = body.clean_index(start)
        at = bisect_right(lists, (first, True)) - 1
        if at >= 0 and lists[at][1] and (number is not None or lists[at][0] == 0):
            rows.append(Mention(first, body.clean_index(end), title, number, older=True, listed=True))
    covered = [(row.start - _MARK, row.end + _MARK) for row in rows]
    kept = [one for one in told if not any(low <= one.start and one.end <= high for low, high in covered)]
    return sorted([*kept, *rows], key=lambda one: one.start)


def _second_number(layout: Layout, part: Part) -> int | None:
    """Where the second chapter or clause of a guide begins, whose numbers are decimal."""
    low, high = (bisect_left(layout.lines, at, key=lambda line: line.start) for at in part.body)
    rule = regexes("citations")["second-number"]
    lines = map(layout.lines.__getitem__, range(low, high))
    return next((line.start for line in lines if rule.match(line.text)), None)


def _context(
    layout: Layout,
    body: Clean,
    part: Part,
    masked: str,
    lists: tuple[tuple[int, bool], ...],
    found: Sequence[Mention],
) -> _Context:
    rules = regexes("citations")
    second = next(
        (
            one.start
            for rule in ("second-article", "first-section")
            for one in part.sections
            if rules[rule].match(one.locator)
        ),
        None,
    )
    if second is None:
        second = _second_number(layout, part)
    return _Context(
        masked,
        tuple(match.start() for match in _SENTENCE_ENDS.finditer(masked)),
        tuple(found),
        len(masked) if second is None else body.clean_index(second),
        lists,
        _lists(masked, found),
    )


def _in_repeal_list(context: _Context, start: int) -> bool:
    """Whether a title at `start` opens an item of a list of what goes out of force."""
    at = bisect_right(context.lists, (start, True)) - 1
    return (
        at >= 0
        and context.lists[at][1]
        and regexes("citations")["item-before"].search(context.masked[max(0, start - 40) : start]) is not None
    )


def _relation(
    context: _Context, index: int, target: str, document: Document, known: Shelf
) -> tuple[str, str]:
    """What the document has to do with the mention at `index`, and the rule that says so."""
    mention = context.found[index]
    first, last = context.together[index]
    before, after = _sentence(context, context.found[first].start, context.found[last].end)
    if rule := _repeals(context, mention, before, after):
        return "repeals", rule
    explains = is_a("explains", document.kind or "")
    if explains and target == document.interprets:
        return "interprets", "interprets"
    if not explains and (rule := _issues(mention, target, before, after, document, known)):
        return "issues", rule
    if rule := _implements(before, after, explains, mention.start >= context.rules_from):
        return "implements", rule
    if not explains and regexes("citations")["supports"].search(after):
        return "supports", "supports"
    return "cites", "cites"


def _repeals(context: _Context, mention: Mention, before: str, after: str) -> str | None:
    """The rule by which what is named goes out of force as a whole, not one of its articles or what it says
    of a matter.
    """
    rules = regexes("citations")
    own = context.masked[mention.end : mention.end + _REACH]
    if rules["part/own"].match(own) or rules["part/shared"].match(after):
        return None
    if rules["repeals"].match(after):
        return "repeals"
    if rules["replaces-before"].search(before):
        return "replaces-before"
    return "repealed-item" if mention.listed or _in_repeal_list(context, mention.start) else None


def _implements(before: str, after: str, explains: bool, in_rule: bool) -> str | None:
    """The rule by which what is named is a ground of the document. In a text that explains, the grounds of
    what it explains are not its own; there only what is carried out counts, and in a rule as well.
    """
    rules = regexes("citations")
    if rules["modelled-on"].search(before):
        return None
    if rules["amended-by"].match(after) and rules["amended-on"].search(before):
        return None
    if not explains and rules["grounds-head"].search(before):
        return "grounds-head"
    founds = rules["founds"].search(after) is not None
    basis = rules["implements"].search(before)
    applied = basis is not None and (
        rules["applied"].search(basis.group()) is not None
        or (rules["measured-by"].match(basis.group()) and not rules["by-order"].match(after))
    )
    if explains or (in_rule and not founds and (applied or rules["by-rule"].match(after))):
        carried = basis is not None and rules["carries-out"].search(basis.group()) is not None
        return "carries-out" if carried else None
    if basis is not None and (founds or not rules["applies"].search(after)):
        return "implements"
    return "basis" if founds and rules["basis"].search(before) else None


def _issues(
    mention: Mention,
    target: str,
    before: str,
    after: str,
    document: Document,
    known: Shelf,
) -> str | None:
    """The rule by which the document sends out what is named."""
    if known.is_attached(target, document.id):
        return None if is_a("statute-kind", document.kind or "") else "issues"
    rules = regexes("citations")
    if mention.title is not None and rules["sends"].search(document.title):
        quoted = [match.group("title") for match in rules["title"].finditer(document.title)]
        if any(same(title) == same(mention.title) for title in quoted):
            return "sends"
    if rules["implements"].search(before):
        return None
    if rules["issues-before"].search(before):
        return "issues-before"
    return "issues-after" if rules["issues-after"].match(after) else None


def _lists(masked: str, found: Sequence[Mention]) -> tuple[tuple[int, int], ...]:
    """For each mention the first and the last of the list in which it stands."""
    gap = regexes("citations")["list-gap"]
    bounds: list[tuple[int, int]] = []
    first = 0
    for index in range(len(found)):
        apart = index + 1 == len(found) or not (
            found[index + 1].start - found[index].end <= _WIDEST_GAP
            and gap.match(masked[found[index].end : found[index + 1].start])
        )
        if apart:
            bounds += [(first, index)] * (index + 1 - first)
            first = index + 1
    return tuple(bounds)


def _sentence(context: _Context, start: int, end: int) -> tuple[str, str]:
    """What stands in the sentence before `start` and behind `end`."""
    at = bisect_right(context.ends, start) - 1
    opens = max(context.ends[at] + 1 if at >= 0 else 0, start - _REACH)
    behind = bisect_right(context.ends, end - 1)
    closes = context.ends[behind] if behind < len(context.ends) else len(context.masked)
    return context.masked[opens:start], context.masked[end : min(closes, end + _REACH)]
