"""What every worker needs, imported and read once, before the first of them is forked (see extract.batch)."""

from __future__ import annotations

from contextlib import suppress

from extract import pipeline, rules
from extract.figures.quantities import quantities
from extract.language import recognise
from extract.lists.words import costs, words
from extract.names import match_names
from extract.quality import coverage
from ontology import vocabulary
from ontology.errors import PolicygraphError

__all__ = ["coverage", "pipeline"]

# A faulty file of rules or names is told by the worker that needs it.
with suppress(PolicygraphError):
    for _topic in rules.topics():
        rules.regexes(_topic)
    words()
    costs()
    quantities("")
    recognise("", "agencies")
    for _scheme in (vocabulary.regions(), vocabulary.technologies()):
        match_names("", _scheme)
