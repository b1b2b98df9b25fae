"""A server that holds the data of all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pytest
from suite import collected, quads

from graph_store import publish
from graph_store.store import Store


@pytest.fixture(scope="session")
def endpoint(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[httpx.Client]:
    """A client of a server whose release holds the graphs of every test, each under its own name.

    The release is built from N-Quads, not by `import`, which gives blank nodes an IRI: the tests are about
    blank nodes, too.
    """
    folder = tmp_path_factory.mktemp("conformance")
    lines = [line for case in collected() if case.kind == "evaluation" for line in quads(case)]
    store = Store(folder / "store")
    store._replace([publish.new_shard("import", "tests", lines)], ())
    with (
        serving(store.folder, "--query-timeout", "20") as url,
        httpx.Client(base_url=url, timeout=60) as client,
    ):
        yield client
