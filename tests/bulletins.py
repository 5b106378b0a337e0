"""Bulletins for tests: in every state, and documents that cost nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.bulletins import document, operations
from portal.bulletins.models import Block, Bulletin, BulletinStatus, Section
from portal.bulletins.record import Record
from portal.bulletins.writing import place
from portal.db import db
from portal.i18n import Translated, now
from portal.language.segments import Kind
from portal.outbox import commit_and_drain
from portal.permissions import Role
from tests import factories

BOTH = Translated("Nederlandse tekst.", "Texte en français.")


def cheap_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents without layout: what is tested is what happens around them."""

    def render(record: Record, variant: document.Variant, *, base_url: str = "") -> bytes:
        return f"%PDF {variant} {base_url} {record.to_json()}".encode()

    monkeypatch.setattr(document, "render", render)


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let ``act`` happen once, in another thread, while the next document is being made."""
    waiting = [act]

    def render(record: Record, variant: document.Variant, *, base_url: str = "") -> bytes:
        if waiting:
            with ThreadPoolExecutor(1) as other:
                other.submit(waiting.pop()).result(timeout=10)
        return f"%PDF {variant} {base_url} {record.to_json()}".encode()

    monkeypatch.setattr(document, "render", render)


def bulletin(session: Session, **values: object) -> Bulletin:
    """A bulletin being written, complete in both languages unless said otherwise."""
    texts = {"title": BOTH, "essence": BOTH, "edited_at": now(), "year": 2026} | values
    row = Bulletin(**texts)
    for section, kind in (
        (Section.COURSE, Kind.PARAGRAPH),
        (Section.ACTIONS, Kind.BULLET),
        (Section.RECOMMENDATION, Kind.PARAGRAPH),
    ):
        place(row, section, [Block(kind=kind, text=BOTH)])
    session.add(row)
    session.flush()
    return row


def ready(session: Session, **values: object) -> Bulletin:
    """A bulletin that waits for a publisher."""
    return bulletin(session, **({"status": BulletinStatus.READY} | values))


def published(session: Session, year: int, **values: object) -> Bulletin:
    """A REX with the next number of ``year``."""
    row = ready(session, **values)
    operations.publish(session, factories.person(session, Role.PUBLISHER), row, year)
    return row


def somebody(app: Flask, *roles: Role) -> str:
    """The address of a new account with these roles."""
    with app.app_context():
        email = factories.person(db.session, *roles).email
        db.session.commit()
    return email


def publish_now(app: Flask, number: int) -> None:
    """Let a new publisher publish the bulletin of that id, which is complete."""
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        row.status = BulletinStatus.READY
        publisher = factories.person(db.session, Role.PUBLISHER)
        operations.publish(db.session, publisher, row, 2026)
        commit_and_drain()
