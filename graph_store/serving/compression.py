"""The two compressions that are offered, as streams."""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli

WORTH_COMPRESSING = 1 << 10
GZIP_LEVEL = 4
_GZIP_WRAPPER, _BROTLI_QUALITY = 31, 4


class Compressor(Protocol):
    """Takes a body piece by piece."""

    def add(self, data: bytes) -> bytes:
        """What can be sent of all that was added."""

    def finish(self) -> bytes:
        """The rest."""


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_WRAPPER)
        self.add = self._stream.compress
        self.finish = self._stream.flush


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Compressor(quality=_BROTLI_QUALITY)
        self.add = self._stream.process
        self.finish = self._stream.finish


def compressor(encoding: str) -> Compressor:
    """A new stream of `gzip` or `br`."""
    return _Gzip() if encoding == "gzip" else _Brotli()
