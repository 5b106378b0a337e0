"""The migrations on a database that is in use: what stood there stays, up and down."""

from collections.abc import Iterable, Iterator
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
    (
        "block",
        {"id": 7, "bulletin_id": 1, "section": "recommendation", "section_order": 2}
        | {"position": 1, "kind": "paragraph", "text_nl": "r", "text_fr": ""},
    ),
    *(
        (
            "block",
            {"id": number, "bulletin_id": 1, "section": "course", "section_order": 0}
            | {"position": number, "kind": "paragraph", "text_nl": "n", "text_fr": french},
        )
        for number, french in ((5, "f"), (6, " "))
    ),
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


def guarded(names: Iterable[str]) -> set[str]:
    """What the guards of those names keep: block_delete, trail_update."""
    return {name.split("_", 2)[2] for name in names}


BLOCK = (
    "INSERT INTO block (bulletin_id, section, section_order, position, kind, text_nl, text_fr) "
    "VALUES (1, :section, 0, 1, 'paragraph', 'a', 'b')"
)
PUBLISHED = (
    "UPDATE bulletin SET status = 'published', year = 2020, number = 3, title_fr = 'b', "
    "essence_nl = 'a', essence_fr = 'b', published_at = edited_at, published_by = 'person:1'"
)
EDITION = (
    "INSERT INTO edition (bulletin_id, version, published_at, base_url, record) "
    "SELECT id, 1, edited_at, '', '{}' FROM bulletin"
)


def test_what_was_published_stays_and_is_for_everybody(in_use: Flask) -> None:
    with in_use.app_context(), db.engine.begin() as connection:
        for section in ("course", "recommendation"):
            connection.execute(text(BLOCK), {"section": section})
        connection.execute(text("UPDATE block SET text_fr = 'f'"))
        connection.execute(text(PUBLISHED))
        connection.execute(text(EDITION))
    before = stored(in_use)["bulletin"]
    migrate(in_use)
    [after] = stored(in_use)["bulletin"]
    assert {name: after[name] for name in before[0]} == before[0]
    assert (after["audience"], after["only_language"]) == ("public", None)
    with in_use.app_context(), db.engine.connect() as connection:
        query = "SELECT published_by, in_digest FROM edition"
        assert [tuple(row) for row in connection.execute(text(query))] == [("person:1", False)]
    migrate(in_use, FIRST_RELEASE, down=True)
    assert stored(in_use)["bulletin"] == before


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
    assert guarded(guards) < guarded(triggers(in_use))
    with in_use.app_context():
        query = text("SELECT block_id, addressed_to, follow_up FROM recommendation")
        assert [tuple(row) for row in db.session.execute(query)] == [(7, "departments", False)]
        db.session.rollback()

    migrate(in_use, FIRST_RELEASE, down=True)
    assert stored(in_use) == before
    assert set(triggers(in_use)) == guards

    migrate(in_use)
    assert stored(in_use) == after
    assert of_sqlite(in_use, "PRAGMA foreign_key_check") == []
    assert of_sqlite(in_use, "PRAGMA foreign_keys") in ([1], [])


def test_translations_that_stood_there_are_to_be_read_or_approved(in_use: Flask) -> None:
    both = {f"{name}_{language}": "x" for name in ("title", "essence") for language in ("nl", "fr")}
    publish = "UPDATE bulletin SET status = 'published', number = 1, year = 2020, "
    with in_use.app_context(), db.engine.begin() as connection:
        row = dict(ROWS)["bulletin"] | {"id": 2} | both
        connection.execute(of("bulletin", *row).insert(), row)
        for number, section in ((8, "course"), (9, "recommendation")):
            block = dict(ROWS)["block"] | {"id": number, "bulletin_id": 2, "section": section}
            block |= {"text_nl": "n", "text_fr": "f"}
            connection.execute(of("block", *block).insert(), block)
        connection.execute(
            text(f"{publish} published_at = :at, published_by = 'import' WHERE id = 2"), {"at": AT}
        )
        connection.execute(text("UPDATE incident SET language = 'fr' WHERE id = 2"))
    migrate(in_use)
    with in_use.app_context(), db.engine.connect() as connection:
        query = "SELECT bulletin_id, block_id, name, state, source FROM segment ORDER BY id"
        found = [tuple(row) for row in connection.execute(text(query))]
        languages = connection.execute(text("SELECT language FROM bulletin ORDER BY id")).scalars()
        assert list(languages) == ["fr", "nl"]
    assert found == [
        (2, None, "title", "approved", "x"),
        (2, None, "essence", "approved", "x"),
        (None, 5, "text", "to_read", "f"),
        (None, 8, "text", "approved", "n"),
        (None, 9, "text", "approved", "n"),
    ]


def test_a_linked_dossier_is_in_review_where_links_are_unknown(in_use: Flask) -> None:
    migrate(in_use)
    link = "UPDATE incident SET status = 'linked', linked_to_id = 1, analyst_id = 1 WHERE id = 2"
    with in_use.app_context(), db.engine.begin() as connection:
        connection.execute(text(link))
    migrate(in_use, FIRST_RELEASE, down=True)
    assert [row["status"] for row in stored(in_use)["incident"]] == ["with_department", "in_review"]
    migrate(in_use)
    assert stored(in_use)["incident"][1]["linked_to_id"] is None


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
