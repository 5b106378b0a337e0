"""Before the regulator reads it: what is missing, who signs, and what is kept of what was sent."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.db import db
from portal.duty.models import Outcome, YesNo
from portal.i18n import Translated, now
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import DutyCheck, Exposure, FilingKind, KeptDetail
from portal.incidents.taxonomy import (
    ActionStatus,
    EventType,
    PatientReached,
    ProcessStep,
    Profession,
)
from portal.incidents.workflow import TASK_OF
from tests.functional.test_analysis import address, change, reference, said, stored
from tests.pages import Page, Visitor

__all__ = ["reference"]


@pytest.fixture
def whole(app: Flask, reference: str) -> str:
    """A dossier of which everything that must be told is told."""
    change(
        app,
        reference,
        event_type=EventType.INCIDENT,
        patient_reached=PatientReached.CAUGHT,
        step_found=ProcessStep.DELIVERY,
        found_by=Profession.TECHNOLOGIST,
        causes=[Cause(text=Translated(nl="Geen controle"))],
        actions=[CorrectiveAction(text=Translated(nl="Controle"), status=ActionStatus.DONE)],
    )
    return reference


def must_be_notified(app: Flask, reference: str) -> None:
    """The last check says that it must be notified."""
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        incident.duty_checks.append(
            DutyCheck(
                checked_at=now(),
                outcome=Outcome.MUST,
                due_on=date(2026, 12, 1),
                facts="{}",
                results="[]",
            )
        )
        db.session.commit()


def wrong_patient(app: Flask, reference: str) -> None:
    """What makes it mandatory to notify; nobody checked that."""
    exposure = Exposure(wrong_identity=YesNo.YES)
    change(app, reference, patient_reached=PatientReached.YES, exposure=exposure)


def open_page(visitor: Visitor, reference: str, language: str = "nl") -> Page:
    """The page on which the dossier is checked."""
    page = visitor.get(f"/{language}/incidents/{reference}/submit")
    assert page.status == 200
    return page


MISSING = {
    "event_type": "facts",
    "step_found": "facts",
    "found_by": "facts",
    "patient_reached": "consequences",
    "causes": "causes",
    "actions": "actions",
}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_is_missing_links_to_its_task(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    page = open_page(enter("quality", language), reference, language)
    links = {str(link["href"]) for link in page.soup.select("main .inset li a")}
    told = {name: task for name, task in MISSING.items() if name != "patient_reached"}
    assert links == {address(reference, task, language) for task in told.values()}
    refused = page.submit()
    assert refused.status == 422
    assert refused.soup.title is not None
    assert refused.soup.title.get_text().startswith(said(app, "Error:", language))
    summary = {str(a["href"]) for a in refused.soup.select(".error-summary a")}
    assert summary == links
    assert not refused.soup.select("main .inset li a"), "the same sentences do not stand twice"
    assert stored(app, reference).status is IncidentStatus.WITH_DEPARTMENT


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"event_type": None}, "event_type"),
        ({"found_on": None}, "found_on"),
        ({"step_found": None}, "step_found"),
        ({"found_by": None}, "found_by"),
        ({"title": Translated()}, "title"),
        ({"narrative": Translated()}, "course"),
        ({"patient_reached": PatientReached.UNKNOWN}, "patient_reached"),
        ({"causes": []}, "causes"),
        ({"actions": []}, "actions"),
        ({"effects": Translated(nl="85.07.30-033 28")}, "privacy"),
        ({"actions": [], "no_actions_reason": "Zie 85.07.30-033 28"}, "privacy"),
        ({"prisma_reference": "85073003328"}, "privacy"),
    ],
)
def test_each_of_these_is_needed(
    app: Flask, whole: str, enter: Callable[..., Visitor], values: dict[str, object], field: str
) -> None:
    change(app, whole, **values)
    refused = open_page(enter("quality"), whole).submit()
    assert refused.status == 422
    links = [str(a["href"]) for a in refused.soup.select(".error-summary a")]
    assert links == [address(whole, TASK_OF[field].value)]


@pytest.mark.parametrize(
    "values",
    [
        {"found_by": None, "found_how": Translated(nl="Bij de controle")},
        {"causes": [], "no_causes_reason": "Overmacht"},
        {"actions": [], "no_actions_reason": "Niets te wijzigen"},
        {"event_type": EventType.UNSAFE_SITUATION, "patient_reached": PatientReached.UNKNOWN},
    ],
)
def test_none_of_these_is(
    app: Flask, whole: str, enter: Callable[..., Visitor], values: dict[str, object]
) -> None:
    change(app, whole, **values)
    assert open_page(enter("quality"), whole).submit().status == 200
    assert stored(app, whole).status is IncidentStatus.SUBMITTED


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_nobody_signs_what_is_voluntary(
    app: Flask, whole: str, enter: Callable[..., Visitor], language: str
) -> None:
    page = open_page(enter("quality", language), whole, language)
    optional = page.soup.select_one("label[for=physician_id] .optional")
    assert optional is not None
    done = page.submit()
    assert done.url == f"/{language}/incidents/{whole}"
    incident = stored(app, whole)
    assert (incident.status, incident.physician_id) == (IncidentStatus.SUBMITTED, None)
    (filing,) = incident.filings
    assert (filing.kind, filing.physician_id) == (FilingKind.FULL, None)
    assert "Geen controle" in filing.content
    assert page.submit().status == 409
    assert len(stored(app, whole).filings) == 1


def test_a_physician_signs_what_is_mandatory(
    app: Flask, whole: str, enter: Callable[..., Visitor]
) -> None:
    wrong_patient(app, whole)
    page = open_page(enter("quality"), whole)
    assert page.soup.select_one("label[for=physician_id] .optional") is None
    refused = page.submit()
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#physician_id']")
    assert stored(app, whole).filings == []
    option = page.soup.select("#physician_id option")[1]
    assert page.submit(physician_id=option["value"]).status == 200
    with app.app_context():
        doctor = db.session.scalars(
            select(Person).where(Person.email == "doctor@test.invalid")
        ).one()
        doctor_id = doctor.id
    incident = stored(app, whole)
    assert incident.physician_id == doctor_id
    assert incident.filings[0].physician_id == doctor_id


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_nobody_checked_is_checked_on_the_way(
    app: Flask, whole: str, enter: Callable[..., Visitor], language: str
) -> None:
    change(app, whole, patient_reached=PatientReached.YES)
    page = open_page(enter("quality", language), whole, language)
    assert said(app, "This cannot be decided yet", language) in page.main
    assert said(app, "Total dose, delivered (Gy)", language) in page.main
    assert page.submit().status == 200, "undetermined stops nobody"
    incident = stored(app, whole)
    (check,) = incident.duty_checks
    assert check.outcome is Outcome.UNDETERMINED
    assert json.loads(incident.filings[0].content)["duty"]["outcome"] == "undetermined"


def test_an_answer_of_yesterday_is_given_anew(
    app: Flask, whole: str, enter: Callable[..., Visitor]
) -> None:
    page = open_page(enter("quality"), whole)
    wrong_patient(app, whole)
    refused = page.submit()
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#physician_id']")
    assert said(app, "Notification is probably mandatory") in refused.main
    assert stored(app, whole).duty_checks == []


def test_what_was_notified_is_submitted_with_its_signature_remembered(
    app: Flask, whole: str, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        doctor = db.session.scalars(
            select(Person).where(Person.email == "doctor@test.invalid")
        ).one()
        doctor_id = doctor.id
    change(app, whole, status=IncidentStatus.NOTIFIED, notified_at=now(), physician_id=doctor_id)
    page = open_page(enter("quality"), whole)
    chosen = page.soup.select_one("#physician_id option[selected]")
    assert chosen is not None
    assert chosen["value"] == str(doctor_id)
    assert page.submit(physician_id="").status == 200, "nobody signs what is voluntary"
    incident = stored(app, whole)
    assert incident.physician_id == doctor_id, "and nobody takes the first signature away"
    assert incident.filings[-1].physician_id == doctor_id


@pytest.mark.parametrize("who", ["doctor", "reporter", "stranger", "analyst"])
def test_only_the_quality_manager_submits(
    app: Flask, whole: str, enter: Callable[..., Visitor], who: str
) -> None:
    visitor = enter(who)
    tasks = visitor.get(f"/nl/incidents/{whole}/analysis")
    assert not tasks.soup.select("main a[href$='/submit']"), "a link that leads nowhere"
    assert visitor.get(f"/nl/incidents/{whole}/submit").status == 404
    token = visitor.get("/nl/").soup.select_one("[name=csrf_token]")
    assert token is not None
    fields = {"csrf_token": token["value"]}
    assert visitor.post(f"/nl/incidents/{whole}/submit", fields).status == 404
    assert stored(app, whole).status is IncidentStatus.WITH_DEPARTMENT


def test_the_page_shows_the_whole_dossier(
    app: Flask, whole: str, enter: Callable[..., Visitor]
) -> None:
    kept = KeptDetail(digest="x", reason="Auteur van het protocol", kept_at=now())
    change(
        app,
        whole,
        patient_reached=PatientReached.YES,
        effects=Translated(nl="Geen effect gezien"),
        vendor="Orbiton",
        found_how=Translated(nl="Bij de weekcontrole"),
        kept_details=[kept],
    )
    page = open_page(enter("quality"), whole)
    for text in (
        *("Verkeerd veld geladen", "Het veld van gisteren", "Geen controle", "Controle"),
        *("Geen effect gezien", "Orbiton", "Bij de weekcontrole", "Auteur van het protocol"),
    ):
        assert text in page.main
    assert len(page.soup.select(".checked")) == 9


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_dossier_has_one_next_step(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    quality, path = enter("quality", language), f"/{language}/incidents/{reference}"

    def step() -> str:
        (button,) = quality.get(path).soup.select("aside .button:not(.button-secondary)")
        return button.get_text(strip=True)

    assert step() == said(app, "Start the analysis", language)
    assert quality.get(f"{path}/analysis/facts").submit().status == 200
    assert step() == said(app, "Go on with the analysis", language)
    change(
        app,
        reference,
        event_type=EventType.NEAR_MISS,
        step_found=ProcessStep.DELIVERY,
        found_by=Profession.TECHNOLOGIST,
        no_causes_reason="Overmacht",
        no_actions_reason="Niets",
    )
    assert step() == said(app, "Check and submit", language)
    must_be_notified(app, reference)
    assert step() == said(app, "Send the first notification to the FANC", language)
    change(app, reference, status=IncidentStatus.QUESTION, submitted_at=now())
    assert step() == said(app, "Answer the question of the FANC", language)


def test_a_deadline_is_told_in_the_head_of_the_dossier(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    must_be_notified(app, reference)
    page = enter("quality").get(f"/nl/incidents/{reference}")
    told = page.soup.select_one("main .term")
    assert told is not None
    assert "01/12/2026" in told.get_text()
