"""Which of the forms we can give a client wants, by its `Accept` header; headers of several lines."""

from __future__ import annotations

from collections.abc import Sequence

from api.problems import NotAcceptableError

HTML = "text/html"
JSON = "application/json"
_LONGEST = 1 << 12
_LISTS = frozenset([b"accept", b"accept-encoding", b"accept-language", b"if-none-match"])

Headers = list[tuple[bytes, bytes]]


def joined(headers: Headers) -> Headers:
    """The headers of a request; of those that say what a client wants or has, several lines of one name are
    one, as RFC 9110 says in section 5.2.
    """
    names = [name for name, _ in headers if name in _LISTS]
    if len(names) == len(set(names)):
        return headers
    lists = {name: b", ".join(line for one, line in headers if one == name) for name in names}
    return [pair for pair in headers if pair[0] not in lists] + list(lists.items())


def accepted(header: str | None) -> list[tuple[str, float]]:
    """The media ranges of an `Accept` header with their weights, the best first; none means anything.

    Of a very long header only the beginning counts: this runs on the event loop.
    """
    ranges = []
    for place, item in enumerate((header or "*/*")[:_LONGEST].split(",")):
        name, *settings = [part.strip().lower() for part in item.split(";")]
        weight = next((_weight(part[2:]) for part in settings if part.startswith("q=")), 1.0)
        if name:
            ranges.append((-weight, place, name))
    return [(name, -weight) for weight, _, name in sorted(ranges)]


def choose(header: str | None, offers: Sequence[str]) -> str:
    """The offer that the client likes best; of equal ones the first. Raises NotAcceptableError."""
    ranked = preferred(header, offers)
    if not ranked:
        raise NotAcceptableError(f"None of {header} can be given; these can: {', '.join(offers)}.")
    return ranked[0]


def preferred(header: str | None, offers: Sequence[str]) -> list[str]:
    """The offers that the client takes, the best first."""
    ranges = accepted(header)
    found = []
    for place, offer in enumerate(offers):
        matching = [(len(name.replace("*", "")), weight) for name, weight in ranges if _fits(name, offer)]
        weight = max(matching)[1] if matching else 0.0  # the most exact range counts
        if weight > 0:
            found.append((-weight, place, offer))
    return [offer for _, _, offer in sorted(found)]


def wants_page(header: str | None) -> bool:
    """Whether a browser asks: it names HTML and likes nothing that we have better."""
    return any(name == HTML for name, _ in accepted(header)) and choose(header, (HTML, JSON)) == HTML


def _fits(name: str, offer: str) -> bool:
    return name in ("*/*", offer) or (name.endswith("/*") and offer.startswith(name[:-1]))


def _weight(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
