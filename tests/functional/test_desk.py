"""The desk: views, who handles a dossier, the two first questions, links, colleagues, the keys."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.db import db
from portal.desk.models import DeskVisit
from portal.incidents.first_look import FirstAnswer, FirstQuestion
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import Danger
from tests import factories
from tests.clock import START, Clock
from tests.dialogue import House
from tests.pages import Page

S = IncidentStatus
SHOULD_BE = "Verplicht te melden: meer dan tien procent."


@pytest.fixture
def house(app: Flask) -> House:
    """A new dossier that nobody at the regulator looked at."""
    return House.build(app, S.SUBMITTED, first_answers=[])


@pytest.fixture
def small(sqlite_app: Flask) -> House:
    """The same, for what does not depend on the database."""
    return House.build(sqlite_app, S.SUBMITTED, first_answers=[])


def another(house: House, code: str = "sud", **values: Any) -> str:
    """A second dossier, of the other department; its reference."""
    with house.app.app_context():
        query = select(Person).where(Person.email == "stranger@test.invalid")
        home = db.session.scalars(query).one().department
        assert home
        row = factories.incident(db.session, home, **({"status": S.IN_REVIEW} | values))
        db.session.commit()
        return row.reference


def references(page: Page) -> list[str]:
    """The references of the list, in its order."""
    boxes = page.soup.select(".record input[name=dossier]")
    return [str(box["value"]) for box in boxes]


def answered(house: House) -> dict[FirstQuestion, FirstAnswer]:
    """What the database has of the first questions."""
    with house.app.app_context():
        return {row.question: row for row in db.session.scalars(select(FirstAnswer))}


def test_two_questions_come_before_any_decision(house: House) -> None:
    analyst = house.enter("analyst")
    page = analyst.get(house.path())
    assert page.soup.select_one("a.button[href='#first-questions']")
    for verb, fields in (("accept", {}), ("close", {"closed_reason": "Al gekend"})):
        refused = page.submit(f"/{verb}", **fields)
        assert refused.status == 422
        assert refused.soup.select_one(".error-summary a[href='#first-questions']")
        assert house.status() is S.SUBMITTED
    assert "Al gekend" in refused.response.text
    link = analyst.get(f"/nl/desk/{house.reference}/link")
    assert link.soup.select_one(f".error-summary a[href$='{house.reference}#first-questions']")
    half = page.submit("/first", elsewhere="no")
    assert half.status == 422
    assert half.soup.select_one(".error-summary a[href='#judged']")
    alone = half.submit("/first", judged="no")
    assert alone.status == 422
    assert alone.soup.select_one(".error-summary a[href='#should_be']")
    done = alone.submit("/first", judged="no", should_be=SHOULD_BE)
    assert done.status == 200
    assert SHOULD_BE in done.main
    assert "Analyst" in done.main
    rows = answered(house)
    assert not rows[FirstQuestion.DANGER].yes
    assert rows[FirstQuestion.DUTY].note == SHOULD_BE
    assert rows[FirstQuestion.DUTY].answered_by == house.person_id("analyst")
    for name in ("quality", "doctor", "reporter"):
        assert SHOULD_BE not in house.enter(name).get(house.path()).response.text
    assert done.submit("/accept").status == 200
    assert house.status() is S.ACCEPTED


def test_danger_elsewhere_leads_to_the_warning_and_doubt_to_a_question(small: House) -> None:
    page = small.enter("analyst").get(small.path())
    warning = page.submit("/first", elsewhere="yes", judged="yes")
    assert warning.url == f"/nl/warnings/new?dossier={small.reference}"
    assert small.reference in warning.main
    again = small.enter("analyst").get(small.path())
    asked = again.submit("/first", judged="no", button="action=ask")
    assert asked.url == f"/nl/desk/{small.reference}/question"
    before = {key: row.answered_at for key, row in answered(small).items()}
    small.enter("analyst2").get(small.path()).submit("/first")
    assert answered(small)[FirstQuestion.DANGER].answered_at == before[FirstQuestion.DANGER]
    small.change(status=S.CLOSED, closed_reason="Bekend")
    assert again.submit("/first").status == 409
    for name in ("quality", "translator", "publisher", "administrator"):
        visitor = small.enter(name)
        token = {"csrf_token": visitor.token()}
        assert visitor.post(f"/nl/desk/{small.reference}/first", token).status == 404, name


def test_dossiers_are_given_to_an_analyst_several_at_once(house: House) -> None:
    other, foreign = another(house, status=S.SUBMITTED), another(house, status=S.WITH_DEPARTMENT)
    analyst = house.enter("analyst")
    inbox = analyst.get("/nl/desk")
    assert references(inbox) == [house.reference, other]
    assert inbox.submit("/desk").status == 422
    colleague = str(house.person_id("analyst2"))
    both = [house.reference, other, foreign]
    done = inbox.submit("/desk", dossier=both, analyst=colleague)
    assert done.status == 200
    assert done.main.count(house.said("Handled by %(name)s", name="Analyst2")) == 2
    assert (
        house.mailed().count(
            ("analyst2", house.said("Dossier %(reference)s is assigned to you", reference=other))
        )
        == 1
    )
    with house.app.app_context():
        row = db.session.scalars(select(Incident).where(Incident.reference == foreign)).one()
        assert row.analyst_id is None
    mine = house.enter("analyst2").get("/nl/desk?view=mine")
    assert references(mine) == [house.reference, other]
    assert references(analyst.get("/nl/desk?view=mine")) == []
    analyst.get(house.path()).submit("/assign", analyst="nobody")
    assert references(house.enter("analyst2").get("/nl/desk?view=mine")) == [other]
    assert (
        inbox.submit("/desk", dossier=both, analyst=str(house.person_id("quality"))).status == 422
    )
    publisher = house.enter("publisher")
    assert not publisher.get("/nl/desk").soup.select("input[name=dossier]")
    assert publisher.post("/nl/desk", {"csrf_token": publisher.token()}).status == 403


def test_what_comes_in_is_mailed_to_who_handles_it(small: House) -> None:
    small.enter("analyst").get(small.path()).submit("/first", elsewhere="no", judged="yes")
    small.ask()
    page = small.enter("analyst2").get(small.path())
    page.submit("/assign", analyst=str(small.person_id("analyst2")))
    before = len(small.mailed())
    question = small.enter("quality").get(small.path("/questions/1"))
    assert question.submit("/1", answer="De technoloog.").status == 200
    assert [name for name, _subject in small.mailed()[before:]] == ["analyst2"]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_dossier_is_linked_and_the_link_undone(sqlite_app: Flask, language: str) -> None:
    house = House.build(sqlite_app, S.IN_REVIEW)
    target = another(house)
    analyst = house.enter("analyst", language)
    page = analyst.get(f"/{language}/desk/{house.reference}/link")
    for reference in ("", "M-1999-0001", house.reference, another(house, status=S.WITH_DEPARTMENT)):
        assert page.submit("/link", reference=reference).status == 422, reference
        assert house.status() is S.IN_REVIEW
    linked = page.submit("/link", reference=f" {target.lower()} ")
    assert linked.status == 200
    assert house.status() is S.LINKED
    assert target in linked.main
    assert house.reference in analyst.get(f"/{language}/incidents/{target}").main
    for name in ("quality", "doctor", "reporter"):
        own = house.enter(name, language).get(house.path(language=language))
        assert house.said("Linked to another dossier", language) in own.main
        assert target not in own.response.text
        assert "sud" not in own.response.text
    stranger = house.enter("stranger", language).get(f"/{language}/incidents/{target}")
    assert house.reference not in stranger.response.text
    about = {"reference": house.reference}
    assert ("reporter", house.said("What came of your report %(reference)s", **about)) in (
        house.mailed()
    )
    assert page.submit("/link", reference=target).status == 409
    undone = linked.submit("/unlink")
    assert undone.status == 200
    assert house.status() is S.IN_REVIEW
    with house.app.app_context():
        assert db.session.scalars(select(Incident.linked_to_id)).unique().all() == [None]
    assert linked.submit("/unlink").status == 409


def test_links_make_no_chain_and_no_circle(house: House) -> None:
    second, third = another(house), another(house)
    house.change(status=S.IN_REVIEW)
    house.enter("analyst").get(house.path()).submit("/first", elsewhere="no", judged="yes")
    analyst = house.enter("analyst")
    joined = analyst.get(f"/nl/desk/{second}/link").submit("/link", reference=third)
    assert joined.status == 200
    chain = analyst.get(f"/nl/desk/{house.reference}/link").submit("/link", reference=second)
    assert chain.status == 422
    assert (
        house.said("%(reference)s is itself linked to another dossier", reference=second)
        in chain.main
    )
    circle = analyst.get(f"/nl/desk/{third}/link")
    refused = circle.submit("/link", reference=house.reference)
    assert refused.status == 422
    words = house.said("%(reference)s is linked to this dossier: undo that first", reference=second)
    for page in (circle, refused):
        assert words in page.main
    with house.app.app_context():
        linked = db.session.scalars(select(Incident.reference).where(Incident.status == S.LINKED))
        assert linked.all() == [second]


def test_two_analysts_see_each_other_whatever_process_they_meet(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch, START)
    first, second = house.enter("analyst"), house.enter("analyst2")
    words = "%(name)s has this dossier open too, since %(time)s."
    here = house.said(words, name="Analyst", time="10u00")
    assert here not in first.get(house.path()).main
    clock.forward(minutes=3)
    assert here in second.get(house.path()).main
    assert house.said(words, name="Analyst2", time="10u03") in first.get(house.path()).main
    for name in ("publisher", "quality"):
        assert here not in house.enter(name).get(house.path()).main
    assert second.get(house.path()).submit("/first").status == 422
    clock.forward(minutes=14)
    assert here in second.get(house.path()).main
    clock.forward(minutes=5)
    assert here not in second.get(house.path()).main
    later = house.person_id("analyst2")
    with house.app.app_context():
        visits = db.session.scalars(select(DeskVisit)).all()
        assert [each.person_id for each in visits] == [later]
        assert not any(each.seen.second or each.since.second for each in visits)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_dossier_leads_to_its_neighbours_in_the_view(sqlite_app: Flask, language: str) -> None:
    house = House.build(sqlite_app, S.SUBMITTED)
    second, third, pressing = (
        another(house, status=S.SUBMITTED, danger=danger)
        for danger in (Danger.NO, Danger.NO, Danger.YES)
    )
    other = another(house)
    analyst = house.enter("analyst", language)
    inbox = analyst.get(f"/{language}/desk")
    assert references(inbox) == [pressing, house.reference, second, third]
    page = analyst.get(f"/{language}/incidents/{second}")
    keys = {link["rel"][0]: link["href"] for link in page.soup.select(".neighbours a[rel]")}
    assert keys == {
        "prev": f"/{language}/incidents/{house.reference}",
        "next": f"/{language}/incidents/{third}",
    }
    assert not analyst.get(f"/{language}/incidents/{other}").soup.select(".neighbours a[rel]")
    me = str(house.person_id("analyst"))
    inbox.submit("/desk", dossier=[second, other], analyst=me)
    mine = analyst.get(f"/{language}/incidents/{second}?view=mine")
    (link,) = mine.soup.select(".neighbours a[rel]")
    assert link["href"] == f"/{language}/incidents/{other}?view=mine"
    told = house.said("To the next or the previous dossier of the inbox", language)
    assert told in analyst.get(f"/{language}/help/keys").main
    assert told not in house.enter("quality", language).get(f"/{language}/help/keys").main
