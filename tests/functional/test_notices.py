"""Each notice in both languages: a reference and a link, and not one word of the dossier."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from portal import mail
from portal.accounts.models import Person
from portal.bulletins.models import Bulletin, Confirmation
from portal.db import db
from portal.dialogue.models import Part, Question, ReporterMessage
from portal.duty.models import Outcome
from portal.i18n import Language, Translated, now, today
from portal.incidents.models import (
    Cause,
    CorrectiveAction,
    Draft,
    Incident,
    IncidentStatus,
)
from portal.incidents.parts import DutyCheck, EffectCheck, Filing, FilingKind
from portal.incidents.taxonomy import ActionStatus, Danger, EindhovenCode
from portal.outbox import Task
from portal.permissions import Role
from tests import factories
from tests.mailbox import link_in, text_of

WORDS = "kwarrelbosje vlinterdak mirpelon drobbelzang"
OF_ACCOUNTS = {"invitation", "reset", "password"}


def said(number: int) -> Translated:
    """A text of words that exist nowhere else, in both languages."""
    return Translated(f"{WORDS} dutch{number}", f"{WORDS} french{number}")


@pytest.fixture
def keys(app: Flask) -> Iterator[dict[str, list[str]]]:
    """A dossier full of words, and for each kind of notice what it can be about."""
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
        confirmation = Confirmation(
            bulletin=Bulletin(edited_at=now(), title=said(10)),
            incident_id=accepted.id,
            asked_at=now(),
            asked_by=analyst.id,
            shown=f'"{WORDS}"',
        )
        draft = Draft(
            token="t" * 32,
            owner_id=owner.id,
            answers=f'{{"description": "{WORDS}"}}',
            started_at=now(),
            saved_at=now(),
        )
        db.session.add_all([*filings, question, message, confirmation, draft])
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
                f"{what}:{fresh.id}" for what in ("submitted", "notified", "answered", "confirmed")
            ],
            "message": [f"{asked.id}"],
            "action_due": [f"action_soon:{action.id}", f"action_effect:{action.id}"],
            "confirm": [f"{confirmation.id}:new", f"{confirmation.id}:reminder"],
            "outcome": [f"{accepted.id}"],
            "draft_reminder": [saved],
            "draft_expires": [saved],
        }


def composed(kind: str, key: str, language: Language) -> EmailMessage:
    """The mail as it goes to somebody of that language."""
    person = db.session.scalars(
        select(Person).where(Person.email == f"{language}@test.invalid")
    ).one()
    for incident in db.session.scalars(select(Incident)):
        incident.owner_id = person.id
    for draft in db.session.scalars(select(Draft)):
        draft.owner_id = person.id
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
            assert f"/{language}/" in link_in(letter), (kind, key)


def test_both_languages_differ(app: Flask, keys: dict[str, list[str]]) -> None:
    """A notice that reads the same in both was not translated."""
    for kind, about in keys.items():
        for key in about:
            dutch, french = (composed(kind, key, each) for each in Language)
            assert text_of(dutch) != text_of(french), (kind, key)
            assert dutch["Subject"] != french["Subject"], (kind, key)
