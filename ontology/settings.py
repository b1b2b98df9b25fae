"""Settings that every room reads, from `POLICYGRAPH_*` environment variables."""

from __future__ import annotations

from functools import cache

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """All settings, each with its default; the environment variable is `POLICYGRAPH_` and the name in capitals."""

    model_config = SettingsConfigDict(env_prefix="POLICYGRAPH_", extra="ignore", frozen=True)

    store: str = Field("policygraph-data", description="The store: a directory or the URL of a SPARQL 1.1 endpoint.")
    base_iri: str = Field(
        "https://w3id.org/policygraph/",
        description="Base of every IRI the project makes; ends in a slash.",
        pattern=r"^https?://[^\s<>\"{}|\\^`]+/$",
    )
    query_timeout: float = Field(30.0, gt=0, description="Seconds after which a query is stopped.")
    memory_quads: int = Field(
        1_000_000,
        ge=0,
        description="Releases of up to this many quads are served from memory, larger ones from disk.",
    )
    workers: int = Field(2, ge=1, description="Reader processes of `serve`.")
    corpus: str | None = Field(None, description="Folder of real documents for the tests; used by tests only.")


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
