"""A release behind the address of a SPARQL 1.1 endpoint, asked as one in a directory is.

Any endpoint will do that holds a graph of ours, such as another server of policygraph or a triple store into
which a dump was loaded. Nothing can be published to it.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from graph_store.rows import Rows, Term
from graph_store.sparql import Token, tokens
from ontology.errors import QueryError, QueryTimeout, StoreError
from queries.lint import PARAMETER

_JSON = "application/sparql-results+json"
_RELEASE = "X-Policygraph-Release"
_CUT = "X-Policygraph-Truncated"
_MOST = 1 << 30  # bytes of an answer
_TOLD = 4096  # bytes of what is said about a fault
_BUSY = (429, 503, 504)


class Endpoint:
    """The graph behind the address `url`; `id` is the release that its answers name, or else the address.

    `timeout` is in seconds. Raises StoreError where nothing answers SPARQL there.
    """

    def __init__(self, url: str, timeout: float) -> None:
        self.url = url
        self._timeout = timeout
        _, headers = self._send("ASK {}", [_JSON])
        self.id: str = headers.get(_RELEASE) or url

    def select(self, sparql: str, bindings: Mapping[str, Term] | None = None) -> Rows:
        """All rows of a SELECT or ASK. Raises QueryError, QueryTimeout, StoreError."""
        answer, headers = self._send(bound(sparql, bindings or {}), [_JSON])
        if cut := headers.get(_CUT):
            raise QueryError(f"{self.url}: cut its answer ({cut}); ask for less.")
        try:
            return Rows.from_json(answer)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{self.url}: does not answer as a SPARQL endpoint does.") from error

    def query(self, sparql: str, accept: Sequence[str]) -> tuple[str, bytes]:
        """Media type and bytes of an answer, in the first form of `accept` that fits. Raises as `select`."""
        answer, headers = self._send(sparql, accept)
        if cut := headers.get(_CUT):
            raise QueryError(f"{self.url}: cut its answer ({cut}); ask for less.")
        return headers.get_content_type(), answer

    def close(self) -> None:
        """Nothing is kept open."""

    def __enter__(self) -> Endpoint:
        """The endpoint itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is kept open."""

    def _send(self, sparql: str, accept: Sequence[str]) -> tuple[bytes, Any]:
        wanted = ", ".join(f"{name};q={1 - place / 10:.1f}" for place, name in enumerate(accept))
        request = urllib.request.Request(  # noqa: S310 - the address of an operator, http or https
            self.url,
            sparql.encode(),
            {"Content-Type": "application/sparql-query", "Accept": wanted},
        )
        with _Deadline(self._timeout) as deadline:
            return self._answer(request, deadline)

    def _answer(self, request: urllib.request.Request, deadline: _Deadline) -> tuple[bytes, Any]:
        try:
            with urllib.request.build_opener(_Http(deadline), _Https(deadline)).open(request) as response:
                answer = response.read(_MOST + 1)
                headers = response.headers
            deadline.check()
        except urllib.error.HTTPError as error:
            raise self._refused(error) from error
        except TimeoutError as error:
            raise QueryTimeout(f"{self.url}: no answer within {self._timeout:g} seconds.") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TimeoutError) or deadline.over:
                raise QueryTimeout(f"{self.url}: no answer within {self._timeout:g} seconds.") from error
            raise StoreError(
                f"{self.url}: cannot be reached: {getattr(reason, 'strerror', None) or reason}."
            ) from error
        if len(answer) > _MOST:
            raise QueryError(f"{self.url}: the answer is longer than {_MOST >> 20:,} MiB; ask for less.")
        return answer, headers

    def _refused(self, error: urllib.error.HTTPError) -> Exception:
        said = _reason(error)
        if error.code in _BUSY:
            return QueryTimeout(f"{self.url}: {said}")
        if error.code == http.HTTPStatus.BAD_REQUEST:
            return QueryError(said)
        return StoreError(f"{self.url}: {said}")


class _Deadline:
    """The time until which a whole request may take: to connect, to be answered, to read the answer.

    The time-out of a socket is for one step: a server that says a little at a time never meets it. So the
    sockets are hung up when the time is over.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._handles: list[socket.socket] = []
        self._watch = threading.Timer(seconds, self._hang_up)

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end

    def check(self) -> None:
        """Raises TimeoutError where the time is over: what came may not be the whole."""
        if self.over:
            raise TimeoutError

    def connect(self, address: tuple[str, int], *_: object) -> socket.socket:
        """A socket to the first of the addresses of a host that answers. Raises OSError.

        The time in which the system finds the addresses of a name is its own, and no limit ends it sooner.
        """
        fault: OSError = OSError(f"{address[0]} has no address")
        for family, kind, protocol, _name, where in socket.getaddrinfo(*address, type=socket.SOCK_STREAM):
            self.check()
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(max(0.001, self._end - time.monotonic()))
                sock.connect(where)
            except OSError as error:
                sock.close()
                fault = error
                continue
            self._handles.append(socket.socket(fileno=os.dup(sock.fileno())))
            self.check()
            return sock
        raise fault

    def _hang_up(self) -> None:
        for handle in list(self._handles):
            with contextlib.suppress(OSError):  # the other end was quicker
                handle.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> _Deadline:
        """The time runs."""
        self._watch.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Nobody is hung up any more."""
        self._watch.cancel()
        self._watch.join()
        for handle in self._handles:
            handle.close()


class _Http(urllib.request.HTTPHandler):
    """Opens http addresses within a deadline."""

    def __init__(self, deadline: _Deadline) -> None:
        super().__init__()
        self._connection = _within(deadline, http.client.HTTPConnection)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Of urllib."""
        return self.do_open(self._connection, req)


class _Https(urllib.request.HTTPSHandler):
    """Opens https addresses within a deadline."""

    def __init__(self, deadline: _Deadline) -> None:
        super().__init__()
        self._connection = _within(deadline, http.client.HTTPSConnection)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Of urllib."""
        return self.do_open(self._connection, req)


def _within(deadline: _Deadline, kind: type[http.client.HTTPConnection]) -> Any:
    def connection(host: str, **more: Any) -> http.client.HTTPConnection:
        made = kind(host, **more)
        made._create_connection = deadline.connect  # type: ignore[attr-defined]
        return made

    return connection


def bound(sparql: str, bindings: Mapping[str, Term]) -> str:
    """`sparql` with a term in the place of each variable of `bindings`; they are no longer among its columns.

    An engine in this process is given the values beside the text; over the protocol the text is all there is.
    The catalogue takes parameters only where a term may stand, and projects and groups by each of them.
    """
    spelt = {PARAMETER + name.removeprefix(PARAMETER): str(term) for name, term in bindings.items()}
    out, done = [], 0
    for token, listed in _listed(tokens(sparql)):
        if token.kind == "variable" and token.text[1:] in spelt:
            out += [sparql[done : token.start], "" if listed else spelt[token.text[1:]]]
            done = token.start + len(token.text)
    return "".join([*out, sparql[done:]])


def _listed(items: Iterator[Token]) -> Iterator[tuple[Token, bool]]:
    """Each token, and whether it is one of a bare list of variables: behind SELECT or GROUP BY."""
    listed, depth, before = False, 0, ""
    for token in items:
        word = token.text.upper() if token.kind == "word" else ""
        if word == "SELECT" or (word == "BY" and before == "GROUP"):
            listed, depth = True, 0
        elif word in ("WHERE", "ORDER", "HAVING", "LIMIT") or token.text in ("{", "}"):
            listed = False
        elif token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        yield token, listed and depth == 0
        before = word


def _reason(error: urllib.error.HTTPError) -> str:
    """What the server says of a fault: the detail of a problem, or its first line."""
    text = error.read(_TOLD).decode("utf-8", "replace").strip()
    try:
        said = json.loads(text)
        return str(said["detail"])
    except (ValueError, KeyError, TypeError):
        return f"{error.code} {error.reason}. {text.splitlines()[0] if text else ''}".strip()
