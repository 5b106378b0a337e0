"""The recommendations of a bulletin: to whom, against what, whether we ask on, how it prints."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins import operations
from portal.bulletins.models import Block, Bulletin, BulletinStatus, Section
from portal.bulletins.recommendation import Recommendation
from portal.bulletins.record import Record
from portal.bulletins.writing import place
from portal.db import db
from portal.i18n import Translated
from portal.incidents.cause import Cause
from portal.incidents.models import IncidentStatus
from portal.incidents.taxonomy import EindhovenCode
from portal.language.segments import Kind
from portal.permissions import Role
from portal.phrases.models import Phrase
from tests import bulletins, factories, followup
from tests.pages import Page, Visitor


@pytest.fixture
def draft(app: Flask) -> int:
    """A draft with one recommendation (id 1), from a dossier with one coded cause."""
    with app.app_context():
        home = factories.department(db.session)
        causes = [Cause(text=Translated(nl="Oorzaak"), code=EindhovenCode.HRV)]
        dossier = factories.incident(
            db.session, home, status=IncidentStatus.ACCEPTED, causes=causes
        )
        key = bulletins.bulletin(db.session, incidents=[dossier]).id
        db.session.commit()
    return key


def signed_in(app: Flask, *roles: Role) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(bulletins.somebody(app, *roles))
    return visitor


def stored(app: Flask, key: int = 1) -> Recommendation:
    with app.app_context():
        return db.session.get_one(Recommendation, key)


def addressed(page: Page) -> list[str]:
    """The quiet lines of a printed bulletin."""
    return [" ".join(each.get_text().split()) for each in page.soup.select(".bulletin .addressed")]


def test_to_whom_against_what_and_asked_on(app: Flask, draft: int) -> None:
    analyst = signed_in(app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{draft}").follow("Geadresseerden")
    assert not stored(app).follow_up
    offered = [each["value"] for each in page.soup.select("[name=r1-causes]")]
    assert offered == ["T", "O", "H", "P", "X", "HRV"]
    for wrong in (
        {"r1-addressed_to": None},
        {"r1-addressed_to": "some_departments"},
        {"r1-addressed_to": ["vendor", "college"], "r1-follow_up": "y"},
        {"r1-addressed_to": "everybody"},
    ):
        assert page.submit("/recommendations", **wrong).status == 422, wrong
    values = {
        "r1-addressed_to": ["vendor", "some_departments"],
        "r1-systems": "  Orbiton R&V\n\nTPS ",
        "r1-techniques": "vmat",
        "r1-causes": ["HRV", "T"],
        "r1-follow_up": "y",
    }
    page = page.submit("/recommendations", **values)
    assert page.url == f"/nl/bulletins/{draft}"
    assert "Opvolging gevraagd" in page.main
    row = stored(app)
    assert row.addressed_to == "some_departments vendor"
    assert row.systems == "Orbiton R&V\nTPS"
    assert row.causes == "T HRV"
    assert row.follow_up
    with app.app_context():
        assert db.session.get_one(Bulletin, draft).last_editor_id
    for language, line in (
        (
            "nl",
            "Gericht aan: diensten met Orbiton R&V of TPS of de techniek ‘VMAT’, de lever",
        ),
        ("fr", "Destinataires : services avec Orbiton R&V ou TPS ou la technique « VMAT »"),
    ):
        page = analyst.get(f"/{language}/bulletins/{draft}/preview")
        assert any(each.startswith(line) for each in addressed(page)), addressed(page)


def test_two_analysts_on_one_recommendation(app: Flask, draft: int) -> None:
    mine, theirs = (
        signed_in(app, Role.ANALYST).get(f"/nl/bulletins/{draft}/recommendations")
        for _each in range(2)
    )
    theirs.submit("/recommendations", **{"r1-addressed_to": "ict"})
    late = mine.submit("/recommendations", **{"r1-addressed_to": "college"})
    assert late.status == 409
    assert "de ICT-dienst" in late.main
    assert stored(app).addressed_to == "ict"
    late.submit("/recommendations", **{"r1-keep": "mine"})
    assert stored(app).addressed_to == "college"


def test_what_a_colleague_added_meanwhile_is_left_alone(app: Flask, draft: int) -> None:
    mine, theirs = (
        signed_in(app, Role.ANALYST).get(f"/nl/bulletins/{draft}/recommendations")
        for _each in range(2)
    )
    theirs.submit("/phrase", button="phrase=5")
    wrong = mine.submit("/recommendations", **{"r1-addressed_to": None})
    assert wrong.status == 422
    assert [each["value"] for each in wrong.soup.select("[name=r2-addressed_to][checked]")] == [
        "departments"
    ]
    assert mine.submit("/recommendations", **{"r1-addressed_to": "ict"}).status == 200
    assert stored(app, 2).addressed_to == "departments"
    wrong.submit("/recommendations", **{"r1-addressed_to": "ict", "r2-addressed_to": "college"})
    assert [stored(app, key).addressed_to for key in (1, 2)] == ["ict", "college"]


def test_a_sentence_of_the_bank_fills_both_languages(app: Flask, draft: int) -> None:
    analyst = signed_in(app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{draft}/recommendations")
    page = page.submit("/phrase", button="phrase=5")
    with app.app_context():
        sentence = db.session.get_one(Phrase, 5).text
        block = db.session.get_one(Bulletin, draft).section(Section.RECOMMENDATION)[1]
        assert block.text == sentence
        assert block.recommendation
        assert block.recommendation.approved_phrase
        name = f"block_{block.id}_nl"
    assert sentence.nl in page.main
    page = analyst.get(f"/nl/bulletins/{draft}")
    assert "Uit de zinnenbank" in page.main
    page = page.submit(f"/bulletins/{draft}", **{name: f"{sentence.nl} Altijd."})
    assert "Uit de zinnenbank" not in page.main
    page = analyst.get(f"/nl/bulletins/{draft}/recommendations").submit(
        "/phrase", button="phrase=99"
    )
    assert "niet meer aangeboden" in page.main


def test_an_empty_recommendation_takes_the_sentence(app: Flask, draft: int) -> None:
    with app.app_context():
        block = Block(kind=Kind.BULLET, text=Translated())
        place(db.session.get_one(Bulletin, draft), Section.RECOMMENDATION, [block])
        db.session.commit()
    page = signed_in(app, Role.ANALYST).get(f"/fr/bulletins/{draft}/recommendations")
    page.submit("/phrase", button="phrase=2")
    with app.app_context():
        rows = db.session.get_one(Bulletin, draft).section(Section.RECOMMENDATION)
        assert [row.kind for row in rows] == [Kind.PARAGRAPH, Kind.BULLET]
        assert rows[1].text == db.session.get_one(Phrase, 2).text


def test_a_removed_block_leaves_its_recommendation_and_a_discarded_draft_nothing(
    app: Flask, draft: int
) -> None:
    analyst = signed_in(app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{draft}")
    with app.app_context():
        block = db.session.get_one(Bulletin, draft).section(Section.RECOMMENDATION)[0].id
    page.submit(f"/bulletins/{draft}", button=f"action=remove_{block}")
    assert stored(app).block_id is None
    page = analyst.get(f"/nl/bulletins/{draft}/recommendations")
    assert "nog geen aanbeveling" in page.main
    with app.app_context():
        bulletin = db.session.get_one(Bulletin, draft)
        for incident in bulletin.incidents:
            incident.status, incident.closed_reason = IncidentStatus.CLOSED, "Bekend"
        db.session.commit()
    analyst.get(f"/nl/bulletins/{draft}").submit("/discard")
    with app.app_context():
        assert not db.session.scalars(select(Recommendation)).all()


def test_the_edition_freezes_what_goes_with_each(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    with app.app_context():
        rex = followup.rex(db.session)
        advice = Record.from_json(rex.editions[0].record).advice
        assert [(each.place, each.addressed_to, each.follow_up) for each in advice] == [
            (0, ("departments",), True),
            (1, ("vendor",), False),
        ]
        assert [each.id for each in advice] == [each.id for each in rex.recommendations]
        db.session.commit()
    page = Visitor(app).get("/nl/rex/2026/1")
    assert addressed(page) == ["Gericht aan: alle diensten", "Gericht aan: de leverancier"]


def test_the_line_is_said_once_when_it_is_the_same_for_all(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        row = bulletins.bulletin(db.session)
        more = [Block(kind=Kind.BULLET, text=bulletins.BOTH) for _each in range(2)]
        place(row, Section.RECOMMENDATION, more)
        key = row.id
        db.session.commit()
    page = signed_in(sqlite_app, Role.ANALYST).get(f"/nl/bulletins/{key}/preview")
    assert addressed(page) == ["Gericht aan: alle diensten", "Destinataires : tous les services"]


def test_once_it_is_ready_nothing_changes(app: Flask, draft: int) -> None:
    analyst = signed_in(app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{draft}/recommendations")
    with app.app_context():
        bulletin = db.session.get_one(Bulletin, draft)
        bulletin.status = BulletinStatus.READY
        before = operations.text_of(bulletin)
        db.session.commit()
    assert page.submit("/recommendations", **{"r1-addressed_to": "ict"}).status == 409
    assert page.submit("/phrase", button="phrase=1").status == 409
    assert analyst.get(page.url).url == f"/nl/bulletins/{draft}"
    with app.app_context():
        assert operations.text_of(db.session.get_one(Bulletin, draft)) == before
