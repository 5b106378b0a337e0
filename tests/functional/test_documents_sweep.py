"""The files of a publication that did not succeed are removed, an hour later."""

from pathlib import Path

import pytest
from flask import Flask

from portal import schedule
from portal.config import Settings
from portal.db import db
from tests import bulletins
from tests.clock import Clock


def documents(app: Flask) -> set[Path]:
    settings: Settings = app.config["PORTAL"]
    return {each for each in (settings.data_dir / "documents").rglob("*") if each.is_file()}


def test_what_no_edition_names_goes(
    app: Flask, monkeypatch: pytest.MonkeyPatch, machine_clock: Clock
) -> None:
    bulletins.cheap_documents(monkeypatch)
    with app.app_context():
        bulletins.published(db.session, 2026)
        db.session.commit()
        kept = documents(app)
        bulletins.published(db.session, 2026)
        db.session.rollback()
        left = documents(app) - kept
        assert left
        next(iter(left)).with_name(".half.pdf.0.tmp").write_text("half")
        schedule.run()
        assert kept | left < documents(app)
        machine_clock.forward(hours=25)
        schedule.run()
        assert documents(app) == kept
