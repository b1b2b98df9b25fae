"""What handlers need, declared once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Query, Request

from api.service import Service

RELEASE_HEADER = "X-Policygraph-Release"


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]
Accept = Annotated[str | None, Header(alias="accept", include_in_schema=False)]
Limit = Annotated[int, Query(ge=1, le=500, description="The most rows of one page.")]
