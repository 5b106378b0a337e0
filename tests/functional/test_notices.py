"""Each notice in both languages: a reference and a link, and not one word of the dossier."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import mail
from portal.accounts.models import News, Person
from portal.alerts.models import AlertStatus
from portal.bulletins import gate, importing, legacy, operations, revising
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import Audience, Bulletin
from portal.bulletins.operations import Plan
from portal.bulletins.overruling import Overruling
from portal.bulletins.working import Assignment
from portal.db import db
from portal.dialogue.models import Part, Question, ReporterMessage
from portal.duty.models import Outcome
from portal.followup.models import RexAction
from portal.i18n import BRUSSELS, Language, Translated, now, today
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction, EffectCheck
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import DutyCheck, Filing, FilingKind
from portal.incidents.taxonomy import ActionStatus, Danger, EindhovenCode
from portal.outbox import Task
from portal.permissions import Role
from portal.search.saved.searches import Find, SavedSearch
from portal.search.saved.watching import DIGEST, FOUND
from tests import bulletins, factories, followup
from tests.mailbox import links_in, text_of
from tests.unit.test_importing import FR

WORDS = "kwarrelbosje vlinterdak mirpelon drobbelzang"
OF_SEARCHES = {FOUND, DIGEST}
OF_ACCOUNTS = {"invitation", "reset", "password"}


def said(number: int) -> Translated:
    """A text of words that exist nowhere else, in both languages."""
    return Translated(f"{WORDS} dutch{number}", f"{WORDS} french{number}")


@pytest.fixture
def keys(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """A dossier full of words, and for each kind of notice what it can be about."""
    bulletins.cheap_documents(monkeypatch)
    with app.app_context():
        home = factories.department(db.session, name=Translated("Mirpelhuis", "Mirpelhuis"))
        for language in Language:
            factories.person(
                db.session,
                *(Role.QUALITY_MANAGER, Role.PHYSICIAN, Role.REPORTER),
                department=home,
                language=language,
                name="Kwarrelbosje Vlinterdak",
                email=f"{language}@test.invalid",
            )
        analyst = factories.person(db.session, Role.ANALYST)
        owner = db.session.scalars(select(Person).where(Person.department == home)).all()[0]
        action = CorrectiveAction(
            text=said(1),
            status=ActionStatus.PLANNED,
            due_on=today() + timedelta(days=3),
            measure=said(2),
            effect_checks=[EffectCheck(months=3, due_on=today())],
        )
        values = {
            "title": said(3),
            "narrative": said(4),
            "equipment": said(5),
            "vendor": WORDS,
            "effects": said(6),
            "correction": said(7),
            "found_how": said(8),
            "causes": [Cause(text=said(9), code=EindhovenCode.OP)],
            "owner_id": owner.id,
        }
        fresh = factories.incident(db.session, home, danger=Danger.YES, actions=[action], **values)
        fresh.duty_checks.append(
            DutyCheck(
                checked_at=now(),
                outcome=Outcome.MUST,
                due_on=today() + timedelta(days=3),
                final_on=today() + timedelta(days=60),
                facts=f'"{WORDS}"',
                results="[]",
            )
        )
        filings = [
            Filing(incident_id=fresh.id, kind=kind, filed_at=now(), digest="ab12", content=WORDS)
            for kind in FilingKind
        ]
        values["causes"] = []
        asked = factories.incident(
            db.session, home, status=IncidentStatus.QUESTION, actions=[], **values
        )
        question = Question(
            incident_id=asked.id,
            number=1,
            part=Part.COURSE,
            quote=WORDS,
            text=WORDS,
            language=Language.NL,
            asked_at=now(),
            asked_by=analyst.id,
            due_on=today(),
        )
        message = ReporterMessage(
            incident_id=asked.id,
            from_reporter=False,
            sent_at=now(),
            text=WORDS,
            language=Language.NL,
        )
        accepted = factories.incident(
            db.session, home, status=IncidentStatus.ACCEPTED, actions=[], **values
        )
        monday = today() - timedelta(days=today().weekday())
        moment = datetime.combine(monday - timedelta(days=2), time(12), BRUSSELS)
        for_all, gone, inside = (
            published(db.session, audience, moment)
            for audience in (Audience.PUBLIC, Audience.PUBLIC, Audience.DEPARTMENTS)
        )
        revising.withdraw(db.session, factories.person(db.session, Role.PUBLISHER), gone, said(11))
        printed = [importing.read("FR.txt", FR.encode())]
        french = legacy.store(db.session, printed, title=said(14), essence=Translated())
        confirmation = Confirmation(
            bulletin=Bulletin(edited_at=now(), title=said(10)),
            incident_id=accepted.id,
            asked_at=now(),
            asked_by=analyst.id,
            shown=f'"{WORDS}"',
        )
        for person in db.session.scalars(select(Person).where(Person.department == home)):
            confirmation.bulletin.assignments.append(
                Assignment(person=person, assigned_at=now(), assigned_by=analyst.id)
            )
        closed, linked = (
            factories.incident(
                db.session, home, status=status, closed_reason=WORDS, **(values | {"causes": []})
            )
            for status in (IncidentStatus.CLOSED, IncidentStatus.LINKED)
        )
        alerts = [
            factories.alert(
                db.session, analyst, owner, status=status, title=said(11), text=said(12)
            )
            for status in (AlertStatus.SENT, AlertStatus.OFFERED)
        ]
        draft = Draft(
            token="t" * 32,
            owner_id=owner.id,
            answers=f'{{"description": "{WORDS}"}}',
            started_at=now(),
            saved_at=now(),
        )
        rex = followup.rex(db.session)
        planned = RexAction(
            recommendation_id=rex.recommendations[0].id,
            department_id=home.id,
            text=WORDS,
            language=Language.NL,
            due_on=today(),
        )
        overruled = Overruling(
            confirmation=confirmation,
            reason=WORDS,
            language=Language.NL,
            decided_at=now(),
            decided_by=analyst.id,
        )
        searches = [
            SavedSearch(
                owner_id=person.id,
                name=WORDS,
                text=WORDS,
                language=Language.NL,
                news=News.WEEKLY,
                saved_at=now(),
                finds=[Find(bulletin=each, found_at=now(), digest_on=monday)],
            )
            for person in db.session.scalars(select(Person).where(Person.department == home))
            for each in (for_all, inside)
        ]
        db.session.add_all(
            [*filings, *searches, question, message, confirmation, draft, planned, overruled]
        )
        db.session.flush()
        saved = f"{draft.id}:{draft.saved_at:%Y-%m-%d}"
        yield {
            "report_received": [fresh.reference],
            "report_new": [fresh.reference],
            "report_danger": [fresh.reference],
            "duty_due": [f"{fresh.id}"],
            "final_due": [f"{fresh.id}"],
            "notified": [f"{filing.id}" for filing in filings],
            "question": [f"{question.id}:{moment}" for moment in ("new", "half", "last")],
            "answer": [
                f"{what}:{fresh.id}" for what in ("submitted", "notified", "answered", "assigned")
            ],
            "message": [f"{asked.id}"],
            "action_due": [f"action_soon:{action.id}", f"action_effect:{action.id}"],
            "agreement": [f"{confirmation.id}"],
            "confirm": [f"{confirmation.id}:new", f"{confirmation.id}:reminder"],
            "outcome": [f"{closed.id}", f"{linked.id}"],
            "alert": [f"{alerts[0].id}"],
            "alert_offered": [f"{alerts[1].id}"],
            "rex_followup": [f"{rex.id}"],
            "rex_action_due": [f"{planned.id}"],
            "translate": [f"{confirmation.bulletin_id}:{moment}" for moment in ("new", "changed")],
            "draft_reminder": [saved],
            "draft_expires": [saved],
            "rex_published": [f"{rex.id}:v1" for rex in (for_all, inside)],
            "rex_changed": [f"{for_all.id}:v2", f"{gone.id}:withdrawn"],
            "rex_digest": [f"{monday}"],
            "search_found": [f"{rex.id}" for rex in (for_all, inside)],
            "search_digest": [f"{monday}"],
            "translation_wanted": [f"{french.id}"],
            "overruled": [f"{overruled.id}"],
        }


def published(session: Session, audience: Audience, moment: datetime) -> Bulletin:
    """A REX whose essence alone is public, published in the week before this one."""
    row = bulletins.ready(session, audience=audience, title=said(12))
    for block in row.blocks:
        block.text = said(13)
    session.flush()
    publisher = factories.person(session, Role.PUBLISHER)
    asked = {each.found.key: WORDS for each in gate.judged(session, row)}
    gate.confirm(session, publisher, row, asked)
    plan = Plan(in_digest=True, quiet=True)
    operations.publish(session, publisher, row, 2026, plan, moment=moment)
    return row


def composed(kind: str, key: str, language: Language) -> EmailMessage:
    """The mail as it goes to somebody of that language."""
    person = db.session.scalars(
        select(Person).where(Person.email == f"{language}@test.invalid")
    ).one()
    for incident in db.session.scalars(select(Incident)):
        incident.owner_id = person.id
    for draft in db.session.scalars(select(Draft)):
        draft.owner_id = person.id
    person.news = News.NEVER if kind in OF_SEARCHES else None
    db.session.flush()
    letter = mail.compose(Task(1, f"{kind}:{person.id}:{key}"))
    assert letter is not None, (kind, key)
    return letter


def test_no_kind_is_left_out(app: Flask, keys: dict[str, list[str]]) -> None:
    assert set(keys) == set(app.extensions["letters"]) - OF_ACCOUNTS


@pytest.mark.parametrize("language", list(Language))
def test_a_notice_tells_nothing_of_the_dossier(
    app: Flask, keys: dict[str, list[str]], language: Language
) -> None:
    for kind, about in keys.items():
        for key in about:
            letter = composed(kind, key, language)
            assert letter["Content-Language"] == language.tag
            html = letter.get_body(("html",))
            assert html is not None
            readable = f"{letter['Subject']} {text_of(letter)} {html.get_content()}".lower()
            for word in (*WORDS.split(), "mirpelhuis", "dutch", "french"):
                assert word not in readable, (kind, key, word)
            links = links_in(letter)
            assert links, (kind, key)
            assert all(f"/{language}/" in link for link in links), (kind, key)


def test_both_languages_differ(app: Flask, keys: dict[str, list[str]]) -> None:
    """A notice that reads the same in both was not translated."""
    for kind, about in keys.items():
        for key in about:
            dutch, french = (composed(kind, key, each) for each in Language)
            assert text_of(dutch) != text_of(french), (kind, key)
            assert dutch["Subject"] != french["Subject"], (kind, key)
