"""How the portal starts: the demo stays on its own machine, and files are for us alone."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from portal import serve
from portal.accounts.models import Person
from portal.config import ROOT, Settings, WrongSetting
from portal.db import NO_TABLES, db, plainly
from portal.permissions import Role
from tests import factories
from tests.conftest import build, settings_for

FLASK = str(Path(sys.executable).with_name("flask"))
WRONG = [
    ({"PORTAL_PORT": "x"}, "PORTAL_PORT"),
    ({"PORTAL_DATABASE_URL": "sqlite:////nonexistent/portal.sqlite"}, "PORTAL_DATABASE_URL"),
    ({"PORTAL_DATABASE_URL": "postgresql://127.0.0.1:1/x?password=secret"}, "PORTAL_DATABASE_URL"),
]
REACHABLE = [{"host": "0.0.0.0"}, {"base_url": "https://rex.example.be"}]  # noqa: S104 - what it is about


@pytest.mark.parametrize("changes", REACHABLE)
def test_a_portal_that_others_reach_starts_without_accounts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    settings = settings_for(tmp_path, **changes)
    serve.prepare(settings)
    shown = capsys.readouterr().out
    assert "flask people invite" in shown
    assert "password" not in shown
    app = build(settings)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0
        db.session.rollback()
        db.engine.dispose()


@pytest.mark.parametrize("changes", REACHABLE)
def test_demo_accounts_are_not_shown_to_others(tmp_path: Path, changes: dict[str, Any]) -> None:
    settings: Settings = settings_for(tmp_path, **changes)
    app = build(settings)
    with app.app_context():
        factories.person(db.session, Role.ADMINISTRATOR, email="admin@demo.invalid")
        db.session.commit()
        db.engine.dispose()
    with pytest.raises(WrongSetting, match=r"PORTAL_HOST.*demo"):
        serve.prepare(settings)


def test_what_the_portal_writes_nobody_else_reads(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    subprocess.run(
        [FLASK, "db", "upgrade"],
        cwd=ROOT,
        env=os.environ | {"PORTAL_DATA_DIR": str(folder)},
        capture_output=True,
        check=True,
    )
    modes = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()}
    assert modes["portal.sqlite"] == 0
    assert set(modes.values()) == {0}


def _run(command: list[str], folder: Path, changes: dict[str, str]) -> tuple[int, str]:
    environ = os.environ | {"PORTAL_DATA_DIR": str(folder)} | changes
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, check=False, text=True
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(("changes", "name"), WRONG)
@pytest.mark.parametrize(
    "command", [[FLASK, "db", "upgrade"], [sys.executable, "-m", "portal.serve"]]
)
def test_what_the_operator_can_mend_is_told_in_one_sentence(
    tmp_path: Path, command: list[str], changes: dict[str, str], name: str
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    status, told = _run(command, tmp_path, {"PORTAL_PORT": port} | changes)
    assert (status, told.count("\n")) == (2, 1), told
    assert told.startswith(name)
    assert "secret" not in told


@pytest.mark.parametrize("command", ["search query tafel", "outbox drain", "trail verify", "run"])
def test_a_command_without_tables_says_how_to_make_them(tmp_path: Path, command: str) -> None:
    status, told = _run([FLASK, *command.split()], tmp_path, {})
    assert (status, told.count("\n")) == (2, 1), told
    assert "flask db upgrade" in told


def test_a_database_with_tables_of_another_version_is_named_on_each_server(app: Flask) -> None:
    with app.app_context():
        for query in ("SELECT 1 FROM absent", "SELECT absent FROM trail"):
            with pytest.raises(DatabaseError) as caught:
                db.session.execute(text(query))
            db.session.rollback()
            assert plainly(caught.value, db.engine.url) == NO_TABLES


def test_a_mistake_of_ours_is_not_blamed_on_the_operator(app: Flask) -> None:
    with app.app_context():
        with pytest.raises(DatabaseError) as caught:
            db.session.execute(text("INSERT INTO trail (id) VALUES (1)"))
        db.session.rollback()
        assert plainly(caught.value, db.engine.url) is None
