from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_store.rows import Iri, Literal, Rows, boolean, decimal, engine_term, integer, term_from_json
from ontology import terms

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_a_literal_is_written_as_the_engine_writes_it(text: str) -> None:
    for literal in (Literal(text), Literal(text, language="zh"), Literal(text, terms.XSD + "date")):
        assert str(literal) == str(engine_term(literal))
        line = f"<http://a> <http://b> {literal} ."
        quad = next(iter(ox.parse(line, ox.RdfFormat.N_QUADS)))
        assert isinstance(quad.object, ox.Literal)
        assert quad.object.value == text


@given(TEXTS)
def test_a_term_survives_the_way_through_json(text: str) -> None:
    for term in (Literal(text), Literal(text, language="zh"), Iri("http://a"), Iri("_:b1")):
        assert term_from_json(term.to_json()) == term


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert str(Literal("甲\ud800乙")) == '"甲\ufffd乙"'


@pytest.mark.parametrize(
    ("number", "text"),
    [(3.50, "3.5"), (1000.0, "1000"), (1e7, "10000000"), (0.0, "0"), (-0.0, "0"), (1e-7, "0.0000001")],
)
def test_a_decimal_has_one_form(number: float, text: str) -> None:
    assert decimal(number) == Literal(text, terms.XSD + "decimal")


def test_values_for_json() -> None:
    assert [term.python() for term in (integer(3), decimal(2.5), boolean(True), Literal("是"))] == [
        3,
        2.5,
        True,
        "是",
    ]


def test_rows_from_the_results_format() -> None:
    rows = Rows.from_json(
        b'{"head":{"vars":["a","b"]},"results":{"bindings":[{"a":{"type":"uri","value":"http://x"}}]}}'
    )
    assert rows == Rows(("a", "b"), [(Iri("http://x"), None)])
    assert rows.dicts() == [{"a": Iri("http://x")}]


def test_an_ask_is_true_or_false() -> None:
    assert Rows.from_json('{"head":{},"boolean":true}')
    assert not Rows.from_json('{"head":{},"boolean":false}')
