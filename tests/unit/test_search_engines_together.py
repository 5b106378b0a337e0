"""What every engine must do when several read and write, and when something goes wrong."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest

from portal.search.engine import Document, Engine, IndexBusy, IndexUnavailable, Results
from tests.search_engines import Open, ask, keys, rex

KILLS = int(os.environ.get("INDEX_KILLS", "2"))


# Several at once


def test_searches_go_on_in_the_old_index_while_another_is_made(engine: Engine) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def documents() -> Iterator[Document]:
        for number in (2, 3):
            yield rex(number, "bolus")
            assert keys(ask(engine, "bolus")) == ["rex:2020/1"]

    engine.rebuild(documents(), 2)
    assert keys(ask(engine, "bolus")) == ["rex:2020/3", "rex:2020/2"]


def test_a_search_under_way_is_not_disturbed_by_new_indexes(engine: Engine) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def allowed(key: str) -> bool:
        for number in (2, 3, 4):
            engine.rebuild([rex(number, "bolus")], number)
        return key == "rex:2020/1"

    assert keys(ask(engine, "bolus", allowed)) == ["rex:2020/1"]
    assert keys(ask(engine, "bolus")) == ["rex:2020/4"]


def test_threads_search_while_one_writes(engine: Engine) -> None:
    documents = [rex(n, "bolus") for n in range(20)]
    engine.rebuild(documents, 0)
    done = threading.Event()

    def search() -> set[int]:
        totals = set()
        while not done.is_set():
            totals.add(ask(engine, "bolus").total)
        return totals

    with ThreadPoolExecutor(3) as pool:
        searches = [pool.submit(search) for _ in range(3)]
        for position in range(8):
            engine.apply(documents, [], position)
            if position % 4 == 3:
                engine.rebuild(documents, position)
        done.set()
        assert [each.result() for each in searches] == [{20}] * 3


def test_a_second_writer_is_told_that_the_index_is_busy(engine: Engine, open_engine: Open) -> None:
    other = open_engine(patience=0)

    def documents() -> Iterator[Document]:
        with pytest.raises(IndexBusy):
            other.apply([], ["rex:2020/1"], 1)
        with pytest.raises(IndexBusy):
            other.rebuild([], 1)
        yield rex(1, "bolus")

    engine.apply(documents(), [], 1)
    other.apply([rex(2, "bolus")], [], 2)
    assert keys(ask(engine, "bolus")) == ["rex:2020/2", "rex:2020/1"]


def writer(place: tuple[str, ...], last: int) -> subprocess.Popen[str]:
    """A process that adds documents up to ``last``, and tells each."""
    arguments = [sys.executable, "-m", "tests.search_engines", str(last), *place]
    paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env={**os.environ, **paths}
    )


def test_two_processes_write_in_turn(engine: Engine, place: tuple[str, ...]) -> None:
    processes = [writer(place, 5) for _ in range(2)]
    told = [process.communicate()[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(chain(*told), key=int) == ["1", "2", "3", "4", "5"]
    assert (engine.state().count, engine.state().position) == (5, 5)


def test_a_writer_killed_at_any_moment_costs_nothing(
    engine: Engine, place: tuple[str, ...]
) -> None:
    for kill in range(KILLS):
        before = engine.state().position
        with writer(place, before + 1_000) as process:
            assert process.stdout is not None
            told = [process.stdout.readline() for _ in range(3 + kill % 4)]
            time.sleep(kill * 0.007 % 0.05)
            process.send_signal(signal.SIGKILL)
            told += process.stdout.readlines()
        last = int(told[-1])
        assert last > before
        assert engine.healthy()
        found = engine.state()
        assert found.position in {last, last + 1}
        assert found.count - found.position in {0, 1}
        assert found.count == ask(engine, "bolus").total
    engine.apply([rex(1, "tafel")], [], last + 2)
    assert keys(ask(engine, "tafel")) == ["rex:2020/1"]


def test_what_fails_again_in_another_index_is_not_laid_to_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    engine.rebuild([rex(1, "bolus")], 1)

    def fail(*_: object) -> Results:
        raise KeyError("isocenter")

    with monkeypatch.context() as patch:
        patch.setattr(f"{type(engine).__module__}.answer", fail)
        for sound in (False, True, True):
            with pytest.raises(IndexUnavailable):
                ask(engine, "isocenter")
            assert engine.healthy() is sound
            engine.rebuild([rex(1, "bolus")], 1)
            assert engine.healthy()
    assert "KeyError" in caplog.text
    assert "isocenter" not in caplog.text.replace('raise KeyError("isocenter")', "")
    assert keys(ask(engine, "bolus")) == ["rex:2020/1"]


def test_an_error_while_documents_are_read_changes_nothing(engine: Engine) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def documents() -> Iterator[Document]:
        yield rex(2, "bolus")
        raise LookupError

    with pytest.raises(LookupError):
        engine.apply(documents(), ["rex:2020/1"], 2)
    with pytest.raises(LookupError):
        engine.rebuild(documents(), 2)
    assert keys(ask(engine, "")) == ["rex:2020/1"]
    engine.apply([rex(3, "bolus")], [], 3)
    assert keys(ask(engine, "bolus")) == ["rex:2020/3", "rex:2020/1"]


def test_no_index_is_unavailable_until_it_is_made(open_engine: Open) -> None:
    engine = open_engine()
    assert not engine.healthy()
    for attempt in (
        lambda: ask(engine, "bolus"),
        engine.state,
        engine.digests,
        lambda: engine.apply([rex(1, "bolus")], [], 1),
    ):
        with pytest.raises(IndexUnavailable):
            attempt()
    engine.rebuild([rex(1, "bolus")], 1)
    assert engine.healthy()
    assert keys(ask(engine, "bolus")) == ["rex:2020/1"]
