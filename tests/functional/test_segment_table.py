"""Every state of a translation, every step and everybody: what opens, and nothing else.

The table below was written by hand from the design, apart from that of the portal.
"""

from dataclasses import dataclass
from itertools import product

import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.bulletins import translating
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.states import segment_of, state_of
from portal.bulletins.working import Assignment, SegmentState
from portal.db import db
from portal.i18n import now
from portal.permissions import Role
from portal.workflow import NotOpen, Refused
from tests import bulletins, factories
from tests.pages import Visitor

S = SegmentState
PEOPLE: dict[str, tuple[Role, str | None]] = {
    "analyst": (Role.ANALYST, None),
    "colleague": (Role.ANALYST, None),
    "translator": (Role.TRANSLATOR, None),
    "unasked": (Role.TRANSLATOR, None),
    "publisher": (Role.PUBLISHER, None),
    "administrator": (Role.ADMINISTRATOR, None),
    "quality": (Role.QUALITY_MANAGER, "noord"),
    "reader": (Role.READER, "noord"),
}
WRITER = "colleague"  # who wrote the translation last


@dataclass(frozen=True)
class Step:
    sources: frozenset[SegmentState]
    target: SegmentState
    who: frozenset[str]


TABLE = {
    "hand_in": Step(
        frozenset({S.TO_TRANSLATE, S.TO_REVISE}),
        S.TO_READ,
        frozenset({"analyst", "colleague", "translator"}),
    ),
    "approve": Step(frozenset({S.TO_READ}), S.APPROVED, frozenset({"analyst", "publisher"})),
    "send_back": Step(
        frozenset({S.TO_READ, S.APPROVED}),
        S.TO_REVISE,
        frozenset({"analyst", "colleague", "publisher"}),
    ),
}
MAY_READ = {"analyst", "colleague", "translator", "publisher"}
MAY_WRITE = {"analyst", "colleague", "translator"}


@pytest.fixture
def people(sqlite_app: Flask) -> dict[str, int]:
    """Somebody of each kind, by name."""
    with sqlite_app.app_context():
        home = factories.department(db.session)
        ids = {
            name: factories.person(
                db.session,
                role,
                department=home if code else None,
                email=f"{name}@test.invalid",
            ).id
            for name, (role, code) in PEOPLE.items()
        }
        db.session.commit()
        return ids


def bulletin_in(
    state: SegmentState, ids: dict[str, int], status: BulletinStatus = BulletinStatus.DRAFT
) -> Bulletin:
    """A bulletin whose title is in that state, the last word by ``WRITER``."""
    row = bulletins.bulletin(db.session, status=status)
    segment = segment_of(row, "title")
    assert segment
    segment.state, segment.writer_id = state, ids[WRITER]
    segment.approver_id = 0 if state is S.APPROVED else None
    row.assignments.append(
        Assignment(person_id=ids["translator"], assigned_at=now(), assigned_by=ids["analyst"])
    )
    db.session.flush()
    return row


def test_the_two_tables_name_the_same_steps() -> None:
    assert set(TABLE) == set(translating.STEPS)


@pytest.mark.parametrize("verb", TABLE)
def test_every_state_and_role(sqlite_app: Flask, people: dict[str, int], verb: str) -> None:
    step = TABLE[verb]
    with sqlite_app.app_context():
        for state, status, (name, id_) in product(
            S, (BulletinStatus.DRAFT, BulletinStatus.READY), people.items()
        ):
            bulletin = bulletin_in(state, people, status)
            row = translating.row_of(bulletin, "title")
            draft = status is BulletinStatus.DRAFT
            opens = draft and state in step.sources and name in step.who
            user = db.session.get_one(Person, id_)
            where = (verb, state, status, name)
            assert (verb in translating.open_steps(user, row)) is opens, where
            try:
                translating.advance(user, row, verb)
            except (NotOpen, Refused):
                assert not opens, where
                assert row.state is state
            else:
                assert opens, where
                assert row.state is step.target
            db.session.rollback()


@pytest.mark.parametrize("name", PEOPLE)
def test_every_door_from_every_state(sqlite_app: Flask, people: dict[str, int], name: str) -> None:
    """What is not open answers 404, 409 or 422, leaves the state as it was, and never 500."""
    visitor = Visitor(sqlite_app)
    visitor.sign_in(f"{name}@test.invalid")
    token = visitor.token()
    for verb, state in product(TABLE, S):
        with sqlite_app.app_context():
            number = bulletin_in(state, people).id
            db.session.commit()
        fields = {"csrf_token": token, "action": f"{verb}_title"}
        if name in MAY_WRITE:
            texts = {f"{key}_fr": bulletins.BOTH.fr for key in ("title", "essence")}
            fields |= texts
        answer = visitor.post(f"/nl/bulletins/{number}/translation", fields, follow=False)
        opens = state in TABLE[verb].sources and name in TABLE[verb].who
        with sqlite_app.app_context():
            found = state_of(db.session.get_one(Bulletin, number), "title")
        where = (name, verb, state, answer.status)
        if opens:
            assert answer.status == 303, where
            assert found is TABLE[verb].target, where
        else:
            assert answer.status in ({409, 422} if name in MAY_READ else {404}), where
            assert found is state, where


def test_who_may_write_a_text_in_each_state(sqlite_app: Flask, people: dict[str, int]) -> None:
    for name in PEOPLE:
        visitor = Visitor(sqlite_app)
        visitor.sign_in(f"{name}@test.invalid")
        for state in S:
            with sqlite_app.app_context():
                number = bulletin_in(state, people).id
                db.session.commit()
            address = f"/nl/bulletins/{number}/translation"
            page = visitor.get(address)
            assert (page.status == 200) is (name in MAY_READ), (name, state)
            writes = bool(page.soup.select("main textarea"))
            assert writes is (name in MAY_WRITE), (name, state)
            if writes:
                assert page.submit(title_fr="Réécrit").status == 200
                after = S.TO_READ if state is S.APPROVED else state
                with sqlite_app.app_context():
                    assert state_of(db.session.get_one(Bulletin, number), "title") is after
