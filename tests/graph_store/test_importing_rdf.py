from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from extract.extraction import Extraction
from graph_store import sorting
from graph_store.dumps import dump
from graph_store.release import Release
from graph_store.store import Store, open_store
from ontology import terms
from ontology.errors import InputError, UsageError

OWN = terms.source_graph("facts.ttl")


def write(folder: Path, name: str, text: str | bytes) -> tuple[Path, str]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path, name


def lines(release: Release) -> list[str]:
    return b"".join(dump(release, "nq")).decode().splitlines()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("facts.ttl", "<http://a> <http://b> 1 ."),
        ("facts.nt", '<http://a> <http://b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .'),
        (
            "facts.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://">'
            '<rdf:Description rdf:about="http://a"><x:b rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">1</x:b>'
            "</rdf:Description></rdf:RDF>",
        ),
        ("facts.jsonld", '{"@id": "http://a", "http://b": 1}'),
    ],
)
def test_triples_go_to_the_graph_of_the_file(store: Store, tmp_path: Path, name: str, text: str) -> None:
    release = store.import_rdf([write(tmp_path, name, text)], [])
    graph = terms.source_graph(name)
    assert lines(release) == [f'<http://a> <http://b> "1"^^<{terms.XSD}integer> <{graph}> .']


def test_named_graphs_stay_and_computed_ones_are_left_out(store: Store, tmp_path: Path) -> None:
    text = f"""
        <http://a> <http://b> "said" <http://g> .
        <http://a> <http://b> "said" .
        <http://a> <http://b> "alone" .
        <http://a> <http://b> "derived" <{terms.DERIVED_GRAPH}> .
        <http://a> <http://b> "derived" .
    """
    release = store.import_rdf([write(tmp_path, "some.nq", text)], [])
    own = terms.source_graph("some.nq")
    assert lines(release) == [
        f'<http://a> <http://b> "alone" <{own}> .',
        '<http://a> <http://b> "said" <http://g> .',
    ]


def test_blank_nodes_get_the_same_names_every_time(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path, "facts.ttl", "<http://a> <http://b> [ <http://c> 1 ] , [ <http://c> 2 ] .")
    release = store.import_rdf([file], [])
    assert "_:" not in "".join(lines(release))
    assert store.import_rdf([file], []).id == release.id


@pytest.mark.parametrize("kind", ["nq", "trig", "jsonld"])
def test_a_dump_gives_the_same_graphs_again(
    tmp_path: Path, store: Store, plants: Extraction, duties: Extraction, kind: str
) -> None:
    release = store.ingest([plants, duties])
    file = write(tmp_path, f"dump.{kind}", b"".join(dump(release, kind)))
    again = open_store(tmp_path / "again").import_rdf([file], [])
    assert lines(again) == lines(release)


def test_an_import_is_a_source_that_can_be_removed(store: Store, tmp_path: Path, plants: Extraction) -> None:
    release = store.ingest([plants], [])
    file = write(
        tmp_path, "dump.nq", b"".join(dump(release, "nq")) + b'<http://a> <http://b> "new" <http://g> .\n'
    )
    both = store.import_rdf([file])
    assert len(lines(both)) == len(lines(release)) + 1
    assert lines(store.remove(["dump.nq"])) == lines(release)
    store.import_rdf([file])
    assert lines(store.remove(["plants.txt"])) == lines(both)


def test_a_faulty_file_stops_the_whole_import(store: Store, tmp_path: Path) -> None:
    good = write(tmp_path, "good.ttl", "<http://a> <http://b> 1 .")
    bad = write(tmp_path, "bad.ttl", "<http://a>\n <http://b> .")
    with pytest.raises(InputError, match=r"^bad\.ttl: Parser error at line 2 column 13: [^(]*\.$"):
        store.import_rdf([good, bad], [])
    assert not (store.folder / "current").exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("facts.docx", ""),
        ("empty.ttl", "# nothing"),
        ("facts.ttl", "<http://a> <http://b> <<( <http://a> <http://b> 1 )>> ."),
    ],
)
def test_what_is_no_rdf_of_ours_is_named(store: Store, tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(InputError, match=name):
        store.import_rdf([write(tmp_path, name, text)], [])


def test_two_files_of_one_name_are_refused(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path, "facts.ttl", "<http://a> <http://b> 1 .")
    with pytest.raises(UsageError, match=r"facts\.ttl"):
        store.import_rdf([file, file], [])


def test_a_file_of_many_pieces_becomes_the_same_release(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = [f'<http://a/{n % 7}> <http://b> "{n}" <http://g/{n % 3}> .' for n in range(100)]
    plain = [f'<http://a/{n % 7}> <http://b> "{n}" .' for n in range(90, 110)]
    file = write(tmp_path, "many.nq", "\n".join([*plain, *named, *named[:5]]))
    monkeypatch.setattr(sorting, "MOST", 9)
    monkeypatch.setattr(sorting, "MOST_OPEN", 3)
    found = lines(store.import_rdf([file], system_graphs=[]))
    own = terms.source_graph("many.nq")
    assert found == sorted([*named, *(f"{line[:-2]} <{own}> ." for line in plain[10:])])


def test_a_compressed_file(store: Store, tmp_path: Path) -> None:
    file = write(tmp_path, "facts.nq.gz", gzip.compress(b'<http://a> <http://b> "c" <http://g> .\n'))
    assert lines(store.import_rdf([file], system_graphs=[])) == ['<http://a> <http://b> "c" <http://g> .']
    broken = write(tmp_path, "broken.nt.gz", gzip.compress(b"<http://a> <http://b> 1 .")[:-9])
    with pytest.raises(InputError, match="broken"):
        store.import_rdf([broken])
