"""Parameter values: from what a person writes to RDF terms. A value never becomes part of a query's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from graph_store.rows import Iri, Literal, Term
from ontology import terms, vocabulary
from ontology.errors import UsageError
from queries.catalogue import CatalogueQuery, Parameter

SCHEMES: Mapping[str, Callable[[], vocabulary.Scheme]] = {
    "regions": vocabulary.regions,
    "technologies": vocabulary.technologies,
    "agencies": vocabulary.agencies,
}
ABSOLUTE = re.compile(r"(?:https?://|urn:)[^\s<>\"{}|\\^`]+")
_YEAR_BRACKETS = re.compile(r"[\[(（〔［【](\d{4})[\])）〕］】]")
_TITLE_MARKS = str.maketrans("", "", "《》")


def coerce(query: CatalogueQuery, given: Mapping[str, str]) -> dict[str, Term]:
    """The RDF terms for the parameters of `query`, by name. Raises UsageError, which says what is allowed."""
    for name in given:
        if query.parameter(name) is None:
            allowed = ", ".join(parameter.name for parameter in query.params) or "none"
            raise UsageError(f"{query.id} has no parameter {name}; its parameters: {allowed}.")
    values: dict[str, Term] = {}
    for parameter in query.params:
        text = given.get(parameter.name, parameter.default)
        if text is None or (parameter.required and not text.strip()):
            raise UsageError(
                f"{query.id} needs the parameter {parameter.name}, "
                f"for example {parameter.name}={parameter.example}."
            )
        values[parameter.name] = _term(parameter, text.strip())
    return values


def concept_of(parameter: Parameter, term: Term) -> vocabulary.Concept | None:
    """The concept that a value names, where its parameter is of a vocabulary and the vocabulary has it."""
    scheme = SCHEMES.get(parameter.scheme or "")
    return scheme().concepts.get(term.value) if scheme else None


def as_written(parameter: Parameter, text: str, language: str) -> str:
    """`text`, or where it is the IRI of a concept whose name means it alone, that name in `language`."""
    known = SCHEMES.get(parameter.scheme or "")
    scheme = known() if known else None
    concept = scheme.concepts.get(text) if scheme else None
    name = concept.labels.get(language, "") if concept else ""
    return name if scheme and name and scheme.find(name) is concept else text


def _term(parameter: Parameter, text: str) -> Term:
    if parameter.kind == "iri":
        return Iri(_iri(parameter, text))
    if parameter.kind == "date":
        return Literal(_date(parameter, text), terms.XSD + "date")
    if parameter.kind == "integer":
        return Literal(_integer(parameter, text), terms.XSD + "integer")
    if parameter.scheme == "documents":
        return Literal(_YEAR_BRACKETS.sub(r"〔\1〕", text).translate(_TITLE_MARKS))
    return Literal(text)


def _iri(parameter: Parameter, text: str) -> str:
    if ABSOLUTE.fullmatch(text):
        return text
    if parameter.scheme is None or parameter.scheme not in SCHEMES:
        raise UsageError(f"{parameter.name}: {text!r} is not an absolute IRI such as {parameter.example}.")
    scheme = SCHEMES[parameter.scheme]()
    concept = scheme.find(text) or next((item for item in scheme.concepts.values() if item.key == text), None)
    if concept is None:
        raise UsageError(
            f"{parameter.name}: {text!r} is not one name among the {parameter.scheme}; "
            f"write a name such as {parameter.example}, or an IRI."
        )
    return concept.iri


def _date(parameter: Parameter, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{parameter.name}: {text!r} is not a date such as {parameter.example}.") from None


def _integer(parameter: Parameter, text: str) -> str:
    if not re.fullmatch(r"[+-]?\d{1,18}", text, re.ASCII):
        raise UsageError(f"{parameter.name}: {text!r} is not a whole number such as {parameter.example}.")
    return str(int(text))
