"""/docs: the API page. Its files lie beside the code, so that it needs no other server."""

from __future__ import annotations

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_FILES = Path(fastapi_offline.__file__).parent / "static"
_PATH = "/docs-files"


@router.get("/docs")
def docs() -> HTMLResponse:
    """The description of the API as a page where every path can be tried."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="policygraph API",
        swagger_js_url=f"{_PATH}/swagger-ui-bundle.js",
        swagger_css_url=f"{_PATH}/swagger-ui.css",
        swagger_favicon_url=f"{_PATH}/favicon.png",
    )


def mount(app: FastAPI) -> None:
    """Give `app` the files of the page."""
    app.mount(_PATH, StaticFiles(directory=_FILES))
