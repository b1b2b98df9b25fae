"""A large release takes long to load: until then the server says so, and goes on with the release before."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen
from sys import executable

import httpx
import pytest
from servers import running

from graph_store.store import open_store

Run = Callable[..., "CompletedProcess[str]"]
FACTS = Path(__file__).parent.parent / "queries" / "small.ttl"
ALIVE = "ASK { ?s ?p ?o }"


@pytest.fixture
def two(store: Path, tmp_path: Path) -> Path:
    """A store of its own with two releases."""
    return Path(shutil.copytree(store, tmp_path / "store", symlinks=True))


class Held:
    """A release whose facts come through a pipe: to load it takes until they are written."""

    def __init__(self, store: Path) -> None:
        release = open_store(str(store)).current()
        shard = next(shard for shard in release.sources if shard.name == FACTS.name)
        self._path = release.shard_path(shard)
        self._lines = self._path.read_bytes()
        self._path.unlink()
        os.mkfifo(self._path)

    def let_go(self) -> None:
        """Write the facts; waits until somebody loads them."""
        with self._path.open("wb") as pipe:
            pipe.write(self._lines)
        self._path.unlink()
        self._path.write_bytes(self._lines)


@pytest.fixture
def held(two: Path) -> Iterator[Held]:
    return Held(two)


def eventually(ask: Callable[[], httpx.Response], fits: Callable[[httpx.Response], bool]) -> httpx.Response:
    end = time.monotonic() + 20
    answer = ask()
    while not fits(answer) and time.monotonic() < end:
        answer = ask()
    assert fits(answer), answer.text
    return answer


def test_probes_answer_while_the_first_release_is_loaded(two: Path, held: Held) -> None:
    with (
        running(two, "--query-timeout", "1", ready=False) as server,
        httpx.Client(base_url=server.url, timeout=20) as http,
    ):
        assert http.get("/healthz").json() == {"status": "ok"}
        for path in ("/readyz", "/projects", f"/sparql?query={ALIVE}"):
            answer = http.get(path)
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert int(answer.headers["retry-after"]) > 0
            assert "being loaded" in answer.json()["detail"]
        held.let_go()
        eventually(lambda: http.get("/readyz"), lambda answer: answer.status_code == 200)
        assert http.get("/projects").json()["total"] == 4


def test_what_is_asked_early_waits_for_a_release_that_is_loaded_soon(two: Path, held: Held) -> None:
    with running(two, ready=False) as server, httpx.Client(base_url=server.url, timeout=30) as http:
        assert http.get("/readyz").status_code == 503
        held.let_go()
        assert http.get("/projects").json()["total"] == 4


def test_release_before_is_served_while_the_next_is_loaded(two: Path, policygraph: Run) -> None:
    older, newer = [release.id for release in open_store(str(two)).releases()]
    assert policygraph("releases", "rollback", older, store=two).returncode == 0
    with running(two) as server, httpx.Client(base_url=server.url, timeout=30) as http:
        eventually(lambda: http.get("/readyz"), lambda answer: answer.status_code == 200)
        assert policygraph("releases", "rollback", newer, store=two).returncode == 0
        held = Held(two)
        for _ in range(20):
            assert http.get("/readyz").json()["release"] == older
            answer = http.get("/projects")
            assert (answer.json()["total"], answer.headers["X-Policygraph-Release"]) == (0, older)
            assert http.get("/sparql", params={"query": ALIVE}).json()["boolean"] is True
        held.let_go()
        eventually(lambda: http.get("/readyz"), lambda answer: answer.json()["release"] == newer)
        assert http.get("/projects").json()["total"] == 4


@pytest.mark.usefixtures("held")
def test_server_that_loads_can_be_ended(two: Path) -> None:
    # Who runs the tests in the background ignores the signal, and what it starts does as well.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    command = [executable, "-c", f"{heed}; from api.cli import main; main()", "serve", "--port", "0"]
    with Popen([*command, "--store", str(two)], stderr=PIPE, text=True) as process:
        assert process.stderr
        url = process.stderr.readline().split(" on ")[1].split()[0]
        assert httpx.get(f"{url}readyz").status_code == 503
        process.send_signal(signal.SIGINT)
        assert "Stopped." in process.stderr.read()
        assert process.wait(20) == 0


def test_release_that_cannot_be_loaded_ends_the_server(two: Path) -> None:
    release = open_store(str(two)).current()
    for shard in release.sources:
        release.shard_path(shard).unlink()
    command = [executable, "-c", "from api.cli import main; main()", "serve", "--port", "0"]
    with Popen([*command, "--store", str(two)], stderr=PIPE, text=True) as process:
        assert process.stderr
        said = process.stderr.read()
        assert process.wait(20) == 1
    assert "cannot be served" in said
    assert "Traceback" not in said
