"""The migrations on a database that is in use: what stood there stays, up and down."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import TableClause, inspect, literal_column, select, sql, text

from portal import create_app
from portal.db import Model, db
from tests.conftest import BACKENDS, settings_for

FIRST_RELEASE = "0002"
AT = "2026-10-01 08:30:00.000000"
TEXTS = ("title", "narrative", "recommendation", "equipment")
INCIDENT = {
    **{f"{name}_{language}": f"{name} {language}" for name in TEXTS for language in ("nl", "fr")},
    "department_id": 1,
    "owner_id": 1,
    "receipt_hash": "",
    "language": "nl",
    "vendor": "Acme",
    "found_time": "7u50",
    "occurred_about": False,
    "step_arose": "planning",
    "patient_reached": "none",
    "danger": "no",
    "severity": "none",
    "reported_at": AT,
    "closed_reason": "",
}
ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "department",
        {"id": 1, "code": "noord", "name_nl": "Noord", "name_fr": "Nord", "language": "nl"}
        | {"safety_phone": "", "systems": "[]"},
    ),
    (
        "person",
        {"id": 1, "email": "a@test.invalid", "name": "A", "sort_name": "a", "language": "nl"}
        | {"department_id": 1, "active": True, "fs_uniquifier": "a"},
    ),
    (
        "draft",
        {"id": 4, "token": "t", "owner_id": 1, "answers": "{}", "started_at": AT, "saved_at": AT},
    ),
    (
        "incident",
        INCIDENT | {"id": 1, "reference": "M-1", "status": "with_department", "near_miss": False},
    ),
    (
        "incident",
        INCIDENT
        | {"id": 2, "reference": "M-2", "status": "accepted", "near_miss": True}
        | {"submitted_at": AT, "physician_id": 1},
    ),
    *(
        ("cause", {"id": id_, "incident_id": 2, "position": id_, "text_nl": "x", "text_fr": ""})
        for id_ in (1, 2)
    ),
    (
        "corrective_action",
        {"id": 3, "incident_id": 2, "position": 1, "text_nl": "y", "text_fr": ""}
        | {"status": "planned", "strength": "strong"},
    ),
    (
        "bulletin",
        {"id": 1, "status": "draft", "title_nl": "b", "title_fr": "", "essence_nl": ""}
        | {"essence_fr": "", "systems": "", "cause_families": "", "last_editor_id": 1}
        | {"edited_at": AT, "published_by": ""},
    ),
    ("bulletin_incident", {"bulletin_id": 1, "incident_id": 2}),
)
Stored = dict[str, list[dict[str, Any]]]


@pytest.fixture(params=BACKENDS)
def in_use(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An application whose database is that of the first release, with rows in it."""
    url = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        server.psql("DROP DATABASE IF EXISTS in_use;")
        server.psql("CREATE DATABASE in_use;")
        url = request.getfixturevalue("postgresql_url").set(database="in_use")
    app = create_app(settings_for(tmp_path_factory.mktemp("in_use"), url), TESTING=True)
    migrate(app, FIRST_RELEASE)
    with app.app_context(), db.engine.begin() as connection:
        for table, row in ROWS:
            connection.execute(of(table, *row).insert(), row)
    yield app
    with app.app_context():
        db.engine.dispose()


def of(table: str, *columns: str) -> TableClause:
    """A table as it stands in the database, whatever the models say."""
    return sql.table(table, *(sql.column(name) for name in columns))


def migrate(app: Flask, target: str = "heads", *, down: bool = False) -> None:
    """Go to ``target``, as the command does."""
    with app.app_context():
        alembic = app.extensions["alembic"]
        (alembic.downgrade if down else alembic.upgrade)(target)


def stored(app: Flask) -> Stored:
    """Every row of the tables of ``ROWS``, by table, in the order of its key."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table: [
                dict(row)
                for row in connection.execute(
                    select(literal_column("*")).select_from(of(table)).order_by(text("1"))
                ).mappings()
            ]
            for table, _row in ROWS
        }


def version(app: Flask) -> str:
    """The migration at which the database stands."""
    with app.app_context(), db.engine.connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def of_sqlite(app: Flask, statement: str) -> list[Any]:
    """What SQLite answers; nothing on the other database."""
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            return []
        return list(connection.exec_driver_sql(statement).scalars())


def triggers(app: Flask) -> Iterator[str]:
    """The names of the guards."""
    query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        yield from connection.execute(text(query)).scalars()


@pytest.mark.parametrize("halfway", [None, "0003"])
def test_rows_bear_the_way_up_and_down_and_up(in_use: Flask, halfway: str | None) -> None:
    before, guards = stored(in_use), set(triggers(in_use))
    if halfway:
        migrate(in_use, halfway)
    migrate(in_use)
    after = stored(in_use)
    for table, rows in before.items():
        assert len(after[table]) == len(rows)
        for row, now in zip(rows, after[table], strict=True):
            gone = {"near_miss"} if table == "incident" else set()
            assert row.keys() - now.keys() == gone, table
            assert {name: now[name] for name in row.keys() - gone} == {
                name: value for name, value in row.items() if name not in gone
            }
    assert [row["event_type"] for row in after["incident"]] == [None, "near_miss"]
    assert [bool(row["shortcuts"]) for row in after["person"]] == [True]
    assert guards < set(triggers(in_use))

    migrate(in_use, FIRST_RELEASE, down=True)
    assert stored(in_use) == before
    assert set(triggers(in_use)) == guards

    migrate(in_use)
    assert stored(in_use) == after
    assert of_sqlite(in_use, "PRAGMA foreign_key_check") == []
    assert of_sqlite(in_use, "PRAGMA foreign_keys") in ([1], [])


@pytest.mark.parametrize("in_use", ["sqlite"], indirect=True)
def test_a_migration_that_fails_leaves_nothing_behind(in_use: Flask) -> None:
    with in_use.app_context(), db.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        for statement in ("PRAGMA foreign_keys=OFF", "UPDATE cause SET incident_id = 99"):
            raw.execute(statement)
        raw.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(RuntimeError, match="point at nothing"):
        migrate(in_use)
    assert version(in_use) == "0003"
    assert stored(in_use)["incident"][1]["near_miss"]
    assert of_sqlite(in_use, "SELECT name FROM sqlite_master WHERE name LIKE '_alembic%'") == []
    assert of_sqlite(in_use, "PRAGMA foreign_keys") == [1]

    with in_use.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE cause SET incident_id = 2"))
    migrate(in_use)
    assert version(in_use) > "0003"
    assert stored(in_use)["incident"][1]["event_type"] == "near_miss"


@pytest.mark.parametrize("in_use", ["sqlite"], indirect=True)
def test_sqlite_gives_no_id_again_where_the_models_say_so(in_use: Flask) -> None:
    migrate(in_use)
    wanted = {
        name
        for name, table in Model.metadata.tables.items()
        if table.dialect_options["sqlite"]["autoincrement"]
    }
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
    assert set(of_sqlite(in_use, query)) == wanted
    with in_use.app_context():
        assert wanted <= set(inspect(db.engine).get_table_names())
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM cause WHERE id = 2"))
            insert = "INSERT INTO cause (incident_id, position, text_nl, text_fr) "
            given = connection.execute(text(f"{insert} VALUES (1, 1, '', '') RETURNING id"))
            assert given.scalar() == 3
