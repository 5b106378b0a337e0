"""Published exactly once or not at all: mails, feed and index follow the commit, whoever dies.

PUBLISH_KILLS=100 in the environment kills that many more, at any moment, on both databases.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins.models import Bulletin, BulletinStatus
from portal.config import ROOT, Settings
from portal.db import db
from portal.outbox import OutboxItem, commit_and_drain
from portal.permissions import Role
from portal.trail import broken_entry
from tests import bulletins, factories, mailbox
from tests.clock import START, Clock
from tests.killed import PUBLISHER
from tests.pages import Visitor

KILLS = int(os.environ.get("PUBLISH_KILLS", "0"))
READERS = 3
# Where the process dies, and whether the REX is published all the same.
PLACES = [
    ("before Session.commit 1", False),
    ("after Session.commit 1", True),
    ("after portal.mail.write_durably 2", True),
]
MORE_PLACES = [
    ("after portal.bulletins.archive.write_durably 2", False),
    ("after portal.numbering.next_number 1", False),
    ("before portal.outbox._finish 1", True),
    ("after portal.outbox._finish 1", True),
    ("before portal.outbox._finish 2", True),
    ("after portal.outbox._claim 1", True),
]
every_place = PLACES + (MORE_PLACES if KILLS else [])


def prepare(app: Flask) -> None:
    """A REX that waits for its publisher, and those who will hear of it."""
    with app.app_context():
        home = factories.department(db.session)
        for number in range(READERS):
            email = f"lezer{number}@test.invalid"
            factories.person(db.session, Role.READER, department=home, email=email)
        factories.person(db.session, Role.PUBLISHER, email=PUBLISHER)
        assert bulletins.ready(db.session).id == 1
        db.session.commit()
        db.engine.dispose()


def child(app: Flask, place: str = "") -> subprocess.Popen[str]:
    """The process that publishes; it says when it is about to."""
    settings: Settings = app.config["PORTAL"]
    url = settings.database_url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.killed", str(settings.data_dir), url, *place.split()]
    started = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert started.stdout is not None
    assert started.stdout.readline() == "armed\n"
    return started


def end(process: subprocess.Popen[str]) -> int:
    """How it ended."""
    code = process.wait(60)
    assert process.stdout is not None
    process.stdout.close()
    return code


def check_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> bool:
    """After all that waits was done: everything is there once, or nothing is. Which of both."""
    Clock(monkeypatch, START + timedelta(days=1))
    with app.app_context():
        commit_and_drain()
        row = db.session.get_one(Bulletin, 1)
        published = row.status is BulletinStatus.PUBLISHED
        assert len(row.editions) == int(published)
        assert db.session.scalars(select(OutboxItem)).all() == []
        assert broken_entry(db.session) is None
        db.session.rollback()
        db.engine.dispose()
    told = Counter(str(letter["To"]) for letter in mailbox.letters(app))
    names = [f"lezer{number}@test.invalid" for number in range(READERS)]
    assert told == Counter(names if published else [])
    visitor = Visitor(app)
    assert visitor.get("/nl/rex/feed.atom").response.text.count("<entry>") == int(published)
    found = visitor.get("/nl/search?q=Nederlandse").soup.select(".result")
    assert len(found) == int(published)
    if published:
        assert visitor.get("/nl/rex/2026/1.pdf").status == 200
    return published


def go_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who lost a publication publishes again, and gets the same number."""
    bulletins.cheap_documents(monkeypatch)
    visitor = Visitor(app)
    visitor.sign_in(PUBLISHER)
    page = visitor.get("/nl/bulletins/1/publish").submit("/publish")
    assert page.url == "/nl/rex/2026/1"
    assert check_once(app, monkeypatch)


@pytest.mark.parametrize(("place", "published"), every_place)
def test_a_process_that_dies_loses_nothing_and_doubles_nothing(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch, place: str, published: Any
) -> None:
    prepare(sqlite_app)
    assert end(child(sqlite_app, place)) < 0
    assert check_once(sqlite_app, monkeypatch) is published
    if not published:
        go_on(sqlite_app, monkeypatch)


@pytest.mark.skipif(not KILLS, reason="the long form: make drill")
@pytest.mark.parametrize("number", range(KILLS))
def test_a_process_that_is_killed_at_any_moment(
    app: Flask, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    prepare(app)
    process = child(app)
    time.sleep(random.Random(number).uniform(0, 0.4))  # noqa: S311 - not a secret
    process.kill()
    end(process)
    if not check_once(app, monkeypatch):
        go_on(app, monkeypatch)
