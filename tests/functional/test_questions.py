"""The regulator asks, the department answers with a change of its text, the ball returns."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal import schedule
from portal.db import db
from portal.dialogue.models import Question
from portal.dialogue.questions import working_days_after
from portal.i18n import Translated, format_date, today
from portal.incidents.models import IncidentStatus
from portal.outbox import commit_and_drain
from tests import mailbox
from tests.clock import Clock
from tests.dialogue import NARRATIVE, QUOTE, House

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def house(app: Flask) -> House:
    """A dossier that the regulator is reading."""
    return House.build(app, IncidentStatus.IN_REVIEW)


@pytest.fixture
def small(sqlite_app: Flask) -> House:
    """The same, for what does not depend on the database."""
    return House.build(sqlite_app, IncidentStatus.IN_REVIEW)


def questions(house: House) -> list[Question]:
    """The questions as stored."""
    with house.app.app_context():
        return list(db.session.scalars(select(Question).order_by(Question.id)))


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_question_is_answered_with_a_change_of_the_text(house: House, language: str) -> None:
    asked = house.ask()
    assert asked.status == 200
    assert house.status() is IncidentStatus.QUESTION
    assert house.said("the department") in asked.main
    quality = house.enter("quality", language)
    dossier = quality.get(house.path(language=language))
    assert house.said("the department", language) in dossier.main
    page = quality.get(house.path("/questions/1", language))
    quoted = page.soup.select_one("blockquote")
    assert quoted
    assert quoted.get_text(strip=True) == QUOTE
    assert "Wie deed de controle?" in page.main

    answered = page.submit(
        answer="De fysicus.", narrative=NARRATIVE.replace("De controle", "De fysicus")
    )

    assert (answered.status, house.status()) == (200, IncidentStatus.IN_REVIEW)
    (question,) = questions(house)
    assert json.loads(question.changes) == [
        ["incident.narrative_nl", NARRATIVE, NARRATIVE.replace("De controle", "De fysicus")]
    ]
    read = house.enter("analyst2", language).get(house.path("/questions/1", language))
    assert "De fysicus." in read.main
    terms = [each.get_text(" ", strip=True) for each in read.soup.select("dl.summary dd p")]
    assert terms[0] == f"{house.said('was', language)} {NARRATIVE}"
    assert terms[1].startswith(house.said("becomes", language))
    assert "De fysicus zag dit" in terms[1]
    assert house.said("the FANC", language) in read.main


def test_a_title_that_nobody_touched_is_no_change(small: House) -> None:
    small.change(title=Translated(nl="Twee\u00a0mm te ver"))
    small.ask()
    small.enter("quality").get(small.path("/questions/1")).submit(answer="De fysicus.")
    assert questions(small)[0].changes == "[]"


def test_mails_go_to_the_managers_and_back_to_who_asked(house: House) -> None:
    house.ask()
    assert [to for to, _subject in house.mailed()] == ["quality", "second"]
    house.enter("quality").get(house.path("/questions/1")).submit(answer="De fysicus.")
    to, subject = house.mailed()[-1]
    assert (to, house.reference in subject, len(house.mailed())) == ("analyst", True, 3)
    for letter in mailbox.letters(house.app):
        assert "controle" not in letter.as_string()
        assert "fysicus" not in letter.as_string()
        assert house.reference in mailbox.text_of(letter)
    assert mailbox.link_in(mailbox.letters(house.app)[0]).endswith(house.path("/questions/1"))


def test_three_questions_in_one_go_and_the_last_answer_returns_the_ball(house: House) -> None:
    more = {
        "rows-1-part": "causes",
        "rows-1-text": "Welke controle?",
        "rows-2-part": "actions",
        "rows-2-quote": "Controle ingevoerd",
        "rows-2-text": "Sinds wanneer?",
    }
    house.ask(**more)
    found = questions(house)
    assert [(each.number, each.part.value) for each in found] == [
        (1, "course"),
        (2, "causes"),
        (3, "actions"),
    ]
    assert len(house.mailed()) == 2
    quality = house.enter("quality")
    for number in (3, 1):
        quality.get(house.path(f"/questions/{number}")).submit(answer="Antwoord")
        assert house.status() is IncidentStatus.QUESTION
    quality.get(house.path("/questions/2")).submit(answer="Antwoord")
    assert house.status() is IncidentStatus.IN_REVIEW


def test_the_page_proposes_language_and_date(small: House, monkeypatch: Any) -> None:
    Clock(monkeypatch, MONDAY)
    page = small.enter("analyst").get(f"/nl/desk/{small.reference}/question")
    field = page.soup.select_one("#due_on")
    assert field
    assert field["value"] == "16/11/2026"
    chosen = page.soup.select_one("#language [selected]")
    assert chosen
    assert chosen["value"] == "nl"
    sentences = [str(each["value"]) for each in page.soup.select("#rows-0-quote option")]
    assert QUOTE in sentences
    assert "Controle ingevoerd" in sentences


def test_working_days_skip_the_weekend() -> None:
    assert working_days_after(date(2026, 11, 6), 1) == date(2026, 11, 9)
    assert working_days_after(date(2026, 11, 7)) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"rows-0-text": " "}, "rows-0-text"),
        ({"rows-0-part": "causes"}, "rows-0-quote"),
        ({"rows-0-quote": "Dit staat er niet."}, "rows-0-quote"),
        ({"rows-0-part": "nowhere"}, "rows-0-part"),
        ({"rows-0-text": "x" * 5000}, "rows-0-text"),
        ({"due_on": "31/2/2027"}, "due_on"),
        ({"due_on": "1/11/2026"}, "due_on"),
        ({"due_on": ""}, "due_on"),
        ({"language": "en"}, "language"),
    ],
)
def test_a_question_that_is_not_right_is_not_asked(
    small: House, answers: dict[str, str], field: str
) -> None:
    page = small.ask(**answers)
    assert page.status == 422
    assert page.soup.select(f".error-summary a[href='#{field}']")
    assert questions(small) == []
    assert small.status() is IncidentStatus.IN_REVIEW


def test_a_short_year_lies_ahead(small: House, monkeypatch: Any) -> None:
    Clock(monkeypatch, MONDAY)
    assert small.ask(due_on="15/1/27").status == 200
    assert questions(small)[0].due_on == date(2027, 1, 15)


def test_a_preview_asks_nothing(small: House) -> None:
    page = small.ask(button="action=preview")
    shown = page.soup.select_one("section.inset")
    assert page.status == 200
    assert shown
    assert QUOTE in shown.get_text()
    assert "Wie deed de controle?" in shown.get_text()
    assert questions(small) == []
    page.submit()
    assert small.status() is IncidentStatus.QUESTION


def test_asking_twice_keeps_the_words(small: House) -> None:
    page = small.enter("analyst2").get(f"/nl/desk/{small.reference}/question")
    small.ask()
    late = page.submit(**{"rows-0-text": "Mijn tweede vraag"})
    assert late.status == 409
    assert "Mijn tweede vraag" in late.main
    assert len(questions(small)) == 1
    assert small.enter("analyst").get(f"/nl/desk/{small.reference}/question").status == 409


@pytest.mark.parametrize("status", ["submitted", "in_review"])
def test_it_is_asked_of_a_new_dossier_too(sqlite_app: Flask, status: str) -> None:
    house = House.build(sqlite_app, IncidentStatus(status))
    link = house.enter("analyst").get(house.path()).follow(house.said("Ask a question"))
    link.submit(**{"rows-0-part": "facts", "rows-0-text": "Wanneer?"})
    assert house.status() is IncidentStatus.QUESTION


def test_an_answer_that_comes_late_keeps_its_words(small: House) -> None:
    small.ask()
    first = small.enter("quality").get(small.path("/questions/1"))
    second = small.enter("second").get(small.path("/questions/1"))
    empty = first.submit(answer=" ")
    assert empty.status == 422
    assert empty.soup.select(".error-summary a[href='#answer']")
    first.submit(answer="Eerste")
    late = second.submit(answer="Tweede", narrative="Mijn eigen woorden.")
    assert late.status == 409
    assert "Tweede" in late.main
    assert "Mijn eigen woorden." in late.response.text
    assert questions(small)[0].answer == "Eerste"
    again = first.submit(answer="Nog eens")
    assert again.status == 409
    assert len(small.mailed()) == 3


def test_two_texts_for_the_course_are_a_choice(small: House) -> None:
    small.ask()
    page = small.enter("quality").get(small.path("/questions/1"))
    small.change(narrative=Translated(nl="Iemand anders schreef dit."))
    clash = page.submit(answer="Antwoord", narrative="Ik schreef dit.")
    assert clash.status == 409
    assert "Iemand anders schreef dit." in clash.main
    assert small.status() is IncidentStatus.QUESTION
    clash.submit(narrative_keep="mine")
    assert small.status() is IncidentStatus.IN_REVIEW


def test_who_may_not_answer_or_ask_finds_nothing(small: House) -> None:
    token = {"answer": "x", "rows-0-text": "x"}
    for name in ("quality", "doctor", "reporter", "stranger", "reader", "translator", "publisher"):
        visitor = small.enter(name)
        assert visitor.get(f"/nl/desk/{small.reference}/question").status == 404, name
        field = visitor.get("/nl/").soup.select_one("[name=csrf_token]")
        assert field
        token["csrf_token"] = str(field["value"])
        assert visitor.post(f"/nl/desk/{small.reference}/question", token).status == 404
    small.ask()
    for name in ("reporter", "stranger", "reader", "translator", "administrator"):
        assert small.enter(name).get(small.path("/questions/1")).status == 404, name
    analyst = small.enter("analyst")
    page = analyst.get(small.path("/questions/1"))
    assert not page.soup.select("main form")
    assert analyst.get(small.path("/questions/2")).status == 404
    field = page.soup.select_one("[name=csrf_token]")
    assert field
    token["csrf_token"] = str(field["value"])
    assert analyst.post(small.path("/questions/1"), token).status == 404


def test_what_was_changed_on_other_pages_is_told_too(small: House) -> None:
    small.ask(**{"rows-0-part": "actions", "rows-0-quote": "Controle ingevoerd"})
    with small.app.app_context():
        (question,) = db.session.scalars(select(Question))
        incident = question.incident
        incident.actions[0].text = Translated(nl="Dubbele controle ingevoerd")
        incident.causes.clear()
        incident.vendor = "Toravel"
        db.session.commit()
    page = small.enter("quality").get(small.path("/questions/1"))
    assert not page.soup.select("#narrative")
    page.submit(answer="Aangepast")
    (question,) = questions(small)
    fields = {field: (before, after) for field, before, after in json.loads(question.changes)}
    assert fields["corrective_action.text_nl"] == (
        "Controle ingevoerd",
        "Dubbele controle ingevoerd",
    )
    assert fields["cause.text_nl"] == ("Geen controle voorzien", "")
    assert fields["incident.vendor"] == ("", "Toravel")
    assert "incident.status" not in fields
    read = small.enter("analyst").get(small.path("/questions/1")).main
    assert small.said("empty") in read
    assert "Toravel" in read


def test_the_managers_are_reminded_twice_and_no_more(small: House, monkeypatch: Any) -> None:
    clock = Clock(monkeypatch, MONDAY)
    small.ask(**{"rows-1-part": "causes", "rows-1-text": "En deze?"})
    sent = len(small.mailed())
    reminded = {}
    for _day in range(20):
        clock.forward(days=1)
        with small.app.app_context():
            schedule.run()
            commit_and_drain()
        reminded[today()] = len(small.mailed()) - sent
    days = [
        day
        for day, count in reminded.items()
        if count > max((c for d, c in reminded.items() if d < day), default=0)
    ]
    assert [format_date(day) for day in days] == ["09/11/2026", "15/11/2026"]
    assert reminded[days[-1]] == 4


def test_nobody_is_reminded_of_what_is_answered(small: House, monkeypatch: Any) -> None:
    clock = Clock(monkeypatch, MONDAY)
    small.ask()
    small.enter("quality").get(small.path("/questions/1")).submit(answer="Antwoord")
    sent = len(small.mailed())
    clock.forward(days=8)
    with small.app.app_context():
        schedule.run()
        commit_and_drain()
    assert len(small.mailed()) == sent


@pytest.mark.parametrize("verb", ["submit", "notify"])
def test_the_analysts_hear_of_what_comes_in(sqlite_app: Flask, verb: str) -> None:
    from_, to = (
        IncidentStatus.WITH_DEPARTMENT,
        {
            "submit": IncidentStatus.SUBMITTED,
            "notify": IncidentStatus.NOTIFIED,
        }[verb],
    )
    house = House.build(sqlite_app, from_)
    house.change(status=to, submitted_at=MONDAY, notified_at=MONDAY)
    with sqlite_app.app_context():
        commit_and_drain()
    assert [name for name, _subject in house.mailed()] == ["analyst", "analyst2"]
    assert all(house.reference in subject for _name, subject in house.mailed())
