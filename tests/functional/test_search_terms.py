"""Searching by the glossary: a word finds what its term is called, in either language."""

import pytest
from flask import Flask

from portal.db import db
from portal.glossary import operations
from portal.i18n import Language, Translated
from portal.incidents.models import IncidentStatus
from portal.language.terms import Term
from portal.permissions import Role
from portal.search.index.indexing import engine
from portal.search.query import Query, Rendering
from tests import factories
from tests.pages import Page, Visitor

NEAR = "Geen enkel resultaat noemt dit met zoveel woorden."
FRENCH = Translated(fr="Après la restauration de la sauvegarde, le serveur manquait d’une séance.")


@pytest.fixture
def analyst(sqlite_app: Flask) -> Visitor:
    """Somebody of the regulator, who may read one French dossier."""
    with sqlite_app.app_context():
        home = factories.department(db.session, language=Language.FR)
        factories.incident(
            db.session,
            home,
            status=IncidentStatus.SUBMITTED,
            language=Language.FR,
            title=Translated(fr="Panne"),
            narrative=FRENCH,
        )
        email = factories.person(db.session, Role.ANALYST).email
        db.session.commit()
        sqlite_app.extensions["outbox"].drain()
    visitor = Visitor(sqlite_app)
    visitor.sign_in(email)
    return visitor


def hits(visitor: Visitor, words: str) -> Page:
    return visitor.get(f"/nl/search?q={words}")


def test_a_dutch_term_finds_the_french_text_and_says_where(analyst: Visitor) -> None:
    found = hits(analyst, "back-up server")
    assert len(found.soup.select(".result")) == 1
    assert {mark.get_text() for mark in found.soup.select(".result mark")} >= {"sauvegarde"}
    assert "gevonden in het Frans: sauvegarde , serveur" in found.main
    assert not hits(analyst, '"back-up server"').soup.select(".result")


def test_a_passage_is_shown_in_the_language_in_which_its_words_were_typed(
    sqlite_app: Flask, analyst: Visitor
) -> None:
    with sqlite_app.app_context():
        factories.incident(
            db.session,
            factories.department(db.session, "kust"),
            status=IncidentStatus.SUBMITTED,
            title=Translated("Doelvolume", "Volume cible"),
            narrative=Translated("De bolus ontbrak die dag.", "Le bolus manquait ce jour-là."),
        )
        db.session.commit()
        sqlite_app.extensions["outbox"].drain()
    page = hits(analyst, "bolus ontbreken")
    assert "De bolus ontbrak" in page.main
    marked = " ".join(mark.get_text() for mark in page.soup.select(".result mark"))
    assert marked.startswith("bolus ontbrak")
    assert "Le bolus manquait" in analyst.get("/fr/search?q=bolus+manquant").main
    assert "De bolus ontbrak" in analyst.get("/fr/search?q=ontbreken").main


def test_what_translators_add_is_searched_by_at_once(sqlite_app: Flask, analyst: Visitor) -> None:
    assert not hits(analyst, "wisselschijf").soup.select(".result")
    with sqlite_app.app_context():
        term = Term(key="wisselschijf", nl=("wisselschijf",), fr=("séance",))
        operations.add(db.session, term)
        db.session.commit()
    assert len(hits(analyst, "wisselschijf").soup.select(".result")) == 1


def test_a_term_of_several_words_stands_for_each_of_them(
    sqlite_app: Flask, analyst: Visitor
) -> None:
    assert analyst
    with sqlite_app.app_context():
        words = Rendering(0, 9, Language.FR, "restauration de la sauvegarde")
        ask = Query(text="een twee zeven", allowed=None, renderings=(words,))
        results = engine().search(ask)
    assert [hit.languages for hit in results.hits] == [(Language.FR,)]
    assert results.widened


def test_a_topic_finds_the_text_that_tells_of_it_without_its_name(
    analyst: Visitor, sqlite_app: Flask
) -> None:
    with sqlite_app.app_context():
        factories.incident(
            db.session,
            factories.department(db.session, code="D2", language=Language.FR),
            status=IncidentStatus.SUBMITTED,
            language=Language.FR,
            title=Translated(fr="Sac volé"),
            narrative=Translated(fr="Une clé USB avec des noms a été volée dans le train."),
        )
        db.session.commit()
        sqlite_app.extensions["outbox"].drain()
    found = hits(analyst, "datalek")
    assert len(found.soup.select(".result")) == 1
    assert {mark.get_text() for mark in found.soup.select(".result mark")} >= {"clé USB"}
    assert NEAR in found.main
    assert NEAR not in hits(analyst, "clé USB").main
    assert not hits(analyst, '"datalek hier"').soup.select(".result")
