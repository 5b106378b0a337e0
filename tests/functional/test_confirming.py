"""The department reads its own text beside the anonymised one, and agrees or says why not."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import schedule
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import Bulletin, Section
from portal.db import db
from portal.i18n import Translated
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ActionStatus
from portal.outbox import commit_and_drain
from tests import bulletins, factories, mailbox
from tests.clock import Clock
from tests.dialogue import House
from tests.pages import Page

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def house(app: Flask) -> House:
    """A dossier accepted for a REX that is being written."""
    return build(app)


@pytest.fixture
def small(sqlite_app: Flask) -> House:
    """The same, for what does not depend on the database."""
    return build(sqlite_app)


def build(app: Flask) -> House:
    """A dossier, and a REX in which the hour was left out and a word replaced."""
    house = House.build(
        app,
        IncidentStatus.ACCEPTED,
        narrative=Translated(
            nl="Bij Versneller 2 werd door de ploeg om 7u50 het verkeerde veld geladen."
        ),
        actions=[CorrectiveAction(text=Translated(nl="Controle"), status=ActionStatus.DONE)],
    )
    with app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        row = bulletins.bulletin(db.session, incidents=[incident])
        text = "Bij een toestel werd door de ploeg het verkeerde veld geladen."
        row.blocks[0].text = Translated(text, "Un champ erroné a été chargé.")
        db.session.commit()
    return house


def ask(house: House, language: str = "nl", name: str = "analyst") -> Page:
    """Ask the departments of the bulletin to agree."""
    page = house.enter(name, language).get(f"/{language}/bulletins/1/confirm")
    return page.submit("/confirm")


def confirmations(house: House) -> list[Confirmation]:
    """What was asked and answered, as stored."""
    with house.app.app_context():
        return list(db.session.scalars(select(Confirmation).order_by(Confirmation.id)))


def rewrite(house: House) -> None:
    """Change the text of the REX."""
    with house.app.app_context():
        row = db.session.get_one(Bulletin, 1)
        row.blocks[0].text = Translated("Heel andere tekst.", "Tout autre texte.")
        db.session.commit()


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_department_refuses_and_later_agrees(house: House, language: str) -> None:
    asked = ask(house, language)
    assert house.said("With the department for confirmation", language) in asked.main
    assert sorted(to for to, _subject in house.mailed()) == ["doctor", "quality", "second"]
    path = house.path("/confirm", language)
    quality = house.enter("quality", language)
    page = quality.get(house.path(language=language)).follow(
        house.said("Confirm the anonymised text", language)
    )
    assert page.url == path
    shown = page.main
    assert f"{house.said('left out:', language)} om 7u50" in shown
    assert f"{house.said('replaced:', language)} Versneller 2" in shown
    assert f"{house.said('instead:', language)} een toestel" in shown
    assert {tag.name for tag in page.soup.select("del, ins")} == {"del", "ins"}
    refused = page.submit("/confirm", reason="Toestel is te herkennen.", button="answer=refuse")
    assert refused.status == 200
    overview = house.enter("analyst", language).get(f"/{language}/bulletins/1")
    assert house.said("The department does not agree", language) in overview.main
    assert (
        "Toestel is te herkennen." in overview.visitor.get(f"/{language}/bulletins/1/confirm").main
    )
    rewrite(house)
    again = ask(house, language)
    assert again.status == 200
    quality.get(path).submit("/confirm", button="answer=agree")
    first, second = confirmations(house)
    assert (first.agreed, first.reason, second.agreed) == (False, "Toestel is te herkennen.", True)
    assert house.mailed()[-1][0] == "analyst"
    assert mailbox.link_in(mailbox.letters(house.app)[-1]).endswith("/bulletins/1/confirm")


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_it_is_the_turn_of_who_was_asked(small: House, language: str) -> None:
    reader = small.enter("quality", language)

    def turns() -> set[str]:
        """What the dossier and the list say."""
        dossier = reader.get(small.path(language=language)).soup.select_one(".turn")
        cells = reader.get(f"/{language}/incidents").soup.select("tbody td")
        assert dossier is not None
        said = " ".join(dossier.get_text(" ").split())
        return {said.removeprefix(small.said("Whose turn:", language)).strip()} | {
            cells[-1].get_text(strip=True)
        }

    assert turns() == {small.said("the FANC", language)}
    ask(small)
    assert turns() == {small.said("the department", language)}
    done = reader.get(small.path("/confirm", language)).submit(button="answer=agree")
    assert small.said("You agree with this text. The FANC has your answer.", language) in done.text
    assert turns() == {small.said("the FANC", language)}


def test_what_the_regulator_wrote_is_not_called_ours(small: House) -> None:
    small.change(recommendation=Translated(nl="Controleer de overdracht."))
    with small.app.app_context():
        row = db.session.get_one(Bulletin, 1)
        text = Translated("Controleer elke overdracht.", "Contrôlez chaque transfert.")
        row.blocks[-1].section, row.blocks[-1].text = Section.RECOMMENDATION, text
        db.session.commit()
    ask(small)
    page = small.enter("quality").get(small.path("/confirm"))
    rows = {
        str(row.h2.get_text()): str(row.h3.get_text())  # type: ignore[union-attr]
        for row in page.soup.select(".sheet-row")
    }
    theirs = small.said("As the FANC wrote it in the dossier")
    assert [heading for heading, side in rows.items() if side == theirs] == [
        small.said("Recommendation of the FANC")
    ]


def test_a_refusal_needs_its_reason(small: House) -> None:
    ask(small)
    page = small.enter("doctor").get(small.path("/confirm"))
    refused = page.submit("/confirm", button="answer=refuse")
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#reason']")
    assert confirmations(small)[0].agreed is None


def test_answering_twice_or_about_an_older_text_keeps_the_words(small: House) -> None:
    ask(small)
    first = small.enter("quality").get(small.path("/confirm"))
    second = small.enter("doctor").get(small.path("/confirm"))
    rewrite(small)
    ask(small)
    late = first.submit("/confirm", reason="Mijn woorden", button="answer=refuse")
    assert late.status == 409
    assert "Mijn woorden" in late.response.text
    assert "Heel andere" in late.main
    late.submit("/confirm", button="answer=agree")
    twice = second.submit("/confirm", reason="Andere woorden", button="answer=refuse")
    assert twice.status == 409
    assert "Andere woorden" in twice.main
    assert [each.agreed for each in confirmations(small)] == [None, True]


def test_a_changed_text_is_told_and_asked_again(small: House) -> None:
    ask(small)
    small.enter("quality").get(small.path("/confirm")).submit("/confirm", button="answer=agree")
    analyst = small.enter("analyst")
    page = analyst.get("/nl/bulletins/1/confirm")
    assert not page.soup.select("main form")
    rewrite(small)
    page = analyst.get("/nl/bulletins/1/confirm")
    assert small.said("The text changed since: ask again") in page.main
    assert small.said("The text changed since: ask again") in analyst.get("/nl/bulletins/1").main
    page.submit("/confirm")
    assert len(confirmations(small)) == 2


def test_a_text_that_is_missing_is_not_shown(small: House) -> None:
    with small.app.app_context():
        db.session.get_one(Bulletin, 1).essence = Translated(fr="Essentiel")
        db.session.commit()
    refused = ask(small)
    assert refused.status == 422
    assert refused.soup.select(".error-summary a")
    assert confirmations(small) == []


def test_a_department_sees_its_own_dossier_only(small: House) -> None:
    with small.app.app_context():
        row = db.session.get_one(Bulletin, 1)
        sud = factories.department(db.session, "oost")
        other = factories.incident(
            db.session, sud, status=IncidentStatus.ACCEPTED, title=Translated(nl="Van elders")
        )
        row.incidents.append(other)
        db.session.commit()
        elsewhere = other.reference
    ask(small)
    assert len(confirmations(small)) == 2
    quality = small.enter("quality")
    page = quality.get(small.path("/confirm"))
    assert elsewhere not in page.response.text
    assert "Van elders" not in page.response.text
    assert quality.get(f"/nl/incidents/{elsewhere}/confirm").status == 404
    for address in ("/nl/bulletins/1", "/nl/bulletins/1/confirm", "/nl/bulletins/1/preview"):
        assert quality.get(address).status in (403, 404)
    for name in ("reporter", "stranger", "analyst", "publisher"):
        assert small.enter(name).get(small.path("/confirm")).status == 404


def test_who_asks_and_who_does_not(small: House) -> None:
    assert small.enter("translator").get("/nl/bulletins/1/confirm").status in (403, 404)
    assert ask(small, name="publisher").status == 200
    assert small.enter("quality").get(small.path()).soup.select("a[href$='/confirm']")


def test_nothing_is_asked_yet_so_nothing_is_shown(small: House) -> None:
    quality = small.enter("quality")
    assert quality.get(small.path("/confirm")).status == 404
    page = quality.get(small.path())
    assert not page.soup.select("a[href$='/confirm']")
    assert small.said("Nothing is asked of you now.") in page.main


def test_one_reminder_after_two_weeks(small: House, monkeypatch: Any) -> None:
    clock = Clock(monkeypatch, MONDAY)
    ask(small)
    sent = []
    for _day in range(20):
        clock.forward(days=1)
        with small.app.app_context():
            schedule.run()
            commit_and_drain()
        sent.append(len(small.mailed()))
    assert sent[12:14] == [3, 6]
    assert sent[-1] == 6
    for letter in mailbox.letters(small.app):
        assert "veld" not in mailbox.text_of(letter)


def test_the_timeline_tells_of_it(small: House) -> None:
    ask(small)
    small.enter("quality").get(small.path("/confirm")).submit("/confirm", button="answer=agree")
    lines = small.enter("quality").get(small.path()).soup.select(".timeline li p")
    told = [line.get_text(strip=True) for line in lines]
    assert small.said("Confirmation of the text asked") in told
    assert small.said("The department agrees with the text") in told


def test_a_discarded_draft_takes_its_questions_along(small: House) -> None:
    ask(small)
    small.change(status=IncidentStatus.CLOSED, closed_reason="Toch niet")
    page = small.enter("analyst").get("/nl/bulletins/1")
    assert page.submit("/discard").status == 200
    assert confirmations(small) == []
