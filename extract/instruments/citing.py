"""Where a text names documents: titles in 《》 with their numbers, numbers alone, and the short forms of
both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.instruments.titles import same
from extract.rules import regexes
from extract.rules.batteries import matches
from ontology.vocabulary import agencies

_FIGURES = re.compile(r"\d+")
_REACH = 120
_CODE = 24
_LONGEST_SHORT = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named at `start` to `end` of a cleaned text. `date` is the day that the text gives for it,
    as printed; `older` says that it goes out of force here, so that a document of the same title may follow
    on it; `listed` that it stands in a row of a list of what does.
    """

    start: int
    end: int
    title: str | None
    number: str | None = None
    date: str | None = None
    older: bool = False
    listed: bool = False


def mentions(text: str) -> list[Mention]:
    """Every mention in `text` (cleaned), in order; short forms carry the title and number of what they
    stand for.
    """
    titled = list(_titled(text))
    found = sorted([*titled, *_numbered(text, titled)], key=lambda found: found.start)
    return _numbered_alike(list(_resolved(text, found)))


def _numbered_alike(found: list[Mention]) -> list[Mention]:
    """`found`, a title that has its number in one place having it everywhere.

    The older of two namesakes keeps its number for itself: it is told by the day on which it was published.
    """
    numbers = {
        same(mention.title): mention.number
        for mention in found
        if mention.title is not None and mention.number is not None and not mention.older
    }
    return [
        replace(mention, number=numbers.get(same(mention.title)))
        if mention.title is not None and mention.number is None and mention.date is None
        else mention
        for mention in found
    ]


def _titled(text: str) -> Iterator[Mention]:
    rules = regexes("citations")
    for match in rules["title"].finditer(text):
        title = match.group("title")
        if rules["no-document"].search(title):
            continue
        behind = rules["number-behind"].match(text[match.end() : match.end() + _REACH])
        before = rules["number-before"].search(text[max(0, match.start() - _REACH) : match.start()])
        date = rules["date-before"].search(text[max(0, match.start() - _REACH) : match.start()])
        beside = rules["number-adjacent"].search(text[max(0, match.start() - _CODE) : match.start()])
        if rules["issues-after"].match(text[match.end() : match.end() + _REACH]):
            beside = None  # the number of the order that puts the text in force, not that of the text
        number = behind or before or beside
        end = match.end() + (behind.end() if behind else 0)
        yield Mention(
            match.start() - (len(_trimmed(beside.group())) if beside and number is beside else 0),
            end,
            title,
            _trimmed(number.group("number")) if number else None,
            date.group("date") if date else None,
            older=rules["repeals"].match(text[end : end + _REACH]) is not None,
        )


def _numbered(text: str, titled: Sequence[Mention]) -> Iterator[Mention]:
    """Numbers that belong to none of the titles `titled`."""
    rules = regexes("citations")
    starts = [mention.start for mention in titled]
    found = [
        (core.start() - len(code), core.end())
        for core in matches(rules["core"], text)
        if (code := _code(text, core.start()))
    ]
    found += [match.span() for match in matches(rules["standard"], text)]
    found += _repealed_orders(text)
    for start, end in found:
        at = bisect_right(starts, end) - 1
        if at < 0 or titled[at].end <= start:
            number = _trimmed(text[start:end])
            yield Mention(end - len(number), end, None, number)


def _repealed_orders(text: str) -> Iterator[tuple[int, int]]:
    """Where an order stands by its number alone (原某某部令2011年第8号同时废止), with who gave it.

    Where it is repealed: elsewhere it may be the order that puts a text in force. What runs into the name of
    who gave it, such as a heading, is told by the names that are known.
    """
    rules = regexes("citations")
    for match in rules["order"].finditer(text):
        if rules["repeals"].match(text[match.end() : match.end() + _REACH]):
            number = _trimmed(match.group())
            known = rules["order-giver"].match(number)
            if known and (known["local"] or agencies().find(known["giver"])):
                yield match.end() - len(number), match.end()


def _code(text: str, end: int) -> str:
    """The code of the issuer that ends at `end`."""
    code = regexes("citations")["code"].search(text[max(0, end - _CODE) : end])
    return code.group() if code else ""


def _trimmed(number: str) -> str:
    """A number without the words that stand in front of it (根据, 原, the day of an order)."""
    lead = regexes("citations")["number-lead"].match(number)
    return number[lead.end() :] if lead else number


@dataclass(slots=True)
class _Forms:
    """The short forms of a text so far, and the documents that it has named in full.

    `editions` are the forms that end their full title, by what is left without their figures; `endings` are
    the documents by the last characters of their titles, so many as have been asked for, the latest last.
    """

    short: dict[str, Mention] = field(default_factory=dict)
    editions: dict[str, dict[str, Mention]] = field(default_factory=lambda: defaultdict(dict))
    named: list[Mention] = field(default_factory=list)
    endings: dict[int, dict[str, list[Mention]]] = field(default_factory=dict)

    def declare(self, form: str, full: Mention) -> None:
        """Take `form` as the short form of `full` from here on."""
        self.short[form] = full
        pattern = _FIGURES.sub("#", form)
        if "#" in pattern:
            editions = self.editions[pattern]
            if same(full.title or "").endswith(form):
                editions[form] = full
            else:
                editions.pop(form, None)

    def know(self, full: Mention) -> None:
        """Take `full` as named in full; of two of the same title the later one counts."""
        self.named.append(full)
        for size, endings in self.endings.items():
            _put(endings, size, full)

    def ended_by(self, title: str) -> Mention | None:
        """The latest document named in full whose title ends with `title` and says more."""
        if len(title) > _LONGEST_SHORT or not regexes("citations")["bare"].search(title):
            return None
        ending = same(title)
        if len(ending) not in self.endings:
            self.endings[len(ending)] = {}
            for mention in self.named:
                _put(self.endings[len(ending)], len(ending), mention)
        found = reversed(self.endings[len(ending)].get(ending, []))
        return next((mention for mention in found if mention.title != title), None)


def _put(endings: dict[str, list[Mention]], size: int, mention: Mention) -> None:
    found = endings.setdefault(same(mention.title or "")[-size:], [])
    if found and found[-1].title == mention.title:
        found.pop()
    found.append(mention)


def _resolved(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    forms = _Forms()
    for mention in found:
        full = _full(text, mention, forms)
        if full is None:
            continue
        yield full
        if full.title is not None and full.title == mention.title:
            forms.know(full)
            declared = regexes("citations")["short-form"].match(
                text[_title_end(text, full) : full.end + _REACH]
            )
            if declared and "《" not in declared.group()[: declared.start("short") - 1]:
                forms.declare(same(declared.group("short")), full)
        elif full.title is not None and mention.title is not None and same(mention.title) not in forms.short:
            forms.declare(same(mention.title), full)


def _title_end(text: str, mention: Mention) -> int:
    return mention.start + len(mention.title or "") + 2


def _full(text: str, mention: Mention, forms: _Forms) -> Mention | None:
    """`mention` with the title and number of the document it stands for; None for a short form of nothing."""
    if mention.title is None or mention.number is not None:
        return mention
    title = mention.title
    meant = forms.short.get(same(title)) or _edition(title, forms) or forms.ended_by(title)
    if meant is not None:
        return replace(mention, title=meant.title, number=meant.number, date=meant.date)
    if not regexes("citations")["bare"].search(title):
        return mention
    if plenum := regexes("citations")["plenum"].search(text[max(0, mention.start - 30) : mention.start]):
        return replace(mention, title=f"{plenum.group('who')}{title}")
    return None


def _edition(title: str, forms: _Forms) -> Mention | None:
    """Another edition of a document that has a short form: 《清单（2030年版）》 beside
    《清单（2031年版）》.
    """
    own = same(title)
    for form, mention in forms.editions.get(_FIGURES.sub("#", own), {}).items():
        if form != own:
            full = same(mention.title or "")
            return replace(mention, title=full[: -len(form)] + title, number=None, date=None)
    return None
