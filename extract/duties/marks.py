"""What stands in one line in front of the prose of a paragraph: number, heading, whom it is sent to."""

from __future__ import annotations

from extract.cleaning import Clean
from extract.duties import parties
from extract.rules import finder, regexes

_LONGEST_MARK = 40
_LONGEST_HEADING = 22
_MOST_ADDRESSED = 300
_WIDE = 2
_LEAST_PARTY = 3


def number_end(chars: str, whole: Clean) -> int:
    """Where the number of a paragraph of `chars` ends.

    Behind that of an article no other follows: 第五条、第六条规定的企业 is what the article begins with. With
    a blank behind it, it is one whatever follows; without one, 第五条第六条 is a reference.
    """
    rules, cut = regexes("obligations"), 0
    article = False
    if (apart := rules["item/apart"].match(whole.text)) and _gap(chars, whole, apart.end()):
        cut, article = apart.end(), True
    while found := rules["item"].match(whole.text[cut : cut + _LONGEST_MARK]):
        another = rules["item/article"].search(found.group()) is not None
        if article and another:
            break
        cut, article = cut + found.end(), article or another
    return cut


def heading_end(chars: str, whole: Clean, start: int) -> int:
    """Where the heading behind a number, which ends at `start`, ends, that blanks part from the prose in the
    same line; `start` where there is none.
    """
    if start == 0:
        return start
    rules, text = regexes("obligations"), whole.text
    # A blank of one space at the head of a line may stand inside a word, unless somebody is named behind it.
    places = range(start + 1, min(start + _LONGEST_HEADING, len(text)))
    at = next((place for place in places if _gap(chars, whole, place)), start)
    heads = rules["item/heading"].match(text[start:at]) and rules["item/prose"].match(text, at)
    if not heads or parties.at_start(text, start, at, strict=False) is not None:
        return start
    first = whole.origin(0)
    inside = chars[chars.rfind("\n", 0, first) + 1 : first].strip() != ""
    return at if inside or _gap(chars, whole, at) >= _WIDE or _names(text, at) else start


def _names(text: str, at: int) -> bool:
    """Whether a party is named from `at` on, whose name is not the rest of one (养殖 | 经营单位)."""
    party = parties.at_start(text, at, len(text))
    if party is None or party.end - party.start < _LEAST_PARTY:
        return False
    return not any(regexes("parties")[rule].match(text[at:]) for rule in ("role", "compound"))


def addressed_end(chars: str, whole: Clean) -> int:
    """Where the number of a notice and its addressees end, in one line with the text; 0 without them."""
    number = regexes("documents")["run-on/number"].match(whole.text)
    start = number.end() if number else 0
    colon = whole.text.find("：", start, start + _MOST_ADDRESSED) + 1
    if not start < colon < len(whole.text) or not _gap(chars, whole, colon):
        return 0
    return colon if finder("documents", "addressees")(whole.text[start:colon]) else 0


def _gap(chars: str, whole: Clean, at: int) -> int:
    """How wide the blank is that is printed in one line before character `at` of a cleaned text."""
    if not 0 < at < len(whole.text):
        return 0
    between = chars[whole.origin(at - 1) + 1 : whole.origin(at)]
    return 0 if "\n" in between else sum(_WIDE if sign in "\u3000\t" else 1 for sign in between)
