from __future__ import annotations

import pytest

from ontology.errors import UsageError
from ontology.settings import settings


def test_a_setting_that_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_QUERY_TIMEOUT", "soon")
    with pytest.raises(UsageError, match=r"^POLICYGRAPH_QUERY_TIMEOUT='soon': .*number"):
        settings.__wrapped__()
