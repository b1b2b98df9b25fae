"""Pages for people, from `templates/`, in Chinese or English."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.negotiation import accepted
from ontology import labels, terms
from queries import formats

LANGUAGES = ("zh", "en")
_STYLE = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; img-src 'self'; base-uri 'none'"


def language_of(request: Request) -> str:
    """The language of the page: `?lang=`, else what the browser likes best of the two, else English."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    liked = (name.split("-")[0] for name, _ in accepted(request.headers.get("accept-language", "en")))
    return next((name for name in liked if name in LANGUAGES), "en")


def page(request: Request, template: str, language: str | None = None, **values: Any) -> HTMLResponse:
    """The page made from a template; what comes from documents and users is escaped."""
    spoken = language or language_of(request)
    body = (
        _templates()
        .get_template(template)
        .render(language=spoken, request=request, t=lambda zh, en: zh if spoken == "zh" else en, **values)
    )
    headers = {"Content-Security-Policy": _STYLE, "Vary": "Accept, Accept-Language"}
    return HTMLResponse(body, headers=headers)


def local_path(iri: str) -> str:
    """Where the page of an entity of ours is; for any other its IRI, where that is an address of the web.

    An imported graph may hold any IRI, one that runs a script when it is clicked among them.
    """
    if iri.startswith(terms.BASE):
        return "/" + quote(iri.removeprefix(terms.BASE), safe="/#:@!$&'()*+,;=~")
    return iri if iri.startswith(("http://", "https://")) else "#"


def compact(iri: str) -> str:
    """An IRI with a prefix where there is one; of ours, what follows the base."""
    for prefix, namespace in terms.PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix(terms.BASE)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        local_path=local_path,
        compact=compact,
        term_label=labels.of_term,
        value_label=labels.of_value,
        text=formats.text,
        word=formats.word,
        cell=formats.cell,
        sections=formats.sections,
        summary=formats.summary,
        parameter_text=formats.parameter_text,
    )
    return environment
