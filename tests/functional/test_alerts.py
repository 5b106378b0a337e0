"""Warnings: written by one, approved by another, mailed to all once, shown while they hold."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.alerts import operations
from portal.alerts.models import Alert, AlertStatus
from portal.alerts.workflow import ALERT
from portal.db import db
from portal.i18n import Language, format_date
from portal.incidents.models import IncidentStatus
from portal.outbox import commit_and_drain
from portal.permissions import Role
from portal.workflow import NotOpen, Refused
from tests import factories, mailbox
from tests.clock import START, Clock
from tests.dialogue import House
from tests.pages import Page, Visitor

S = AlertStatus
TITLE = {"title_nl": "Meet de tafelhoogte na", "title_fr": "Mesurez la hauteur de table"}
TEXTS = TITLE | {
    "text_nl": "De tafel kan zakken na een noodstop. Meet de hoogte vóór elke fractie.",
    "text_fr": "La table peut descendre après un arrêt d’urgence. Mesurez sa hauteur.",
}
NATIONAL_NUMBER = "85.07.30-033.28"


@pytest.fixture
def house(app: Flask) -> House:
    """A dossier in review, and people of two departments and of the regulator."""
    return House.build(app, IncidentStatus.IN_REVIEW)


@pytest.fixture
def small(sqlite_app: Flask) -> House:
    """The same, for what does not depend on the database."""
    return House.build(sqlite_app, IncidentStatus.IN_REVIEW)


def offered(house: House, **texts: str) -> Page:
    """A warning because of the dossier, laid before the publishers."""
    page = house.enter("analyst").get(f"/nl/warnings/new?dossier={house.reference}")
    answer = page.submit(button="action=offer", **(TEXTS | texts))
    assert answer.status == 200, answer.main
    return answer


def told(house: House, reference: str) -> list[str]:
    """Who got the warning by mail."""
    with house.app.app_context():
        languages = dict(db.session.execute(select(Person.email, Person.language)).all())
    subjects = {
        each.value: house.said("Important: warning %(reference)s", each.value, reference=reference)
        for each in Language
    }
    return sorted(
        str(letter["To"]).partition("@")[0]
        for letter in mailbox.letters(house.app)
        if str(letter["Subject"]) == subjects[languages[str(letter["To"])].value]
    )


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_from_a_dossier_to_every_department_and_off_the_start_page(
    house: House, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch, START)
    with house.app.app_context():
        query = select(Person).where(Person.email == "stranger@test.invalid")
        db.session.scalars(query).one().language = Language.FR
        db.session.commit()
    dossier = house.enter("analyst", language).get(house.path(language=language))
    page = dossier.follow(house.said("Write a warning to all departments", language))
    half = page.submit(button="action=offer", **TITLE)
    assert half.status == 422
    assert half.soup.select(".error-summary a[href='#text_nl']")
    assert half.soup.select(".error-summary a[href='#text_fr']")
    number = half.submit(button="action=offer", **(TEXTS | {"text_fr": NATIONAL_NUMBER}))
    assert number.status == 422
    assert number.soup.select(".error-summary a[href='#text_fr']")
    assert number.soup.select("#text_fr[aria-invalid=true][aria-describedby~=text_fr-error]")
    last = format_date(START.date())
    done = number.submit(button="action=offer", **TEXTS, expires_on=last)
    assert done.status == 200
    assert "W-2026-1" in done.main
    assert house.said("Important: warning %(reference)s", reference="W-2026-1") in done.main
    assert house.said("Important: warning %(reference)s", "fr", reference="W-2026-1") in done.main
    assert told(house, "W-2026-1") == []
    for name in ("quality", "reader", "translator"):
        assert house.enter(name).get("/nl/warnings/W-2026-1").status == 404
        assert "W-2026-1" not in house.enter(name).get("/nl/warnings").main

    publisher = house.enter("publisher", language)
    start = publisher.get(f"/{language}/")
    approve = start.follow("W-2026-1")
    sent = approve.submit("/send")
    assert sent.status == 200, sent.main
    assert told(house, "W-2026-1") == [
        *("analyst", "analyst2", "doctor", "quality", "second", "stranger"),
    ]
    assert approve.submit("/send").status == 409
    assert len(told(house, "W-2026-1")) == 6
    for letter in mailbox.letters(house.app):
        readable = f"{letter['Subject']} {mailbox.text_of(letter)}"
        assert "tafel" not in readable
        assert house.reference not in readable

    reader = house.enter("reader", language)
    there = reader.get(f"/{language}/").follow(TEXTS[f"title_{language}"])
    assert TEXTS[f"text_{language}"] in there.main
    assert house.reference not in there.response.text
    assert not there.soup.select("main form")
    assert "W-2026-1" not in Visitor(house.app).get(f"/{language}/").main
    clock.forward(hours=15)
    assert "W-2026-1" not in house.enter("reader", language).get(f"/{language}/").main
    over = house.enter("reader", language).get(f"/{language}/warnings/W-2026-1")
    assert house.said("No longer in force", language) in over.main


def test_a_warning_is_ended_and_seen_by_nobody_outside(small: House) -> None:
    offered(small)
    small.enter("publisher").get("/nl/warnings/W-2026-1").submit("/send")
    assert Visitor(small.app).get("/nl/warnings/W-2026-1", follow=False).status == 303
    ended = small.enter("analyst2").get("/nl/warnings/W-2026-1").submit("/withdraw")
    assert ended.status == 200
    assert "W-2026-1" not in small.enter("quality").get("/nl/").main
    page = small.enter("quality").get("/nl/warnings").follow(TEXTS["title_nl"])
    assert small.said("No longer in force") in page.main
    again = {"csrf_token": ended.visitor.token()}
    assert ended.visitor.post("/nl/warnings/W-2026-1/withdraw", again).status == 409


def test_nobody_sends_what_they_wrote(small: House) -> None:
    with small.app.app_context():
        both = factories.person(
            db.session, Role.ANALYST, Role.PUBLISHER, email="both@test.invalid", name="Both"
        )
        db.session.commit()
        assert both.id
    page = small.enter("both").get("/nl/warnings/new").submit(button="action=offer", **TEXTS)
    assert not page.soup.select("form[action$='/send']")
    token = {"csrf_token": page.visitor.token()}
    assert page.visitor.post("/nl/warnings/W-2026-1/send", token).status == 409
    page.submit("/rework")
    other = small.enter("analyst").get("/nl/warnings/W-2026-1/write")
    other.submit(button="action=offer", title_nl="Meet de tafelhoogte nu na")
    begun = small.enter("both").get("/nl/warnings/W-2026-1")
    assert not begun.soup.select("form[action$='/send']")
    assert small.enter("publisher").get("/nl/warnings/W-2026-1").submit("/send").status == 200


def test_the_text_that_was_read_is_the_text_that_is_sent(small: House) -> None:
    offered(small, text_nl="Vraag Ann Jansens om raad. Meet de hoogte.")
    read = small.enter("publisher").get("/nl/warnings/W-2026-1")
    assert "Jansens" in read.main
    assert small.said("Look once more: this may name somebody") in read.main
    writer = small.enter("analyst")
    writer.get("/nl/warnings/W-2026-1").submit("/rework")
    first, second = (writer.get("/nl/warnings/W-2026-1/write") for _ in range(2))
    first.submit(button="action=offer", text_nl="Meet de hoogte.")
    late = second.submit(text_nl="Mijn andere woorden.")
    assert late.status == 409
    assert "Mijn andere woorden." in late.response.text
    changed = read.submit("/send")
    assert changed.status == 409
    assert told(small, "W-2026-1") == []
    assert changed.submit("/send").status == 200


def test_two_who_write_at_once_lose_nothing_and_a_draft_is_discarded(small: House) -> None:
    small.enter("analyst").get("/nl/warnings/new").submit(**TITLE)
    first, second = (
        small.enter(name).get("/nl/warnings/W-2026-1/write") for name in ("analyst", "analyst2")
    )
    first.submit(text_nl="De tafel kan zakken.")
    clash = second.submit(text_nl="De tafel daalt.", text_fr="La table descend.")
    assert clash.status == 409
    assert "De tafel kan zakken." in clash.main
    kept = clash.submit(text_nl_keep="mine")
    assert "De tafel daalt." in kept.main
    assert kept.submit("/discard").status == 200
    assert second.visitor.get("/nl/warnings/W-2026-1").status == 404


def test_two_publishers_at_once_send_it_once(app: Flask) -> None:
    house = House.build(app, IncidentStatus.IN_REVIEW)
    with app.app_context():
        factories.person(db.session, Role.PUBLISHER, email="other@test.invalid")
        db.session.commit()
    offered(house)
    pages = [house.enter(name).get("/nl/warnings/W-2026-1") for name in ("publisher", "other")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda page: page.submit("/send").status, pages))
    assert sorted(answers) == [200, 409]
    assert len(told(house, "W-2026-1")) == 6


PEOPLE = {
    "writer": (Role.ANALYST,),
    "analyst": (Role.ANALYST,),
    "own_publisher": (Role.ANALYST, Role.PUBLISHER),
    "publisher": (Role.PUBLISHER,),
    "translator": (Role.TRANSLATOR,),
    "quality": (Role.QUALITY_MANAGER,),
    "administrator": (Role.ADMINISTRATOR,),
}
TABLE = {
    "offer": (S.DRAFT, S.OFFERED, {"writer", "analyst", "own_publisher"}),
    "rework": (S.OFFERED, S.DRAFT, {"writer", "analyst", "own_publisher", "publisher"}),
    "send": (S.OFFERED, S.SENT, {"publisher"}),
    "withdraw": (S.SENT, S.WITHDRAWN, {"writer", "analyst", "own_publisher", "publisher"}),
}


def test_every_step_from_every_state_by_everybody(sqlite_app: Flask) -> None:
    """Against this table, which is written apart from the portal's own."""
    assert set(TABLE) == set(ALERT.transitions)
    with sqlite_app.app_context():
        people = {name: factories.person(db.session, *roles) for name, roles in PEOPLE.items()}
        writer, sender = people["writer"], people["publisher"]
        for (verb, (source, target, who)), status, (name, user) in product(
            TABLE.items(), S, people.items()
        ):
            alert = factories.alert(db.session, writer, sender, status=status)
            alert.last_editor_id = people["own_publisher"].id
            opens = status is source and name in who
            try:
                ALERT.advance(user, alert, verb)
            except NotOpen:
                assert not opens, (verb, status, name)
            except Refused as refused:
                raise AssertionError(refused) from refused
            else:
                assert opens, (verb, status, name)
                assert alert.status is target
            db.session.expunge(alert)


def test_a_warning_that_was_ended_meanwhile_is_not_mailed(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        writer = factories.person(db.session, Role.ANALYST)
        sender = factories.person(db.session, Role.PUBLISHER)
        alert = factories.alert(db.session, writer, sender, status=S.OFFERED)
        operations.send(db.session, sender, alert, operations.name_of(alert))
        operations.withdraw(sender, alert)
        commit_and_drain()
        assert db.session.scalars(select(Alert.sent_by)).all() == [sender.id]
    assert mailbox.letters(sqlite_app) == []
