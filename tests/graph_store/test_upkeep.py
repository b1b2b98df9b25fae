"""The store as one file and back, and what is found wrong with one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from extract.extraction import Extraction
from graph_store.dumps import named_lines
from graph_store.store import Store
from graph_store.upkeep.backup import backup, restore
from graph_store.upkeep.checkup import checkup
from ontology.errors import InputError, StoreError


@pytest.fixture
def made(store: Store, plants: Extraction, duties: Extraction) -> Store:
    """A store of two releases."""
    store.ingest([plants])
    store.ingest([duties])
    return store


@pytest.fixture
def copy(made: Store, tmp_path: Path) -> Store:
    """The same store again, to spoil."""
    backup(made, tmp_path / "all.tar")
    return restore(tmp_path / "all.tar", tmp_path / "copy")


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz"])
def test_restored_store_says_the_same_and_goes_on(made: Store, tmp_path: Path, name: str) -> None:
    assert backup(made, tmp_path / name) == 2
    again = restore(tmp_path / name, tmp_path / "again")
    assert [release.id for release in again.releases()] == [release.id for release in made.releases()]
    assert list(named_lines(again.current())) == list(named_lines(made.current()))
    assert list(checkup(again)) == []
    assert again.remove(["duties.txt"]).id.endswith(made.releases()[0].id.split("-")[1])


def test_content_that_releases_share_is_there_once(made: Store, tmp_path: Path) -> None:
    backup(made, tmp_path / "all.tar")
    with tarfile.open(tmp_path / "all.tar") as archive:
        names = archive.getnames()
        index = json.load(archive.extractfile(names[0]))  # type: ignore[arg-type]
    assert len(names) == len(set(names)) == len(set(index["files"].values())) + 1 < len(index["files"])


def test_backup_that_cannot_be_written_leaves_nothing(made: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere/all.tar: cannot be written"):
        backup(made, tmp_path / "nowhere" / "all.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_restore_into_a_store_is_refused(made: Store, copy: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is not empty"):
        restore(tmp_path / "all.tar", copy.folder)


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_damaged_or_cut_backup_is_refused_and_nothing_is_made(
    made: Store, tmp_path: Path, part: float
) -> None:
    backup(made, tmp_path / "all.tar")
    whole = (tmp_path / "all.tar").read_bytes()
    place = int(len(whole) * part)
    (tmp_path / "cut.tar").write_bytes(whole[:place])
    for name in ("cut.tar", "none.tar"):
        with pytest.raises(InputError, match=name):
            restore(tmp_path / name, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.tar", "cut.tar", "store"]


def test_changed_content_is_found_in_a_backup(made: Store, tmp_path: Path) -> None:
    backup(made, tmp_path / "all.tar")
    whole = (tmp_path / "all.tar").read_bytes()
    shard = made.current().shard_path(made.current().sources[0]).read_bytes()
    place = whole.index(shard)
    (tmp_path / "all.tar").write_bytes(whole[:place] + b"#" + whole[place + 1 :])
    with pytest.raises(InputError, match="is damaged"):
        restore(tmp_path / "all.tar", tmp_path / "new")


def test_damage_inside_what_is_compressed_is_told(made: Store, tmp_path: Path) -> None:
    backup(made, tmp_path / "all.tgz")
    whole = (tmp_path / "all.tgz").read_bytes()
    for place in range(len(whole) // 4, len(whole) * 3 // 4, len(whole) // 200):
        (tmp_path / "bad.tgz").write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        with pytest.raises(InputError, match=r"bad\.tgz: "):
            restore(tmp_path / "bad.tgz", tmp_path / "new")


@pytest.mark.parametrize(
    ("name", "digest", "told"),
    [
        ("releases/../../x", "0" * 64, r"names releases/\.\./\.\./x"),
        ("", "0" * 64, "which is no file of a store"),
        ("releases/a", "../../x", "as a checksum, which is none"),
        ("releases/a", 3, "as a checksum, which is none"),
    ],
)
def test_backup_that_names_a_place_outside_is_refused(
    tmp_path: Path, name: str, digest: object, told: str
) -> None:
    index = {"format": "policygraph-backup", "version": 1, "files": {name: digest}}
    (tmp_path / "policygraph-backup.json").write_text(json.dumps(index), encoding="utf-8")
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.add(tmp_path / "policygraph-backup.json", "policygraph-backup.json")
        archive.add(tmp_path / "policygraph-backup.json", f"files/{digest}")
    with pytest.raises(InputError, match=told):
        restore(tmp_path / "evil.tar", tmp_path / "deep" / "new")
    assert not (tmp_path / "deep" / "x").exists()


def test_checkup_names_each_fault_and_what_to_do(copy: Store) -> None:
    first, second = copy.releases()
    shard = second.shard_path(second.sources[0])
    os.chmod(shard, 0o644)
    shard.write_bytes(shard.read_bytes().replace(b"<", b"<<", 1))
    (first.path / "search.sqlite").write_bytes(b"not an index")
    (first.path / "store" / "CURRENT").unlink()
    said = "\n".join(checkup(copy))
    assert f"{second.id}: what duties.txt said" in said
    assert "was changed since it was written; ingest its sources again" in said
    assert f"{first.id}: the index of names (search.sqlite) is damaged" in said
    assert f"{first.id}: the engine's store cannot be opened" in said


def test_checkup_of_a_pointer_to_nothing(copy: Store) -> None:
    (copy.folder / "current").write_text("0009-0123456789\n", encoding="utf-8")
    (said,) = checkup(copy)
    assert "names none of the releases" in said
    assert "rollback" in said


def test_commands_end_with_their_codes(made: Store, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from api.cli import main; main()", *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    assert run("backup", "all.tar.gz", "--store", str(made.folder)).returncode == 0
    done = run("restore", "all.tar.gz", "--store", "again")
    assert (done.returncode, done.stdout) == (0, "")
    assert made.current().id in done.stderr
    assert run("doctor", "--store", "again").stderr == "The store is sound.\n"
    (tmp_path / "again" / "current").write_text("x", encoding="utf-8")
    assert run("doctor", "--store", "again").returncode == 1
    assert run("restore", "all.tar.gz", "--store", "http://127.0.0.1:1/sparql").returncode == 1
