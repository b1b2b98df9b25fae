"""The way of strangers' queries through the lanes: on a real host, on a real event loop."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest

from extract.pipeline import Extraction
from graph_store.readers import QueueFull, ReaderLost
from graph_store.release import Release
from graph_store.rows import Rows
from graph_store.serving.fairness import FairLine, Lines, Records, kind_of
from graph_store.serving.hosts import Hosts
from graph_store.serving.lanes import Lanes
from graph_store.serving.questions import Question
from graph_store.serving.run import ClientGone, Run
from graph_store.store import Store
from ontology.errors import QueryError, QueryTimeout, StoreError

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
NEVER_DONE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture
def release(store: Store, plants: Extraction, duties: Extraction) -> Release:
    return store.ingest([plants, duties])


@asynccontextmanager
async def opened(
    release: Release, workers: int = 2, timeout: float = 60, waiting: int = 64
) -> AsyncIterator[Lanes]:
    hosts = Hosts(release)
    lanes = Lanes(hosts, workers, timeout, waiting)
    await lanes.start()
    try:
        yield lanes
    finally:
        await lanes.close()
        await asyncio.to_thread(hosts.close)


async def body(run: Run) -> bytes:
    return b"".join([chunk async for chunk in run.chunks()])


async def count(lanes: Lanes, note: object = "") -> int:
    run = await lanes.ask(Question(sparql=f"{COUNT} # {note}"))
    term = Rows.from_json(await body(run)).rows[0][0]
    return int(term.value) if term else 0


async def outcome(asked: Awaitable[object]) -> str:
    try:
        await asked
    except (QueryError, QueryTimeout, QueueFull, ReaderLost, StoreError, ClientGone) as error:
        return type(error).__name__
    return "answered"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


def test_many_short_queries_share_few_readers(release: Release) -> None:
    async def run() -> None:
        async with opened(release) as lanes:
            found = await asyncio.gather(*(count(lanes, number) for number in range(300)))
            assert set(found) == {release.manifest.statements}
            load = lanes.load()
            assert (load.busy, load.free, load.waiting) == (0, 2, 0)

    asyncio.run(run())


def test_an_endless_query_makes_room_and_then_ends(release: Release) -> None:
    async def run() -> None:
        async with opened(release, workers=1, timeout=1.5) as lanes:
            endless = asyncio.create_task(outcome(lanes.ask(Question(sparql=ENDLESS))))
            answers = 0
            while not endless.done():
                assert await count(lanes, answers) == release.manifest.statements
                answers += 1
            assert endless.result() == "QueryTimeout"
            assert answers > 2
            await until(lambda: lanes.load().free == 1)

    asyncio.run(run())


def test_who_runs_long_waits_in_a_line_with_a_bound(release: Release) -> None:
    async def run() -> None:
        async with opened(release, workers=1, timeout=1, waiting=3) as lanes:
            asked = [lanes.ask(Question(sparql=f"{ENDLESS} # {number}")) for number in range(12)]
            ends = await asyncio.gather(*map(outcome, asked))
            assert set(ends) == {"QueryTimeout", "QueueFull"}
            assert await count(lanes) == release.manifest.statements
            assert lanes.load().waiting == 0

    asyncio.run(run())


def test_the_bytes_of_a_stream_are_taken_as_they_are_wanted(release: Release) -> None:
    async def run() -> None:
        async with opened(release, workers=1) as lanes:
            stream = await lanes.ask(Question(sparql=NEVER_DONE, accept=("text/csv",)))
            assert not stream.whole
            first = [chunk async for chunk in _some(stream, 5)]
            assert b"".join(first).startswith(b"a,b,c,d,e,f\r\n")
            assert await count(lanes) == release.manifest.statements
            stream.close()
            await until(lambda: lanes.load().busy == 0)

    asyncio.run(run())


def test_a_slow_client_does_not_hold_a_place_that_others_wait_for(release: Release) -> None:
    async def sip(stream: Run) -> None:
        async for _ in stream.chunks():
            await asyncio.sleep(0.02)

    async def run() -> None:
        async with opened(release, workers=1, timeout=0.2) as lanes:
            stream = await lanes.ask(Question(sparql=NEVER_DONE, accept=("text/csv",)))
            sipping = asyncio.create_task(outcome(sip(stream)))
            while not sipping.done():
                assert await outcome(lanes.ask(Question(sparql=ENDLESS))) in ("QueueFull", "QueryTimeout")
            assert sipping.result() == "QueryTimeout"

    asyncio.run(run())


def test_who_takes_the_end_of_an_answer_late_keeps_no_reader_and_stops_nobody(release: Release) -> None:
    async def run() -> None:
        async with opened(release, workers=1) as lanes:
            late = await lanes.ask(Question(sparql=f"{NEVER_DONE} LIMIT 4000"))
            assert not late.whole
            await until(lambda: lanes.load().free == 1)  # the reader has said all of it
            stream = await lanes.ask(Question(sparql=NEVER_DONE))
            await until(lambda: lanes.load().free == 1)  # that one has moved to the slow lane
            rows = Rows.from_json(await body(late)).rows
            assert len(rows) == 4000
            assert len([chunk async for chunk in _some(stream, 40)]) == 40
            assert await count(lanes) == release.manifest.statements
            stream.close()
            assert lanes.load().killed == 1

    asyncio.run(run())


async def _some(stream: Run, number: int) -> AsyncIterator[bytes]:
    async for chunk in stream.chunks():
        yield chunk
        number -= 1
        if not number:
            return


def test_a_client_that_goes_ends_its_query(release: Release) -> None:
    async def run() -> None:
        async with opened(release, workers=1) as lanes:
            gone = asyncio.Event()

            async def leave() -> None:
                await gone.wait()

            asked = [
                asyncio.create_task(outcome(lanes.ask(Question(sparql=f"{ENDLESS} # {number}"), leave)))
                for number in range(3)
            ]
            await until(lambda: lanes.load().waiting == 2)
            gone.set()
            assert await asyncio.gather(*asked) == ["ClientGone"] * 3
            assert await count(lanes) == release.manifest.statements

    asyncio.run(run())


def test_a_query_that_does_not_parse_keeps_its_reader(release: Release) -> None:
    async def run() -> None:
        async with opened(release, workers=1) as lanes:
            with pytest.raises(QueryError, match=r"\d:\d"):
                await lanes.ask(Question(sparql="SELECT * {"))
            assert lanes.load().killed == 0
            assert await count(lanes) == release.manifest.statements

    asyncio.run(run())


def test_readers_and_hosts_that_die_are_replaced(release: Release) -> None:
    async def run() -> None:
        async with opened(release) as lanes:
            for _ in range(2):
                pids = [line.reader.pid for line in lanes._lines]
                for pid in (*pids, lanes._hosts.current.process.pid):
                    # One may have died with its host already.
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                    assert await count(lanes, pid) == release.manifest.statements
                await until(lambda: lanes.load().free == 2)

    asyncio.run(run())


def test_a_switch_ends_what_runs_on_the_old_release(store: Store, release: Release) -> None:
    async def run() -> None:
        async with opened(release) as lanes:
            stream = await lanes.ask(
                Question(sparql=f"{NEVER_DONE} LIMIT 30000", accept=("text/csv",)), hold=1
            )
            smaller = store.remove(["plants.txt"])
            old = await asyncio.to_thread(lanes._hosts.switch, smaller)
            await lanes.leave(old)
            await asyncio.to_thread(old.retire)
            assert await count(lanes) == smaller.manifest.statements
            assert stream.release.id == release.id
            assert (await body(stream)).count(b"\r\n") == 30001
            await asyncio.to_thread(old.process.wait, 10)

    asyncio.run(run())


def test_kinds_of_queries_are_told_apart_by_their_form_alone() -> None:
    alike = [
        "SELECT ?x { ?x <http://a/b> 'one' } LIMIT 5",
        'SELECT  ?y {\n?y ex:c "two" } # and\nLIMIT 77',
    ]
    assert len({kind_of(query) for query in alike}) == 1
    assert kind_of("ASK { ?x ?y ?z }") != kind_of("ASK { ?x ?y ?z . ?a ?b ?c }")
    for _ in range(100):  # with a square in it this would not end
        kind_of("ASK { VALUES ?x { '''\n\"" + '\\"' * 8000 + "\n''' } }")


def test_kinds_take_turns() -> None:
    async def run() -> None:
        line: FairLine[int] = FairLine()
        waiting = [line.join(kind) for kind in ("a", "a", "a", "b", "c")]
        waiting[2].cancel()
        for number in range(4):
            assert line.call(number)
        assert not line.call(9)
        assert [future.result() for place, future in enumerate(waiting) if place != 2] == [0, 3, 1, 2]

    asyncio.run(run())


def test_what_is_known_to_be_short_and_what_is_not_are_called_alternately() -> None:
    async def order() -> str:
        lines: Lines[str] = Lines()
        waiting = [lines.join(kind, known=False) for kind in "abc"]
        waiting += [lines.join(kind, known=True) for kind in "xy"]
        called = ""
        while lines.call("go"):
            await asyncio.sleep(0)
            called += "".join(
                name for name, one in zip("abcxy", waiting, strict=True) if one.done() and name not in called
            )
        return called

    assert asyncio.run(order()) == "xcyab"


@pytest.mark.parametrize(("of_each", "before"), [(1, 0), (1, 1), (5, 20), (5, 21)])
def test_a_new_kind_waits_for_one_or_two_of_a_flood_of_kinds_that_nobody_knows(
    of_each: int, before: int
) -> None:
    async def run() -> None:
        lines: Lines[str] = Lines()
        flood = [lines.join(f"kind {number}", known=False) for number in range(50) for _ in range(of_each)]
        for _ in range(before):
            lines.call("go")
        last = lines.join("the last", known=False)
        lines.call("go")
        lines.call("go")
        assert last.done()
        while lines.call("go"):
            pass
        assert all(one.done() for one in flood)

    asyncio.run(run())


def test_who_was_looked_at_waits_for_others_but_not_for_ever() -> None:
    async def run() -> None:
        lines: Lines[str] = Lines()
        looked_at = [lines.join(f"long {number}", known=False, looked_at=True) for number in range(3)]
        fresh = [lines.join(f"kind {number}", known=number % 2 == 0) for number in range(100)]
        for _ in range(10):
            lines.call("go")
        assert not any(one.done() for one in looked_at)
        for _ in range(50):
            lines.call("go")
        assert all(one.done() for one in looked_at)
        assert not all(one.done() for one in fresh)

    asyncio.run(run())


def test_a_flood_of_unknown_kinds_is_looked_at_before_any_has_its_slice(release: Release) -> None:
    async def run() -> None:
        async with opened(release, workers=1, timeout=20, waiting=200) as lanes:
            kinds = [ENDLESS.replace("?l }", "?l " + "FILTER(true) " * n + "}") for n in range(12)]
            endless = [asyncio.create_task(outcome(lanes.ask(Question(sparql=text)))) for text in kinds]
            await asyncio.sleep(0)
            assert await count(lanes) == release.manifest.statements  # of a kind that nobody knows
            assert not any(task.done() for task in endless)
            for task in endless:
                task.cancel()
            await asyncio.gather(*endless, return_exceptions=True)

    asyncio.run(run())


def test_who_was_called_before_goes_first() -> None:
    async def run() -> None:
        lines: Lines[str] = Lines()
        for number in range(5):
            lines.join(f"kind {number}", known=number % 2 == 0)
        back = lines.join("back", known=False, first=True)
        lines.call("go")
        assert back.done()

    asyncio.run(run())


@pytest.mark.parametrize(("left", "killed"), [(COUNT, 0), (ENDLESS, 1)])
def test_who_leaves_the_line_behind_a_reader_costs_it_only_where_the_question_is_long(
    release: Release, left: str, killed: int
) -> None:
    async def run() -> None:
        async with opened(release, workers=1) as lanes:
            (line,) = lanes._lines
            os.kill(line.reader.pid, signal.SIGSTOP)
            try:
                first = asyncio.create_task(count(lanes))
                await until(lambda: line.depth == 1)
                leaving = asyncio.create_task(lanes.ask(Question(sparql=left)))
                await until(lambda: line.depth == 2)
                leaving.cancel()
                await asyncio.wait([leaving])
            finally:
                os.kill(line.reader.pid, signal.SIGCONT)
            assert await first == release.manifest.statements
            assert await count(lanes, "next") == release.manifest.statements
            await until(lambda: lanes.load().killed == killed)
            assert (line in lanes._lines) == (not killed)

    asyncio.run(run())


def test_light_queries_go_before_a_flood_of_kinds_that_nobody_knows(release: Release) -> None:
    async def flood() -> list[int]:
        async with opened(release, timeout=5, waiting=200) as lanes:
            await count(lanes)
            kinds = [ENDLESS.replace("?l }", "?l " + "FILTER(true) " * n + "}") for n in range(40)]
            endless = [asyncio.create_task(outcome(lanes.ask(Question(sparql=text)))) for text in kinds]
            await asyncio.sleep(0)
            light = asyncio.create_task(count(lanes, "light"))
            await asyncio.wait([light, *endless], return_when=asyncio.FIRST_COMPLETED)
            ended_before = [task.done() for task in endless]
            found = [await light, sum(ended_before)]
            for task in endless:
                task.cancel()
            await asyncio.gather(*endless, return_exceptions=True)
            return found

    rows, before = asyncio.run(flood())
    assert (rows > 0, before) == (True, 0)


def test_a_kind_is_suspected_until_one_of_it_is_short() -> None:
    records = Records()
    assert not records.long("a")
    assert records.long("a")
    assert records.suspects("a")
    assert not records.suspects("b")
    records.short("a")
    assert not records.suspects("a")
