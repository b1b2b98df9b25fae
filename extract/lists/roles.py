"""What the columns of a table are: by the words of their heads where these are known, else by their cells."""

from __future__ import annotations

from collections.abc import Sequence

from extract.lists.cells import BODIES, CLASSES
from extract.lists.clues import worth
from extract.lists.contents import Shares, names_something, shares
from extract.lists.model import Column
from extract.rules import regexes

_MOST, _MOSTLY, _SOME = 0.7, 0.6, 0.3
_LEAST_NAME = 0.3
_CALLED = 0.4  # what a head that speaks of projects adds to the worth of a column as that of the names
_WHO = frozenset({"implementer", "maker", "applicant"})
_OFFICES = frozenset({"lead", "recommender"})
_NO_BODIES = ("figure", "period", "phone", "person", "number")


def by_content(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns, each with the role that its head and the texts of its `cells` give it together.

    A head that is known holds unless the cells cannot be what it says; where it is not known the cells tell.
    Of several columns of bodies that no head tells apart, the one with most companies carries the projects
    out, the first of equal ones.
    """
    told = [shares(texts) for texts in cells]
    roles = [
        "other" if _contradicted(column, share) else column.role
        for column, share in zip(columns, told, strict=True)
    ]
    _parts(columns, told, roles)
    for at, share in enumerate(told):
        if roles[at] == "other" and share:
            roles[at] = _nature(columns[at].head, share, roles)
    _name(columns, told, roles)
    _classes(told, roles)
    _carries_out(columns, told, roles)
    return tuple(
        column if column.role == role else Column(role, column.head)
        for column, role in zip(columns, roles, strict=True)
    )


def _contradicted(column: Column, told: Shares) -> bool:
    """Whether the cells cannot be what the head says."""
    if not told:
        return False
    if column.role in BODIES | _OFFICES:
        return any(told[kind] >= _MOST for kind in _NO_BODIES)
    if column.role in CLASSES:
        return told["place"] >= _MOST and told["distinct"] > _SOME
    if column.role == "region":
        return told["body"] >= _MOST or told["figure"] >= _MOST
    if column.role == "name":
        return told["figure"] >= _MOST or (
            bool(told["repeated"]) and regexes("cells")["name-head"].search(column.head) is None
        )
    return False


def _nature(head: str, told: Shares, roles: Sequence[str]) -> str:
    """The role that the cells of a column of no known head have by their nature; "other" where that may be
    that of names, classes or bodies.
    """
    loose = told["place"] >= _SOME or regexes("cells")["place-word"].search(head)
    places = told["place"] >= _MOSTLY or (told["loose-place"] >= _MOST and loose)
    free = not {"region", "site"} & set(roles) and regexes("cells")["place-head"].search(head or "-")
    persons = max(told["phone"], told["person"], told["phone"] + told["person"] - _SOME)
    figure = "amount" if told["money"] or regexes("contents")["money"].search(head) else "scale"
    natures = {
        "number": "number" not in roles and min(told["number"], told["running"]) >= _MOST,
        "contact": persons >= _MOST,
        "period": told["period"] >= _MOST,
        figure: told["figure"] >= _MOST,
        "nature": told["nature"] >= _MOST,
        "region": places and free,
        "description": told["prose"] >= _MOSTLY and told["body"] < _SOME and "description" not in roles,
    }
    return next((role for role, holds in natures.items() if holds), "other")


def _name(columns: Sequence[Column], told: Sequence[Shares], roles: list[str]) -> None:
    """Find the names among the columns that are nothing else, where no head names them."""
    if "name" in roles:
        return
    fit = {
        at: names_something(told[at]) + _CALLED * _called(columns[at].head)
        for at, role in enumerate(roles)
        if role == "other" and names_something(told[at])
    }
    fit = _current(columns, fit)
    best = max(fit, key=lambda at: fit[at], default=None)
    if best is not None and fit[best] >= _LEAST_NAME:
        roles[best] = "name"


def _called(head: str) -> bool:
    """Whether a head speaks of projects, or of names that are not of something else (场站名称)."""
    rules = regexes("cells")
    named = rules["name-head"].search(head) and worth("named", head) >= 0
    return bool(named) or rules["called-project"].search(head) is not None


def _classes(told: Sequence[Shares], roles: list[str]) -> None:
    """Short cells that come again are classes, where no head says that there are some."""
    if {"direction", "category"} & set(roles):
        return
    for at, share in enumerate(told):
        loose = share and (share["body"], share["loose-place"], share["figure"], share["period"])
        classes = share and share["repeated"] and share["length"] > 1 and share["filled"] >= _MOST
        if roles[at] == "other" and loose and classes and not max(loose):
            roles[at] = "category"
            return


def _parts(columns: Sequence[Column], told: Sequence[Shares], roles: list[str]) -> None:
    """Find the bodies below a head that stands over two columns, of which the first holds but what part each
    takes; and of those that carry out the public ones that only lead (牵头单位) and leave it to others, in a
    column of their own.
    """
    for at in range(len(roles) - 1):
        held = [bool(share) and share["loose-body"] >= _MOST for share in told[at : at + 2]]
        if roles[at] in BODIES and not columns[at + 1].head and held == [False, True]:
            roles[at], roles[at + 1] = "other", roles[at]
    carried = [at for at, role in enumerate(roles) if role == "implementer"]
    leading = [at for at in carried if regexes("cells")["leads"].match(columns[at].head)]
    for at in leading if len(carried) > len(leading) else ():
        if told[at] and not told[at]["company"]:
            roles[at] = "lead"


def _carries_out(columns: Sequence[Column], told: Sequence[Shares], roles: list[str]) -> None:
    """Find who carries the projects out among columns of bodies, where no head says it."""
    if _WHO & set(roles):
        return
    rule = regexes("cells")["body-head"]
    found = {
        at: share["body"] - share["office"]
        for at, share in enumerate(told)
        if share and roles[at] in ("other", "body") and rule.search(columns[at].head or "-")
        if share["body"] >= _MOSTLY or share["loose-body"] >= _MOST
    }
    found = _current(columns, found)
    best = max(found, key=lambda at: found[at], default=None)
    if best is not None and (found[best] > 0 or not set(roles) & _OFFICES):
        roles[best] = "implementer"


def _current(columns: Sequence[Column], found: dict[int, float]) -> dict[int, float]:
    """What is `found` of columns, without those that say what was before a change where another one says what
    is after it.
    """
    former = regexes("cells")["former-head"]
    kept = {at: worth for at, worth in found.items() if not former.search(columns[at].head)}
    return kept or found
