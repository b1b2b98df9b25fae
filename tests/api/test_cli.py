"""The command line as a person meets it: data on stdout, one clear line for what is wrong, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
COMMANDS = [
    "ask",
    "demo",
    "export",
    "extract",
    "import",
    "ingest",
    "queries",
    "query",
    "releases",
    "remove",
    "serve",
    "validate",
    "verify",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example_and_the_store(command: str, policygraph: Run) -> None:
    done = policygraph(command, "--help")
    assert done.returncode == 0
    assert f"Example:\n    policygraph {command}" in done.stdout
    assert "--store" in done.stdout


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, api.cli; print([m for m in ('spacy', 'rdflib', 'fastapi', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_name_with_a_line_break_stays_on_its_line(policygraph: Run, tmp_path: Path) -> None:
    (tmp_path / "a\n[9\x1b.txt").write_text("某市示范项目清单\n", "utf-8")
    (tmp_path / "b\n.pdf").write_bytes(b"no PDF")
    done = policygraph("extract", str(tmp_path))
    assert r"[1/2] a\n[9\x1b.txt: " in done.stderr
    assert any(line.startswith(r"policygraph: b\n.pdf: ") for line in done.stderr.splitlines())


def test_headline_question_has_the_same_rows_in_both_languages(policygraph: Run, store: Path) -> None:
    answers = []
    for question in (
        "Which hydrogen demonstration projects are in Inner Mongolia, and under which agency?",
        "内蒙古有哪些氢能示范项目，由哪个部门主管？",
    ):
        done = policygraph("ask", question, "--format", "json", store=store)
        assert (done.returncode, done.stderr) == (0, "")
        answers.append(json.loads(done.stdout))
    assert answers[0]["rows"] == answers[1]["rows"]
    assert answers[0]["question"].startswith("Which")
    first = answers[0]["rows"][0]["values"]
    assert (first["name"], first["status"]) == ("草原绿氢项目", "listed")
    assert (first["agency"], first["ministry"]) == (["国家发展和改革委员会办公厅"], ["国家发展和改革委员会"])
    assert answers[0]["rows"][1]["values"]["section"] == "region_not_known"


def test_table_shows_query_parameters_rows_and_evidence(policygraph: Run, store: Path) -> None:
    done = policygraph("ask", "H2 projects in Inner Mongolia", store=store)
    assert done.returncode == 0
    for part in (
        "projects_by_technology_and_region",
        "内蒙古自治区 / Inner Mongolia",
        "草原绿氢项目",
        "甲.txt, p. 2",
    ):
        assert part in done.stdout


def test_declined_question_says_what_can_be_asked(policygraph: Run, store: Path) -> None:
    done = policygraph("ask", "hydrogen projects in Atlantis", store=store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "“Atlantis”" in done.stderr
    assert "projects_by_technology_and_region" in done.stderr


def test_query_as_csv(policygraph: Run, store: Path) -> None:
    done = policygraph(
        "query", "projects_by_region", "--param", "region=内蒙", "--format", "csv", store=store
    )
    header, first, *_ = done.stdout.splitlines()
    assert header.startswith("section,project,name")
    assert "草原绿氢项目" in first


def test_sparql_from_a_file_and_from_stdin(policygraph: Run, store: Path, tmp_path: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/policygraph/ontology#Project> }"
    (tmp_path / "count.rq").write_text(text, encoding="utf-8")
    from_file = policygraph("query", tmp_path / "count.rq", "--format", "tsv", store=store)
    from_stdin = policygraph("query", "-", "--format", "tsv", store=store, input=text)
    assert from_file.stdout == from_stdin.stdout == "?n\n4\n"


def test_fault_in_a_query_names_the_file_and_the_place(policygraph: Run, store: Path, tmp_path: Path) -> None:
    (tmp_path / "half.rq").write_text("SELECT * WHERE { ?s ?p }", encoding="utf-8")
    done = policygraph("query", tmp_path / "half.rq", store=store)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{tmp_path / 'half.rq'}: error at 1:25" in done.stderr


def test_graph_is_not_given_as_a_table_of_values(policygraph: Run, store: Path) -> None:
    query = "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1"
    done = policygraph("query", "-", "--format", "csv", store=store, input=query)
    assert (done.returncode, done.stdout) == (2, "")
    assert "not as csv" in done.stderr


def test_construct_as_turtle(policygraph: Run, store: Path) -> None:
    text = "CONSTRUCT { ?s a <http://x/Y> } { ?s a <https://w3id.org/policygraph/ontology#Source> }"
    done = policygraph("query", "-", "--format", "ttl", store=store, input=text)
    assert "a <http://x/Y>" in done.stdout


def test_answer_can_be_verified_without_a_store(
    policygraph: Run, store: Path, documents: Path, tmp_path: Path
) -> None:
    done = policygraph("query", "documents_all", "--format", "json", store=store)
    answer = json.loads(done.stdout)
    answer["rows"] = [
        row for row in answer["rows"] if any(e["source"] == "notice.txt" for e in row["evidence"])
    ]
    (tmp_path / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    good = policygraph("verify", tmp_path / "answer.json", "--sources", documents)
    assert (good.returncode, good.stdout) == (0, "")
    answer["rows"][0]["evidence"][0]["start"] += 1
    (tmp_path / "answer.json").write_text(json.dumps(answer), encoding="utf-8")
    bad = policygraph("verify", tmp_path / "answer.json", "--sources", documents)
    assert bad.returncode == 1
    assert bad.stdout.startswith("row 1, evidence 1: notice.txt: characters")


def test_records_can_be_verified_and_a_changed_source_is_seen(
    policygraph: Run, documents: Path, tmp_path: Path
) -> None:
    source = tmp_path / "notice.txt"
    source.write_bytes((documents / "notice.txt").read_bytes())
    records = tmp_path / "records.jsonl"
    assert policygraph("extract", source, "-o", records).returncode == 0
    assert policygraph("verify", records).returncode == 0
    source.write_text(source.read_text("utf-8") + "。", encoding="utf-8")
    changed = policygraph("verify", records)
    assert changed.returncode == 1
    assert "hash" in changed.stdout


def test_extract_goes_on_past_what_it_cannot_read(policygraph: Run, documents: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    missing = tmp_path / "missing.txt"
    done = policygraph("extract", tmp_path / "empty.txt", missing, documents / "notice.txt", "--workers", "1")
    assert done.returncode == 1
    assert "empty.txt" in done.stderr
    assert "missing.txt" in done.stderr
    assert "示能〔2031〕7号" in {json.loads(line).get("doc_number") for line in done.stdout.splitlines()}


def test_ingest_is_all_or_nothing_unless_told(policygraph: Run, documents: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    inputs = (documents, tmp_path / "empty.txt", "--workers", "1")
    where = tmp_path / "store"
    nothing = policygraph("ingest", *inputs, store=where)
    assert nothing.returncode == 1
    assert "Nothing was published" in nothing.stderr
    assert policygraph("releases", store=where).returncode == 1
    rest = policygraph("ingest", *inputs, "--skip-unreadable", store=where)
    assert rest.returncode == 1
    assert "empty.txt" in rest.stderr
    assert f"See {where / 'coverage.jsonl'}." in rest.stderr
    again = policygraph("ingest", documents, "--workers", "1", store=where)
    assert again.returncode == 0
    assert "Nothing changed" in again.stderr
    assert len(policygraph("releases", store=where).stdout.splitlines()) == 1
    gone = policygraph("remove", "notice.txt", store=where)
    assert gone.returncode == 0
    assert "0 sources" in gone.stderr


def test_ingest_counts_what_it_did_not_read_and_lists_it(policygraph: Run, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text("示例省能源局关于报送材料的通知\n\n根据《示例管理办法》，企业应当报送材料。\n", "utf-8")
    where = tmp_path / "store"
    done = policygraph("ingest", notice, store=where)
    assert "Not read: clause 0, citation 1, cell 0, page 0, other 0." in done.stderr
    (gap,) = (where / "coverage.jsonl").read_text("utf-8").splitlines()
    assert json.loads(gap)["quote"] == "示例管理办法"
    assert policygraph("coverage", notice, "--format", "jsonl").stdout.splitlines() == [gap]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["query", "projects_by_technolgy"], 2, "Did you mean projects_by_technology"),
        (["query", "projects_by_technology"], 2, "needs the parameter technology"),
        (["query", "projects_by_technology", "--param", "technology"], 2, "write KEY=VALUE"),
        (["query", "projects_by_technology", "--param", "technology=曲速"], 2, "is not one name"),
        (["query", "-"], 1, ""),
        (["query", "nosuch"], 2, "`policygraph queries` lists them."),
        (["query", "nosuch.rq"], 1, "nosuch.rq: no such file."),
        (["verify", "no-such-file.json"], 1, "no-such-file.json: No such file or directory."),
        (["releases", "rollback", "x"], 2, "no release is called x"),
        (["remove", "x.txt"], 2, "no source is called x.txt"),
        (["export", "-o", "x.unknown"], 2, "no format has this suffix"),
        (["export", "-o", "/dev/full", "--format", "nq"], 1, "/dev/full: cannot be written: No space left"),
        (["frobnicate"], 2, "No such command"),
        (["ingest"], 2, "Missing argument"),
    ],
)
def test_mistake_gets_one_clear_line(
    arguments: list[str], code: int, message: str, policygraph: Run, store: Path
) -> None:
    done = policygraph(*arguments, store=None if arguments[0] == "frobnicate" else store)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_empty_file_is_not_said_to_hold(policygraph: Run, tmp_path: Path) -> None:
    (tmp_path / "answer.json").touch()
    done = policygraph("verify", tmp_path / "answer.json")
    assert done.returncode == 1
    assert "answer.json: is empty" in done.stderr


def test_place_that_cannot_hold_a_store_is_said(policygraph: Run, documents: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = policygraph("ingest", documents / "notice.txt", store=tmp_path / "file" / "store")
    assert done.returncode == 1
    assert "cannot be written; choose another directory" in done.stderr


def test_missing_store_is_said(policygraph: Run) -> None:
    done = policygraph("ask", "hydrogen projects")
    assert done.returncode == 1
    assert "/nonexistent/store: no release yet" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["remove", "x.txt"], ["releases", "rollback", "x"], ["releases", "prune", "--keep", "1"]]
)
def test_directory_named_by_mistake_is_not_made(
    arguments: list[str], policygraph: Run, tmp_path: Path
) -> None:
    done = policygraph(*arguments, store=tmp_path / "mistake")
    assert done.returncode == 1
    assert "no release yet" in done.stderr
    assert not (tmp_path / "mistake").exists()


def test_reader_that_goes_away_leaves_no_traceback(store: Path) -> None:
    command = f'{sys.executable} -c "from api.cli import main; main()" queries | head -n 1'
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout == "agencies_and_parents\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("name", "start"), [("x.graphml", "<?xml"), ("x.gexf", "<"), ("x.nq", "<"), ("x.json", "{")]
)
def test_export_by_suffix(name: str, start: str, policygraph: Run, store: Path, tmp_path: Path) -> None:
    done = policygraph("export", "-o", tmp_path / name, store=store)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / name).read_text("utf-8").startswith(start)
