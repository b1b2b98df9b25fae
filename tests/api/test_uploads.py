"""Uploads: who may, what is taken, and how a file becomes a release."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from servers import running

from api.uploads.jobs import Job, Jobs
from api.uploads.reading import safe_name
from ontology.errors import UsageError

TOKEN = {"Authorization": "Bearer a-secret-of-the-operator"}
RULES = """示例省能源局关于做好乙项目管理工作的通知

示能〔2032〕9号

各市能源局：

一、加强管理。项目单位应当于2032年6月30日前报送年度总结。

示例省能源局

2032年3月1日
"""


@pytest.fixture(scope="module")
def own_store(policygraph: Any, documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("uploads") / "store"
    assert policygraph("ingest", documents, "--workers", "1", store=where).returncode == 0
    return where


@pytest.fixture(scope="module")
def http(own_store: Path) -> Iterator[httpx.Client]:
    settings = {"upload_token": TOKEN["Authorization"].split()[1], "upload_bytes": "20000"}
    with running(own_store, **settings) as server, httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


def ended(http: httpx.Client, job: str) -> dict[str, Any]:
    """The job once it has ended."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        said: dict[str, Any] = http.get(job).json()
        if said["state"] not in ("queued", "running"):
            return said
    raise AssertionError(said)


def test_an_empty_token_lets_nobody_in(own_store: Path) -> None:
    with running(own_store, upload_token="") as server:
        for given in ("Bearer", ""):
            answer = httpx.post(
                server.url + "documents?name=a.txt", content=b"x", headers={"Authorization": given}
            )
            assert answer.status_code == 403


def test_uploaded_file_becomes_a_release(http: httpx.Client) -> None:
    before = http.get("/readyz").json()["release"]
    taken = http.post("/documents", files={"file": ("../规定.txt", RULES.encode())}, headers=TOKEN)
    assert taken.status_code == 202
    assert taken.json()["source"] == "规定.txt"
    done = ended(http, taken.headers["Location"])
    assert done["state"] == "done", done
    assert done["records"]["obligation"] == 1
    assert done["release"] != before
    # The job is known, and its release served, after the readers were switched.
    while http.get("/readyz").json()["release"] != done["release"]:
        pass
    assert http.get(taken.headers["Location"]).json() == done
    found = http.get("/documents", params={"q": "示能〔2032〕9号"}).json()
    assert found["items"][0]["evidence"][0]["source"] == "规定.txt"


def test_body_may_be_the_file_itself(http: httpx.Client) -> None:
    taken = http.post("/documents?name=rules.txt", content=RULES.encode("gb18030"), headers=TOKEN)
    assert ended(http, taken.headers["Location"])["state"] == "done"


def test_file_without_text_fails_with_a_sentence(http: httpx.Client) -> None:
    taken = http.post("/documents?name=empty.txt", content=b"  \n ", headers=TOKEN)
    said = ended(http, taken.headers["Location"])
    assert said["state"] == "failed"
    assert said["detail"] == "empty.txt: there is no text in it"


@pytest.mark.parametrize(
    ("headers", "request_", "status", "part"),
    [
        ({}, {"files": {"file": ("a.txt", b"x")}}, 403, "Bearer"),
        ({"Authorization": "Bearer wrong"}, {"files": {"file": ("a.txt", b"x")}}, 403, "Bearer"),
        ({"Authorization": "Basic YTpi"}, {"files": {"file": ("a.txt", b"x")}}, 403, "Bearer"),
        (TOKEN, {"files": {"file": ("a.exe", b"MZ")}}, 415, ".exe are not read"),
        (TOKEN, {"files": {"file": ("a.pdf", b"plain text")}}, 415, "not a PDF file"),
        (TOKEN, {"files": {"file": ("a.docx", b"plain text")}}, 415, "not a DOCX file"),
        (TOKEN, {"files": {"file": ("a.txt", b"%PDF-1.7")}}, 415, "this is a PDF"),
        (TOKEN, {"files": {"file": ("a.txt", b"x" * 20001)}}, 413, "20,000 bytes"),
        (TOKEN, {"content": iter([b"x" * 50_000] * 3), "params": {"name": "a.txt"}}, 413, "20,000 bytes"),
        (TOKEN, {"files": {"file": ("a.txt", b"")}}, 400, "empty"),
        (TOKEN, {"content": b"x"}, 400, "name"),
        (TOKEN, {"files": [("file", ("a.txt", b"x")), ("file", ("b.txt", b"x"))]}, 400, "one file"),
    ],
)
def test_what_is_not_taken_is_told_why(
    headers: dict[str, str], request_: dict[str, Any], status: int, part: str, http: httpx.Client
) -> None:
    answer = http.post("/documents", headers=headers, **request_)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert part in answer.json()["detail"]


def test_without_a_token_in_the_settings_nobody_uploads(store: Path) -> None:
    with running(store) as server:
        answer = httpx.post(server.url + "documents", files={"file": ("a.txt", b"x")}, headers=TOKEN)
    assert answer.status_code == 403
    assert "no upload token" in answer.json()["detail"]


def test_job_that_nobody_has_is_not_found(http: httpx.Client) -> None:
    assert http.get("/jobs/1").status_code == 404


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/notice.txt", "notice.txt"),
        ("C:\\Users\\me\\通知.PDF", "通知.PDF"),
        (".hidden.txt", "hidden.txt"),
        ("a\x00b\n.txt", "ab.txt"),
    ],
)
def test_names_lose_what_no_name_should_have(given: str, name: str) -> None:
    assert safe_name(given) == name


@pytest.mark.parametrize("given", ["", "..", "/", "a" * 300 + ".txt"])
def test_names_that_are_none_are_refused(given: str) -> None:
    with pytest.raises(UsageError):
        safe_name(given)


def test_file_that_takes_too_long_is_given_up(own_store: Path) -> None:
    async def given_up() -> Job:
        jobs = Jobs(str(own_store), most_seconds=0.01)
        working = asyncio.create_task(jobs.run())
        job = jobs.add("rules.txt", RULES.encode())
        while job.state != "failed":
            await asyncio.sleep(0)
        working.cancel()
        await asyncio.wait([working])
        return job

    assert "could not be read and published in" in asyncio.run(given_up()).said["detail"]
