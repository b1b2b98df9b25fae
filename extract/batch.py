"""Many files in, what each says out: read by processes of their own.

Files come from anywhere, and the libraries that read them are not all written in Python: one of them may
crash or never end. So each file is read in a worker process, with limits of time and memory that grow with
its size. A worker that ends or exceeds them is an unreadable file; another takes its place.
"""

from __future__ import annotations

import gc
import math
import os
import pickle
import resource
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from extract import forks
from extract.extraction import Extraction, Failure
from extract.readers.archives import size_of, weight_of
from extract.records import Record
from ontology.errors import InputError, PolicygraphError
from ontology.settings import settings

Job = tuple[Path, str]
Result = Extraction | Failure
# How many files a worker may be ahead of the one whose result is waited for.
_AHEAD = 4
_PATIENCE = 5.0  # seconds for a process that has closed its end to end
_MIB = 1 << 20
# So many bytes of memory a byte of a file may take, beside what every file may.
_MEMORY_OF_A_BYTE = 32
_OCR_TAKES = 10  # times the time
_SENT = 1_000  # records at a time
_STARTS = 3


def extract_files(inputs: Iterable[Job], workers: int = 1, coverage: bool = False) -> Iterator[Result]:
    """Extract each (path, source name) in the order given; an unreadable one gives a Failure.

    With `coverage` each extraction knows its `unsaid` clauses. The workers start at once, not when the first
    result is asked for.
    """
    jobs = list(inputs)
    crew = [_Worker(coverage) for _ in range(min(workers, len(jobs)))]
    todo = deque(enumerate(jobs))
    _hand_out(crew, todo, 0)
    return _results(crew, todo, len(jobs))


def _results(crew: list[_Worker], todo: deque[tuple[int, Job]], count: int) -> Iterator[Result]:
    done: dict[int, Result] = {}
    try:
        for place in range(count):
            while place not in done:
                _hand_out(crew, todo, place)
                for worker in _ready(crew):
                    if (task := worker.task) is not None:
                        done[task.place] = worker.result(task)
            _hand_out(crew, todo, place)
            yield done.pop(place)
    finally:
        for worker in crew:
            worker.stop()


def _hand_out(crew: list[_Worker], todo: deque[tuple[int, Job]], place: int) -> None:
    for worker in crew:
        if todo and worker.task is None and todo[0][0] <= place + _AHEAD * len(crew):
            worker.start(*todo.popleft())


def _ready(crew: list[_Worker]) -> list[_Worker]:
    """The workers that have a result, have ended, or have run out of time."""
    busy = [worker for worker in crew if worker.task is not None]
    left = min(worker.time_left() for worker in busy)
    heard = wait([worker.connection for worker in busy], timeout=max(left, 0.0))
    return [worker for worker in busy if worker.connection in heard or worker.time_left() <= 0]


@dataclass(frozen=True, slots=True)
class _Task:
    """The file that a worker reads, and when it has to be done."""

    place: int
    source: str
    seconds: float
    ends: float


class _Worker:
    """A process that reads one file at a time. It is started anew after it ended."""

    def __init__(self, coverage: bool) -> None:
        self.task: _Task | None = None
        self._coverage = coverage
        self.connection, self._process = self._begin()

    def start(self, place: int, job: Job) -> None:
        """Read the file `job`."""
        if not self._process.is_alive():
            self.connection.close()
            self.connection, self._process = self._begin()
        path, source = job
        size = size_of(path)
        slow = _OCR_TAKES if settings().ocr else 1
        seconds = settings().read_seconds * slow * max(1, math.ceil(weight_of(path) / _MIB))
        self.task = _Task(place, source, seconds, time.monotonic() + seconds)
        memory = settings().read_memory * _MIB + _MEMORY_OF_A_BYTE * size
        with suppress(OSError):  # where it has ended already, the result will say so
            self.connection.send((path, source, memory))

    def time_left(self) -> float:
        """Seconds that the worker has for its file."""
        return self.task.ends - time.monotonic() if self.task else math.inf

    def result(self, task: _Task) -> Result:
        """What the file says; or why the worker cannot tell."""
        self.task = None
        if not self.connection.poll():
            self.stop()
            limit = f"not read within {task.seconds:.0f} seconds"
            return Failure(task.source, f"{limit}; split it, or set POLICYGRAPH_READ_SECONDS higher")
        records: list[Record] = []
        try:
            while isinstance(found := pickle.loads(self.connection.recv_bytes()), list):  # noqa: S301 - ours
                records += found
        except (EOFError, OSError):
            return Failure(task.source, self._end())
        return replace(found, records=tuple(records)) if isinstance(found, Extraction) else found

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.connection.close()
        self._process.kill()
        self._process.join()

    def _end(self) -> str:
        """How the process ended."""
        self._process.join(_PATIENCE)
        code = self._process.exitcode or 0
        self.stop()
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"the process that read it ended ({how}); the file is damaged, or made to break readers"

    def _begin(self) -> tuple[Connection, ForkServerProcess]:
        for _ in range(_STARTS):
            # What it is forked from may end before it is ready. Where that was Ctrl-C, this process hears of
            # it a moment later than that one; else another begins.
            with suppress(EOFError, ConnectionError):
                return self._forked()
        raise InputError("No process to read documents with can be started; try again.")

    def _forked(self) -> tuple[Connection, ForkServerProcess]:
        context = forks.begin()
        ours, theirs = context.Pipe()
        # The workers look for garbage as often as this process does.
        given = (theirs, gc.get_threshold(), self._coverage)
        process = context.Process(target=_work, args=given, daemon=True)
        with forks.alone():
            process.start()
        theirs.close()
        return ours, process


def _work(connection: Connection, threshold: tuple[int, int, int], coverage: bool) -> None:
    """What a worker does: read the files it is sent, until nobody sends any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    # What libraries print when they fail is no report; how it went comes with the result.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nobody reads the core file of a broken document
    gc.set_threshold(*threshold)
    while True:
        try:
            path, source, memory = connection.recv()
        except EOFError:
            return
        with _at_most(memory):
            said = [_attempt(path, source, coverage)]
        try:
            _send(connection, said)
        except OSError:
            return  # nobody waits any more


def _send(connection: Connection, said: list[Result]) -> None:
    """Send the one result in `said`, its records first and some at a time: a long one needs the room."""
    result = said.pop()
    records: list[Record] = []
    if isinstance(result, Extraction):
        records, result = list(result.records[::-1]), replace(result, records=())
    while records:
        connection.send_bytes(pickle.dumps(records[: -_SENT - 1 : -1], pickle.HIGHEST_PROTOCOL))
        del records[-_SENT:]
    connection.send_bytes(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))


@contextmanager
def _at_most(memory: int) -> Iterator[None]:
    """Let this process take so many bytes beside what it has; Linux alone counts them."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    status = Path("/proc/self/status")
    if status.exists():
        # proc(5): VmData in KiB is what RLIMIT_DATA counts.
        taken = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmData"))
        resource.setrlimit(resource.RLIMIT_DATA, (int(taken.split()[1]) * 1024 + memory, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def _attempt(path: Path, source: str, coverage: bool) -> Result:
    # Who only waits for workers need not import these.
    from extract.pipeline import extract_file  # noqa: PLC0415
    from extract.quality.coverage import clauses  # noqa: PLC0415

    try:
        found = extract_file(path, source)
        return replace(found, unsaid=tuple(clauses(found))) if coverage else found
    except (PolicygraphError, OSError) as error:
        return Failure(source, str(error))
    except MemoryError:
        return Failure(source, "it takes more memory to read than is allowed; see POLICYGRAPH_READ_MEMORY")
    except RecursionError:
        return Failure(source, "it is nested too deeply")
    except Exception as error:  # noqa: BLE001 - a fault of ours in one file must not stop the others
        return Failure(source, f"reading it failed ({type(error).__name__}: {error}); please report this")
