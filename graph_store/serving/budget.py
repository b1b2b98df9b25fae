"""How much of the machine's memory a release may take."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ontology.settings import settings

BYTES_A_QUAD = 320
"""What an engine in memory takes for each quad, those of the default graph counted too: a generated graph of
ten million, which has twenty with it, takes 6.1 GB (engine 0.5.13)."""
_SHARE = 3  # as the next release is loaded beside the one that it follows
_GROUP = Path("/sys/fs/cgroup/memory.max")  # of a container, cgroups(7)


def quads_in_memory() -> int:
    """The setting, or as many quads as a third of the memory holds that this machine or container has."""
    set_to = settings().memory_quads
    return _memory() // _SHARE // BYTES_A_QUAD if set_to is None else set_to


def _memory() -> int:
    """Bytes of memory; 0 where the system does not tell."""
    most = 0
    with suppress(OSError, ValueError):
        most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    with suppress(OSError, ValueError):  # "max" where there is no limit
        most = min(most, int(_GROUP.read_text("utf-8")))
    return most
