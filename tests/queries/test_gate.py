"""What a stranger's query may do, and that no text that passes ends a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_store.readers import ReaderPool
from graph_store.store import Store
from ontology.errors import ForbiddenError, PolicygraphError, QueryError, QueryTimeout
from queries import gate
from queries.catalogue import CatalogueQuery, catalogue, internal
from queries.gate import admit

LISTED = ("http://listed/sparql",)
KEYWORDS = [
    "SERVICE",
    "service",
    "Load",
    "INSERT",
    "delete",
    "DROP",
    "CLEAR",
    "create",
    "ADD",
    "COPY",
    "MOVE",
]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { <http://x/SERVICE> ?load 'DROP' }",
        'SELECT * { ?s ?p "a \\" SERVICE <http://x/> {}" }',
        "SELECT * { ?s ?p '''it's ' LOAD <x>''' }",
        'SELECT * { ?s ?p """a "quoted" LOAD""" } # SERVICE <x> {}',
        "PREFIX service: <http://x/> SELECT * { service:a ?p service:load . ?s a service:B }",
        "PREFIX service: <http://x/> SELECT * FROM service:a { GRAPH service:b { ?s ?p ?o } }",
        "PREFIX service: <http://x/> SELECT * { ?s ?p service:a { ?s ?p ?o } }",
        "PREFIX ex: <http://x/> SELECT * { ex:load ex:add.drop ex:insert\\,delete }",
        "SELECT ?service $load { ?service ?p $load }",
        "SELECT * { ?s ?p 'a'@en-service }",
        "SELECT * { ?s ?p '\\u0053ERVICE' }",
        "SELECT (GROUP_CONCAT(?o; SEPARATOR='\\u001F') AS ?all) { ?s ?p ?o }",
        "SELECT * { FILTER(?a<?b) FILTER(?c>1) }",
        "DESCRIBE <http://x/move>",
    ],
)
def test_words_that_are_no_keywords_pass(sparql: str) -> None:
    admit(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { { OPTIONAL { service # here\n SILENT <http://x/> { ?s ?p ?o } } } }",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a' . \\u0053ERVICE <http://x/> {} }",
        "SELECT * { ?s ?p '\\u0027 SERVICE <http://x/> {} # ' }",
        "PREFIX : <http://x/> SELECT * { SERVICE:foo { ?s ?p ?o } }",
        "PREFIX e: <http://x/> SELECT * { SERVICESILENTe:foo { ?s ?p ?o } }",
        "PREFIX : <http://x/> SELECT * { ?s ?p trueSERVICE:foo { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b)SERVICE<http://x/>{}FILTER(1>?d) }",
        "INSERT DATA { <a> <b> <c> }",
        "LOAD <http://x/>",
        "SELECT * { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_what_does_more_than_read_is_refused(sparql: str) -> None:
    with pytest.raises(ForbiddenError):
        admit(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://listed/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://listed/sparql> { ?s ?p ?o } }",
        "PREFIX l: <http://listed/> SELECT * { SERVICE l:sparql { ?s ?p ?o } }",
    ],
)
def test_listed_services_pass(sparql: str) -> None:
    assert admit(sparql, LISTED) == "SELECT"
    with pytest.raises(ForbiddenError):
        admit(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://other/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://listed/sparql> {} SERVICE <http://other/sparql> {} }",
        "SELECT * { SERVICE ?listed { ?s ?p ?o } }",
        "BASE <http://listed/> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
        "PREFIX l: <http://listed/> PREFIX l: <http://other/> SELECT * { SERVICE l:sparql {} }",
        "PREFIX SILENTl: <http://listed/> PREFIX l: <http://other/> SELECT * { SERVICE SILENTl:sparql {} }",
        "PREFIX : <http://other/> SELECT * { SERVICE:sparql { ?s ?p ?o } }",
    ],
)
def test_other_services_than_those_listed_are_refused(sparql: str) -> None:
    with pytest.raises(ForbiddenError):
        admit(sparql, LISTED)


QUIET = st.sampled_from(
    [
        "?{}",
        "${}",
        "<http://x/{}>",
        "<#{}'>",
        "#<{}'\n",
        "'{}'",
        '"""a "{}" b"""',
        "'''{}'''",
        "x:{}",
        "{}:x",
        "# {}\n",
        "'a'@{}",
    ]
)
PIECES = st.one_of(
    st.builds(lambda form, word: (form.format(word), False), QUIET, st.sampled_from(KEYWORDS)),
    st.sampled_from(KEYWORDS).map(lambda word: (word, True)),
    st.sampled_from(["SELECT", "{", "}", ".", "FILTER", "a", "1", "#\n", "<", ">", "||", "[", "]"]).map(
        lambda text: (text, False)
    ),
)


@given(st.lists(PIECES, max_size=40))
def test_a_text_is_refused_if_and_only_if_a_keyword_stands_bare(pieces: list[tuple[str, bool]]) -> None:
    text = " ".join(piece for piece, _ in pieces)
    try:
        admit(text)
        refused = False
    except ForbiddenError:
        refused = True
    assert refused == any(bare for _, bare in pieces)


BRACKETS = st.builds(
    lambda text, times: text * times,
    st.sampled_from(
        [
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            "!",
            "-",
            "'('",
            '"}"',
            "<)>",
            '"""{"""',
            "# )\n",
            "'",
            '"',
            '"\\u001F"',
            '"\\u0001""a"',
            '"b""\\u0001"',
            "\\(",
        ]
    ),
    st.sampled_from([1, 2, 30, 70, 101, 1001]),
)


@given(st.lists(BRACKETS | PIECES.map(lambda piece: piece[0]), max_size=12), st.sampled_from(["", " "]))
def test_a_text_passes_whether_or_not_its_tokens_have_to_be_told(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    ends = []
    for asked in (text, text + "\n# \\"):  # after a backslash they have to
        try:
            ends.append(admit(asked) or "")
        except PolicygraphError as error:
            ends.append(type(error).__name__)
    assert ends[0] == ends[1]


@pytest.mark.parametrize(
    "inside", ["SERVICE <http://example.org/> {?s ?p ?o}", f"FILTER({'(' * 999}1{')' * 999})"]
)
def test_escapes_beside_quotes_hide_nothing(inside: str) -> None:
    text = rf'SELECT * {{ VALUES ?x {{"\u0001""a"}} {inside} VALUES ?y {{"b""\u0001"}} }}'
    with pytest.raises(PolicygraphError):
        admit(text)


def repeated(before: str, opening: str, middle: str, closing: str, after: str) -> Callable[[int], str]:
    return lambda count: before + opening * count + middle + closing * count + after


NESTED = {
    "braces": repeated("ASK ", "{", "", "}", ""),
    "optionals": repeated("ASK {", "OPTIONAL{", "", "}", "}"),
    "exists": repeated("ASK {", "FILTER EXISTS{", "", "}", "}"),
    "subselects": repeated("ASK {", "{SELECT * ", "{}", "}", "}"),
    "parentheses": repeated("ASK { FILTER", "(", "1", ")", "}"),
    "calls": repeated("ASK { FILTER(", "STR(", "1", ")", ") }"),
    "conditions": repeated("ASK { FILTER(", "IF(true,", "1", ",1)", ") }"),
    "negations": repeated("ASK { FILTER(", "!", "true", "", ") }"),
    "paths": repeated("ASK { ?s ", "(", "<p:p>", ")*", " ?o }"),
    "blank nodes": repeated("ASK { ?s ?p ", "[<p:p> ", "1", "]", " }"),
    "lists": repeated("ASK { ?s ?p ", "(", "1", ")", " }"),
    "triple terms": repeated("ASK { ?s ?p ", "<<(?s ?p ", "1", ")>>", " }"),
    "annotations": repeated("ASK { ?s ?p ?o ", "{|?p ?o ", "", "|}", " }"),
}
CHAINED = {
    "unions": repeated("ASK { {} ", "UNION {}", "", "", "}"),
    "optionals": repeated("ASK { ", "OPTIONAL {}", "", "", "}"),
    "minus": repeated("ASK { ?s ?p ?o ", "MINUS {?s ?p ?o}", "", "", "}"),
    "filters": repeated("ASK { ", "FILTER(true)", "", "", "}"),
    "binds": lambda count: "ASK {" + "".join(f"BIND(1 AS ?x{n})" for n in range(count)) + "}",
    "expressions": lambda count: "SELECT " + "".join(f"(1 AS ?x{n})" for n in range(count)) + "{}",
    "sums": repeated("ASK { FILTER(1", "+1", "", "", ") }"),
    "signed sums": repeated("ASK { FILTER(1", " -1", "", "", ") }"),
    "products": repeated("ASK { FILTER(1", "*1", "", "", ") }"),
    "conjunctions": repeated("ASK { FILTER(true", "&&true", "", "", ") }"),
    "disjunctions": repeated("ASK { FILTER(true", "||true", "", "", ") }"),
    "alternatives": repeated("ASK { ?s <p:p>", "|<p:p>", "", "", " ?o }"),
    "having": repeated("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING", "(true)", "", "", ""),
}


def passes(text: str) -> bool:
    try:
        admit(text)
    except QueryError:
        return False
    return True


def longest(make: Callable[[int], str]) -> str:
    """The longest text of this make that passes."""
    low, high = 1, 1 << 17
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if passes(make(middle)) else (low, middle - 1)
    return make(low)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReaderPool]:
    folder = tmp_path_factory.mktemp("gate")
    (folder / "one.nt").write_text("<a:a> <p:p> <a:a> .\n", encoding="utf-8")
    release = Store(folder / "store").import_rdf([(folder / "one.nt", "one.nt")])
    with ReaderPool(release, timeout=2) as readers:
        yield readers


def survives(pool: ReaderPool, sparql: str) -> bool:
    try:
        pool.query(sparql)[1].close()
    except QueryTimeout:
        return True
    except PolicygraphError as error:
        return "ended before" not in str(error)
    return True


@pytest.mark.parametrize("make", NESTED.values(), ids=NESTED)
def test_the_deepest_nesting_that_passes_is_survived_by_a_reader(
    make: Callable[[int], str], pool: ReaderPool
) -> None:
    assert not passes(make(gate.DEEPEST + 1))
    assert survives(pool, longest(make))


@pytest.mark.parametrize("make", CHAINED.values(), ids=CHAINED)
def test_the_longest_chain_that_passes_is_survived_by_a_reader(
    make: Callable[[int], str], pool: ReaderPool
) -> None:
    assert not passes(make(1 << 17))
    assert survives(pool, longest(make))


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(QueryError, match="100 deep, at 2:101"):
        admit("ASK\n" + "{" * 20_000)


def test_long_lists_of_values_pass() -> None:
    rows = "\n".join(f"(<http://x/{number}> 'name' UNDEF)" for number in range(10_000))
    assert admit(f"SELECT * {{ VALUES (?a ?b ?c) {{ {rows} }} }}") == "SELECT"


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("# SELECT\nPREFIX select: <http://x/> ASK {}", "ASK"),
        ("PREFIX ask:<http://x/> DESCRIBE ask:x", "DESCRIBE"),
        ("BASE <http://select/> construct where { ?s ?p ?o }", "CONSTRUCT"),
        ("SELECT?x{?x ?y ?z}", "SELECT"),
        ("", None),
    ],
)
def test_the_form_of_a_query(sparql: str, form: str | None) -> None:
    assert admit(sparql) == form


def test_hostile_texts_take_no_time_that_grows_with_their_square() -> None:
    for text in ("'\\", '\\"', '"', "<", "a.", "@a-", "a:.", "'''a''"):
        for size in (1_000_000, 99_000):  # the shorter one is read in another way
            passes('"' * text.startswith("\\") + text * (size // len(text)))  # never done with a square


@pytest.mark.parametrize("query", [*catalogue().values(), *internal().values()], ids=lambda query: query.id)
def test_our_own_queries_pass(query: CatalogueQuery) -> None:
    assert admit(query.sparql) == "SELECT"
