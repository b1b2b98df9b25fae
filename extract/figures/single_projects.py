"""Paragraphs that tell of one project: its figures are capacities, no numbers to be reached or kept."""

from __future__ import annotations

from extract.rules import regexes

_HEAD = 240  # characters in which a paragraph names its project


def tells_of_one_project(text: str) -> bool:
    """Whether the paragraph `text` tells of one project, by its name and where it is or who builds it."""
    return regexes("items")["one-project"].match(text[:_HEAD]) is not None


def approves_project(title: str) -> bool:
    """Whether `title` is that of a document that approves a project, whose figures are that project's."""
    return regexes("items")["of-project"].search(title) is not None
