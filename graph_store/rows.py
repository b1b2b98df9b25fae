"""Answers as plain values: no engine object leaves this room."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

import pyoxigraph as ox

from ontology import terms

_TO_ESCAPE = re.compile(r'["\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]')
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STRING = terms.XSD + "string"
_INTEGERS = frozenset(terms.XSD + name for name in ("integer", "int", "long", "nonNegativeInteger"))
_DECIMALS = frozenset(terms.XSD + name for name in ("decimal", "double", "float"))
_BOOLEAN = terms.XSD + "boolean"


@dataclass(frozen=True, slots=True, order=True)
class Iri:
    """An IRI; a blank node, which only a query can make, has a value that begins with `_:`."""

    value: str

    def __str__(self) -> str:
        """The term in N-Triples."""
        return self.value if self.value.startswith("_:") else f"<{self.value}>"

    def to_json(self) -> dict[str, str]:
        """The term as the SPARQL results format has it in JSON."""
        if self.value.startswith("_:"):
            return {"type": "bnode", "value": self.value[2:]}
        return {"type": "uri", "value": self.value}


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: `datatype` is an IRI, None for a plain string and for a text with a `language`."""

    value: str
    datatype: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        """The term in N-Triples, escaped as the engine does it."""
        if self.language:
            return f"{quoted(self.value)}@{self.language}"
        if self.datatype is None:
            return quoted(self.value)
        return f"{quoted(self.value)}^^<{self.datatype}>"

    def to_json(self) -> dict[str, str]:
        """The term as the SPARQL results format has it in JSON."""
        found = {"type": "literal", "value": self.value}
        if self.language:
            found["xml:lang"] = self.language
        elif self.datatype:
            found["datatype"] = self.datatype
        return found

    def python(self) -> str | int | float | bool:
        """The value as JSON would have it: numbers and booleans by their datatype, all else text."""
        if self.datatype in _INTEGERS:
            return int(self.value)
        if self.datatype in _DECIMALS:
            number = float(self.value)
            return int(number) if number.is_integer() else number
        return self.value in ("true", "1") if self.datatype == _BOOLEAN else self.value


Term = Iri | Literal


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of terms; None where a variable has no value. An ASK has one column, `ask`, and one row."""

    columns: tuple[str, ...]
    rows: list[tuple[Term | None, ...]]

    @classmethod
    def from_json(cls, text: bytes | str) -> Self:
        """Read the SPARQL results format in JSON."""
        answer: dict[str, Any] = json.loads(text)
        if "boolean" in answer:
            return cls(("ask",), [(Literal(str(answer["boolean"]).lower(), _BOOLEAN),)])
        columns = tuple(answer["head"]["vars"])
        bindings = answer["results"]["bindings"]
        return cls(columns, [_row(row, columns) for row in bindings])

    def dicts(self) -> list[dict[str, Term]]:
        """Each row by column, without what has no value."""
        return [
            {name: term for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.rows
        ]

    def __bool__(self) -> bool:
        """Whether there is a row; of an ASK, its answer."""
        if self.columns == ("ask",) and len(self.rows) == 1:
            return self.rows[0][0] == Literal("true", _BOOLEAN)
        return bool(self.rows)


def quoted(text: str) -> str:
    """`text` as a quoted N-Triples string."""
    if not _TO_ESCAPE.search(text):
        return f'"{text}"'
    # The engine escapes, so that both give the same bytes. Half a surrogate pair is no character at all.
    return str(ox.Literal(_LONE_SURROGATE.sub("\ufffd", text)))


def decimal(number: float | int | Decimal) -> Literal:
    """`number` as xsd:decimal in one form: no exponent, no zero that says nothing."""
    text = format(Decimal(str(number)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Literal("0" if text in ("-0", "") else text, terms.XSD + "decimal")


def integer(number: int) -> Literal:
    """`number` as xsd:integer."""
    return Literal(str(number), terms.XSD + "integer")


def boolean(value: bool) -> Literal:
    """`value` as xsd:boolean."""
    return Literal("true" if value else "false", _BOOLEAN)


def engine_term(term: Term) -> ox.NamedNode | ox.Literal:
    """The term for the engine."""
    if isinstance(term, Iri):
        return ox.NamedNode(term.value)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or _STRING))


def term_from_json(item: Mapping[str, Any]) -> Term:
    """A term of the SPARQL results format in JSON; a triple, which has no place here, as its JSON text."""
    match item["type"]:
        case "uri":
            return Iri(item["value"])
        case "bnode":
            return Iri("_:" + item["value"])
        case "literal":
            return Literal(item["value"], item.get("datatype"), item.get("xml:lang"))
        case _:
            return Literal(json.dumps(item["value"], ensure_ascii=False, sort_keys=True))


def _row(binding: Mapping[str, Any], columns: Sequence[str]) -> tuple[Term | None, ...]:
    return tuple(term_from_json(binding[name]) if name in binding else None for name in columns)
