"""The process that reads one uploaded file and publishes it. Its answer is one line of JSON on stdout.

Usage: python -m api.uploads.child STORE FILE NAME
"""

from __future__ import annotations

import json
import logging
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from extract.batch import extract_files
from extract.extraction import Failure
from graph_store.store import open_store
from ontology import data
from ontology.errors import PolicygraphError, StoreError
from queries.catalogue import catalogue_graph

_LOG = logging.getLogger("policygraph")


def main() -> None:
    """Publish the file that the arguments name."""
    store, file, name = sys.argv[1:]
    sys.stdout.write(json.dumps(published(store, Path(file), name), ensure_ascii=False) + "\n")


def published(where: str, file: Path, name: str) -> dict[str, Any]:
    """The release with what `file` says, and how many records of each type; or why there is none."""
    try:
        found = next(iter(extract_files([(file, name)])))
        if isinstance(found, Failure):
            return {"failed": found.reason}
        release = open_store(where).ingest([found], [*data.graphs(), catalogue_graph()])
    except StoreError as error:
        _LOG.error("%s", error)
        return {"failed": "The store cannot be written at the moment; upload the file again later."}
    except PolicygraphError as error:
        return {"failed": str(error)}
    counts = Counter(record.type for record in found.records)
    return {
        "release": release.id,
        "records": dict(sorted(counts.items())),
        "findings": [finding.message for finding in found.findings],
    }


if __name__ == "__main__":
    main()
