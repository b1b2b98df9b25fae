"""Ray reads as the processes of this machine do: the same results in the same order."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from extract.batch import extract_files
from extract.extraction import Failure
from extract.on_ray import extract_on_ray, read_there
from ontology.errors import InputError

NOTICE = "某市能源局关于开展检查的通知\n\n各区能源局应当于2031年6月30日前报送检查结果。\n"


@pytest.fixture
def jobs(tmp_path: Path) -> list[tuple[Path, str]]:
    """Two notices, one in an archive; a broken file, one of a kind that is not read, one that is gone."""
    notice, broken, other = tmp_path / "notice.txt", tmp_path / "broken.pdf", tmp_path / "notice.doc"
    for path in (notice, broken, other):
        path.write_text(NOTICE, "utf-8")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.writestr("2031/second.txt", NOTICE.replace("检查", "评估"))
    return [
        (broken, broken.name),
        (notice, notice.name),
        (tmp_path / "gone.txt", "gone.txt"),
        (other, other.name),
        (tmp_path / "more.zip" / "2031" / "second.txt", "2031/second.txt"),
    ]


def test_ray_gives_what_the_processes_of_this_machine_give(jobs: list[tuple[Path, str]]) -> None:
    here = list(extract_files(jobs, coverage=True))
    there = list(extract_on_ray(jobs, workers=1, coverage=True))
    assert there == here
    assert [isinstance(result, Failure) for result in there] == [True, False, True, True, False]


def test_a_machine_with_another_version_reads_nothing() -> None:
    result = read_there(NOTICE.encode(), ".txt", "notice.txt", False, "policygraph/0.0")
    assert isinstance(result, Failure)
    assert "install the same" in result.reason


@pytest.mark.parametrize("address", ["auto", "127.0.0.1:1"])
def test_a_cluster_that_is_not_there_is_told(
    jobs: list[tuple[Path, str]], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(InputError, match="cluster cannot be reached"):
        extract_on_ray(jobs)
