"""Index and database keep in step, also when one of them comes back from another day."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from portal.accounts.models import Department
from portal.db import db
from portal.i18n import Translated
from portal.incidents.models import Incident
from portal.outbox import Outbox, OutboxItem
from portal.search.engine import Engine
from portal.search.index import indexing
from portal.search.index.comparing import SECONDS, Comparison
from portal.search.index.standing import Epoch
from portal.search.query import Query
from tests import factories
from tests.search_engines import overwrite


@pytest.fixture
def portal(sqlite_app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A portal on each engine in turn, with a dossier and its index."""
    monkeypatch.setitem(sqlite_app.extensions, "search", engine)
    with sqlite_app.app_context():
        factories.department(db.session, "noord")
        db.session.commit()
        indexing.rebuild()
    tell(sqlite_app, "Databank")
    return sqlite_app


def tell(portal: Flask, title: str, *, indexed: bool = True) -> None:
    """Write a dossier, which the index then follows or not."""
    with portal.app_context():
        where = db.session.scalars(select(Department)).one()
        factories.incident(db.session, where, title=Translated(nl=title))
        if not indexed:
            db.session.flush()
            db.session.execute(delete(OutboxItem))
        db.session.commit()
        portal.extensions["outbox"].drain()


def command(portal: Flask, *arguments: str) -> Any:
    return portal.test_cli_runner().invoke(args=["search", *arguments])


def status(portal: Flask) -> dict[str, Any]:
    result = command(portal, "status", "--format", "json")
    found: dict[str, Any] = json.loads(result.output)
    good = found["healthy"] and found["same_database"] and found["differing"] == 0
    assert result.exit_code == (0 if good else 1)
    return found


def total(engine: Engine, words: str) -> int:
    return engine.search(Query(text=words, allowed=None)).total


def test_status_tells_of_each_change(app: Flask) -> None:
    with app.app_context():
        factories.department(db.session, "noord")
        db.session.commit()
        indexing.rebuild()
    tell(app, "Databank")
    found = status(app)
    assert found["position"] > 0
    expected = {"documents": 1, "waiting": 0, "lag": 0, "healthy": True, "same_database": True}
    assert expected.items() <= found.items()
    assert "same database: yes" in command(app, "status").output


def test_what_waits_is_told_with_its_lag(app: Flask, machine_clock: Any) -> None:
    with app.app_context():
        factories.incident(db.session, factories.department(db.session, "noord"))
        db.session.commit()
    machine_clock.forward(minutes=7)
    found = status(app)
    assert found["waiting"] == 1
    assert 420 <= found["lag"] < 480


def test_a_database_put_back_from_yesterday_has_its_own_index_again(
    portal: Flask, engine: Engine
) -> None:
    """REX 3 – 2020: the database of one day beside the files of another."""
    with portal.app_context():
        database = db.engine
    path = Path(str(database.url.database))
    database.dispose()
    copy = Path(shutil.copy(path, path.with_name("yesterday")))
    tell(portal, "Isocenter")
    assert total(engine, "isocenter") == 1

    database.dispose()
    copy.replace(path)
    assert not status(portal)["same_database"]
    with portal.app_context():
        indexing.recover()
    assert status(portal)["same_database"]
    assert (total(engine, "isocenter"), total(engine, "databank")) == (0, 1)


def test_the_index_of_another_database_is_not_followed_but_made_again(
    portal: Flask, engine: Engine
) -> None:
    with portal.app_context():
        db.session.execute(update(Epoch).values(value="of another database"))
        db.session.execute(update(Incident).values(title_nl="Tafel"))
        db.session.commit()
    assert not status(portal)["same_database"]
    tell(portal, "Isocenter")
    assert status(portal)["same_database"]
    assert [total(engine, word) for word in ("databank", "tafel", "isocenter")] == [0, 1, 1]


@pytest.mark.parametrize("way", ["command", "background"])
def test_what_the_outbox_never_told_is_found_by_comparing(
    portal: Flask, engine: Engine, way: str
) -> None:
    tell(portal, "Isocenter", indexed=False)
    assert status(portal)["differing"] == 1
    with portal.app_context():
        db.session.execute(update(Incident).where(Incident.id == 1).values(title_nl="Tafel"))
        db.session.commit()
        if way == "background":
            assert Comparison().step(engine) == 2
    if way == "command":
        assert command(portal, "compare").output == "2 mended.\n"
    assert [total(engine, word) for word in ("databank", "tafel", "isocenter")] == [0, 1, 1]
    assert command(portal, "compare").output == "0 mended.\n"
    assert status(portal)["differing"] == 0


def test_the_comparison_goes_round_slice_by_slice(
    portal: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.search.index.comparing.SLICE", 1)
    tell(portal, "Isocenter")
    comparison, clock = Comparison(), iter(range(0, 1_000, int(SECONDS)))
    with portal.app_context():
        db.session.execute(update(Incident).values(title_nl="Kussen"))
        db.session.commit()
        mended = [comparison.step(engine, lambda: next(clock)) for _ in range(3)]
        assert mended == [1, 1, 0]
        assert comparison.step(engine, lambda: 0.0) == 0
    assert total(engine, "kussen") == 2


@pytest.mark.parametrize("way", ["query", "similar", "compare"])
def test_a_command_makes_a_damaged_index_again_and_answers(sqlite_app: Flask, way: str) -> None:
    with sqlite_app.app_context():
        factories.department(db.session, "noord")
        db.session.commit()
    for _ in range(2):
        tell(sqlite_app, "Databank")
    with sqlite_app.app_context():
        one, other = db.session.scalars(select(Incident.reference).order_by(Incident.id))
    for path in (sqlite_app.config["PORTAL"].data_dir / "index").glob("*/*.pst"):
        overwrite(path, b"\0" * (path.stat().st_size // 2))
    found = status(sqlite_app)
    assert (found["healthy"], found["differing"]) == (False, None)
    assert "differing: unknown" in command(sqlite_app, "status").output
    arguments, told = {
        "query": (("query", "databank"), one),
        "similar": (("similar", one), other),
        "compare": (("compare",), "it is made again.\n2 documents.\n0 mended.\n"),
    }[way]
    result = command(sqlite_app, *arguments)
    assert (result.exit_code, told in result.output) == (0, True)
    assert status(sqlite_app)["healthy"]


def test_an_index_that_cannot_be_written_keeps_no_mail_waiting(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(sqlite_app.config["PORTAL"].data_dir / "index", ignore_errors=True)

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(indexing, "rebuild", full)
    done: list[bool] = []
    outbox = Outbox()
    outbox.before(indexing.recover)
    outbox.before(lambda: done.append(True))
    with sqlite_app.app_context():
        outbox.prepare()
    assert done == [True]
    assert "OSError" in caplog.text


def test_a_lost_index_is_made_again_beside_the_requests(portal: Flask, engine: Engine) -> None:
    with portal.app_context():
        indexing.recover()
        before = engine.state()
        indexing.recover()
        assert engine.state() == before
        engine.rebuild([], 0)
        portal.extensions["outbox"].prepare()
    assert total(engine, "databank") == 1
