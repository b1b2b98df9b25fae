"""What `ask` knows of Chinese and English: `intents.yaml`, loaded strictly and made ready for look-up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ontology import vocabulary
from ontology.data import from_yaml
from ontology.errors import VocabularyError
from queries.catalogue import catalogue
from queries.values import SCHEMES

_FILE = Path(__file__).parent / "intents.yaml"
_SLOT_OF = {"technologies": "technology", "regions": "region", "agencies": "agency"}
_CJK = re.compile(r"[\u3400-\u9fff]")
_SHORTEST_HIDDEN = 2


class Intent(BaseModel):
    """A query, what a question must say to mean it, and what else it may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    query: str
    slots: Mapping[str, str] = {}
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


class Party(BaseModel):
    """Names of a party in questions, and the words that texts print for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    says: tuple[str, ...]
    prints: str


class Language(BaseModel):
    """The data file as it stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: Mapping[str, tuple[str, ...]]
    harmless: tuple[tuple[str, ...], ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    dates: tuple[str, ...]
    names: Mapping[str, Mapping[str, str]]
    parties: tuple[Party, ...]
    particles: str
    ends: Mapping[str, str]
    no_name: str
    inside: str
    prefectures: tuple[str, ...]
    quoted: tuple[str, ...]
    document_number: str
    iri: str
    intents: tuple[Intent, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may mean: classes of words, or a kind of value and the value, or nothing that matters."""

    classes: frozenset[str] = frozenset()
    slot: str | None = None
    value: str = ""

    @property
    def harmless(self) -> bool:
        """Whether the phrase changes nothing in what is asked."""
        return not self.classes and self.slot is None


@cache
def language() -> Language:
    """The data file, checked. Raises VocabularyError, which names the key."""
    try:
        found = Language.model_validate(from_yaml(_FILE.read_text(encoding="utf-8"), _FILE.name))
    except ValidationError as error:
        fault = error.errors()[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise VocabularyError(f"{_FILE.name}: {place}: {fault['msg']}.") from error
    for intent in found.intents:
        _check(intent, found)
    return found


@cache
def phrases() -> Mapping[str, Meaning]:
    """Every phrase that a question may hold, folded, and what it means.

    Where one phrase has several meanings, a class of words goes before a party, a party before a name of a
    vocabulary, and that before a harmless word.
    """
    data = language()
    found: dict[str, Meaning] = {fold(word): Meaning() for group in data.harmless for word in group}
    for name, slot in reversed(_SLOT_OF.items()):
        scheme = SCHEMES[name]()
        for folded, concept in _names(scheme).items():
            found[folded] = Meaning(slot=slot, value=concept.iri)
        if slot == "region":
            found |= _prefectures(scheme, data.prefectures)
        for alias, known in data.names.get(scheme.name, {}).items():
            meant = scheme.find(known)
            if meant is None:
                raise VocabularyError(f"{_FILE.name}: names: {known} is no name of {scheme.name}.")
            found.setdefault(fold(alias), Meaning(slot=slot, value=meant.iri))
    for party in data.parties:
        for name in (*party.says, party.prints):
            found[fold(name)] = Meaning(slot="party", value=party.prints)
    classes: dict[str, set[str]] = {}
    for kind, words in data.words.items():
        for word in words:
            classes.setdefault(fold(word), set()).add(kind)
    return found | {word: Meaning(frozenset(kinds)) for word, kinds in classes.items()}


def fold(text: str) -> str:
    """The form in which phrases are compared; white space counts as one blank."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_chinese(text: str) -> bool:
    """Whether `text` holds a Chinese character."""
    return bool(_CJK.search(text))


def spoken(question: str) -> str:
    """The language of a question: "zh" where it has at least as many Chinese characters as Latin words.

    What stands in quotation marks is a name and says nothing of it.
    """
    for pattern in language().quoted:
        question = re.sub(pattern, "", question) if re.sub(pattern, "", question).strip() else question
    return "zh" if len(_CJK.findall(question)) >= len(re.findall(r"[A-Za-z]+", question)) else "en"


def _names(scheme: vocabulary.Scheme) -> dict[str, vocabulary.Concept]:
    """Each name with the one concept that a question means by it: of several the widest, then the first."""
    found: dict[str, vocabulary.Concept] = {}
    for concept in scheme.concepts.values():
        hidden = (text for _, text in concept.hidden if len(text) >= _SHORTEST_HIDDEN)
        for name in (*concept.names(), *hidden):
            rival = found.get(fold(name))
            if rival is None or _rank(scheme, name, concept) < _rank(scheme, name, rival):
                found[fold(name)] = concept
    return found


def _prefectures(scheme: vocabulary.Scheme, words: tuple[str, ...]) -> dict[str, Meaning]:
    """The English names of prefectures with the word that tells them from a province of the same name."""
    return {
        fold(f"{concept.labels['en']} {word}"): Meaning(slot="region", value=concept.iri)
        for concept in scheme.concepts.values()
        if len(scheme.ancestors(concept.iri)) > 1
        for word in words
    }


def _rank(scheme: vocabulary.Scheme, name: str, concept: vocabulary.Concept) -> tuple[bool, int, str]:
    labelled = fold(name) in {fold(label) for label in concept.labels.values()}
    return not labelled, len(scheme.ancestors(concept.iri)), concept.iri


def _check(intent: Intent, data: Language) -> None:
    query = catalogue().get(intent.query)
    if query is None:
        raise VocabularyError(f"{_FILE.name}: intents: there is no query {intent.query}.")
    if set(intent.slots) != {parameter.name for parameter in query.params}:
        raise VocabularyError(f"{_FILE.name}: intents: {intent.query}: slots are not its parameters.")
    known = {*data.words, *intent.slots}
    for word in (*intent.needs, *intent.may, *intent.order):
        if word not in known:
            raise VocabularyError(f"{_FILE.name}: intents: {intent.query}: {word} is no class of words.")
