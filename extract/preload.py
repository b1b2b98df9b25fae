"""What every worker needs, imported and read once, before the first of them is forked (see extract.batch).

Imported by nothing but the process that forks them: until it is ready, Ctrl-C ends it without a word.
"""

from __future__ import annotations

import gc
import signal
from contextlib import suppress
from itertools import chain, islice, product

# Words that have the rules looked at which only some documents need: a day, a bound, a target, an indicator.
_SAMPLE = """示范实施方案

（一）到2031年，储能装机规模达到30万千瓦，机组效率不低于40%。企业应当在2031年12月31日前报送不少于2次报告。
"""
_COMMON_ROWS = range(0xB0, 0xD7)  # of GB 2312, with its 3,755 most usual characters

gc.disable()  # nothing made here is garbage
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])

# ruff: noqa: E402 - what follows takes seconds, in which somebody may press Ctrl-C
from extract import pipeline, rules
from extract.bodies import find_bodies
from extract.figures.quantities import quantities
from extract.language import characters, recognise
from extract.lists.places import is_piece
from extract.lists.words import costs, words
from extract.names import match_names
from extract.quality import coverage
from extract.rules import kept
from extract.text import Text
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
    for _name in islice(vocabulary.regions().names(), 1):
        find_bodies(_name)
        is_piece(_name)
    pipeline.extract_text(Text("sample", "-", _SAMPLE))
    kept.save()
    # spaCy makes an entry of each character that it meets for the first time: here of the usual ones.
    characters(bytes(chain(*product(_COMMON_ROWS, range(0xA1, 0xFA)))).decode("gb2312"))
# What is here stays: no worker looks through it for garbage, nor gets pages of its own by doing so.
gc.freeze()
gc.enable()
