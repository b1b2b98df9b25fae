"""What is wrong with the vocabularies, beyond what the loader refuses.

    python -m ontology.lint

prints one line a problem and exits 1 where there is any.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ontology.errors import VocabularyError
from ontology.vocabulary import LANGUAGES, Concept, LocalBody, Scheme, fold, load, local_bodies

_SCHEMES = ("agencies", "regions", "technologies", "units")
_DEFINED = ("technologies",)
# A wide box around China: longitudes and latitudes in degrees.
_LONGITUDES = (73.0, 136.0)
_LATITUDES = (3.0, 54.0)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: the vocabulary, the key of the concept, the rule it breaks, and a sentence."""

    vocabulary: str
    key: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.vocabulary}: {self.key}: {self.message} [{self.rule}]"


def lint() -> list[Problem]:
    """The problems of all vocabularies, sorted."""
    found: list[Problem] = []
    for name in _SCHEMES:
        try:
            found += lint_scheme(load(name))
        except VocabularyError as error:
            found.append(Problem(name, "", "loads", str(error)))
    return sorted([*found, *lint_local(local_bodies())])


def lint_scheme(scheme: Scheme) -> list[Problem]:
    """The problems of one vocabulary, sorted."""
    return sorted(
        Problem(scheme.name, key, rule, message)
        for rule, check in _RULES.items()
        for key, message in check(scheme)
    )


def lint_local(bodies: Iterable[LocalBody]) -> list[Problem]:
    """The problems of the kinds of local bodies: a name or key of two, a parent that is none of them."""
    entries = list(bodies)
    keys = {body.key for body in entries}
    found = [
        Problem("local_agencies", body.key, "parent", f"its parent {body.parent} is not an entry")
        for body in entries
        if body.parent is not None and body.parent not in keys
    ]
    bearers = defaultdict(list)
    for body in entries:
        for name in (body.full, *body.short):
            bearers[name].append(body.key)
    for name, owners in bearers.items():
        if len(owners) > 1:
            found.append(Problem("local_agencies", owners[1], "one-owner", f"{name} is also of {owners[0]}"))
    return sorted(found)


_Found = Iterator[tuple[str, str]]


def _one_owner(scheme: Scheme) -> _Found:
    """A name belongs to one concept."""
    for index in (scheme.names(), _hidden(scheme)):
        for name, bearers in index.items():
            for other in bearers[1:]:
                yield other.key, f"the name {name} is also of {bearers[0].key}"


def _hidden(scheme: Scheme) -> dict[str, tuple[Concept, ...]]:
    index: dict[str, tuple[Concept, ...]] = {}
    for concept in scheme.concepts.values():
        for name in {fold(text) for _, text in concept.hidden}:
            index[name] = (*index.get(name, ()), concept)
    return index


def _said_once(scheme: Scheme) -> _Found:
    """A concept has each of its names once in a language."""
    for concept in scheme.concepts.values():
        former = [("zh", name) for name in concept.former]
        names = [*concept.labels.items(), *concept.aliases, *concept.hidden, *former]
        for (language, name), times in sorted(Counter(names).items()):
            if times > 1:
                yield concept.key, f"the name {name} is given {times} times in {language}"


def _both_languages(scheme: Scheme) -> _Found:
    """Labels, and where the vocabulary has them definitions, are in Chinese and English."""
    for concept in scheme.concepts.values():
        for language in LANGUAGES:
            if not concept.labels.get(language):
                yield concept.key, f"no label in {language}"
            if scheme.name in _DEFINED and not concept.definitions.get(language):
                yield concept.key, f"no definition in {language}"


def _one_code(scheme: Scheme) -> _Found:
    """A code stands for one concept."""
    first: dict[str, str] = {}
    for concept in scheme.concepts.values():
        if concept.notation is None:
            continue
        if concept.notation in first:
            yield concept.key, f"the code {concept.notation} is also of {first[concept.notation]}"
        first.setdefault(concept.notation, concept.key)


def _known_targets(scheme: Scheme) -> _Found:
    """Wider and related concepts are in the vocabulary."""
    for concept in scheme.concepts.values():
        for iri in (*concept.broader, *concept.related):
            if iri not in scheme.concepts:
                yield concept.key, f"points to {iri}, which is not there"


def _no_cycle(scheme: Scheme) -> _Found:
    """No concept is wider than itself."""
    for concept in scheme.concepts.values():
        reached: set[str] = set()
        front = list(concept.broader)
        while front:
            iri = front.pop()
            if iri not in reached and iri in scheme.concepts:
                reached.add(iri)
                front += scheme.concepts[iri].broader
        if concept.iri in reached:
            yield concept.key, "is wider than itself"


def _in_china(scheme: Scheme) -> _Found:
    """Coordinates lie in the box around China, longitude first."""
    for concept in scheme.concepts.values():
        if concept.point is None:
            continue
        longitude, latitude = concept.point
        inside = _LONGITUDES[0] <= longitude <= _LONGITUDES[1] and _LATITUDES[0] <= latitude <= _LATITUDES[1]
        if not inside:
            yield concept.key, f"longitude {longitude}, latitude {latitude} is not in China"


def _trimmed(scheme: Scheme) -> _Found:
    """No text has white space at its ends, or is empty."""
    for concept in scheme.concepts.values():
        hidden = (text for _, text in concept.hidden)
        for text in [*concept.names(), *hidden, *concept.definitions.values(), *concept.excluded]:
            if not text or text != text.strip():
                yield concept.key, f"{text!r} is empty or has white space at an end"


def _useful_exclusions(scheme: Scheme) -> _Found:
    """A string in which a name does not count holds a name of the concept."""
    for concept in scheme.concepts.values():
        names = [fold(name) for name in [*concept.names(), *(text for _, text in concept.hidden)]]
        for text in concept.excluded:
            if not any(name in fold(text) and name != fold(text) for name in names):
                yield concept.key, f"{text} holds none of its names"


_RULES: dict[str, Callable[[Scheme], _Found]] = {
    "one-owner": _one_owner,
    "said-once": _said_once,
    "both-languages": _both_languages,
    "one-code": _one_code,
    "known-targets": _known_targets,
    "no-cycle": _no_cycle,
    "in-china": _in_china,
    "trimmed": _trimmed,
    "useful-exclusions": _useful_exclusions,
}


def main() -> int:
    """Write the problems to standard output; 1 where there are any."""
    problems = lint()
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
