"""Words learned from the public bulletins: used by searches, proposed, accepted or refused."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins.models import Audience
from portal.db import db
from portal.glossary.operations import entries
from portal.i18n import Language, Translated
from portal.incidents.models import IncidentStatus
from portal.permissions import Role
from portal.search.learned.learning import LearnedPair, RefusedPair, relearn
from portal.search.learned.renderings import renderings
from portal.search.words.analysis import stem
from portal.trail import broken_entry
from tests import bulletins, factories
from tests.pages import Visitor

PROPOSALS = "/nl/glossary-proposals"
PUBLIC = (
    ("De wobbelaar stond scheef.", "Le bidulart penchait."),
    ("Een snorfel raakte de wobbelaar.", "Une zigoulette touchait le bidulart."),
    ("De snorfel werd hersteld.", "La zigoulette fut réparée."),
    ("Een oude wobbelaar kraakte.", "Un vieux bidulart grinçait."),
    ("Een groene snorfel lag daar.", "Une zigoulette verte était là."),
)
HIDDEN = (
    ("De kwistel draaide rond.", "La froumette tournait."),
    ("Een kwistel viel om.", "Une froumette tomba."),
    ("Men koos de kwistel.", "On choisit la froumette."),
)


@pytest.fixture
def translator(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody who keeps the glossary, when some bulletins are public and others are not."""
    bulletins.cheap_documents(monkeypatch)
    with sqlite_app.app_context():
        for audience, texts in ((Audience.PUBLIC, PUBLIC), (Audience.DEPARTMENTS, HIDDEN)):
            for nl, fr in texts:
                essence = Translated(nl, fr)
                bulletins.published(db.session, 2026, essence=essence, audience=audience)
        home = factories.department(db.session)
        for nl, fr in HIDDEN:
            text = Translated(nl, fr)
            status = IncidentStatus.SUBMITTED
            factories.incident(db.session, home, status=status, title=text, narrative=text)
        email = factories.person(db.session, Role.TRANSLATOR).email
        db.session.commit()
        sqlite_app.extensions["outbox"].drain()
    visitor = Visitor(sqlite_app)
    visitor.sign_in(email)
    return visitor


def learned(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {row.word_nl: row.word_fr for row in db.session.scalars(select(LearnedPair))}


def rendered(app: Flask, text: str) -> set[str]:
    with app.test_request_context():
        return {one.words for one in renderings(text, Language.NL)}


def test_public_bulletins_teach_words_and_nothing_else_does(
    sqlite_app: Flask, translator: Visitor
) -> None:
    found = learned(sqlite_app)
    assert found["wobbelaar"] == "bidulart"
    assert found["snorfel"] == "zigoulette"
    assert "kwistel" not in found
    assert "bidulart" in rendered(sqlite_app, "scheve wobbelaar")
    assert "wobbelaar" in rendered(sqlite_app, "le bidulart")
    assert len(translator.get("/nl/search?q=bidulart").soup.select(".result")) == 3
    page = translator.get("/nl/glossary").follow("Voorgesteld door het portaal")
    assert page.heading == "Voorgesteld voor de woordenlijst"
    row = next(each for each in page.soup.select("tbody tr") if "wobbelaar" in each.text)
    assert "3 zinnen" in row.text
    assert "REX 1 – 2026" in row.text
    assert "kwistel" not in page.main
    doubtful = (("viel", "remarque", 0.9), ("laat", "faites", 0.9), ("kwistel", "froumette", 0.55))
    with sqlite_app.app_context():
        for nl, fr, sure in (("eigen", "propre", 0.9), *doubtful):
            db.session.add(pair(nl, fr, sure))
        db.session.commit()
    proposed = translator.get(PROPOSALS).main
    assert "propre" in proposed
    assert not [fr for _, fr, _ in doubtful if fr in proposed]


def pair(nl: str, fr: str, sure: float) -> LearnedPair:
    """Two words seen in four sentences."""
    return LearnedPair(
        word_nl=nl,
        word_fr=fr,
        stem_nl=stem(nl, Language.NL),
        stem_fr=stem(fr, Language.FR),
        probability=sure,
        segments=4,
        sources="2026/1",
    )


def test_a_pair_is_accepted_or_refused_for_good(sqlite_app: Flask, translator: Visitor) -> None:
    with sqlite_app.app_context():
        numbers = {row.word_nl: row.id for row in db.session.scalars(select(LearnedPair))}
    page = translator.get(PROPOSALS)
    accepted = page.submit(f"{PROPOSALS}/{numbers['wobbelaar']}/accept")
    assert accepted.heading == "wobbelaar"
    assert "voegde de term toe" in accepted.main
    page = translator.get(PROPOSALS)
    assert "wobbelaar" not in page.main
    page = page.submit(f"{PROPOSALS}/{numbers['snorfel']}/refuse")
    assert "wordt niet meer voorgesteld" in page.text
    assert "snorfel" not in page.main
    gone = {"csrf_token": translator.token()}
    for number in (numbers["snorfel"], 10**20):
        assert translator.post(f"{PROPOSALS}/{number}/refuse", gone).status == 404
    with sqlite_app.app_context():
        assert "bidulart" in entries(db.session)
        assert db.session.scalars(select(RefusedPair)).one().stem_nl == "snorfel"
        assert broken_entry(db.session) is None
    with sqlite_app.app_context():
        relearn()
    assert "snorfel" not in learned(sqlite_app)
    assert "zigoulette" not in rendered(sqlite_app, "snorfel")
    assert "bidulart" in rendered(sqlite_app, "wobbelaar")


def test_only_who_keeps_the_glossary_decides(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        email = factories.person(db.session, Role.QUALITY_MANAGER).email
        db.session.commit()
    visitor = Visitor(sqlite_app)
    visitor.sign_in(email)
    assert visitor.get(PROPOSALS).status in {403, 404}
    assert "Voorgesteld door" not in visitor.get("/nl/glossary").main
