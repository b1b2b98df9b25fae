"""Lists of projects: where they stand in a text, their rows and cells, and the records they give."""

from extract.lists.areas import find_lists, survey
from extract.lists.model import Column, ListArea, Row
from extract.lists.projects import projects
from extract.lists.unread import unread_lists, unread_tables

__all__ = ["Column", "ListArea", "Row", "find_lists", "projects", "survey", "unread_lists", "unread_tables"]
