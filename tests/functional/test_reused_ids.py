"""What stood in a dossier of another department never appears, not even under an id used twice."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Department
from portal.db import db
from portal.dialogue.models import Question
from portal.i18n import Translated
from portal.incidents.cause import Cause
from portal.incidents.models import Incident, IncidentStatus
from tests import factories
from tests.dialogue import House

OTHER, CAUSES = "M-SUD", "/nl/incidents/M-SUD/analysis/causes"
FIRST, SECRET, OURS = "Eerste woorden van sud", "Geheim van sud", "Onze oorzaak"


@pytest.fixture
def house(app: Flask) -> House:
    """A dossier in review, and one of another department with the only cause."""
    house = House.build(app, IncidentStatus.IN_REVIEW, causes=[])
    with app.app_context():
        sud = db.session.scalars(select(Department).where(Department.code == "sud")).one()
        causes = [Cause(text=Translated(nl=FIRST))]
        factories.incident(db.session, sud, reference=OTHER, causes=causes)
        db.session.commit()
    return house


def cause_ids(house: House) -> list[int]:
    """The ids of all causes."""
    with house.app.app_context():
        return list(db.session.scalars(select(Cause.id).order_by(Cause.id)))


def change_and_remove(house: House) -> int:
    """Let the other department change its cause and take it away; the id that it had."""
    (id_,) = cause_ids(house)
    stranger = house.enter("stranger")
    stranger.get(CAUSES).submit(**{f"cause-{id_}-text": SECRET})
    stranger.get(CAUSES).submit(do=f"remove-{id_}")
    assert cause_ids(house) == []
    return id_


def answered(house: House) -> list[list[str]]:
    """Answer the question; what the answer says that was changed."""
    house.enter("quality").get(house.path("/questions/1")).submit(answer="Klaar.")
    page = house.enter("quality").get(house.path("/questions/1"))
    assert OURS in page.main
    assert not any(words in page.main for words in (FIRST, SECRET))
    with house.app.app_context():
        changes: list[list[str]] = json.loads(db.session.scalars(select(Question.changes)).one())
    return changes


def test_the_id_of_a_removed_row_is_not_given_again(house: House) -> None:
    house.ask()
    id_ = change_and_remove(house)
    house.enter("quality").get(house.path("/analysis/causes")).submit(**{"new-0-text": OURS})
    assert cause_ids(house) > [id_]
    assert answered(house) == [["cause.text_nl", "", OURS]]


def test_the_history_of_a_row_begins_when_it_was_added(house: House) -> None:
    house.ask()
    id_ = change_and_remove(house)
    with house.app.app_context():
        query = select(Incident).where(Incident.reference == house.reference)
        incident = db.session.scalars(query).one()
        incident.causes.append(Cause(id=id_, text=Translated(nl=OURS)))
        db.session.commit()
    assert answered(house) == [["cause.text_nl", "", OURS]]


def test_what_an_id_named_later_is_of_no_use_either(house: House) -> None:
    with house.app.app_context():
        query = select(Incident).where(Incident.reference == house.reference)
        incident = db.session.scalars(query).one()
        incident.causes.append(Cause(text=Translated(nl=OURS)))
        db.session.commit()
        id_ = incident.causes[0].id
    house.ask()
    with house.app.app_context():
        incident = db.session.scalars(query).one()
        incident.causes.clear()
        db.session.commit()
        other = db.session.scalars(select(Incident).where(Incident.reference == OTHER)).one()
        other.causes.append(Cause(id=id_, text=Translated(nl=FIRST)))
        db.session.commit()
        other.causes[-1].text = Translated(nl=SECRET)
        db.session.commit()
    assert answered(house) == [["cause.text_nl", OURS, ""]]
