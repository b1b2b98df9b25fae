"""The bundled documents: they are what their scripts make, and the readers take them in whole."""

import importlib.util
from pathlib import Path

import pytest
import yaml

from extract.readers import expand, read

DOCUMENTS = ("demo-duties-2025.txt", "demo-first-list-2024.md", "demo-list-2025.txt", "demo-table.pdf")


def _script(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_list_is_what_its_script_makes(examples):
    assert (examples / "demo-list-2025.txt").read_text("utf-8") == _script(examples / "make_list.py").text()


def test_the_pdf_is_what_its_script_makes(examples):
    assert (examples / "demo-table.pdf").read_bytes() == _script(examples / "make_pdf.py").pdf()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_reads_without_a_doubt(examples, name):
    assert read(examples / name).findings == ()


def test_every_fact_of_the_table_stands_in_its_cell(examples):
    facts = yaml.safe_load((examples / "data/table.yaml").read_text("utf-8"))
    text = read(examples / "demo-table.pdf")
    rows: dict[tuple[int, int], list[str]] = {}
    for table in text.tables:
        for cell in table.cells:
            words = text.chars[cell.start : cell.end].replace("\n", "")
            rows.setdefault((table.page, cell.row), []).append(words)
    printed = list(rows.values())
    assert printed.count(facts["columns"]) == 2
    assert [row for row in printed if row != facts["columns"]] == [
        [str(value) for value in row] for row in facts["rows"]
    ]


def test_the_list_holds_thirty_projects_and_the_three_of_hydrogen_in_inner_mongolia(examples):
    projects = yaml.safe_load((examples / "data/projects.yaml").read_text("utf-8"))["projects"]
    numbers = [project["number"] for project in projects]
    assert len(projects) >= 30
    assert numbers == sorted(set(numbers))
    assert len({project["region"] for project in projects}) >= 15
    inner_mongolia = [project["number"] for project in projects if project["region"] == "内蒙古"]
    assert {13, 19, 21} <= set(inner_mongolia)


def test_the_documents_are_all_that_is_bundled(examples):
    files = [path for path, _ in expand([examples]) if path.parent == examples and path.name != "README.md"]
    assert tuple(path.name for path in files) == DOCUMENTS
