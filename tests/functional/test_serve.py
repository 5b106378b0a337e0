"""How the portal starts: the demo stays on its own machine, and files are for us alone."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import serve
from portal.accounts.models import Person
from portal.config import ROOT, Settings, WrongSetting
from portal.db import db
from portal.permissions import Role
from tests import factories
from tests.conftest import build, settings_for

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
        [str(Path(sys.executable).with_name("flask")), "db", "upgrade"],
        cwd=ROOT,
        env=os.environ | {"PORTAL_DATA_DIR": str(folder)},
        capture_output=True,
        check=True,
    )
    modes = {path.name: path.stat().st_mode & 0o077 for path in folder.iterdir()}
    assert modes["portal.sqlite"] == 0
    assert set(modes.values()) == {0}
