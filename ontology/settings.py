"""Settings that every room reads, from `POLICYGRAPH_*` environment variables."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from ontology.errors import UsageError


class Settings(BaseSettings):
    """All settings with their defaults; the variable of each is `POLICYGRAPH_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="POLICYGRAPH_", extra="ignore", frozen=True)

    store: str = Field(
        default="policygraph-data",
        description="The store: a directory or the URL of a SPARQL 1.1 endpoint.",
    )
    base_iri: str = Field(
        default="https://w3id.org/policygraph/",
        description="Base of every IRI the project makes; ends in a slash.",
        pattern=r"^https?://[^\s<>\"{}|\\^`]+/$",
    )
    query_timeout: float = Field(default=30.0, gt=0, description="Seconds after which a query is stopped.")
    query_memory: int = Field(
        default=2048,
        ge=64,
        description="MiB that one query may take; the query is stopped at that (on Linux).",
    )
    most_rows: int = Field(
        default=0,
        ge=0,
        description="Rows after which an answer of /sparql is cut and marked so; 0 is no cap.",
    )
    most_bytes: int = Field(
        default=0, ge=0, description="Bytes at which an answer of /sparql is cut and marked so; 0 is no cap."
    )
    cache_bytes: int = Field(
        default=64 << 20, ge=0, description="Bytes of answers of /sparql that are kept; 0 keeps none."
    )
    memory_quads: int | None = Field(
        default=None,
        ge=0,
        description="Releases of up to this many quads are served from memory, larger ones from disk; "
        "without it as many as a third of the machine's memory holds.",
    )
    workers: int = Field(default=2, ge=1, description="Reader processes of `serve`.")
    access_log: bool = Field(
        default=True, description="Whether `serve` logs each request on stderr, as JSON."
    )
    log_client: bool = Field(default=False, description="Whether the log names the address of the client.")
    slow_query: float = Field(
        default=5.0, ge=0, description="Seconds from which on the text of a query is logged; 0: never."
    )
    ocr: bool = Field(
        default=False,
        description="Whether pages of a PDF without usable text are read by OCR; needs `policygraph[ocr]`. "
        "Ten times the time is allowed.",
    )
    read_seconds: float = Field(
        default=60.0, gt=0, description="Seconds that reading a file may take for each MiB begun of its size."
    )
    read_memory: int = Field(
        default=2048,
        gt=0,
        description="MiB of memory that reading a file may take, beside 32 bytes for each of its own.",
    )
    rate_limit: str | None = Field(
        default=None, description="What one client may ask, such as 60/minute; without it there is no limit."
    )
    client_header: str | None = Field(
        default=None,
        description="The header in which a trusted proxy names the client, such as X-Forwarded-For; "
        "without it none is believed.",
    )
    upload_token: SecretStr | None = Field(
        default=None,
        description="The bearer token that may upload documents; without it nobody may.",
    )
    upload_bytes: int = Field(default=50 << 20, gt=0, description="Bytes of an uploaded file at most.")
    services: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="IRIs of the SPARQL endpoints that a query may call with SERVICE, separated by spaces; "
        "without any, readers are kept off the network.",
    )
    mcp_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Hosts whose web pages may ask /mcp beside the server's own, with their port where it is "
        "not the usual one, separated by spaces; * for any. Programs, which send no Origin, always may.",
    )
    publisher: str | None = Field(
        default=None, description="Name or IRI of whoever publishes the graph, for its description."
    )
    corpus: str | None = Field(
        default=None, description="Folder of real documents for the tests; used by tests only."
    )

    @field_validator("services", "mcp_hosts", mode="before")
    @classmethod
    def _separate(cls, value: object) -> object:
        return value.split() if isinstance(value, str) else value


@cache
def settings() -> Settings:
    """The settings of this process, read once. Raises UsageError, which names the variable."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"POLICYGRAPH_{first['loc'][0]}".upper()
        raise UsageError(f"{name}={first['input']!r}: {first['msg']}.") from error
