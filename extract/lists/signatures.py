"""Who signs below a list, and when: the pieces and cells of a signature are none of the last row."""

from __future__ import annotations

from collections.abc import Sequence

from extract.rules import regexes

DATE, LABEL, OFFICE, BODY = "date", "label", "office", "body"
_LONGEST = 60
_SEVERAL = 2


def sign_of(text: str) -> str | None:
    """Which part of a signature `text` may be: a date, a label with what stands behind it, an office by its
    full name, another body; None where it is none.
    """
    bare = "".join(text.split())
    if not bare or len(bare) > _LONGEST:
        return None
    rules = regexes("cells")
    if rules["signed-date"].match(bare):
        return DATE
    if rules["signed-label"].search(bare):
        return LABEL
    if rules["signed-office"].match(bare):
        return OFFICE
    return BODY if regexes("documents")["signatory"].match(bare) else None


def are_signature(texts: Sequence[str]) -> bool:
    """Whether the cells of a row, two at least, hold nothing but a signature: bodies with a date or a label,
    or offices by their full names.
    """
    signs = [sign_of(text) for text in texts]
    if len(signs) < _SEVERAL or None in signs:
        return False
    return bool({DATE, LABEL} & set(signs)) or set(signs) == {OFFICE}
