"""A department's search never tells of another one: every door, with and without its dossiers."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Department
from portal.bulletins.models import Audience
from portal.db import db
from portal.i18n import Language, Translated, now
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.drafts import Draft
from portal.incidents.models import IncidentStatus
from portal.incidents.taxonomy import ActionStatus, EindhovenCode, ProcessStep, Technique
from portal.outbox import commit_and_drain
from portal.permissions import Role
from tests import bulletins, factories, mailbox
from tests.pages import Visitor

CANARY = "kwarrelbos"
ASKED = (CANARY, "kwarelbos", "kwarrelboss", "quarrelbos", "tafel", "tafel verschoven kwarrelbos")
COMMON = "De tafel was verschoven bij de bestraling."
SECRET = Translated(f"{COMMON} Ook {CANARY} en sauvegarde.", f"Table décalée, {CANARY}.")
FILTERS = (
    f"system={CANARY}",
    "step=brachytherapy",
    f"q={CANARY}&step=brachytherapy&year=2026",
    "kind=incident",
    "q=tafel&kind=rex",
    "severity=none",
    "patient=caught",
    "code=OC",
    "technique=tbi",
    "q=tafel&sort=newest",
    "q=tafel&page=2",
    "year=2019&q=tafel",
)
PAGES = (
    *(f"search?q={quote(words)}" for words in ASKED),
    *(f"search?{each}" for each in FILTERS),
    "search/terms",
    "search/saved",
    f"search/saved/new?q={CANARY}&system={CANARY}",
    "help/search",
    "rex",
    "rex/feed.atom",
    "glossary",
    "",
)
PEOPLE = {
    "visitor": (),
    "quality": (Role.QUALITY_MANAGER, Role.PHYSICIAN),
    "reporter": (Role.REPORTER,),
    "reader": (Role.READER,),
    "translator": (Role.TRANSLATOR,),
    "administrator": (Role.ADMINISTRATOR,),
}
HOMELESS = {"translator", "administrator"}


@pytest.fixture
def portal(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Two departments, people of the first and of the regulator, one dossier and two REX."""
    bulletins.cheap_documents(monkeypatch)
    with app.app_context():
        noord, _sud = (factories.department(db.session, code) for code in ("noord", "sud"))
        for name, roles in PEOPLE.items():
            home = None if name in HOMELESS else noord
            factories.person(
                db.session,
                *roles,
                department=home,
                email=f"{name}@test.invalid",
                language=Language.NL,
                news="never",
            )
        factories.incident(db.session, noord, narrative=Translated(nl=COMMON))
        for audience in Audience:
            title = Translated(COMMON, "La table était décalée.")
            bulletins.published(db.session, 2026, audience=audience, title=title)
        commit_and_drain()
    return app


def fill_the_other(app: Flask) -> None:
    """Dossiers of sud in each state, a report being written, a REX being written of one."""
    with app.app_context():
        sud = db.session.scalars(select(Department).where(Department.code == "sud")).one()
        owner = factories.person(db.session, Role.REPORTER, department=sud)
        for status in IncidentStatus:
            if status in {IncidentStatus.PUBLISHED, IncidentStatus.LINKED}:
                continue
            factories.incident(
                db.session,
                sud,
                status=status,
                title=SECRET,
                narrative=SECRET,
                equipment=SECRET,
                recommendation=SECRET,
                vendor=CANARY,
                product=CANARY,
                technique=Technique.TBI,
                step_arose=ProcessStep.BRACHYTHERAPY,
                closed_reason=CANARY if status is IncidentStatus.CLOSED else "",
                external_id=f"{CANARY}-{status.value}",
                owner_id=owner.id,
                causes=[Cause(text=SECRET, code=EindhovenCode.OC)],
                actions=[CorrectiveAction(text=SECRET, status=ActionStatus.DONE)],
            )
        bulletins.bulletin(db.session, title=SECRET, essence=SECRET, systems=CANARY)
        words = f'{{"description": "{CANARY}"}}'
        drafted = {"answers": words, "started_at": now(), "saved_at": now()}
        db.session.add(Draft(token="t" * 32, owner_id=owner.id, **drafted))
        commit_and_drain()


def shown(response_text: str) -> str:
    """An answer without what differs each time."""
    return re.sub(r'(name="csrf_token"[^>]*value=)"[^"]*"', r"\1", response_text)


def walk(visitor: Visitor, languages: tuple[str, ...] = ("nl", "fr")) -> dict[str, str]:
    """What each door answers, by its address."""
    found = {}
    for language in languages:
        for path in PAGES:
            address = f"/{language}/{path}"
            found[address] = shown(visitor.get(address).response.text)
    return found


def while_writing(visitor: Visitor) -> str:
    """What is offered to somebody who types the other's words into a report."""
    fields = {"csrf_token": visitor.token(), "description": f"{COMMON} Het was de {CANARY}."}
    return visitor.post("/nl/report/similar", fields).response.text


def test_nothing_tells_that_another_department_has_dossiers(
    portal: Flask, enter: Callable[..., Visitor]
) -> None:
    """Byte for byte: hits, counts, filters, order, proposals, terms and similar events."""
    people = {name: Visitor(portal) if name == "visitor" else enter(name) for name in PEOPLE}
    before = {name: walk(person) for name, person in people.items()}
    written = while_writing(people["reporter"])
    fill_the_other(portal)
    for name, person in people.items():
        for address, answer in walk(person).items():
            assert answer == before[name][address], (name, address)
            if CANARY not in address and "kwar" not in address and "quar" not in address:
                assert CANARY not in answer, (name, address)
    assert while_writing(people["reporter"]) == written
    assert "REX" in written


def test_who_may_read_them_finds_them_by_the_same_doors(
    portal: Flask, enter: Callable[..., Visitor]
) -> None:
    """Else the test above would prove nothing."""
    with portal.app_context():
        factories.person(db.session, Role.ANALYST, email="analyst@test.invalid")
        db.session.commit()
    analyst = enter("analyst")
    before = walk(analyst, ("nl",))
    fill_the_other(portal)
    after = walk(analyst, ("nl",))
    changed = {address for address in after if after[address] != before[address]}
    by_them = (f"q={CANARY}", "q=tafel", "step=brachytherapy")
    assert {f"/nl/search?{each}" for each in by_them} <= changed


def test_no_mail_about_a_saved_search_tells_of_them(
    portal: Flask, enter: Callable[..., Visitor]
) -> None:
    page = enter("reader").get(f"/nl/search/saved/new?q={CANARY}")
    page.submit(name="x", news="now")
    page = enter("quality").get("/nl/search/saved/new?step=brachytherapy")
    page.submit(name="y", news="now")
    fill_the_other(portal)
    with portal.app_context():
        rex = bulletins.ready(db.session, title=Translated(COMMON, "La table était décalée."))
        db.session.commit()
        number = rex.id
    bulletins.publish_now(portal, number)
    with portal.app_context():
        while portal.extensions["outbox"].drain():
            pass
    for letter in mailbox.letters(portal):
        assert "reader@" not in str(letter["To"])
        assert "quality@" not in str(letter["To"])
        assert CANARY not in letter.as_string()
