"""A graph of others, in the terms of the ontology: what is said of a list is not said of its projects."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ontology import terms
from queries.catalogue import lists
from queries.run import Row, Select, run

TURTLE = f"""
@prefix pg: <{terms.PG}> . @prefix rdfs: <{terms.RDFS}> . @prefix org: <{terms.ORG}> . @prefix e: <urn:x:> .
e:list a pg:Document ; rdfs:label "Harbour list" ; pg:attachedTo e:notice ; pg:issuedBy e:bureau ;
  pg:withdrawnBy e:later ; pg:usesTechnology e:steam ; pg:locatedIn e:island .
e:notice a pg:Document ; rdfs:label "Harbour notice"@en ; pg:documentNumber "H-7" ; pg:issuedBy e:office ;
  pg:implementedBy e:bureau ; pg:withdrawnBy e:later ; pg:regionAsPrinted "afar" .
e:later a pg:Document ; rdfs:label "Later notice" .
e:bureau a pg:Agency ; rdfs:label "Harbour Bureau" .
e:office a pg:Agency ; rdfs:label "Office of the Board"@en ; pg:agencyKind "office" ;
  org:subOrganizationOf e:board .
e:board a pg:Agency ; rdfs:label "The Board"@en .
e:tide a pg:Technology ; rdfs:label "Tidal power" . e:steam a pg:Technology ; rdfs:label "Steam" .
e:bay a pg:Region ; rdfs:label "The Bay" . e:island a pg:Region ; rdfs:label "The Island" .
e:one a pg:Project ; rdfs:label "Quay mill" ; pg:listedIn e:list ; pg:projectNumber "1" ; pg:status "listed" ;
  pg:direction "sea" ; pg:locatedIn e:bay ; pg:usesTechnology e:tide ; pg:implementedBy e:company .
e:two a pg:Project ; rdfs:label "Pier mill" ; pg:listedIn e:list ; pg:projectNumber "2" ; pg:direction "sea" ;
  pg:status "withdrawn" ; pg:withdrawnBy e:later ; pg:usesTechnology e:tide ; pg:implementedBy e:company .
e:three a pg:Project ; rdfs:label "Lone mill" ; pg:usesTechnology e:tide ; pg:locatedIn e:bay ;
  pg:direction "sea" ; pg:implementedBy e:company .
e:company a org:Organization ; rdfs:label "Mill Company" .
"""
QUERIES = {
    "projects_all": ({}, {"one", "two", "three"}),
    "projects_by_region": ({"region": "urn:x:bay"}, {"one", "two", "three"}),
    "projects_by_technology": ({"technology": "urn:x:tide"}, {"one", "two", "three"}),
    "projects_by_technology_and_region": (
        {"technology": "urn:x:tide", "region": "urn:x:bay"},
        {"one", "two", "three"},
    ),
    "projects_by_direction": ({"direction": "sea"}, {"one", "two", "three"}),
    "projects_by_implementer": ({"implementer": "Mill Company"}, {"one", "two", "three"}),
    "projects_by_name": ({"name": "mill"}, {"one", "two", "three"}),
    "projects_region_unknown": ({}, {"two"}),
    "projects_withdrawn": ({}, {"two"}),
}


@pytest.fixture(scope="module")
def select(asking: Callable[[str], Select]) -> Select:
    return asking(TURTLE)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_project_has_what_is_said_of_it_and_its_list_its_issuers(name: str, select: Select) -> None:
    given, wanted = QUERIES[name]
    rows = {str(row.values["project"])[6:]: row for row in run(name, given, select, "r1").rows}
    assert set(rows) == wanted
    for project, row in rows.items():
        check(project, row)


def check(project: str, row: Row) -> None:
    said = row.values
    assert said["technologies"] == ["Tidal power"]
    assert said["implementers"] == ["Mill Company"]
    assert said["region"] == ([] if project == "two" else ["The Bay"])
    assert said["withdrawn_by"] == (["Later notice"] if project == "two" else [])
    listed = project != "three"
    assert said["agency"] == (["Harbour Bureau"] if listed else [])
    assert said["agency_en"] == (["Office of the Board"] if listed else [])
    assert said["ministry_en"] == (["The Board"] if listed else [])
    assert said["notice_number"] == ("H-7" if listed else None)


def test_row_of_the_list_says_the_same(select: Select) -> None:
    (row,) = run(lists()["projects_row"], {"project": "urn:x:one"}, select, "r1").rows
    assert (row.values["technologies"], row.values["region"]) == (["Tidal power"], ["The Bay"])


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_a_project_of_which_two_states_are_told_stands_once_for_each_list(
    name: str, asking: Callable[[str], Select]
) -> None:
    given, wanted = QUERIES[name]
    twice = 'e:two pg:status "listed" ; pg:listedIn e:another . '
    twice += 'e:another a pg:Document ; rdfs:label "Harbour list" .'
    rows = run(name, given, asking(TURTLE + twice), "r1").rows
    found = [(row.values["project"], row.values["list"], row.values["status"]) for row in rows]
    two = [(each, status) for project, each, status in found if project == "urn:x:two"]
    assert len(rows) == len(wanted) + 1
    assert two == [("urn:x:another", "withdrawn"), ("urn:x:list", "withdrawn")]
