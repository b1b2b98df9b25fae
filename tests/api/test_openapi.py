"""The description of the API says what the server does."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

Serving = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="module")
def http(store: Path, serving: Serving) -> Iterator[httpx.Client]:
    with serving(store, "--workers", "1") as url, httpx.Client(base_url=url, timeout=30) as client:
        yield client


def test_every_operation_may_answer_with_a_problem(http: httpx.Client) -> None:
    described = http.get("/openapi.json").json()
    assert "HTTPValidationError" not in json.dumps(described)
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if status.startswith(("4", "5")):
                    assert list(response["content"]) == ["application/problem+json"], (path, method, status)
            assert {"429", "503"} <= operation["responses"].keys()


def test_every_path_without_parameters_answers_as_described(http: httpx.Client) -> None:
    described = http.get("/openapi.json").json()
    for path, operations in described["paths"].items():
        if "{" in path or "get" not in operations:
            continue
        answer = http.get(path)
        assert answer.status_code < 500, path
        kind = answer.headers["content-type"].split(";")[0]
        responses = operations["get"]["responses"]
        said = responses[str(answer.status_code)]
        assert kind in said.get("content", {}), (path, answer.status_code, kind)
