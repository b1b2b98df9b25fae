"""Which compression a client wants, by its `Accept-Encoding` header (RFC 9110, section 12.5.3)."""

from __future__ import annotations

from functools import lru_cache

OFFERS = ("br", "gzip")
IDENTITY = ""
_LONGEST = 1 << 12


@lru_cache(maxsize=256)
def encoding(header: str | None) -> str:
    """`br`, `gzip`, or `IDENTITY` where the client wants neither, or wants it plain more than that."""
    weights = _weights(header or "")
    plain = weights.get("identity", 0.0)
    best = max(OFFERS, key=lambda offer: weights.get(offer, weights.get("*", 0.0)))
    weight = weights.get(best, weights.get("*", 0.0))
    return best if weight > 0 and weight >= plain else IDENTITY


def takes(header: str, offer: str) -> bool:
    """Whether a client names this compression, and likes it no less than none."""
    weights = _weights(header)
    return weights.get(offer, 0.0) > 0 and weights[offer] >= weights.get("identity", 0.0)


def _weights(header: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for item in header[:_LONGEST].lower().split(","):
        name, _, setting = item.partition(";")
        weights[name.strip()] = _weight(setting)
    return weights


def _weight(setting: str) -> float:
    name, _, value = setting.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
