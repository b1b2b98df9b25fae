"""Many files at once: one that breaks its reader is an unreadable file, and the others are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from multiprocessing import active_children, forkserver
from pathlib import Path

import pytest

from extract.batch import extract_files
from extract.extraction import Extraction, Failure
from ontology.settings import settings

NOTICE = "某市能源局关于开展检查的通知\n\n各区能源局应当于2031年6月30日前报送检查结果。\n"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, "utf-8")
    return path


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Settings that a test may change."""
    settings.cache_clear()
    return monkeypatch


@pytest.fixture(autouse=True)
def _settings_again() -> object:
    yield
    settings.cache_clear()


# Says "begun" when the process that forks the workers has been started and is not ready yet.
INTERRUPTED = """
import signal, sys, threading
from multiprocessing.forkserver import _forkserver
from pathlib import Path
from extract.batch import extract_files

signal.signal(signal.SIGINT, signal.default_int_handler)  # who runs the tests in the background ignores it

def tell():
    while _forkserver._forkserver_pid is None:
        pass
    print("begun", flush=True)

threading.Thread(target=tell, daemon=True).start()
try:
    list(extract_files([(Path(sys.argv[1]), "a.txt")]))
except KeyboardInterrupt:
    print("stopped")
"""


def test_ctrl_c_while_workers_start_leaves_no_traceback(notice: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(notice)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    os.killpg(process.pid, signal.SIGINT)
    said, errors = process.communicate()
    assert (said, errors) == ("stopped\n", "")


def test_nothing_is_imported_from_the_folder_that_holds_the_documents(notice: Path) -> None:
    _pretend(notice.parent)
    program = Path(sys.executable).with_name("policygraph")
    command = [program, "extract", "notice.txt"]
    done = subprocess.run(command, cwd=notice.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert '"type":"obligation"' in done.stdout


def test_nor_once_the_process_that_forks_workers_has_died(notice: Path, fresh: pytest.MonkeyPatch) -> None:
    _pretend(notice.parent)
    fresh.chdir(notice.parent)
    results = extract_files([(notice, f"{number}.txt") for number in range(6)])
    assert isinstance(next(results), Extraction)
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)  # type: ignore[attr-defined]
    _kill_children()
    assert isinstance(list(results)[-1], Extraction)


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_inputs(notice: Path, workers: int) -> None:
    missing = notice.with_name("missing.txt")
    jobs = [(missing, "missing.txt"), (notice, "a.txt"), (missing, "gone.txt"), (notice, "b.txt")]
    results = list(extract_files(jobs, workers))
    names = [one.source if isinstance(one, Failure) else one.text.source for one in results]
    assert names == ["missing.txt", "a.txt", "gone.txt", "b.txt"]


def test_a_reader_that_takes_too_long_is_stopped(notice: Path, fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("POLICYGRAPH_READ_SECONDS", "0.2")
    long = notice.with_name("long.txt")
    long.write_text(NOTICE * 20_000, "utf-8")
    results = extract_files([(long, "long.txt"), (notice, "notice.txt")])
    fresh.setenv("POLICYGRAPH_READ_SECONDS", "60")
    settings.cache_clear()
    stopped, read = results
    assert isinstance(stopped, Failure)
    assert "not read within" in stopped.reason
    assert isinstance(read, Extraction)


def test_a_pipe_is_no_file(notice: Path) -> None:
    pipe = notice.with_name("pipe.txt")
    os.mkfifo(pipe)
    (failed,) = extract_files([(pipe, "pipe.txt")])
    assert isinstance(failed, Failure)
    assert "not a file" in failed.reason


def test_a_reader_that_dies_takes_nobody_with_it(notice: Path) -> None:
    results = extract_files([(notice, "first.txt"), (notice, "second.txt"), (notice, "third.txt")])
    assert isinstance(next(results), Extraction)
    _kill_children()
    second, third = results
    assert isinstance(second, (Extraction, Failure))
    assert isinstance(third, Extraction)


def test_a_file_that_takes_too_much_memory_is_told(notice: Path, fresh: pytest.MonkeyPatch) -> None:
    fresh.setenv("POLICYGRAPH_READ_MEMORY", "1")
    large = notice.with_name("large.docx")
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", os.urandom(512).hex() * 40_000)
    failed, read = extract_files([(large, "large.docx"), (notice, "notice.txt")])
    assert isinstance(failed, Failure)
    assert "memory" in failed.reason
    assert isinstance(read, Extraction)


def test_coverage_comes_with_the_records_where_it_is_asked_for(notice: Path) -> None:
    (plain,) = extract_files([(notice, "notice.txt")])
    (covered,) = extract_files([(notice, "notice.txt")], coverage=True)
    assert isinstance(plain, Extraction)
    assert isinstance(covered, Extraction)
    assert plain.unsaid is None
    assert covered.unsaid == ()
    assert plain.records == covered.records


def _pretend(folder: Path) -> None:
    """Packages in `folder` that are called like those that a worker imports, and end who imports them."""
    for name in ("extract", "multiprocessing"):
        package = folder / name
        package.mkdir()
        (package / "__init__.py").write_text("raise SystemExit('taken for the program')", "utf-8")


def _kill_children() -> None:
    for child in active_children():
        os.kill(child.pid or 0, signal.SIGSEGV)
