"""What classes, properties and coded values are called, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ontology import model
from ontology.data import data_file, from_yaml

_FILE = "labels.yaml"
_BOOLEANS = {"true": ("是", "yes"), "false": ("否", "no")}


@cache
def of_terms() -> Mapping[str, tuple[str, str]]:
    """The labels (Chinese, English) of classes and properties, ours and others', by short name: `pg:date`.

    Raises VocabularyError where a file is missing or faulty.
    """
    others = {name: (label["zh"], label["en"]) for name, label in _said()["terms"].items()}
    ours = {
        term.name: (term.label_zh, term.label_en) for table in model.terms_table().values() for term in table
    }
    return {**others, **ours}


def of_term(iri: str, language: str) -> str:
    """What a class or property is called in `language` ("zh" or "en"); else its short name."""
    name = model.short(iri)
    return of_terms()[name][language != "zh"] if name in of_terms() else name


def of_value(property_iri: str, value: str, language: str) -> str:
    """What a coded value of a property, such as the status "listed", is called; any other value as it is."""
    if value in _BOOLEANS:
        return _BOOLEANS[value][language != "zh"]
    label = _said()["values"].get(model.short(property_iri), {}).get(value)
    return str(label["zh" if language == "zh" else "en"]) if label else value


@cache
def _said() -> Mapping[str, Any]:
    said: Mapping[str, Any] = from_yaml(data_file(_FILE).read_text("utf-8"), _FILE)
    return said
