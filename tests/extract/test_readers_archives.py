"""Archives: their files are inputs, named by their paths; broken and hostile ones are refused."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from extract.readers import expand, left_out, read
from ontology.errors import InputError

FILES = {"b.txt": "乙", "2031/a.md": "甲", ".DS_Store": "x", "__MACOSX/b.txt": "x", "photo.jpg": "x"}


def zipped(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content.encode())
            archive.addfile(entry, io.BytesIO(content.encode()))
    return path


@pytest.fixture(params=[(zipped, "lists.zip"), (tarred, "lists.tar.gz")], ids=["zip", "tar.gz"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    make, name = request.param
    return make(tmp_path / name, FILES)


def test_files_are_named_by_their_path_in_the_archive(archive: Path) -> None:
    inputs = expand([archive])
    assert [name for _, name in inputs] == ["2031/a.md", "b.txt"]
    assert [read(path, name).chars for path, name in inputs] == ["甲", "乙"]


def test_what_is_not_read_is_named(archive: Path) -> None:
    assert left_out([archive]) == [str(archive / "photo.jpg")]


def test_an_archive_in_a_folder_is_a_folder_in_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    zipped(tmp_path / "in/x.zip", FILES)
    (tmp_path / "in/c.txt").write_text("丙", encoding="utf-8")
    assert [name for _, name in expand([tmp_path / "in"])] == ["c.txt", "x.zip/2031/a.md", "x.zip/b.txt"]


def test_a_broken_archive_does_not_stop_the_folder(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text("丙", encoding="utf-8")
    (tmp_path / "x.zip").write_bytes(b"PK broken")
    (_, good), (path, name) = expand([tmp_path])
    assert (good, name) == ("c.txt", "x.zip")
    with pytest.raises(InputError, match=r"x\.zip: a damaged archive"):
        read(path, name)


def test_names_in_the_code_of_an_old_system(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"xx.txt": "甲"})
    path.write_bytes(path.read_bytes().replace(b"xx.txt", "清.txt".encode("gb18030")))
    ((file, name),) = expand([path])
    assert name == "清.txt"
    assert read(file, name).chars == "甲"


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a.txt", "b/../../a.txt", "C:\\a.txt"])
@pytest.mark.parametrize(("make", "suffix"), [(zipped, "zip"), (tarred, "tgz")])
def test_no_file_leads_out_of_the_archive(tmp_path: Path, make: object, suffix: str, name: str) -> None:
    path = make(tmp_path / f"a.{suffix}", {name: "甲"})  # type: ignore[operator]
    with pytest.raises(InputError, match="leads out of the archive"):
        expand([path])


@pytest.mark.parametrize(("make", "suffix"), [(zipped, "zip"), (tarred, "tar.gz")])
def test_a_bomb_is_not_opened(tmp_path: Path, make: object, suffix: str) -> None:
    path = make(tmp_path / f"a.{suffix}", {"a.txt": " " * (16 << 20)})  # type: ignore[operator]
    with pytest.raises(InputError, match="times its size"):
        expand([path])


def test_links_are_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        link = tarfile.TarInfo("a.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(InputError, match="no file in it"):
        expand([tmp_path / "a.tar"])


def test_two_files_of_one_name_are_an_error(tmp_path: Path) -> None:
    paths = [zipped(tmp_path / name, {"a.txt": "甲"}) for name in ("x.zip", "y.zip")]
    with pytest.raises(InputError, match=r"a\.txt: two inputs have this name"):
        expand(paths)


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar"])
@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"\x1f\x8b broken"])
def test_a_broken_archive_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name):
        expand([tmp_path / name])


def test_a_damaged_file_in_an_archive_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": "甲乙丙丁戊己庚辛" * 9})
    data = bytearray(path.read_bytes())
    data[40:44] = b"\0\0\0\0"
    path.write_bytes(data)
    ((file, name),) = expand([path])
    with pytest.raises(InputError, match=r"^a\.txt: damaged or encrypted in a\.zip"):
        read(file, name)


def test_pipes_in_a_folder_and_pipes_named_like_an_archive_are_told_and_not_waited_for(
    tmp_path: Path,
) -> None:
    (tmp_path / "notice.txt").write_text("关于甲工作的通知", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    os.mkfifo(tmp_path / "pipe.zip")
    assert [name for _, name in expand([tmp_path])] == ["notice.txt", "pipe.txt"]
    assert left_out([tmp_path]) == [str(tmp_path / "pipe.zip")]
    with pytest.raises(InputError, match="not a file"):
        read(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="not an archive"):
        expand([tmp_path / "pipe.zip"])
