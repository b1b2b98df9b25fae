"""The vocabularies are free of faults, and each rule of the linter catches its fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ontology.lint import lint, lint_local, lint_scheme
from ontology.vocabulary import Concept, LocalBody, Scheme

A = Concept(iri="x/a", key="a", labels={"zh": "甲", "en": "A"}, definitions={"zh": "甲。", "en": "A."})
B = Concept(iri="x/b", key="b", labels={"zh": "乙", "en": "B"}, definitions={"zh": "乙。", "en": "B."})
BODY = LocalBody(
    key="office", kind="office", full="办公室", short=(), english="Office", parent=None, levels=("county",)
)


def rules(*concepts: Concept) -> set[str]:
    scheme = Scheme("technologies", {concept.iri: concept for concept in concepts})
    return {problem.rule for problem in lint_scheme(scheme)}


def test_vocabularies_have_no_problems() -> None:
    assert [str(problem) for problem in lint()] == []


def test_sound_vocabulary_has_no_problems() -> None:
    assert rules(A, replace(B, broader=("x/a",), notation="1", point=(116.4, 39.9))) == set()


@pytest.mark.parametrize(
    ("rule", "concepts"),
    [
        ("one-owner", [A, replace(B, aliases=(("zh", "甲"),))]),
        ("one-owner", [A, replace(B, former=("甲",))]),
        ("one-owner", [A, replace(B, aliases=(("en", "a"),))]),
        ("one-owner", [replace(A, hidden=(("zh", "丙"),)), replace(B, hidden=(("zh", "丙"),))]),
        ("said-once", [replace(A, aliases=(("zh", "甲"),))]),
        ("both-languages", [replace(A, labels={"zh": "甲"})]),
        ("both-languages", [replace(A, definitions={"zh": "甲。"})]),
        ("one-code", [replace(A, notation="1"), replace(B, notation="1")]),
        ("known-targets", [replace(A, broader=("x/c",))]),
        ("no-cycle", [replace(A, broader=("x/b",)), replace(B, broader=("x/a",))]),
        ("in-china", [replace(A, point=(39.9, 116.4))]),
        ("trimmed", [replace(A, aliases=(("zh", "丙 "),))]),
        ("useful-exclusions", [replace(A, excluded=("丙丁",))]),
    ],
)
def test_rule_catches(rule: str, concepts: list[Concept]) -> None:
    assert rules(*concepts) == {rule}


def test_problem_names_vocabulary_key_and_rule() -> None:
    (problem,) = lint_scheme(Scheme("technologies", {A.iri: replace(A, aliases=(("zh", "甲"),))}))
    assert str(problem) == "technologies: a: the name 甲 is given 2 times in zh [said-once]"


@pytest.mark.parametrize(
    ("rule", "bodies"),
    [
        ("parent", [replace(BODY, parent="government")]),
        ("one-owner", [BODY, replace(BODY, key="other")]),
    ],
)
def test_rule_for_local_bodies_catches(rule: str, bodies: list[LocalBody]) -> None:
    assert [problem.rule for problem in lint_local(bodies)] == [rule]
