"""Lists wholly in English, in every format that states cells, and English tables that list no projects. All
names are invented.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from extract.pipeline import extract_file
from extract.records import Project

Table = list[list[str]]
Facts = list[tuple[str, str | None, tuple[str, ...]]]


def as_xlsx(path: Path, title: str, table: Table, note: str) -> None:
    book = Workbook()
    book.active.append([title])
    book.active.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(table[0]))
    for row in [*table, [], [note]]:
        book.active.append(row)
    book.save(path)


def as_csv(path: Path, title: str, table: Table, note: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([[title], *table, [note]])
    path.write_text(file.getvalue(), encoding="utf-8")


def as_docx(path: Path, title: str, table: Table, note: str) -> None:
    document = Document()
    document.add_heading(title, 1)
    grid = document.add_table(rows=0, cols=len(table[0]))
    for row in table:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph(note)
    document.save(str(path))


def as_html(path: Path, title: str, table: Table, note: str) -> None:
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>".replace("\n", "<br>") for row in table
    )
    html = f"<html><body><h2>{title}</h2><table>{rows}</table><p>{note}</p></body></html>"
    path.write_text(html, encoding="utf-8")


def as_md(path: Path, title: str, table: Table, note: str) -> None:
    lines = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in table]
    lines.insert(1, "|---" * len(table[0]) + "|")
    path.write_text(f"# {title}\n\n" + "\n".join(lines) + f"\n\n{note}\n", encoding="utf-8")


FORMATS = {"xlsx": as_xlsx, "csv": as_csv, "docx": as_docx, "html": as_html, "md": as_md}


def found(path: Path, kind: str, title: str, table: Table, note: str) -> Facts:
    source = path / f"list.{kind}"
    FORMATS[kind](source, title, table, note)
    records = [record for record in extract_file(source).records if isinstance(record, Project)]
    return [(record.name, record.region, record.implementers) for record in records]


LISTS = {
    "joint bodies, a branch": (
        "Annex 3 List of Hydrogen Demonstration Projects Selected in 2031 (Second Batch)",
        [
            "No.|Project Name|Province|Implementing Organisation|Investment (RMB million)",
            "1|Dabancheng Wind-to-Hydrogen Base|Xinjiang|Dabancheng Yunling Hydrogen Co., Ltd.|1,200",
            "2|Jiuquan Refinery Green Hydrogen Switch (Phase II)|Gansu|Jiuquan Beiliang Petrochemical Co., "
            "Ltd.; Lanzhou Nanshan Gas Equipment Co., Ltd.|860",
            "3|Ningdong Ammonia Kiln Co-firing|Ningxia|Xinghe Cement Co., Ltd., Ningdong Branch\nNorth "
            "Ridge University|95",
        ],
        [
            (
                "Dabancheng Wind-to-Hydrogen Base",
                "Xinjiang",
                ("Dabancheng Yunling Hydrogen Co., Ltd.",),
            ),
            (
                "Jiuquan Refinery Green Hydrogen Switch (Phase II)",
                "Gansu",
                ("Jiuquan Beiliang Petrochemical Co., Ltd.", "Lanzhou Nanshan Gas Equipment Co., Ltd."),
            ),
            (
                "Ningdong Ammonia Kiln Co-firing",
                "Ningxia",
                ("Xinghe Cement Co., Ltd., Ningdong Branch", "North Ridge University"),
            ),
        ],
    ),
    "other heads, a body to be found": (
        "Approved CCUS schemes, 2031",
        [
            "Ref. No.|Scheme|Location|Developer|Capture capacity|Expected commissioning",
            "A-01|Coal Unit 4 Flue Gas Capture|Yulin, Shaanxi|Shaanbei Power Generation Limited|40 kt|2033",
            "A-02|Saline Aquifer Storage under the Ordos Basin|Ordos|TBD|1 Mt/yr|2035",
            "A-03|Lime Kiln Oxyfuel Line|Tangshan|Jidong Lime Inc. and Yanshan University|60 kt/yr|2032",
        ],
        [
            ("Coal Unit 4 Flue Gas Capture", "Yulin, Shaanxi", ("Shaanbei Power Generation Limited",)),
            ("Saline Aquifer Storage under the Ordos Basin", "Ordos", ()),
            ("Lime Kiln Oxyfuel Line", "Tangshan", ("Jidong Lime Inc.", "Yanshan University")),
        ],
    ),
    "partners in a column of their own": (
        "Table 1. Key Energy Storage Projects",
        [
            "S/N|Title of Project|City|Lead Entity|Partners|Main Works|Construction Period",
            "1|Compressed Air Storage in Salt Caverns|Feicheng|Taishan Storage Co., Ltd.|Institute of "
            "Thermal Machines, Beijing|Two turbines and four caverns are built.|2031-2033",
            "2|Flow Battery Station at the Port|Dalian|Liaodong Vanadium Co., Ltd.|N/A|A station of "
            "100 MW/400 MWh is built.|2031-2032",
            "3|Flywheel Array for the Metro|Qingdao|Jiaodong Rail Co., Ltd.|Haiyun Motors LLC|Twelve "
            "flywheels are installed.|2032",
        ],
        [
            (
                "Compressed Air Storage in Salt Caverns",
                "Feicheng",
                ("Taishan Storage Co., Ltd.", "Institute of Thermal Machines, Beijing"),
            ),
            ("Flow Battery Station at the Port", "Dalian", ("Liaodong Vanadium Co., Ltd.",)),
            ("Flywheel Array for the Metro", "Qingdao", ("Jiaodong Rail Co., Ltd.", "Haiyun Motors LLC")),
        ],
    ),
    "headings between rows, a total": (
        "Pilot Projects Shortlisted for 2032",
        [
            "Item|Project|Owner|Estimated cost (RMB bn)",
            "I. Liaoning (2 projects)|||",
            "1|Benxi Slag Carbonation Line|Benxi Slag Co., Ltd., North Branch; Benxi Slag Co., Ltd.|1.1",
            "2|Panjin Reed Biochar Plant|to be determined|0.3",
            "II. Jilin (1 project)|||",
            "3|Tonghua Heat Pump Retrofit|Tonghua Ginseng Corp. & Jilin Drying Inc.|0.2",
            "Total|3 projects||1.6",
        ],
        [
            (
                "Benxi Slag Carbonation Line",
                "Liaoning",
                ("Benxi Slag Co., Ltd., North Branch", "Benxi Slag Co., Ltd."),
            ),
            ("Panjin Reed Biochar Plant", "Liaoning", ()),
            ("Tonghua Heat Pump Retrofit", "Jilin", ("Tonghua Ginseng Corp.", "Jilin Drying Inc.")),
        ],
    ),
}
OTHERS = {
    "what is bought": (
        "Tender Results for Equipment",
        [
            "Lot No.|Item|Purchaser|Supplier|Contract value (RMB)",
            "1|Transformer|Plateau Grid Co., Ltd.|Taihu Electric Co., Ltd.|1,200,000",
            "2|Pump|Lijiang Hydro Limited|North Ridge Pumps Inc.|300,000",
            "3|Cable|Plateau Grid Co., Ltd.|Xinghe Cable Co., Ltd.|800,000",
        ],
    ),
    "cities": (
        "Cities Selected as Low-carbon Pilots",
        [
            "No.|City|Province|Recommended by",
            "1|Songyuan|Jilin|Jilin Provincial Department of Ecology",
            "2|Baicheng|Jilin|Jilin Provincial Department of Ecology",
            "3|Benxi|Liaoning|Liaoning Provincial Department of Ecology",
        ],
    ),
    "a blank form": (
        "Projects Recommended in 2031",
        [
            "No.|Project name|Province|Implementing entity|Total investment",
            "1||||",
            "2||||",
            "3||||",
        ],
    ),
    "courses": (
        "Training Courses on Energy Saving, 2031",
        [
            "No.|Course Title|Venue|Organised by|Class Hours|Fee (yuan)",
            "1|Operation of Waste Heat Recovery Plants|Jinan|Taishan Training Co., Ltd.|16|800",
            "2|Basics of Battery Storage Projects|Xi'an|North Ridge University|24|1,200",
            "3|Retrofit of Industrial Boilers|Wuhan|Hanjiang Energy Service Co., Ltd.|8|400",
        ],
    ),
    "licences": (
        "Generation Licences Issued in March 2031",
        [
            "No.|Plant|Province|Licensee|Licence No.|Installed Capacity (MW)|Valid until",
            "1|Beiliang Wind Farm|Hebei|Beiliang Wind Power Co., Ltd.|10-001|50|2051",
            "2|Nanshan Solar Station|Gansu|Nanshan Solar Co., Ltd.|10-002|100|2051",
            "3|Xinghe Power Plant Unit 2|Yunnan|Xinghe Power Co., Ltd.|10-003|600|2051",
        ],
    ),
    "awards": (
        "Winners of the 2031 Green Engineering Award",
        [
            "No.|Project|Province|Completed by|Prize",
            "1|Zero-carbon Campus Renovation|Zhejiang|North Ridge Construction Co., Ltd.|First",
            "2|Cement Kiln Retrofit|Anhui|Xinghe Cement Co., Ltd.|Second",
            "3|Sea Bridge|Fujian|Donghai Bridge Co., Ltd.; Xinghe Cement Co., Ltd.|Second",
        ],
    ),
    "companies": (
        "List of Enterprises Recognised as Green Factories",
        [
            "No.|Enterprise Name|Province|Sector",
            "1|North Ridge Glass Co., Ltd.|Hebei|Glass",
            "2|Xinghe Cement Co., Ltd.|Yunnan|Cement",
            "3|Donghai Paper Co., Ltd.|Fujian|Paper",
        ],
    ),
    "standards": (
        "Standards to Be Drafted in 2031",
        [
            "No.|Title|Standard No.|Drafting Organisation|Deadline",
            "1|Specification for Hydrogen Stations|T/AB 101|North Ridge University|2032",
            "2|Test Methods for Flow Batteries|T/AB 102|Liaodong Vanadium Co., Ltd.|2032",
            "3|Guide to Carbon Capture Plants|T/AB 103|Jidong Lime Inc.|2033",
        ],
    ),
    "products": (
        "Certified Energy-saving Products, Fourth Batch",
        [
            "No.|Product|Model|Manufacturer|Certificate No.|Valid until",
            "1|Heat Pump|HP-20|Haiyun Motors LLC|C-1|2035",
            "2|Air Compressor|AC-9|Jiaodong Rail Co., Ltd.|C-2|2035",
            "3|Gas Boiler|GB-1|Xinghe Boiler Co., Ltd.|C-3|2035",
        ],
    ),
    "experts": (
        "Members of the Project Review Panel",
        [
            "No.|Name|Title|Affiliation|Field",
            "1|Lee Example|Professor|North Ridge University|Energy storage",
            "2|Sam Example|Senior Engineer|Liaodong Vanadium Co., Ltd.|Batteries",
            "3|Kim Example|Researcher|Jidong Lime Inc.|Carbon capture",
        ],
    ),
}
NOTE = "Note: the order of the entries implies no ranking."


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", LISTS)
def test_an_english_list_is_read(tmp_path: Path, kind: str, name: str) -> None:
    title, rows, wanted = LISTS[name]
    assert found(tmp_path, kind, title, [row.split("|") for row in rows], NOTE) == wanted


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", OTHERS)
def test_english_tables_of_something_else_are_none(tmp_path: Path, kind: str, name: str) -> None:
    title, rows = OTHERS[name]
    assert found(tmp_path, kind, title, [row.split("|") for row in rows], NOTE) == []
