"""Whatever a department can fetch, it finds no internal note, nor that there is one."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from sqlalchemy import select

from portal.bulletins.confirmation import Confirmation
from portal.db import db
from portal.i18n import now
from portal.incidents.models import Incident, IncidentStatus
from portal.trail import TrailEntry
from tests import bulletins, mailbox
from tests.dialogue import House
from tests.functional.test_report import checked
from tests.pages import Visitor

CANARY = "kanarievogel"
DEPARTMENT = ("quality", "doctor", "reporter", "stranger")
CHANGING = re.compile(
    r'/report/[\w-]{16,}|name="(csrf_token|window|draft)" value="[^"]*"|\d+u\d\d|\bv=[0-9a-f]+'
)


@pytest.fixture
def house(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    """A dossier with a question that was answered."""
    bulletins.cheap_documents(monkeypatch)
    house = House.build(sqlite_app, IncidentStatus.IN_REVIEW)
    house.ask()
    house.enter("quality").get(house.path("/questions/1")).submit(answer="De fysicus.")
    return house


def note(house: House, text: str) -> None:
    """Let the analyst write an internal note."""
    page = house.enter("analyst").get(house.path()).submit("/notes", note=text)
    assert page.status == 200
    assert text in page.main


def addresses(house: House) -> Iterator[str]:
    """Every GET address of the portal, about this dossier where it is about one."""
    values = {
        "incident": house.reference,
        "number": 1,
        "year": 2026,
        "page": 1,
        "bulletin": 1,
        "person": house.person_id("quality"),
        "language": "nl",
    }
    with house.app.test_request_context("/nl/"):
        for rule in house.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            options = {name: _value(rule, name, values) for name in rule.arguments}
            yield url_for(rule.endpoint, **options)


def _value(rule: Any, name: str, values: dict[str, Any]) -> Any:
    """A value for one part of an address; of a list of words the first."""
    listed = getattr(rule._converters[name], "items", None)  # noqa: SLF001 - no other way to know
    return next(iter(sorted(listed))) if listed and name != "language" else values.get(name, 1)


def fetched(house: House, names: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """What each of these people is answered at each address."""
    found = {}
    for name in names:
        visitor = house.enter(name)
        for address in addresses(house):
            if "logout" in address or "/session" in address:
                continue
            answer = visitor.client.get(address, buffered=True)
            found[name, address] = CHANGING.sub("", answer.get_data().decode("utf-8", "replace"))
    return found


@pytest.mark.parametrize("status", ["accepted", "published"])
def test_nothing_that_a_department_fetches_tells_of_a_note(house: House, status: str) -> None:
    house.change(status=IncidentStatus(status))
    analyst = house.person_id("analyst")
    with house.app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        row = bulletins.bulletin(db.session, incidents=[incident])
        shown = '{"title": "", "essence": "", "course": "", "actions": "", "recommendation": ""}'
        db.session.add(
            Confirmation(
                bulletin=row, incident=incident, asked_at=now(), asked_by=analyst, shown=shown
            )
        )
        db.session.commit()
    before = fetched(house, DEPARTMENT)
    assert house.path() in {address for _name, address in before}
    letters = len(mailbox.letters(house.app))

    note(house, CANARY)

    after = fetched(house, DEPARTMENT)
    assert len(after) > 100
    different = [key for key in after if after[key] != before.get(key)]
    assert different == []
    assert not [key for key, text in after.items() if CANARY in text]
    assert len(mailbox.letters(house.app)) == letters
    export = house.app.test_cli_runner().invoke(args=["incidents", "export"])
    assert house.reference in export.output
    assert CANARY not in export.output
    for name in ("quality", "publisher"):
        found = house.enter(name).get(f"/nl/search?q={CANARY}")
        assert not found.soup.select(".result")


def test_who_writes_the_note_finds_it_in_the_trail(house: House) -> None:
    """What the test above looks for exists: it would be found where it should not be."""
    note(house, CANARY)
    with house.app.app_context():
        found = db.session.scalars(
            select(TrailEntry.subject).where(TrailEntry.changes.contains(CANARY))
        ).all()
    assert found == ["internal_note:1"]
    assert CANARY in house.enter("publisher").get(house.path()).main


def test_a_note_does_not_reach_the_receipt_of_an_unnamed_reporter(sqlite_app: Flask) -> None:
    house = House.build(sqlite_app, IncidentStatus.IN_REVIEW)
    receipt = checked(house.enter("reporter")).submit(visible="nobody")
    code = receipt.soup.select(".receipt-number")[-1].get_text(strip=True)
    with sqlite_app.app_context():
        row = db.session.scalars(select(Incident).order_by(Incident.id.desc())).first()
        assert row
        row.status, row.submitted_at = IncidentStatus.IN_REVIEW, now()
        db.session.commit()
        unnamed = House(sqlite_app, row.reference)
    note(unnamed, CANARY)
    page = Visitor(sqlite_app).get("/nl/receipt").submit("/receipt", code=code)
    assert unnamed.reference in page.heading
    assert CANARY not in page.response.text


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_an_empty_note_is_not_saved(house: House, language: str) -> None:
    page = house.enter("analyst", language).get(house.path(language=language))
    refused = page.submit("/notes", note=" ")
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#note']")
    assert house.said("Internal", language) in refused.main
    switch = refused.soup.select_one(".masthead-language")
    assert switch
    assert page.visitor.get(str(switch["href"])).url == house.path(
        language="fr" if language == "nl" else "nl"
    )


def test_the_department_can_not_even_post_to_it(house: House) -> None:
    for name in DEPARTMENT:
        visitor = house.enter(name)
        field = visitor.get("/nl/").soup.select_one("[name=csrf_token]")
        assert field
        fields = {"csrf_token": field["value"], "note": "x"}
        assert visitor.post(house.path("/notes"), fields).status == 404
        assert visitor.get(house.path("/notes")).status == 404
