"""The migrations give exactly what the models say, up and down, on both databases."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, UniqueConstraint, inspect, text

from portal.db import Model, db
from tests.conftest import BACKENDS, build, settings_for


@pytest.fixture(params=BACKENDS)
def own_app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An application whose database is its own, for it is taken down."""
    url = None
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        server.psql("DROP DATABASE IF EXISTS migrated;")
        server.psql("CREATE DATABASE migrated;")
        url = request.getfixturevalue("postgresql_url").set(database="migrated")
    app = build(settings_for(tmp_path_factory.mktemp("migrated"), url))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_nothing_is_left_to_migrate(own_app: Flask) -> None:
    with own_app.app_context():
        assert own_app.extensions["alembic"].compare_metadata() == []


def test_the_checks_of_the_models_are_in_the_database(own_app: Flask) -> None:
    with own_app.app_context():
        inspector = inspect(db.engine)
        for name, table in Model.metadata.tables.items():
            wanted = {
                str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)
            }
            found = {str(each["name"]) for each in inspector.get_check_constraints(name)}
            assert wanted <= found, name
            unique = {
                frozenset(column.name for column in each.columns)
                for each in table.constraints
                if isinstance(each, UniqueConstraint)
            }
            there = {
                frozenset(each["column_names"]) for each in inspector.get_unique_constraints(name)
            }
            assert unique <= there, name


def test_down_and_up_again(own_app: Flask) -> None:
    with own_app.app_context():
        alembic = own_app.extensions["alembic"]
        alembic.downgrade("base")
        left = set(inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert left == set()
        if db.engine.dialect.name == "postgresql":
            functions = "SELECT count(*) FROM pg_proc WHERE proname LIKE 'guard\\_%'"
            assert db.session.scalar(text(functions)) == 0
            db.session.rollback()
        alembic.upgrade()
        assert set(Model.metadata.tables) <= set(inspect(db.engine).get_table_names())


def test_one_line_of_migrations(own_app: Flask) -> None:
    with own_app.app_context():
        assert len(own_app.extensions["alembic"].script_directory.get_heads()) == 1
