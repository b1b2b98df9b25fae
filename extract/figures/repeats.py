"""Rows of a list that bear the number, or the name, of an earlier row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.numerals import number
from extract.records import Project

Repeat = tuple[
    str, Project, Project, str
]  # the code of the warning, the row, the earlier row, what they share


def repeated(projects: Sequence[Project]) -> Iterator[Repeat]:
    """The rows of `projects` that repeat an earlier row of their list, in reading order.

    Where numbers start again at one, another count begins. Projects of one name that different bodies carry
    out, or in different places, are different ones.
    """
    numbers: dict[tuple[str, str | None], dict[str, Project]] = {}
    names: dict[tuple[object, ...], Project] = {}
    for project in sorted(projects, key=lambda row: row.start):
        home = project.document, project.list_title
        same = names.setdefault((*home, project.name, project.region, project.implementers), project)
        if same is not project:
            message = f"Two rows, {_called(same)} and {_called(project)}, have the name {project.name}."
            yield "duplicate-name", project, same, message
        if project.number is None:
            continue
        seen = numbers.setdefault(home, {})
        if _is_first(project.number):
            seen.clear()
        earlier = seen.setdefault(project.number, project)
        if earlier is not project:
            message = f"Two rows have the number {project.number}: {earlier.name} and {project.name}."
            yield "duplicate-number", project, earlier, message


def _called(project: Project) -> str:
    return project.number or "one without a number"


def _is_first(printed: str) -> bool:
    try:
        return number(printed.strip("（）()、.． ")) == 1
    except ValueError:
        return False
