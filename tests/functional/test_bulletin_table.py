"""Every verb on a bulletin in every state by everybody, against a table written by hand."""

from collections.abc import Callable
from itertools import count

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.bulletins import operations, revising
from portal.bulletins.models import Audience, Bulletin, BulletinStatus
from portal.bulletins.operations import Plan
from portal.db import db
from portal.i18n import Translated
from portal.incidents.models import IncidentStatus
from portal.permissions import Role
from tests import bulletins, factories
from tests.pages import Visitor

VISITOR = "visitor"
SIGNED_IN: frozenset[str] = frozenset(Role)
EVERYBODY = SIGNED_IN | {VISITOR}
ASKERS: frozenset[str] = frozenset({Role.ANALYST, Role.PUBLISHER})
ANALYST: frozenset[str] = frozenset({Role.ANALYST})
PUBLISHER: frozenset[str] = frozenset({Role.PUBLISHER})

STATES = (
    *("draft", "stranded", "ready", "published", "inside"),
    *("revising", "revised", "withdrawn"),
)
# What each verb is open to, by state; where a state is missing, to nobody.
TABLE: dict[str, dict[str, frozenset[str]]] = {
    "GET page": dict.fromkeys(STATES, ASKERS),
    "GET preview": dict.fromkeys(STATES, ASKERS),
    "GET rex": {
        **dict.fromkeys(("published", "revising", "revised", "withdrawn"), EVERYBODY),
        "inside": SIGNED_IN,
    },
    "GET pdf": {
        **dict.fromkeys(("published", "revising", "revised"), EVERYBODY),
        "inside": SIGNED_IN,
    },
    "POST save": dict.fromkeys(("draft", "stranded", "revising"), ANALYST),
    "POST finish": dict.fromkeys(("draft", "stranded", "revising"), ANALYST),
    "POST reopen": dict.fromkeys(("ready", "revised"), ASKERS),
    "POST discard": {"stranded": ANALYST},
    "POST confirm": dict.fromkeys(("draft", "stranded", "ready", "revising", "revised"), ASKERS),
    "POST publish": dict.fromkeys(("ready", "revised"), PUBLISHER),
    "POST revise": dict.fromkeys(("published", "inside"), PUBLISHER),
    "POST give-up": dict.fromkeys(("revising", "revised"), PUBLISHER),
    "POST withdraw": dict.fromkeys(("published", "inside", "revising", "revised"), PUBLISHER),
}
MOVING = {"POST finish", "POST reopen", "POST discard", "POST give-up"}
CASES = [(str(who), verb, state) for who in (VISITOR, *Role) for verb in TABLE for state in STATES]
ADDRESSES = {
    "page": "/nl/bulletins/{id}",
    "save": "/nl/bulletins/{id}",
    "rex": "/nl/rex/{year}/{number}",
    "pdf": "/nl/rex/{year}/{number}.pdf",
}
NUMBERS = count()
NOTE = Translated("Omdat", "Parce que")


def make(session: Session, state: str, publisher: Person) -> Bulletin:
    """A bulletin in that state."""
    if state == "stranded":
        closed = factories.incident(
            session,
            factories.department(session, f"dienst-{next(NUMBERS)}"),
            status=IncidentStatus.CLOSED,
            closed_reason="Toch niet",
        )
        return bulletins.bulletin(session, incidents=[closed])
    audience = Audience.DEPARTMENTS if state == "inside" else Audience.PUBLIC
    row = bulletins.bulletin(session, audience=audience)
    if state == "draft":
        return row
    row.status = BulletinStatus.READY
    if state == "ready":
        return row
    session.flush()
    operations.publish(session, publisher, row, 2026, Plan(quiet=True))
    steps: dict[str, Callable[[], object]] = {
        "revising": lambda: revising.revise(session, publisher, row, NOTE),
        "revised": lambda: revising.revise(session, publisher, row, NOTE),
        "withdrawn": lambda: revising.withdraw(session, publisher, row, NOTE),
    }
    steps.get(state, lambda: None)()
    if state == "revised":
        row.status = BulletinStatus.READY
    return row


def opened(visitor: Visitor, verb: str, values: dict[str, int], token: str) -> bool:
    """Whether the verb is open; words that are missing in the form are asked for then."""
    method, name = verb.split()
    address = ADDRESSES.get(name, f"/nl/bulletins/{{id}}/{name}").format(**values)
    if method == "GET":
        answer = visitor.get(address, follow=False)
    else:
        answer = visitor.post(address, {"csrf_token": token}, follow=False)
    assert answer.status in (200, 302, 303, 403, 404, 409, 422), (verb, answer.status)
    to_login = "/login" in answer.response.headers.get("Location", "")
    return (answer.status < 400 and not to_login) or answer.status == 422


def rows(app: Flask) -> dict[tuple[str, str, str], dict[str, int]]:
    """A bulletin for each case: one of its own where the step will be taken."""
    found = {}
    with app.app_context():
        publisher = factories.person(db.session, Role.PUBLISHER)
        shared = {state: make(db.session, state, publisher) for state in STATES}
        for who, verb, state in CASES:
            taken = verb in MOVING and who in TABLE[verb].get(state, ())
            row = make(db.session, state, publisher) if taken else shared[state]
            db.session.flush()
            found[who, verb, state] = {"id": row.id, "year": 2026, "number": row.number or 9999}
        db.session.commit()
    return found


def test_everybody_may_do_what_the_table_says(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    visitors: dict[str, Visitor] = {VISITOR: Visitor(sqlite_app)}
    for role in Role:
        visitors[role] = Visitor(sqlite_app)
        visitors[role].sign_in(bulletins.somebody(sqlite_app, role))
    tokens = {who: visitor.token() for who, visitor in visitors.items() if who != VISITOR}
    found = {
        (who, verb, state)
        for (who, verb, state), values in rows(sqlite_app).items()
        if opened(visitors[who], verb, values, tokens.get(who, ""))
    }
    assert found == {case for case in CASES if case[0] in TABLE[case[1]].get(case[2], ())}
