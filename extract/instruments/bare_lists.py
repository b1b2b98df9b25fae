"""Files that hold nothing but lists, each below a title that tells it from the others: a document each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from extract.instruments.heads import Head
from extract.instruments.segments import Segment, is_a
from extract.instruments.titles import same

_LEAST_LISTS = 2
_MOST_ABOVE = 3  # a mark, the title, a note


def list_heads(pieces: Sequence[Segment]) -> list[Head]:
    """A head for each list, where the segments are two lists or more and their titles, and nothing else but
    what stands behind the last list; none where that is not so.
    """
    runs = list(_runs(pieces))
    if len(runs) < _LEAST_LISTS or any(len(run) > _MOST_ABOVE for run in runs):
        return []
    heads: list[Head] = []
    for run in runs:
        titles = [at for at in run if is_a("dated-list", pieces[at].text)]
        others = [pieces[at].text for at in run if at not in titles]
        if len(titles) != 1 or not all(
            is_a("attachment-mark", text) or is_a("list-note", text) for text in others
        ):
            return []
        heads.append(Head(titles[0], titles[0], "dated-list", mark=run[0] if run[0] < titles[0] else None))
    return heads if len({same(pieces[head.first].text) for head in heads}) == len(heads) else []


def _runs(pieces: Sequence[Segment]) -> Iterator[list[int]]:
    """What stands above each list: the places of its segments."""
    groups = [
        (listed, list(group)) for listed, group in groupby(range(len(pieces)), lambda at: pieces[at].listed)
    ]
    for (listed, above), _ in pairwise(groups):
        if not listed:
            yield above
