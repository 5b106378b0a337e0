"""Bulletins for tests: in every state, and documents that cost nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.bulletins import document, gate, operations
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import Audience, Block, Bulletin, BulletinStatus, Section
from portal.bulletins.operations import Plan
from portal.bulletins.record import Record
from portal.bulletins.side_by_side import text_of
from portal.bulletins.states import approve_all
from portal.bulletins.working import Assignment
from portal.bulletins.writing import place
from portal.db import db
from portal.i18n import Language, Translated, now
from portal.incidents.models import Incident
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
    """A bulletin being written, complete and approved in both languages unless said otherwise."""
    texts = {"title": BOTH, "essence": BOTH, "edited_at": now(), "year": 2026}
    row = Bulletin(**({"language": Language.NL, "audience": Audience.PUBLIC} | texts | values))
    for section, kind in (
        (Section.COURSE, Kind.PARAGRAPH),
        (Section.ACTIONS, Kind.BULLET),
        (Section.RECOMMENDATION, Kind.PARAGRAPH),
    ):
        place(row, section, [Block(kind=kind, text=BOTH)])
    approve_all(row)
    session.add(row)
    session.flush()
    return row


def ready(session: Session, **values: object) -> Bulletin:
    """A bulletin that waits for a publisher; the departments of its dossiers agree."""
    row = bulletin(session, **({"status": BulletinStatus.READY} | values))
    for incident in row.incidents:
        agreed(session, row, incident)
    return row


def all_agree(app: Flask, number: int) -> None:
    """Every department behind a bulletin agrees with its text as it is now."""
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        for incident in row.incidents:
            agreed(db.session, row, incident)
        db.session.commit()


def agreed(session: Session, row: Bulletin, incident: Incident, **values: Any) -> Confirmation:
    """The department of ``incident`` was asked, and agrees with the text unless said otherwise."""
    who = factories.person(session).id
    asked = {
        "asked_at": now(),
        "asked_by": who,
        "shown": text_of(row, incident.language),
        "agreed": True,
        "answered_at": now(),
    } | values
    confirmation = Confirmation(bulletin=row, incident=incident, **asked)
    session.add(confirmation)
    session.flush()
    return confirmation


def published(session: Session, year: int, **values: object) -> Bulletin:
    """A REX with the next number of ``year``."""
    row = ready(session, **values)
    publisher = factories.person(session, Role.PUBLISHER)
    operations.publish(session, publisher, row, year, Plan(quiet=True))
    return row


def somebody(app: Flask, *roles: Role) -> str:
    """The address of a new account with these roles."""
    with app.app_context():
        email = factories.person(db.session, *roles).email
        db.session.commit()
    return email


def assign(app: Flask, number: int, email: str) -> None:
    """Give a bulletin to the translator with that address."""
    with app.app_context():
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        row = db.session.get_one(Bulletin, number)
        row.assignments.append(Assignment(person=person, assigned_at=now(), assigned_by=person.id))
        db.session.commit()


def approve(app: Flask, number: int) -> None:
    """Say that every translation of a bulletin is approved, whoever read it."""
    with app.app_context():
        approve_all(db.session.get_one(Bulletin, number))
        db.session.commit()


def read_over(app: Flask, number: int) -> None:
    """Give a reason for all that the checks ask about in a bulletin."""
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        asked = {each.found.key: "Nagelezen" for each in gate.judged(db.session, row) if each.asks}
        gate.confirm(db.session, factories.person(db.session, Role.ANALYST), row, asked)
        db.session.commit()


def publish_now(app: Flask, number: int, reason: str = "") -> None:
    """Let a new publisher publish the bulletin of that id, which is complete.

    ``reason`` is why a department that did not agree is passed over.
    """
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        row.status = BulletinStatus.READY
        publisher = factories.person(db.session, Role.PUBLISHER)
        operations.publish(db.session, publisher, row, 2026, Plan(reason=reason))
        commit_and_drain()
