"""What the shared engine does with its database."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import URL, create_engine, text

from portal.search.engine import Document, IndexUnavailable
from portal.search.engines import postgres_engine, postgres_view
from portal.search.engines.postgres_engine import PostgresEngine
from portal.search.engines.postgres_writing import LAST_PLACE, vector
from portal.search.engines.weights import Posting
from tests.search_engines import ask, check_next_version, keys, rex

ROOT = "search_only"
Run = Callable[[str], list[str]]


@pytest.fixture
def run(search_url: URL) -> Iterator[Run]:
    """Say something to the database itself; the first column of what it answers."""
    database = create_engine(search_url, isolation_level="AUTOCOMMIT")

    def say(statement: str) -> list[str]:
        with database.connect() as connection:
            result = connection.execute(text(statement))
            return [str(row[0]) for row in result] if result.returns_rows else []

    yield say
    database.dispose()


@pytest.fixture
def engine(search_url: URL) -> Iterator[PostgresEngine]:
    """An empty index."""
    engine = PostgresEngine(search_url, root=ROOT)
    engine.rebuild([], 0)
    yield engine
    engine.close()


def generations(run: Run) -> list[str]:
    return [name for name in run("SELECT nspname FROM pg_namespace") if name.startswith(f"{ROOT}_")]


def test_old_generations_go(engine: PostgresEngine, run: Run) -> None:
    for position in range(3):
        engine.rebuild([rex(1, "bolus")], position)
    assert len(generations(run)) == 1


@pytest.mark.parametrize("table", ["document", "term", "form", "posting"])
def test_a_lost_table_is_noticed_and_made_again(
    engine: PostgresEngine, run: Run, table: str
) -> None:
    run(f"DROP TABLE {generations(run)[0]}.{table}")
    assert not engine.healthy()
    with pytest.raises(IndexUnavailable):
        ask(engine, "bolus")
    engine.rebuild([rex(1, "bolus")], 1)
    assert engine.healthy()
    assert keys(ask(engine, "bolus")) == ["rex:2020/1"]


def test_rows_that_cannot_be_read_are_noticed_by_who_asks(engine: PostgresEngine, run: Run) -> None:
    engine.apply([rex(1, "bolus")], [], 1)
    run(f"UPDATE {generations(run)[0]}.document SET facets = '[]'")  # noqa: S608
    with pytest.raises(IndexUnavailable):
        ask(engine, "bolus")
    assert not engine.healthy()
    engine.rebuild([rex(1, "bolus")], 1)
    assert engine.healthy()
    assert keys(ask(engine, "bolus")) == ["rex:2020/1"]


def test_an_index_of_another_version_answers_until_it_is_made_again(
    engine: PostgresEngine, search_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply([rex(1, "bolus")], [], 1)
    monkeypatch.setattr(postgres_engine, "fingerprint", lambda: "of the next version")
    newer = PostgresEngine(search_url, root=ROOT)
    try:
        check_next_version(newer)
    finally:
        newer.close()


def test_a_database_that_does_not_answer_is_unavailable() -> None:
    nowhere = URL.create("postgresql+psycopg", host="127.0.0.1", port=1, database="search")
    engine = PostgresEngine(nowhere)
    assert not engine.healthy()
    with pytest.raises(IndexUnavailable):
        ask(engine, "bolus")
    with pytest.raises(IndexUnavailable):
        engine.rebuild([], 0)
    engine.close()


def test_a_connection_that_breaks_off_while_it_is_written_is_unavailable(
    engine: PostgresEngine, run: Run
) -> None:
    engine.apply([rex(1, "bolus")], [], 1)

    def documents() -> Iterator[Document]:
        yield rex(2, "bolus")
        run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND state = 'idle in transaction'"
        )

    with pytest.raises(IndexUnavailable):
        engine.rebuild(documents(), 2)
    assert keys(ask(engine, "bolus")) == ["rex:2020/1"]


def test_many_changes_are_taken_into_what_is_known(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_view, "MOST_CHANGED", 3)
    for number in range(9):
        engine.apply([rex(number, "bolus"), rex(number // 2, "tafel")], [f"rex:2020/{20}"], 1)
        assert ask(engine, "").total == number + 1
        assert ask(engine, "tafel").total == number // 2 + 1


def test_places_far_apart_come_nearer_and_the_last_ones_are_left_out() -> None:
    found = vector({"a": Posting("a", 1.0, [0, 5_000]), "b": Posting("b", 1.0, [3])})
    assert found == "'a':1,104 'b':4"
    every = list(range(LAST_PLACE + 10))
    assert vector({"a": Posting("a", 1.0, every)}).endswith(f",{LAST_PLACE}")
