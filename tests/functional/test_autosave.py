"""Saving while writing: any answer, at any moment, and never over another window's."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Department, Person
from portal.db import db
from portal.incidents import drafts
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident
from portal.permissions import Role
from tests import factories
from tests.clock import START, Clock
from tests.pages import PASSWORD, Page, Visitor, values_of

TEXT = "Een oud plan stond nog op het toestel"


@pytest.fixture
def reporter(app: Flask) -> Visitor:
    """A reporter, signed in."""
    return colleague(app)


def colleague(app: Flask) -> Visitor:
    with app.app_context():
        home = db.session.scalar(select(Department)) or factories.department(db.session)
        email = factories.person(db.session, Role.REPORTER, department=home).email
        db.session.commit()
    visitor = Visitor(app)
    visitor.sign_in(email)
    return visitor


def autosaved(page: Page, **answers: Any) -> Page:
    """What a page does by itself while somebody writes in it."""
    form = page.form() if page.url.endswith(("1", "2", "3")) else page.form("/report")
    fields = {name: values[0] for name, values in values_of(form).items()} | answers
    address, headers = str(form["data-autosave"]), {"Accept": "application/json"}
    return page.visitor.post(address, fields, follow=False, headers=headers)


def told(page: Page) -> dict[str, Any]:
    """What the page's script is told."""
    answer: dict[str, Any] = json.loads(page.response.text)
    return answer


def kept(app: Flask) -> dict[str, str]:
    """The answers of the one draft."""
    with app.app_context():
        return drafts.read(db.session.scalars(select(Draft)).one())


@pytest.mark.parametrize(("language", "hour"), [("nl", "15u42"), ("fr", "15h42")])
def test_the_first_words_begin_the_draft_and_the_hour_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch, language: str, hour: str
) -> None:
    Clock(monkeypatch, START.replace(hour=14, minute=42))
    page = colleague(app).get(f"/{language}/report")
    assert told(autosaved(page)) == {"saved": "", "draft": "", "opened": {}}
    answer = autosaved(page, description=TEXT)
    assert answer.status == 200
    assert hour in told(answer)["saved"]
    again = autosaved(page, description=f"{TEXT}.", turn="2")
    assert told(again)["draft"] == told(answer)["draft"]
    assert kept(app)["description"] == f"{TEXT}."
    named = told(autosaved(page, description=f"{TEXT}. Jan Peeters zag het.", turn="3"))
    assert (told(again)["hint"], "Jan Peeters" in named["hint"]) == ("", True)
    assert page.submit(description=f"{TEXT}. Gezien.", turn="4").url.endswith("/2")
    assert kept(app)["description"] == f"{TEXT}. Gezien."


def test_half_an_answer_and_a_wrong_one_are_kept_as_typed(app: Flask, reporter: Visitor) -> None:
    second = reporter.get("/nl/report").submit(description=TEXT)
    wrong = {"found": "other", "found_date": "31/2/20", "found_time": "25", "step": "no such step"}
    assert autosaved(second, **wrong).status == 200
    page = reporter.get(second.url)
    assert {name: kept(app)[name] for name in wrong} == wrong
    assert values_of(page.form())["found_date"] == ["31/2/20"]


def test_what_came_late_does_not_overtake_and_is_not_said_to_be_saved(
    app: Flask, reporter: Visitor
) -> None:
    page = reporter.get("/nl/report")
    page.submit(description="het langste", turn="7")
    late = autosaved(page, description="het", turn="3")
    assert late.status == 409
    assert told(late).keys() == {"problem"}
    assert autosaved(page, description="het langste", turn="4").status == 200
    assert kept(app)["description"] == "het langste"


def test_words_on_an_older_copy_of_the_page_are_asked_about(app: Flask, reporter: Visitor) -> None:
    page = reporter.get("/nl/report")
    page.submit(description="eerste versie", turn="7")
    both = page.submit(description="latere woorden", turn="2")
    assert both.status == 409
    assert {"eerste versie", "latere woorden"} <= {
        each.get_text() for each in both.soup.select(".conflict .verbatim")
    }
    assert both.submit(description_keep="mine").url.endswith("/2")
    assert kept(app)["description"] == "latere woorden"


def test_an_answer_that_was_emptied_since_is_not_filled_again_by_what_comes_late(
    app: Flask, reporter: Visitor
) -> None:
    second = reporter.get("/nl/report").submit(description=TEXT)
    assert autosaved(second, system_other="laser", turn="2").status == 200
    assert autosaved(second, system_other="", turn="4").status == 200
    assert autosaved(second, system_other="laser", turn="3").status == 409
    assert kept(app)["system_other"] == ""


@pytest.mark.parametrize("visible", ["nobody", "quality_manager"])
def test_a_report_that_was_sent_does_not_begin_again(
    app: Flask, reporter: Visitor, visible: str
) -> None:
    first = reporter.get("/nl/report")
    second = first.submit("/report", description=TEXT)
    check = second.submit(found="today", step="delivery").submit(patient="none", danger="no")
    check.submit(visible=visible)
    assert autosaved(first, description=TEXT).status == 404
    back = first.submit("/report", description=f"{TEXT}. Nog iets")
    assert back.status == 409
    assert f"{TEXT}. Nog iets" in back.main
    assert back.submit("/report").status == 409
    assert autosaved(back, description=TEXT).status == 404
    with app.app_context():
        assert db.session.scalars(select(Draft)).all() == []
    assert reporter.get("/nl/report").submit("/report", description=TEXT).url.endswith("/2")


def test_a_report_that_was_removed_does_not_begin_again(app: Flask, reporter: Visitor) -> None:
    first = reporter.get("/nl/report")
    assert autosaved(first, description=TEXT).status == 200
    reporter.get("/nl/report").submit("/discard")
    assert autosaved(first, description=TEXT).status == 404
    with app.app_context():
        assert db.session.scalars(select(Draft)).all() == []


def test_two_windows_are_told_and_both_texts_are_kept(app: Flask, reporter: Visitor) -> None:
    begun = reporter.get("/nl/report").submit(description=TEXT)
    first, other = (reporter.get(begun.url[:-1] + "1") for _window in range(2))
    assert autosaved(first, description="eerste venster", turn="1").status == 200
    late = autosaved(other, description="tweede venster", turn="1", description_keep="mine")
    assert late.status == 409
    assert told(late)["problem"]
    assert kept(app)["description"] == "eerste venster"
    both = other.submit(description="tweede venster", turn="2")
    assert both.status == 409
    assert {"eerste venster", "tweede venster"} <= {
        each.get_text() for each in both.soup.select(".conflict .verbatim")
    }
    assert both.submit().url.endswith("/2")
    assert kept(app)["description"] == "tweede venster"


def test_windows_that_answer_different_questions_do_not_disturb_each_other(
    app: Flask, reporter: Visitor
) -> None:
    begun = reporter.get("/nl/report").submit(description=TEXT)
    first, other = (reporter.get(begun.url) for _window in range(2))
    assert autosaved(first, system_other="de laser").status == 200
    assert autosaved(other, found_time="15u42").status == 200
    answers = kept(app)
    assert (answers["system_other"], answers["found_time"]) == ("de laser", "15u42")
    late = other.submit(found="today", step="delivery", system_other="de lamp", found_time="15u42")
    assert late.status == 409
    assert "de laser" in late.main
    assert late.submit(system_other_keep="theirs").url.endswith("/3")
    assert kept(app)["system_other"] == "de laser"


def test_too_long_a_text_is_refused_with_words(app: Flask, reporter: Visitor) -> None:
    second = reporter.get("/nl/report").submit(description=TEXT)
    first = reporter.get(second.url[:-1] + "1")
    answer = autosaved(first, description="x" * 100_001)
    assert answer.status == 413
    assert told(answer)["problem"]
    assert kept(app)["description"] == TEXT


def test_nobody_else_saves_and_nothing_is_saved_after_sending(
    app: Flask, reporter: Visitor
) -> None:
    second = reporter.get("/nl/report").submit(description=TEXT)
    curious = colleague(app).get("/nl/report")
    token = values_of(curious.form("/report"))["csrf_token"][0]
    address = second.url + "/autosave"
    assert curious.visitor.post(address, {"csrf_token": token}).status == 404
    assert reporter.post(address.replace("/2/", "/4/"), {}).status in {400, 404}
    third = second.submit(found="today", step="delivery")
    third.submit(patient="none", danger="no").submit()
    assert autosaved(second, found_time="9u").status == 404
    with app.app_context():
        assert db.session.scalars(select(Incident)).one().narrative.nl == TEXT


def test_a_closed_session_answers_401_and_the_text_comes_back(
    app: Flask, reporter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = reporter.get("/nl/report")
    with app.app_context():
        email = db.session.scalars(select(Person.email)).one()
        other = factories.person(db.session, Role.ADMINISTRATOR).email
        db.session.commit()
    Clock(monkeypatch).forward(minutes=16)
    text = f"{TEXT}. Dit gebeurde tijdens de onderhoudsbeurt."
    for person, is_writer in ((other, False), (email, True)):
        twin = reporter.twin()
        late = Page(twin, page.response, page.url)
        assert autosaved(late, description=TEXT).status == 401
        held = late.submit("/report", description=text)
        assert held.status == 401
        back = held.submit("/login", email=person, password=PASSWORD)
        assert (text in back.main) is is_writer


def test_saving_the_same_again_does_not_keep_the_session_open(
    reporter: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    page = reporter.get("/nl/report")
    clock.forward(minutes=8)
    assert autosaved(page, description=TEXT).status == 200
    for _time in range(3):
        clock.forward(minutes=5)
        answer = autosaved(page, description=TEXT)
    assert answer.status == 401


@pytest.mark.parametrize(
    "made_up",
    [
        {"window": "\u00e9" * 40, "turn": "-1"},
        {"window": "x", "turn": "9" * 40},
        {"description_opened": "\0", "draft": "../..", "language": "xx"},
    ],
)
def test_made_up_fields_are_no_failure(
    app: Flask, reporter: Visitor, made_up: dict[str, str]
) -> None:
    page = reporter.get("/nl/report")
    assert autosaved(page, description=TEXT, **made_up).status == 200
    assert kept(app)["description"] == TEXT
