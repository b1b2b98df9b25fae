"""What is read off the patterns of rules, kept on disk beside the byte code of this folder.

To parse and compile some hundred patterns takes longer than all else that a process does before it reads its
first document, and it is the same each time. `re` cannot be pickled, but what it compiles a pattern to is a
list of numbers. They are kept for one version of Python and of these modules; where they cannot be written,
or Python keeps them otherwise, patterns are compiled anew, which finds the same, later.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")

_HERE = Path(__file__).parent
_DIGEST = 32  # bytes
_Entries = dict[tuple[str, object], Any]
_USED: _Entries = {}
_NEW: set[tuple[str, object]] = set()


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`pattern` compiled. Raises re.error."""
    try:
        import _sre  # type: ignore[import-not-found]  # noqa: PLC0415 - only where Python has it

        whole, codes, groups, names, places = kept(
            "code", (pattern, int(flags)), lambda: _parts(pattern, int(flags))
        )
        found: re.Pattern[str] = _sre.compile(pattern, whole, list(array("I", codes)), groups, names, places)
    except (ImportError, AttributeError, IndexError, TypeError, ValueError, RuntimeError, OSError):
        return re.compile(pattern, flags)
    return found


def kept(kind: str, key: object, make: Callable[[], Made]) -> Made:
    """What `make` gives for `key`, or gave in an earlier process: anything that marshal takes."""
    name = (kind, key)
    if name not in _USED:
        before = _before()
        if name in before:
            _USED[name] = before[name]
        else:
            _USED[name] = make()
            _NEW.add(name)
    found: Made = _USED[name]
    return found


def save() -> None:
    """Keep for later processes what this one has used, where it made some of it."""
    if not _NEW or sys.dont_write_bytecode:
        return
    file = _file()
    aside = file.with_suffix(f".{os.getpid()}")
    told = marshal.dumps((_version(), _USED))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(sha256(told).digest() + told)
        os.replace(aside, file)
        _NEW.clear()
    except OSError:  # an installation that nobody may write to
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _parts(pattern: str, flags: int) -> tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]:
    """What `re` makes an object of."""
    from re import _compiler as compiler  # type: ignore[attr-defined]  # noqa: PLC0415
    from re import _parser as parser  # type: ignore[attr-defined]  # noqa: PLC0415

    tree = parser.parse(pattern, flags)
    names: dict[str, int] = dict(tree.state.groupdict)
    places: list[str | None] = [None] * tree.state.groups
    for name, place in names.items():
        places[place] = name
    codes = array("I", compiler._code(tree, flags)).tobytes()
    return flags | tree.state.flags, codes, tree.state.groups - 1, names, tuple(places)


def _file() -> Path:
    return Path(cache_from_source(str(_HERE / "patterns.py"))).with_suffix(".kept")


@cache
def _before() -> _Entries:
    """What earlier processes kept; nothing where that is damaged, or of another version."""
    try:
        found = _file().read_bytes()
        digest, told = found[:_DIGEST], found[_DIGEST:]
        if sha256(told).digest() != digest:
            return {}
        version, entries = marshal.loads(told)  # noqa: S302 - ours, as byte code is
        return entries if version == _version() else {}
    except (OSError, ValueError, EOFError, TypeError):
        return {}


@cache
def _version() -> str:
    """This Python, and the modules that read patterns."""
    modules = (_HERE / name for name in ("batteries.py", "kept.py", "openings.py"))
    return sys.version + sha256(b"".join(module.read_bytes() for module in modules)).hexdigest()
