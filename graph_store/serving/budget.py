"""How much of the machine's memory a release may take."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ontology.settings import settings

BYTES_A_QUAD = 320
"""What an engine in memory takes for each quad, those of the default graph counted too: a generated graph of
ten million, which has twenty with it, takes 6.1 GB (engine 0.5.13)."""
_SHARE = 3  # as the next release is loaded beside the one that it follows
_GROUPS, _OWN = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")  # of a container or a service, cgroups(7)


def quads_in_memory() -> int:
    """The setting, or as many quads as a third of the memory holds that this machine or container has."""
    set_to = settings().memory_quads
    return _memory() // _SHARE // BYTES_A_QUAD if set_to is None else set_to


def _memory() -> int:
    """Bytes of memory; 0 where the system does not tell."""
    most = 0
    with suppress(OSError, ValueError):
        most = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([most, *_limits()])


def _limits() -> Iterator[int]:
    """The limits of the control groups, of version 2, that this process is in."""
    with suppress(OSError):
        lines = _OWN.read_text("utf-8").splitlines()
        own = next((line.removeprefix("0::/") for line in lines if line.startswith("0::/")), "")
        for group in (_GROUPS / own, *(_GROUPS / own).parents):
            with suppress(OSError, ValueError):  # "max" where there is none
                yield int((group / "memory.max").read_text("utf-8"))
