"""The source sheet: what is taken from a dossier, shortened or left out, and remembered."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins.models import Bulletin, Section
from portal.bulletins.working import Passage
from portal.db import db
from portal.i18n import Language, Translated
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ActionStatus, Profession
from portal.permissions import Role
from tests import bulletins, factories
from tests.pages import Page, Visitor

SHEET = "/bulletins/1"


def accepted(app: Flask, **values: Any) -> str:
    with app.app_context():
        department = factories.department(db.session, values.pop("code", "noord"))
        status = IncidentStatus.ACCEPTED
        reference = factories.incident(db.session, department, status=status, **values).reference
        db.session.commit()
    return reference


@pytest.fixture
def sheet(app: Flask) -> Page:
    """An empty sheet beside a dossier of three paragraphs and an action."""
    action = CorrectiveAction(
        text=Translated(nl="Procedure aangepast (stralingsfysicus)"),
        status=ActionStatus.DONE,
        owner_role=Profession.PHYSICIST,
    )
    reference = accepted(app, narrative=Translated(nl="Een.\n\nTwee.\n\nDrie."), actions=[action])
    analyst = Visitor(app)
    analyst.sign_in(bulletins.somebody(app, Role.ANALYST))
    return analyst.get(f"/nl/incidents/{reference}").submit(f"/from/{reference}")


def texts(app: Flask, section: Section = Section.COURSE) -> list[str]:
    with app.app_context():
        return [block.text.nl for block in db.session.get_one(Bulletin, 1).section(section)]


def button(page: Page, verb: str, words: str) -> str:
    """The button of a paragraph of the dossier."""
    [found] = [
        each.select_one(f'button[value^="{verb}_"]')
        for each in page.soup.select(".passage")
        if words in each.get_text()
    ]
    assert found, (verb, words)
    return f"action={found['value']}"


def test_paragraph_by_paragraph(app: Flask, sheet: Page) -> None:
    assert texts(app) == []
    sheet = sheet.submit(SHEET, button=button(sheet, "take", "Drie."))
    sheet = sheet.submit(SHEET, button=button(sheet, "take", "Een."))
    assert texts(app) == ["Een.", "Drie."]
    sheet = sheet.submit(SHEET, button=button(sheet, "leave", "Twee."))
    assert "Weggelaten" in sheet.main
    assert sheet.main.count("Overgenomen") == 2
    assert texts(app) == ["Een.", "Drie."]
    sheet = sheet.submit(SHEET, button=button(sheet, "take", "Twee."))
    assert texts(app) == ["Een.", "Twee.", "Drie."]
    assert "Weggelaten" not in sheet.main


def test_to_shorten_is_to_be_led_to_the_text(app: Flask, sheet: Page) -> None:
    answer = sheet.submit(SHEET, follow=False, button=button(sheet, "shorten", "Twee."))
    with app.app_context():
        [block] = db.session.get_one(Bulletin, 1).blocks
        assert answer.response.headers["Location"].endswith(f"#block_{block.id}_nl")


def test_everything_at_once_but_what_was_left_out(app: Flask, sheet: Page) -> None:
    sheet = sheet.submit(SHEET, button=button(sheet, "leave", "Twee."))
    sheet = sheet.submit(SHEET, button="action=take_all", title_nl="Ook bewaard")
    assert texts(app) == ["Een.", "Drie."]
    assert texts(app, Section.ACTIONS) == ["Procedure aangepast"]
    assert not sheet.soup.select("button[value=take_all]")
    assert sheet.heading == "Ook bewaard"
    order = [line.get_text() for line in sheet.soup.select(".passage .verbatim")]
    assert order == ["Een.", "Twee.", "Drie.", "– Procedure aangepast"]


def test_a_text_that_is_removed_can_be_taken_again(app: Flask, sheet: Page) -> None:
    sheet = sheet.submit(SHEET, button=button(sheet, "take", "Een."))
    with app.app_context():
        [block] = db.session.get_one(Bulletin, 1).blocks
    sheet = sheet.submit(SHEET, button=f"action=remove_{block.id}")
    assert button(sheet, "leave", "Een.")
    with app.app_context():
        assert db.session.scalars(select(Passage)).all() == []


def test_taking_twice_takes_once(app: Flask, sheet: Page) -> None:
    act = button(sheet, "take", "Een.")
    sheet.submit(SHEET, button=act)
    assert sheet.submit(SHEET, button=act).status == 200
    assert texts(app) == ["Een."]
    assert sheet.submit(SHEET, button="action=take_9.course.abc").status == 200


def test_several_dossiers_feed_one_rex(app: Flask, sheet: Page) -> None:
    """The second is in French: its words go to where French stands, and Dutch is missing."""
    second = accepted(
        app,
        code="sud",
        language=Language.FR,
        narrative=Translated(fr="Une chose."),
        actions=[],
    )
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == second)).one()
        db.session.get_one(Bulletin, 1).incidents.append(incident)
        db.session.commit()
    sheet = sheet.visitor.get("/nl/bulletins/1")
    assert sheet.main.count(second) >= 2
    sheet.submit(SHEET, button=button(sheet, "take", "Une chose."))
    with app.app_context():
        [block] = db.session.get_one(Bulletin, 1).blocks
        assert block.text == Translated(fr="Une chose.")


def test_details_of_persons_are_pointed_at(app: Flask, sheet: Page) -> None:
    sheet = sheet.submit(SHEET, title_nl="Dr. Peeters zag het", essence_nl="Bel 0470 12 34 56.")
    found = [mark.get_text() for mark in sheet.soup.select("main mark")]
    assert found == ["Peeters", "0470 12 34 56"]


def test_the_other_language_first(app: Flask, sheet: Page) -> None:
    page = sheet.submit("/language")
    assert page.soup.select_one('textarea#title_fr[lang="fr-BE"]')
    assert page.visitor.get("/nl/bulletins/1/translation").soup.select_one("textarea#title_nl")
    page = page.submit("/language")
    bulletins.approve(app, 1)
    with app.app_context():
        row = db.session.get_one(Bulletin, 1)
        row.title = Translated("Titel", "Titre")
        db.session.commit()
    bulletins.approve(app, 1)
    page = page.visitor.get("/nl/bulletins/1")
    assert not page.soup.select('form[action$="/language"]')
    fields = {"csrf_token": page.visitor.token(), "first": "fr"}
    assert page.visitor.post("/nl/bulletins/1/language", fields).status == 409
