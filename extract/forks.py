"""Where worker processes are forked from: one process that has imported what they need.

Nothing of the project is imported here, so that who will need workers can let it begin before anything else.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext
from types import ModuleType

# What a further worker need not import again.
_PRELOAD = ["extract.preload"]
_MAIN = threading.Lock()


def begin() -> ForkServerContext:
    """What workers are started with. The process to fork them from begins its imports, without a wait."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOAD)
    with _safe_path():
        resource_tracker.ensure_running()  # not below: its start would let SIGINT through again
    with alone():
        forkserver.ensure_running()
    return context


@contextmanager
def alone() -> Iterator[None]:
    """Start processes without the main module, which they would run, and which no worker needs, and without
    SIGINT: Ctrl-C goes to all, and who started them ends them. They import nothing from the folder in
    which they run, nor does what they are forked from, where it has to be started again.
    """
    with _MAIN, _no_interrupts(), _safe_path():
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _safe_path() -> Iterator[None]:
    """Start processes that import nothing from the folder in which they run: it may hold a folder `extract`,
    or files of strangers.
    """
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


@contextmanager
def _no_interrupts() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
