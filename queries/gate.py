"""The gate before the engine: what a stranger's query may do, decided on its tokens.

A text passes that only reads and that no parser can choke on: no update, no SERVICE but to endpoints that
the operator lists, no deeper nesting and no more steps than the limits below. Words inside strings, IRIs,
comments, variables and prefixed names do not count.

The engine's parser reads letters, not tokens: where the prefix `:` is declared it takes `SERVICE:x {` for a
call of `:x`, and `trueSERVICE<x>{` for `true` and a call. What the standard and the engine may read
differently is refused.

The limits stand below what ends a process with engine 0.5.13 on a stack of 8 MiB (readers have eight times as
much): 800 nested EXISTS or function calls, 1,600 nested braces, 1,600 groups in a row, 6,400 operators.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from graph_store.sparql import STEP, TOKEN, Token, bare, shape, tokens, unescaped
from ontology.errors import ForbiddenError, QueryError

DEEPEST = 100
MOST_GROUPS = 1000
MOST_WORDS = 3000
MOST_OPERATORS = 4000
MOST_TERMS = 100_000  # brackets, and words that are terms: a list of VALUES may hold many
_UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE"])
_LETTERS = re.compile(r"\w+")  # each holds one word at most
_SERVICE, _SILENT = "SERVICE", "SILENT"
_SUSPICIOUS = (_SERVICE, *sorted(_UPDATES))
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_TERMS = frozenset(["UNDEF", "TRUE", "FALSE", "A"])
_OPERATORS = frozenset("!&|+-*/^=<>?")
_UNARY = frozenset("!+-^<")  # each may stand before itself, and is then one step deeper
_ROUND = bytes.maketrans(b"{[]}", b"(())")


def _all_but(signs: str) -> bytes:
    return bytes(set(range(256)) - set(signs.encode()))


_NO_BRACKETS, _NOT_UNARY = _all_but("({[)}]"), _all_but("".join(_UNARY))
_NO_SIGNS = _all_but("({[)}]" + "".join(_OPERATORS | _UNARY))


def admit(sparql: str, services: Collection[str] = ()) -> str | None:
    """The form (SELECT, ASK, CONSTRUCT, DESCRIBE) of a query that may be run, None where it has none.

    `services` are the IRIs of the endpoints that SERVICE may name. Raises ForbiddenError for what does more
    than read, QueryError for what is nested too deeply, has too many steps or holds a string without an end.
    """
    if (cut := shape(sparql)) is not None and (harmless := _harmless(cut)) is not None:
        return harmless
    plain = unescaped(sparql)
    # The standard resolves \u escapes first, the engine where it needs them: both readings must pass.
    for reading in {sparql, plain}:
        left = bare(reading)
        if left is None or not _modest(left):
            _measure(reading)
        capitals = (reading if left is None else left).upper()
        if any(map(capitals.__contains__, _SUSPICIOUS)):
            items = list(tokens(reading))
            for place, item in enumerate(items):
                _check(items, place, item, services)
    return _form(sparql)


@lru_cache(maxsize=256)
def _harmless(cut: str) -> str | None:
    """The form of all queries of one shape, where words and signs leave no doubt; None where they leave one.

    A shape lacks what only makes texts longer: IRIs, comments and numbers hold no word that counts.
    """
    left = bare(cut)
    if left is None or not _modest(left) or any(map(left.upper().__contains__, _SUSPICIOUS)):
        return None
    return _form(cut)


def _modest(left: str) -> bool:
    """Whether what is `left` of a text without its IRIs, strings and comments is so short, and has so few
    signs, that the text passes `_measure` whatever they mean."""
    if len(left) > 2 * MOST_WORDS and (len(left) > MOST_TERMS or len(_LETTERS.findall(left)) > MOST_WORDS):
        return False
    signs = left.encode("ascii", "ignore").translate(None, _NO_SIGNS)
    brackets = signs.translate(_ROUND, _NO_BRACKETS)
    deepest = 0
    while b"()" in brackets and deepest <= DEEPEST:  # each round takes away the innermost pairs
        brackets = brackets.replace(b"()", b"")
        deepest += 1
    deepest += brackets.count(b"(") + len(signs.translate(None, _NOT_UNARY))
    return deepest <= DEEPEST and len(signs) <= MOST_OPERATORS and signs.count(b"{") <= MOST_GROUPS


def _measure(sparql: str) -> None:
    depth = run = groups = words = operators = terms = 0
    for match in STEP.finditer(sparql):
        kind = match.lastgroup
        if kind == "sign":
            sign = match[0]
            terms += 1
            operators += sign in _OPERATORS
            run = run + 1 if sign in _UNARY else 0
            groups += sign == "{"
            depth += (sign in "({[") - (sign in ")}]")
            if depth + run > DEEPEST:
                raise _too(f"is nested more than {DEEPEST} deep", match)
        elif kind == "word":
            run = 0
            terms += 1
            words += match[0].upper() not in _TERMS
        elif kind == "open":
            raise _too("holds a string without an end", match)
        elif kind == "terms":
            run = 0
        if groups > MOST_GROUPS or words > MOST_WORDS or operators > MOST_OPERATORS or terms > MOST_TERMS:
            raise _too("has too many steps", match)


def _too(what: str, match: re.Match[str]) -> QueryError:
    line = match.string.count("\n", 0, match.start()) + 1
    column = match.start() - match.string.rfind("\n", 0, match.start())
    return QueryError(f"the query {what}, at {line}:{column}.")


def _check(items: Sequence[Token], place: int, item: Token, services: Collection[str]) -> None:
    if item.kind == "word":
        word = item.text.upper()
        if word in _UPDATES:
            raise ForbiddenError(f"{word} is not allowed: a release is only read.")
        if _SERVICE in word and (word != _SERVICE or not _listed(items, place, services)):
            which = f"may only name one of {', '.join(services)}" if services else "is not allowed"
            raise ForbiddenError(f"SERVICE {which}: no other endpoint is called from here.")
    elif item.kind == "name" and _SERVICE in item.text.upper() and _may_call(items, place, item):
        raise ForbiddenError(f"{item.text} before a brace may be read as SERVICE; choose another prefix.")


def _listed(items: Sequence[Token], place: int, services: Collection[str]) -> bool:
    """Whether the SERVICE at `place` names an endpoint of `services`, whoever reads it."""
    after = place + 1
    if after < len(items) and items[after].text.upper() == _SILENT:
        after += 1
    target = items[after] if after < len(items) else None
    if target is None or target.kind not in ("iri", "name"):
        return False
    if target.kind == "iri":
        return target.text[1:-1] in services
    prefix, _, local = target.text.partition(":")
    spaces = set(_namespaces(items, prefix))
    glued = prefix.upper().startswith(_SILENT)
    return not glued and len(spaces) == 1 and spaces.pop() + local in services


def _may_call(items: Sequence[Token], place: int, item: Token) -> bool:
    """Whether an engine may read a prefixed name as SERVICE with the end of that name as its endpoint."""
    if place + 1 == len(items) or items[place + 1].text != "{":
        return False
    parts = item.text.partition(":")[0].upper().split(_SERVICE)
    ends = {_SERVICE.join(parts[number:]) for number in range(1, len(parts))}
    ends |= {end.removeprefix(_SILENT) for end in ends}
    names = (token.text for token in items if token.kind == "name")
    return not ends.isdisjoint(name[:-1].upper() for name in names if name.endswith(":"))


def _namespaces(items: Sequence[Token], prefix: str) -> Iterator[str]:
    """The namespaces that `items` declare for `prefix`."""
    for place, item in enumerate(items[:-1]):
        if item.kind == "name" and item.text == f"{prefix}:" and items[place + 1].kind == "iri":
            yield items[place + 1].text[1:-1]


def _form(sparql: str) -> str | None:
    """The first word that begins like a form: the engine also reads SELECT?x and DESCRIBEex:a."""
    declares = False
    for match in TOKEN.finditer(sparql):
        if match.lastgroup in ("word", "name"):
            word = match[0].upper()
            declared = match.lastgroup == "name" and (declares or word.startswith("PREFIX"))
            if not declared and word.startswith(_FORMS):
                return next(form for form in _FORMS if word.startswith(form))
            declares = word == "PREFIX"
    return None
