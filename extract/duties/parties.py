"""Who acts: the parties that a clause names as its subject."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extract.place_forms import begins_with_short
from extract.places import begins_with_place, is_place
from extract.rules import regexes

_LONGEST = 90
_LONGEST_VERB = 6
_LONGEST_UNKNOWN = 14
_LONGEST_BARE = 40
_SHORTEST_DEED = 3
_LONGEST_REST = 8
_SHORTEST_NAME = 4
_STOPS = ("，", "的", "□")
_BLANKS = re.compile(r"□+")


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: where it stands in the text, and the ranges of its parties."""

    start: int
    end: int
    parties: tuple[tuple[int, int], ...]


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    return dict(regexes("parties"))


def skip_lead(text: str, start: int, end: int) -> int:
    """Where the clause begins after words like 并且, 请, 同时, which say nothing of the subject."""
    found = _rules()["lead"].match(text[start:end])
    start = start + found.end() if found else start
    timed = _rules()["time-before"].match(text[start : min(end, start + _LONGEST)])
    return start + timed.end() if timed else start


def before_modal(text: str, start: int, end: int, direct: bool = False) -> Subject | None:
    """The subject in `text[start:end]`, what stands before a modal; None where it is a thing or nothing.

    `direct` says that nothing, not even a comma, stands between it and the modal.
    """
    start = skip_lead(text, start, end)
    tail = _rules()["tail"].search(text[start:end])
    stop = start + tail.start() if tail else end
    name = _begins_as_name(text[start:stop])
    if start >= stop or (not name and _rules()["preposition"].match(text[start:stop])):
        return None
    bare = _BLANKS.sub("", text[start:stop])
    ends = _ends_as_party(bare) or (direct and (_ends_bare(bare) or _are_places(bare)))
    governed = direct and not name and _rules()["governs"].match(text[start:stop])
    if governed or (not direct and _blocked(text[start:stop])):
        return _subject(text, start, stop) if ends and "的" in text[start:stop] else None
    if ends and not _verb_inside(text, start, stop):
        return _subject(text, start, stop)
    subject = at_start(text, start, stop)
    beside = _rules()["beside-party"].search(text, start, stop) if subject is None else None
    if beside and _ends_as_party(text[start : beside.start()]):
        return _subject(text, start, beside.start())
    return _itself(text, start, stop, subject) if direct else subject


def _itself(text: str, start: int, stop: int, subject: Subject | None) -> Subject | None:
    """`subject`, unless a thing of it or what is done to it is meant; where there is none, somebody who does
    something by the time that `text[start:stop]` ends with.
    """
    if subject is None:
        does = _rules()["when-does"].match(text[start:stop])
        return _subject(text, start, start + does.end("who")) if does else None
    rest = text[subject.end : stop]
    of_it = _rules()["of-subject"].match(rest) or _rules()["deed-of"].match(rest)
    return None if of_it else subject


def at_start(text: str, start: int, end: int, strict: bool = True, relative: bool = False) -> Subject | None:
    """The subject with which the clause `text[start:end]` begins.

    With `strict`, a verb, preposition or adverb must follow the name; else the first name that no link
    continues is taken, or a longer one that a verb follows. A relative clause before the name is admitted
    with `relative`, or without `strict`.
    """
    if strict:
        return _at_start(text, start, end, strict=True, relative=relative)
    first = _at_start(text, start, end, strict=False, relative=True)
    acting = _at_start(text, start, end, strict=True, relative=True)
    if first is None or acting is None:
        return first or acting
    return acting if acting.end <= first.end or _goes_on(text[first.end : acting.end]) else first


def _acts(name: str, rest: str) -> bool:
    """Whether a verb follows on `name`; one of a single character may be part of the word behind the name."""
    verb = _rules()["verb"].match(rest)
    if verb is None:
        deed = _rules()["deed"].match(rest)
        follows = deed is not None and deed.end() < len(rest)
        return follows and deed is not None and _rules()["acting"].match(rest, deed.end()) is None
    sure = len(verb.group()) > 1 or _rules()["auxiliary"].match(rest) is not None
    return sure or _ends_as_party(_BLANKS.sub("", name))


def _goes_on(rest: str) -> bool:
    """Whether `rest`, between the first party word and one that a verb follows, is all of one name."""
    if "，" in rest:
        return False
    first, *others = _rules()["link"].split(rest)
    longest = max(len(first), *(0 if _is_name(one) else len(one) for one in others), 0)
    words = _rules()["acting"].sub("", rest)
    verbs = (_rules()["verb"].match(words[at:]) for at in range(len(words)))
    return longest <= _LONGEST_REST and not any(found and len(found.group()) > 1 for found in verbs)


def _at_start(text: str, start: int, end: int, strict: bool, relative: bool) -> Subject | None:
    start = skip_lead(text, start, end)
    window = text[start : min(end, start + _LONGEST)]
    rules = _rules()
    blocked = _blocked(window)
    if blocked and (not relative or rules["preposition"].match(window)):
        return None
    for found in rules["acting" if strict else "suffix"].finditer(window):
        stop = _past_blanks(window, found.end())
        rest = window[stop:]
        if rest.startswith("的") and not relative:
            if not rules["of-party"].match(rest):
                return None
            continue
        if _continues(window, stop) or (blocked and "的" not in window[: found.start()]):
            continue
        stop += 1 if rest.startswith("等") else 0
        rest = window[stop:]
        if "的" not in window[:stop] and rules["not-inside"].search(window[: found.start()]):
            return None
        alone = not rest and (not strict or _ends_as_party(window[:stop]))
        if alone or not strict or _acts(window[:stop], rest):
            return _subject(text, start, start + stop)
    return None


def owns(text: str, subject: Subject | None, end: int) -> bool:
    """Whether not the party but a thing of it is named up to `end` (农户住房)."""
    return subject is not None and _rules()["of-thing"].match(text[subject.end : end]) is not None


def forbidden(text: str, start: int, end: int) -> Subject | None:
    """Whom it is forbidden, with whom `text[start:end]`, what 严禁 forbids, begins."""
    if _rules()["for-whom"].match(text[start:end]):
        return None
    if acts_after(text, start, end):
        return at_start(text, start, end - 1, strict=False)
    subject = at_start(text, start, end, strict=False)
    if subject is None:
        return _with_deed(text, start, end)
    rest = text[subject.end : end].rstrip("，。；")
    if subject.start - start > 2 or "的" in text[start : subject.start]:
        return None
    if len(rest) < _SHORTEST_DEED:
        return subject if _rules()["deed"].fullmatch(rest) else None
    return subject if is_anybody(text, subject) or _rules()["of-thing"].match(rest) is None else None


def _with_deed(text: str, start: int, end: int) -> Subject | None:
    """A party in front of a deed of two characters, of which `text[start:end]` consists (考生替考)."""
    stop = end - 1 if text[end - 1] in "，。；" else end
    for found in _rules()["acting"].finditer(text, start, min(stop, start + _LONGEST_BARE)):
        if _rules()["deed"].fullmatch(text, found.end(), stop):
            return _subject(text, start, found.end())
    return None


def is_anybody(text: str, subject: Subject) -> bool:
    """Whether a subject is any of a kind (任何单位)."""
    return _rules()["whoever"].match(text[subject.start : subject.end]) is not None


def acts_after(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` begins with a party that does something, not with a thing named by it."""
    subject = at_start(text, start, end, strict=False)
    if subject is None or subject.start - start > 2:
        return False
    rest = text[subject.end : end].rstrip("，。；")
    if not rest and text[end - 1 : end] == "，":
        return bool(_rules()["verb"].match(text[end : end + _LONGEST_VERB]))
    acts = _acts(text[subject.start : subject.end], rest) and not _rules()["named-by"].match(rest)
    return rest.startswith("□") or acts


def _blocked(window: str) -> bool:
    """Whether the clause begins with a word that no name begins with; 建设 in 建设单位 is part of one."""
    if _begins_as_name(window):
        return False
    if _rules()["blocked"].match(window):
        return True
    verb = _rules()["verb"].match(window)
    if verb is None or len(verb.group()) == 1:
        return False
    return _rules()["suffix"].match(window, verb.end()) is None


def _begins_as_name(window: str) -> bool:
    """Whether what looks like a preposition or a verb begins a name: 自治区科技厅, 当阳市水利局."""
    if _rules()["names"].match(window):
        return True
    if _rules()["with"].match(window):  # 会同县 is a county too
        return False
    return begins_with_place(window) or begins_with_short(window)


def _past_blanks(window: str, stop: int) -> int:
    while stop < len(window) and window[stop] == "□":
        stop += 1
    return stop


def _continues(text: str, stop: int) -> bool:
    """Whether the name goes on behind its party word, which ends at `stop`."""
    rules, rest = _rules(), text[stop:]
    if rest.startswith("的") or rules["link"].match(rest) or rules["suffix"].match(text, stop):
        return True
    if rules["role"].match(rest) or rules["duty-relative"].match(rest) or rules["compound"].match(rest):
        return True
    return rest.startswith("等") and len(rest) > 1 and not rules["verb"].match(rest[1:])


def after_by(text: str, start: int, end: int) -> Subject | None:
    """The party after 由 where the clause begins with it (由县林业站登记)."""
    found = _rules()["by"].match(text[start:end])
    if found is None:
        return None
    low = start + found.end()
    return at_start(text, low, end, strict=False) or _up_to_verb(text, low, end)


def handed_to(text: str, start: int, end: int) -> Subject | None:
    """The party after 由 where a thing stands before it (实施计划由县林业站报送)."""
    at = text.find("由", start + 2, end)
    topic = text[start:at]
    if at < 0 or not _rules()["thing"].match(topic) or _ends_as_party(topic):
        return None
    return after_by(text, at, end)


def helps(text: str, start: int, end: int) -> bool:
    """Whether a clause only says who helps (县财政局配合)."""
    return _rules()["helps"].match(text[start:end]) is not None


def leads(text: str, start: int, end: int) -> bool:
    """Whether a clause only says who leads (县渔业局负责)."""
    return _rules()["leads"].match(text[start:end]) is not None


def helping(text: str, start: int, end: int) -> Subject | None:
    """The parties of a clause, or of its end, that only says who helps (…牵头、县财政局配合)."""
    found = _rules()["who-helps"].match(text[start:end])
    if found is None:
        return None
    return at_start(text, start + found.start("who"), start + found.end("whole"))


def _up_to_verb(text: str, start: int, end: int) -> Subject | None:
    """What stands before the first verb of two characters or more, whatever it ends with (由船队长组织)."""
    for stop in range(start + 2, min(start + _LONGEST_UNKNOWN, end - 1)):
        if text[stop - 1] in _STOPS:
            return None
        verb = _rules()["verb"].match(text[stop:end])
        if (verb and len(verb.group()) > 1) or _rules()["by-beside"].match(text[stop:end]):
            return _subject(text, start, stop)
    return None


def partners(text: str, start: int, end: int) -> Subject | None:
    """The parties after 会同 or 配合, or before 的配合下, at the head of `text[start:end]`; how and on what
    ground may stand in front.
    """
    if found := _rules()["with-help"].match(text[start:end]):
        low, high = start + found.start("who"), start + found.end("who")
        return at_start(text, low, high, strict=False)
    lead = _rules()["with-lead"].match(text[start:end])
    start += lead.end() if lead else 0
    found = _rules()["with"].match(text[start:end])
    if not found:
        return None
    low = start + found.end()
    comma = text.find("，", low, end)
    return at_start(text, low, comma if comma >= 0 else end, strict=False)


def listed(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The names of a list, whatever they end with (省水利厅、各市县)."""
    found: list[tuple[int, int]] = []
    low = start
    for link in (*_rules()["link"].finditer(text, start, end), None):
        high = link.start() if link else end
        if high < _past_places(text, low, end):
            continue
        if high > low:
            found.append((low, high))
        low = link.end() if link else end
    return tuple(found)


def _verb_inside(text: str, start: int, stop: int) -> bool:
    """Whether a shorter name at the start has a verb after it (国家能源局开展监督工作的单位)."""
    shorter = at_start(text, start, stop)
    if shorter is None or shorter.end >= stop:
        return False
    rest = text[shorter.end : stop]
    if _rules()["names"].match(rest) or _rules()["division"].match(rest):
        return False
    return "的" not in rest or bool(_rules()["towards"].match(rest))


def _ends_as_party(text: str) -> bool:
    end = text.removesuffix("等")[-12:]
    return any(found.end() == len(end) for found in _rules()["suffix"].finditer(end))


def _is_name(text: str) -> bool:
    """Whether `text`, one item of a list, is a name by its end, or a place."""
    return _ends_as_party(text) or (len(text) >= _SHORTEST_NAME and _ends_bare(text)) or is_place(text)


def _ends_bare(text: str) -> bool:
    """Whether the whole of `text` is a name by its last word, which may be a single character."""
    return len(text) <= _LONGEST_BARE and _rules()["ending"].search(text.removesuffix("等")) is not None


def _are_places(text: str) -> bool:
    """Whether the whole of `text` is a list of places, which stand for who governs them."""
    names = [name for name in _rules()["link"].split(text.removesuffix("等")) if name]
    return bool(names) and all(is_place(name) for name in names)


def _subject(text: str, start: int, stop: int) -> Subject:
    """Split a list of names; what does not end as a party's name stays with the next, and with a body its
    people (主管部门及其工作人员).
    """
    parties: list[tuple[int, int]] = []
    low = start
    for found in _rules()["link"].finditer(text, start, stop):
        if _rules()["people"].match(text, found.start()) or found.start() < _past_places(text, low, stop):
            continue
        if found.start() > low and _is_name(_BLANKS.sub("", text[low : found.start()])):
            parties.append((low, found.start()))
            low = found.end()
    if low < stop:
        parties.append((low, stop))
    return Subject(start, stop, tuple(parties))


def _past_places(text: str, start: int, stop: int) -> int:
    """Where places end that share a body (省、自治区、直辖市人民政府), with which a name begins."""
    places = _rules()["places"].match(text[start:stop])
    return start + places.end() if places else start
