"""The tasks of an analysis: their pages, their states, two people at once, and bad input."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from portal.db import db
from portal.i18n import BRUSSELS, Translated
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import Moment
from portal.incidents.taxonomy import (
    AnalysisTask,
    AsnSfro,
    DosimetricImpact,
    PatientReached,
    PatientsReached,
    Profession,
    Severity,
)
from tests import factories
from tests.clock import Clock
from tests.pages import Page, Visitor

WRITTEN = ("facts", "course", "consequences", "equipment", "privacy")


@pytest.fixture
def reference(app: Flask) -> str:
    """A report on which the analysis begins."""
    with app.app_context():
        noord = factories.two_departments(
            db.session,
            "quality",
            "second",
            "doctor",
            "reporter",
            "reader",
            "stranger",
            "analyst",
            "administrator",
        )
        incident = factories.incident(
            db.session,
            noord,
            causes=[],
            actions=[],
            event_type=None,
            step_found=None,
            found_by=None,
            patient_reached=PatientReached.UNKNOWN,
            severity=Severity.UNKNOWN,
        )
        db.session.commit()
        return incident.reference


def address(reference: str, task: str = "", language: str = "nl") -> str:
    """The address of a task, or of the list."""
    return f"/{language}/incidents/{reference}/analysis{'/' if task else ''}{task}"


def stored(app: Flask, reference: str) -> Incident:
    """The incident as the database has it, with what the tasks write."""
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        for name in ("moments", "exposure", "duty_checks", "kept_details", "task_marks", "filings"):
            getattr(incident, name)
        return incident


def change(app: Flask, reference: str, **values: object) -> None:
    """Give the incident other values, as another page would have."""
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        for name, value in values.items():
            setattr(incident, name, value)
        db.session.commit()


def said(app: Flask, text: str, language: str = "nl", **values: object) -> str:
    """A text of the interface."""
    with app.app_context(), force_locale(language):
        return gettext(text, **values)


def states(page: Page) -> dict[str, str]:
    """What the list says of each task, by the end of its address."""
    rows = page.soup.select("main li.task")
    return {
        str(row.select("a")[0]["href"]).rpartition("/")[2]: row.select(".task-state, .tag")[
            0
        ].get_text()
        for row in rows
        if row.select("a")
    }


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_list_says_how_each_task_stands(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    quality = enter("quality", language)
    page = quality.get(address(reference, language=language))
    labels = [link.get_text() for link in page.soup.select("main .tasks:first-of-type li.task a")]
    with app.app_context(), force_locale(language):
        assert labels[:8] == [str(task.label) for task in AnalysisTask]
    new, busy, done = (
        said(app, text, language) for text in ("Not started yet", "In progress", "Completed")
    )
    assert {states(page)[task] for task in ("facts", "course", "causes", "actions")} == {new}
    quality.get(address(reference, "course", language)).submit(ready="yes")
    facts = quality.get(address(reference, "facts", language)).submit(
        event_type="incident", ready="later"
    )
    assert facts.url == address(reference, language=language)
    again = states(enter("second", language).get(address(reference, language=language)))
    assert (again["facts"], again["course"]) == (busy, done)


def test_a_task_said_to_be_ready_is_not_while_an_answer_is_missing(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    quality = enter("quality")
    page = quality.get(address(reference, "facts")).submit(event_type="incident", ready="yes")
    assert states(page)["facts"] == said(app, "In progress")
    assert said(app, "Choose the step in which it was found") in page.main
    answers = {"step_found": "delivery", "found_by": "technologist"}
    page = quality.get(address(reference, "facts")).submit(**answers)
    assert states(page)["facts"] == said(app, "Completed")


@pytest.mark.parametrize(
    ("reached", "task", "state"),
    [
        (PatientReached.CAUGHT, "consequences", "Not needed"),
        (PatientReached.NONE, "consequences", "Not needed"),
        (PatientReached.YES, "consequences", "Not started yet"),
        (PatientReached.YES, "equipment", "Not needed"),
    ],
)
def test_what_does_not_apply_is_not_asked(
    app: Flask,
    reference: str,
    enter: Callable[..., Visitor],
    reached: PatientReached,
    task: str,
    state: str,
) -> None:
    change(app, reference, patient_reached=reached)
    page = enter("quality").get(address(reference))
    assert states(page)[task] == said(app, state)


def test_equipment_counts_once_a_system_is_named(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    change(app, reference, equipment=Translated(nl="R&V-systeem"))
    page = enter("quality").get(address(reference))
    assert states(page)["equipment"] == said(app, "In progress")


@pytest.mark.parametrize("task", ["", *WRITTEN])
@pytest.mark.parametrize("who", ["stranger", "analyst", "administrator", "reader", "reporter"])
def test_only_the_department_finds_its_tasks(
    reference: str, enter: Callable[..., Visitor], task: str, who: str
) -> None:
    visitor = enter(who)
    assert visitor.get(address(reference, task)).status == 404
    token = visitor.get("/nl/").soup.select_one("[name=csrf_token]")
    assert token is not None
    if task:
        fields = {"csrf_token": token["value"], "ready": "yes"}
        assert visitor.post(address(reference, task), fields).status == 404


def test_once_submitted_the_list_is_the_dossier(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    change(
        app, reference, status=IncidentStatus.SUBMITTED, submitted_at=stored_moment(app, reference)
    )
    page = enter("quality").get(address(reference))
    assert page.url == f"/nl/incidents/{reference}"


def stored_moment(app: Flask, reference: str) -> object:
    """When it was reported: a moment like another."""
    return stored(app, reference).reported_at


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_facts_are_kept_as_told(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    hour = {"nl": "15u42", "fr": "15h42"}[language]
    enter("quality", language).get(address(reference, "facts", language)).submit(
        event_type="incident",
        found_on="2/11/2026",
        found_time=hour,
        occurred_on="1/11/2026",
        occurred_about="y",
        step_found="delivery",
        technique="vmat",
        found_by="physicist",
        found_how="Bij de wekelijkse controle",
        prisma_reference="PR-12",
    )
    incident = stored(app, reference)
    assert (incident.found_on, incident.found_time) == (date(2026, 11, 2), "15:42")
    assert (incident.occurred_on, incident.occurred_about) == (date(2026, 11, 1), True)
    assert (incident.found_by, incident.prisma_reference) == (Profession.PHYSICIST, "PR-12")
    dossier = enter("quality", language).get(f"/{language}/incidents/{reference}").main
    for shown in (hour, "Bij de wekelijkse controle", "PR-12"):
        assert shown in dossier


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_consequences_ask_the_duty_anew(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    page = enter("quality", language).get(address(reference, "consequences", language))
    answer = page.submit(
        patient_reached="yes",
        patients="1",
        other_dose="yes",
        total_planned="50",
        total_delivered="52",
        effects="Geen gezien",
        correction="Eén fractie minder",
        patient_informed="yes",
        severity="mild",
        dosimetric_impact="minor",
        asn_sfro="1",
        ready="yes",
    )
    assert answer.status == 200
    incident = stored(app, reference)
    scales = (incident.severity, incident.dosimetric_impact, incident.asn_sfro)
    assert scales == (Severity.MILD, DosimetricImpact.MINOR, AsnSfro.ONE)
    assert incident.exposure is not None
    assert str(incident.exposure.total_delivered) == "52"
    assert len(incident.duty_checks) == 1
    start = said(app, "The duty to notify now says: %(outcome)s", language, outcome="")
    assert " ".join(start.split()) in answer.main


@pytest.mark.parametrize(
    ("told", "typed", "number", "band"),
    [
        (PatientsReached.UNKNOWN, "1", 1, PatientsReached.ONE),
        (PatientsReached.FEW, "14", 14, PatientsReached.MANY),
        (PatientsReached.MANY, "9", 9, PatientsReached.FEW),
        (PatientsReached.MANY, "", None, PatientsReached.MANY),
        (PatientsReached.ONE, "1", None, PatientsReached.ONE),
        (PatientsReached.ONE, "", None, PatientsReached.UNKNOWN),
    ],
)
@pytest.mark.parametrize("page", ["analysis/consequences", "obligation"])
def test_the_number_of_patients_is_asked_once(
    app: Flask,
    reference: str,
    enter: Callable[..., Visitor],
    page: str,
    told: PatientsReached,
    typed: str,
    number: int | None,
    band: PatientsReached,
) -> None:
    change(app, reference, patient_reached=PatientReached.YES, patients_reached=told)
    asked = enter("quality").get(f"/nl/incidents/{reference}/{page}")
    assert not asked.soup.select("[name=patients_reached]")
    if told in {PatientsReached.FEW, PatientsReached.MANY}:
        assert str(told.label) in asked.main
    assert asked.submit(patients=typed).status == 200
    incident = stored(app, reference)
    assert getattr(incident.exposure, "patients", None) == number
    assert incident.patients_reached is band


def test_no_patient_is_no_number(app: Flask, reference: str, enter: Callable[..., Visitor]) -> None:
    page = enter("quality").get(address(reference, "consequences"))
    refused = page.submit(patient_reached="yes", patients="0")
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#patients']")


def test_the_list_says_how_much_is_missing(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter("quality").get(address(reference))
    told = {"number": "[0-9]+", "first": ""}
    assert re.search(
        said(app, "%(number)s answers are missing. First: %(first)s", **told), page.main
    )


def test_a_near_miss_reached_nobody(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    quality = enter("quality")
    quality.get(address(reference, "facts")).submit(event_type="near_miss")
    page = quality.get(address(reference, "consequences"))
    refused = page.submit(patient_reached="yes", effects="Wat ik typte")
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#patient_reached']")
    assert "Wat ik typte" in refused.main
    change(app, reference, event_type=None, patient_reached=PatientReached.YES)
    refused = quality.get(address(reference, "facts")).submit(event_type="near_miss")
    assert refused.soup.select(".error-summary a[href='#event_type']")


ROWS = {
    "rows-0-day": "16/11/2020",
    "rows-0-hour": "15u42",
    "rows-0-text": "Server down",
    "rows-0-who": "ict",
    "rows-1-day": "17/11/2020",
    "rows-1-text": "Herstart",
    "rows-1-about": "y",
}


def moments_of(app: Flask, reference: str) -> list[str]:
    """What the rows in time say, in order."""
    return [moment.text.nl for moment in stored(app, reference).moments]


def test_moments_are_added_moved_removed_and_told(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    quality = enter("quality")
    page = quality.get(address(reference, "course")).submit(button="act=more", **ROWS)
    assert moments_of(app, reference) == ["Server down", "Herstart"]
    before = {moment.text.nl: moment.id for moment in stored(app, reference).moments}
    page = page.submit(button="act=down-0", **{"rows-2-text": "Gemeld"})
    assert moments_of(app, reference) == ["Herstart", "Server down", "Gemeld"]
    page = page.submit(button="act=up-2")
    assert moments_of(app, reference) == ["Herstart", "Gemeld", "Server down"]
    page = page.submit(button="act=remove-1", title="Nieuwe titel")
    assert moments_of(app, reference) == ["Herstart", "Server down"]
    assert {moment.text.nl: moment.id for moment in stored(app, reference).moments} == before
    page = page.submit(button="act=text", ready="later")
    incident = stored(app, reference)
    bullets = incident.narrative.nl.splitlines()[-2:]
    assert bullets == ["- ± 17/11/2020: Herstart", "- 16/11/2020 15u42: Server down (ICT)"]
    assert incident.title.nl == "Nieuwe titel"
    page.submit(button="act=text")
    assert stored(app, reference).narrative == incident.narrative
    assert page.submit(button="act=up-99").status == 200
    assert page.submit(button="act=text-me").status == 200


def test_an_emptied_moment_disappears_and_a_mute_one_is_named(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    quality = enter("quality")
    quality.get(address(reference, "course")).submit(**ROWS)
    page = quality.get(address(reference, "course"))
    gone = {f"rows-0-{name}": "" for name in ("day", "hour", "text", "who")}
    page.submit(**gone)
    assert moments_of(app, reference) == ["Herstart"]
    refused = quality.get(address(reference, "course")).submit(**{"rows-0-text": ""})
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#rows-0-text']")


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_two_people_on_the_moments_choose(
    app: Flask, reference: str, enter: Callable[..., Visitor], keep: str
) -> None:
    first = enter("quality").get(address(reference, "course"))
    second = enter("second").get(address(reference, "course"))
    first.submit(**{"rows-0-text": "Van de eerste"})
    clash = second.submit(**{"rows-0-text": "Van de tweede", "title": "Nieuwe titel"})
    assert clash.status == 409
    assert clash.soup.select(".error-summary a[href='#rows_keep-mine']")
    for words in ("Van de eerste", "Van de tweede", "Nieuwe titel"):
        assert words in clash.response.text
    assert moments_of(app, reference) == ["Van de eerste"]
    clash.submit(rows_keep=keep)
    kept = {"mine": "Van de tweede", "theirs": "Van de eerste"}
    assert moments_of(app, reference) == [kept[keep]]
    assert stored(app, reference).title.nl == "Nieuwe titel"


def test_the_same_page_sent_twice_changes_nothing_the_second_time(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter("quality").get(address(reference, "course"))
    assert page.submit(**ROWS).status == 200
    assert page.submit(**ROWS).status == 200
    assert moments_of(app, reference) == ["Server down", "Herstart"]


def test_a_moment_of_another_dossier_stays_there(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        other = factories.incident(db.session, stored(app, reference).department)
        other.moments.append(Moment(text=Translated(nl="Van ginder")))
        db.session.commit()
        name, foreign = other.reference, other.moments[0].id
    page = enter("quality").get(address(reference, "course"))
    page.submit(**{"rows-0-id": str(foreign), "rows-0-text": "Van hier", "rows-1-id": "x"})
    assert moments_of(app, reference) == ["Van hier"]
    assert moments_of(app, name) == ["Van ginder"]


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_two_people_on_one_dose_choose(
    app: Flask, reference: str, enter: Callable[..., Visitor], keep: str
) -> None:
    first = enter("quality").get(address(reference, "consequences"))
    second = enter("second").get(address(reference, "consequences"))
    first.submit(patient_reached="yes", total_deviation="4")
    clash = second.submit(patient_reached="yes", total_deviation="5,5")
    assert clash.status == 409
    assert clash.soup.select(".error-summary a[href='#total_deviation_keep-mine']")
    clash.submit(total_deviation_keep=keep)
    exposure = stored(app, reference).exposure
    assert exposure is not None
    assert str(exposure.total_deviation) == {"mine": "5.5", "theirs": "4"}[keep]


@pytest.mark.parametrize("task", ["facts", "course", "consequences", "equipment"])
def test_far_too_much_is_refused_and_kept(
    reference: str, enter: Callable[..., Visitor], task: str
) -> None:
    field = {
        "facts": "found_how",
        "course": "rows-0-text",
        "consequences": "effects",
        "equipment": "product",
    }[task]
    refused = enter("quality").get(address(reference, task)).submit(**{field: "zin. " * 10_000})
    assert refused.status == 422
    assert refused.soup.select(f".error-summary a[href='#{field}']")
    assert "zin. zin." in refused.response.text


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_who_opens_a_task_reads_who_is_there_already(
    app: Flask,
    reference: str,
    enter: Callable[..., Visitor],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock(monkeypatch, datetime(2026, 11, 21, 14, 2, tzinfo=BRUSSELS))
    path = address(reference, "facts", language)
    first, second = enter("quality", language), enter("second", language)
    page = first.get(path)
    assert not page.soup.select("main .notice")
    clock.forward(minutes=5)
    words = said(
        app,
        "%(name)s works here since %(time)s. You can read and take over: nothing gets lost.",
        language,
        name="Quality",
        time={"nl": "14u02", "fr": "14h02"}[language],
    )
    assert " ".join(words.split()) in second.get(path).main
    assert "Quality" not in second.get(address(reference, "course", language)).main
    page.submit()
    assert "Quality" not in second.get(path).main
    first.get(path)
    clock.forward(minutes=16)
    assert "Quality" not in enter("doctor", language).get(path).main
