"""Recommendations and answers, every state × verb × role: what is not open stays shut.

The tables below are written by hand, apart from the portal's own, so that each corrects the other.
"""

from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Department
from portal.bulletins import revising
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.recommendation import Recommendation
from portal.bulletins.recommendation_forms import Values
from portal.bulletins.recommending import as_text
from portal.conflicts import fingerprint
from portal.db import db
from portal.followup.answering import said_as_text, said_of, talk_as_text
from portal.followup.models import Answer, Reading, Reply
from portal.i18n import Language, now
from portal.permissions import Role
from tests import bulletins, factories, followup
from tests.pages import Visitor

S = BulletinStatus
STATES = [*S, "revised", "revised and ready"]
WRITTEN = {S.DRAFT, "revised"}
STANDING = {S.PUBLISHED, "revised", "revised and ready"}
NEXT = 303
PEOPLE: dict[str, tuple[Role | None, str | None]] = {
    "reporter": (Role.REPORTER, "noord"),
    "quality": (Role.QUALITY_MANAGER, "noord"),
    "physician": (Role.PHYSICIAN, "noord"),
    "reader": (Role.READER, "noord"),
    "stranger": (Role.QUALITY_MANAGER, "sud"),
    "analyst": (Role.ANALYST, None),
    "translator": (Role.TRANSLATOR, None),
    "publisher": (Role.PUBLISHER, None),
    "administrator": (Role.ADMINISTRATOR, None),
    "newcomer": (None, None),
}
FIRST = "address"
MEMBERS = {"reporter", "quality", "physician", "reader", "stranger"}
LEADING = {"quality", "physician", "stranger"}
# verb: (address, what is sent, from which states, by whom)
TABLE: dict[str, tuple[str, dict[str, str], set[str], set[str]]] = {
    "address": (
        "bulletins/{id}/recommendations",
        {"r{advice}-addressed_to": "ict", "r{advice}-opened": "{opened_advice}"},
        WRITTEN,
        {"analyst"},
    ),
    "say": ("bulletins/{id}/recommendations/phrase", {"phrase": "1"}, WRITTEN, {"analyst"}),
    "read": ("rex/2026/{number}/ours/read", {}, STANDING, MEMBERS),
    "discuss": (
        "rex/2026/{number}/ours/discussed",
        {"applies": "no", "opened": fingerprint(talk_as_text((None, "")))},
        STANDING,
        LEADING,
    ),
    "answer": (
        "rex/2026/{number}/ours/{advice}",
        {"a{advice}-reply": "in_place", "a{advice}-opened": fingerprint("")},
        STANDING,
        LEADING,
    ),
    "remind": ("followup/2026/{number}/remind", {}, STANDING, {"analyst", "publisher"}),
}
PAGES = {
    "recommendations": ("bulletins/{id}/recommendations", WRITTEN, {"analyst"}),
    "ours": ("rex/2026/{number}/ours", STANDING, MEMBERS),
    "counts": ("followup/2026/{number}", STANDING, {"analyst", "publisher"}),
}


@pytest.fixture
def shop(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """A portal with somebody of each kind."""
    bulletins.cheap_documents(monkeypatch)
    with sqlite_app.app_context():
        where = {code: factories.department(db.session, code) for code in ("noord", "sud")}
        for name, (role, code) in PEOPLE.items():
            factories.person(
                db.session,
                *([role] if role else []),
                department=where.get(code or ""),
                email=f"{name}@test.invalid",
            )
        db.session.commit()
    return sqlite_app


def bulletin_in(app: Flask, state: str) -> dict[str, object]:
    """A bulletin in that state with a recommendation that is asked; what addresses name it by."""
    with app.app_context():
        if state in {S.DRAFT, S.READY}:
            row = bulletins.bulletin(db.session, status=state)
            row.recommendations[0].follow_up = True
        else:
            row = followup.rex(db.session)
            publisher = factories.person(db.session, Role.PUBLISHER)
        if state == S.WITHDRAWN:
            revising.withdraw(db.session, publisher, row, followup.WHY)
        if state in {"revised", "revised and ready"}:
            followup.revised(db.session, row, followup.SECOND)
        if state == "revised and ready":
            row.status = S.READY
        db.session.commit()
        advice = row.recommendations[0]
        opened = fingerprint(as_text(Values.of(advice)))
        known = {"id": row.id, "number": row.number or 99, "advice": advice.id}
        return known | {"opened_advice": opened}


def traces(app: Flask) -> list[object]:
    """All that the verbs can change."""
    with app.app_context():
        rows = (
            select(Recommendation.id, Recommendation.addressed_to),
            select(Reading.bulletin_id, Reading.department_id, Reading.applies, Reading.read_at),
            select(Answer.recommendation_id, Answer.department_id, Answer.reply),
        )
        return [[tuple(row) for row in db.session.execute(query)] for query in rows]


@pytest.mark.parametrize("name", PEOPLE)
def test_every_door_from_every_state(shop: Flask, name: str) -> None:
    """What is not open answers 403, 404 or 409, changes nothing, and never 500."""
    visitor = Visitor(shop)
    visitor.sign_in(f"{name}@test.invalid")
    token, before = visitor.token(), traces(shop)
    for state, (verb, (address, sent, states, people)) in product(STATES, TABLE.items()):
        if verb == FIRST or traces(shop) != before:
            known = bulletin_in(shop, state)
        fields = {key.format(**known): value.format(**known) for key, value in sent.items()}
        before = traces(shop)
        answer = visitor.post(
            f"/nl/{address.format(**known)}", fields | {"csrf_token": token}, follow=False
        )
        where = (name, verb, state, answer.status)
        if state in states and name in people:
            assert answer.status == NEXT, where
            assert verb == "remind" or traces(shop) != before, where
        else:
            assert answer.status in {403, 404, 409}, where
            assert traces(shop) == before, where


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_from_every_state(shop: Flask, name: str) -> None:
    visitor = Visitor(shop)
    visitor.sign_in(f"{name}@test.invalid")
    standing = {state: bulletin_in(shop, state) for state in STATES}
    for (page, (address, states, people)), state in product(PAGES.items(), STATES):
        known = standing[state]
        answer = visitor.get(f"/fr/{address.format(**known)}", follow=False)
        opens = state in states and name in people
        assert (answer.status == 200) is opens, (name, page, state, answer.status)
        assert opens or answer.status in {302, 403, 404}, (name, page, state, answer.status)


REPLIES = {
    "done": {},
    "planned": {"due_on": "1/2/2027"},
    "in_place": {},
    "not_applicable": {"reason": "Wij doen dit niet."},
    "to_examine": {},
}


@pytest.mark.parametrize("name", ["quality", "reader"])
def test_from_each_answer_to_each_other(shop: Flask, name: str) -> None:
    """Every answer can become every other; one that lacks its date or reason is not stored."""
    assert set(REPLIES) == set(Reply)
    visitor = Visitor(shop)
    visitor.sign_in(f"{name}@test.invalid")
    token, code = visitor.token(), PEOPLE[name][1]
    known = bulletin_in(shop, S.PUBLISHED)
    key = known["advice"]
    for before, (after, needed) in product([None, *REPLIES], REPLIES.items()):
        forget(shop)
        opened = stand(shop, key, str(code), before) if before else fingerprint("")
        address = f"/nl/rex/2026/{known['number']}/ours/{key}"
        fields = {"csrf_token": token, f"a{key}-opened": opened, f"a{key}-reply": after}
        complete = fields | {f"a{key}-{field}": value for field, value in needed.items()}
        for sent, stores in ((fields, not needed), (complete, True)):
            status = visitor.post(address, sent, follow=False).status
            where = (name, before, after, status)
            if name == "reader":
                assert status == 404, where
                assert replies(shop, key) == [before] * bool(before), where
            else:
                assert status == (NEXT if stores else 422), where
                assert replies(shop, key) == [after if stores else before] * bool(
                    stores or before
                ), where


def stand(app: Flask, key: object, code: str, reply: str) -> str:
    """Let a department have answered so; the fingerprint of that."""
    with app.app_context():
        department = db.session.scalars(select(Department).where(Department.code == code)).one()
        row = Answer(
            recommendation_id=key,
            department_id=department.id,
            reply=Reply(reply),
            due_on=now().date(),
            reason="Daarom.",
            language=Language.NL,
            wording="",
            answered_at=now(),
        )
        db.session.add(row)
        db.session.commit()
        return fingerprint(said_as_text(said_of(row)))


def forget(app: Flask) -> None:
    """Let nobody have answered."""
    with app.app_context():
        for row in db.session.scalars(select(Answer)):
            db.session.delete(row)
        db.session.commit()


def replies(app: Flask, key: object) -> list[str]:
    """The answers to a recommendation."""
    with app.app_context():
        query = select(Answer.reply).where(Answer.recommendation_id == key)
        return [reply.value for reply in db.session.scalars(query)]


def test_the_tables_name_every_state() -> None:
    assert {state for _a, _f, states, _p in TABLE.values() for state in states} < set(STATES)
    assert Bulletin.__table__.c.status.type.enums == [each.value for each in S]  # type: ignore[attr-defined]
