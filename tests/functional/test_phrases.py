"""The phrase bank: kept by publishers, used at the desk and in the workshop, never rewritten."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.bulletins.models import Bulletin, Section
from portal.db import db
from portal.i18n import Translated
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import Role
from portal.phrases import bank
from portal.phrases.models import Phrase
from tests import bulletins, factories
from tests.pages import Visitor

WORDS = {"nl": "Probeer het eens anders.", "fr": "Essayez une autre façon."}


@pytest.fixture
def signed_in(app: Flask) -> Callable[..., Visitor]:
    def enter(*roles: Role) -> Visitor:
        visitor = Visitor(app)
        visitor.sign_in(bulletins.somebody(app, *roles))
        return visitor

    return enter


def test_publishers_keep_the_bank(app: Flask, signed_in: Callable[..., Visitor]) -> None:
    publisher = signed_in(Role.PUBLISHER)
    page = publisher.get("/nl/phrases")
    with app.app_context():
        shipped = bank.offered(db.session)
        assert len(shipped) == 15
        first = shipped[0].text
        assert not any(phrase.text.missing for phrase in shipped)
    assert first.nl in page.main
    assert first.fr in page.main
    assert page.submit("/phrases/new", nl=WORDS["nl"], fr=" ").status == 422
    page = page.submit("/phrases/new", **WORDS)
    assert WORDS["fr"] in page.main
    page = page.follow("Anders verwoorden").submit("", nl="Bespreek het.", fr="Discutez-en.")
    assert "Bespreek het." in page.main
    assert first.nl in page.soup.select("main details")[-1].get_text()
    page = page.submit("/phrases/1/restore")
    page = page.submit("/phrases/2/retire")
    with app.app_context():
        assert bank.find(db.session, "1")
        assert bank.find(db.session, "2") is None
        assert len(bank.offered(db.session)) == 16
    token = publisher.token()
    assert publisher.post("/nl/phrases/2/retire", {"csrf_token": token}).status == 409
    late = publisher.post("/nl/phrases/2", {"csrf_token": token, **WORDS})
    assert late.status == 409
    assert WORDS["nl"] in late.response.text


@pytest.mark.parametrize("role", [Role.ANALYST, Role.TRANSLATOR])
def test_others_at_the_regulator_read_it(sqlite_app: Flask, role: Role) -> None:
    visitor = Visitor(sqlite_app)
    visitor.sign_in(bulletins.somebody(sqlite_app, role))
    page = visitor.get("/fr/phrases")
    assert page.status == 200
    assert not page.soup.select("main form")
    token = visitor.token()
    for address in ("new", "1/retire", "1/restore", "1"):
        answer = visitor.post(f"/fr/phrases/{address}", {"csrf_token": token, **WORDS})
        assert answer.status in {403, 404}, address


@pytest.mark.parametrize("statement", ["UPDATE phrase SET text_nl = 'x'", "DELETE FROM phrase"])
def test_the_database_refuses_to_change_a_sentence(app: Flask, statement: str) -> None:
    with app.app_context(), pytest.raises(DatabaseError, match="retired, never"):
        db.session.execute(text(statement))


def test_the_desk_takes_a_sentence_over_and_the_rex_remembers_it(
    app: Flask, signed_in: Callable[..., Visitor]
) -> None:
    with app.app_context():
        home = factories.department(db.session)
        row = factories.incident(db.session, home, status=IncidentStatus.ACCEPTED)
        reference, sentence = row.reference, db.session.get_one(Phrase, 3).text
        db.session.commit()
    analyst = signed_in(Role.ANALYST)
    page = analyst.get(f"/nl/desk/{reference}/recommendation")
    page = page.submit("/recommendation", nl="Eigen woorden.", fr="Nos mots.", button="phrase=3")
    assert page.status == 200
    with app.app_context():
        assert not db.session.scalars(select(Incident)).one().recommendation
    assert page.soup.select("#fr")[0].get_text().strip() == f"Nos mots.\n\n{sentence.fr}"
    page.submit("/recommendation")
    sheet = analyst.post(f"/nl/bulletins/from/{reference}", {"csrf_token": analyst.token()})
    sheet.submit("/bulletins/1", button="action=take_all")
    with app.app_context():
        blocks = db.session.scalars(select(Bulletin)).one().section(Section.RECOMMENDATION)
        assert [block.text for block in blocks] == [
            Translated("Eigen woorden.", "Nos mots."),
            sentence,
        ]
        remembered = [block.recommendation and block.recommendation.phrase_id for block in blocks]
        assert remembered == [None, 3]
