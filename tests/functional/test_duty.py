"""The duty to notify through the doors: questions, answer, first notification, rules, mails."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal import schedule
from portal.accounts.models import Person
from portal.db import db
from portal.duty.models import DutyRule, Outcome
from portal.i18n import Language, Translated, format_date, format_moment, now, today
from portal.incidents import filing, obligation
from portal.incidents.filing import digest_of
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import Filing, FilingKind
from portal.incidents.taxonomy import EventType, OtherDose, PatientReached, PatientsReached
from portal.permissions import Role
from tests import factories, mailbox
from tests.clock import Clock
from tests.dialogue import House
from tests.pages import Page, Visitor

NOBODY_KNOWS_MORE = {
    "patient_reached": "yes",
    "modality": "external",
    "total_deviation": "1",
    "fraction_deviation": "5",
    "patients": "1",
    "wrong_identity": "no",
    "unforeseen_effects": "no",
    "unborn_child": "no",
    "beyond_patients": "no",
}
WORDS = {
    "nl": {
        "must": "Waarschijnlijk verplicht te melden, uiterlijk op",
        "left": "Nog 4 kalenderdagen (tot",
        "voluntary": "Melden is vrijwillig, en welkom",
        "close": "Waarschijnlijk niet verplicht te melden, maar het scheelt weinig",
        "open": "Onbepaald, want dit is niet gekend:",
        "number": "De dosisafwijking moet een getal zijn, bijvoorbeeld 7,5",
    },
    "fr": {
        "must": "Notification probablement obligatoire, au plus tard le",
        "left": "Encore 4 jours calendrier (jusqu’au",
        "voluntary": "La notification est volontaire, et bienvenue",
        "close": "Notification probablement pas obligatoire, mais de peu",
        "open": "Indéterminé, car ceci n’est pas connu",
        "number": "L’écart de dose doit être un nombre, par exemple 7,5",
    },
}


@pytest.fixture
def case(app: Flask) -> dict[str, Any]:
    """A department with its people, and an incident found three days ago."""
    with app.app_context():
        session = db.session
        department = factories.department(session)
        manager = factories.person(session, Role.QUALITY_MANAGER, department=department)
        physician = factories.person(session, Role.PHYSICIAN, department=department)
        found = today() - timedelta(days=3)
        incident = factories.incident(
            session, department, found_on=found, patient_reached=PatientReached.YES
        )
        session.commit()
        return {
            "manager": manager.email,
            "physician": physician.email,
            "physician_id": physician.id,
            "incident": incident.reference,
            "due": found + timedelta(days=7),
        }


def signed_in(app: Flask, email: str, language: str = "nl") -> Visitor:
    """A visitor who signed in."""
    visitor = Visitor(app)
    visitor.sign_in(email, language)
    return visitor


def check(visitor: Visitor, reference: str, language: str = "nl", **answers: Any) -> Page:
    """Answer the questions of the check."""
    page = visitor.get(f"/{language}/incidents/{reference}/obligation")
    assert page.status == 200
    return page.submit(**(NOBODY_KNOWS_MORE | answers))


def stored(session: Session, reference: str) -> Incident:
    """The incident as the database has it."""
    return session.scalars(select(Incident).where(Incident.reference == reference)).unique().one()


def count(app: Flask, reference: str) -> int:
    """How many checks there are."""
    with app.app_context():
        return len(stored(db.session, reference).duty_checks)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_fraction_that_is_off_by_22_percent_must_be_notified(
    app: Flask, case: dict[str, Any], language: str
) -> None:
    words = WORDS[language]
    visitor = signed_in(app, case["manager"], language)
    page = check(visitor, case["incident"], language, fraction_deviation="22")
    assert page.heading == f"{words['must']} {format_date(case['due'])}"
    assert f"{words['left']} {format_date(case['due'])})" in page.main
    assert {"nl": "arts-specialist", "fr": "médecin spécialiste"}[language] in page.main
    assert "02 000 00 00" not in page.main
    page = check(visitor, case["incident"], language, fraction_deviation="−5,0")
    assert page.heading == words["voluntary"]
    page = check(visitor, case["incident"], language, fraction_deviation="19,9 %")
    assert page.heading == words["close"]
    page = check(visitor, case["incident"], language, wrong_identity="unknown")
    assert words["open"] in page.main.replace("\u00a0", " ")


def test_nothing_is_asked_twice_and_an_unchanged_answer_is_no_new_check(
    app: Flask, case: dict[str, Any]
) -> None:
    visitor = signed_in(app, case["manager"])
    check(visitor, case["incident"], fraction_deviation="22")
    page = visitor.get(f"/nl/incidents/{case['incident']}/obligation")
    again = page.submit()
    assert again.status == 200
    assert count(app, case["incident"]) == 1
    with app.app_context():
        exposure = stored(db.session, case["incident"]).exposure
        assert exposure is not None
        assert exposure.fraction_deviation == Decimal(22)
        assert exposure.total_planned is None


def test_what_the_report_told_is_filled_in(app: Flask, case: dict[str, Any]) -> None:
    with app.app_context():
        stored(db.session, case["incident"]).patients_reached = PatientsReached.ONE
        db.session.commit()
    page = signed_in(app, case["manager"]).get(f"/nl/incidents/{case['incident']}/obligation")
    assert page.soup.select_one('input[name="patients"]')["value"] == "1"  # type: ignore[index]
    assert page.soup.select_one('input[name="patient_reached"][value="yes"][checked]')
    assert "20 % of meer" in page.main.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total_deviation", "veel"),
        ("total_deviation", "-101"),
        ("total_deviation", "1" * 400),
        ("total_deviation", "NaN"),
        ("total_deviation", "1e3"),
        ("total_planned", "-2"),
        ("total_planned", "0"),
        ("fraction_planned", "0,00"),
        ("fractions_planned", "25,5"),
        ("fractions_planned", "٣"),
        ("patients", "99999999999999999999"),
        ("patients", "-3"),
        ("activity_planned", "3.700"),
        ("modality", "laser"),
        ("systematic", "perhaps"),
        ("patient_reached", "nobody"),
    ],
)
def test_what_cannot_be_understood_is_said_and_kept(
    sqlite_app: Flask, name: str, value: str
) -> None:
    with sqlite_app.app_context():
        department = factories.department(db.session)
        email = factories.person(db.session, Role.QUALITY_MANAGER, department=department).email
        reference = factories.incident(db.session, department).reference
        db.session.commit()
    visitor = signed_in(sqlite_app, email)
    page = check(visitor, reference, **{name: value, "unborn_dose": "0,25"})
    assert page.status == 422
    assert page.soup.select_one('input[name="unborn_dose"]')["value"] == "0,25"  # type: ignore[index]
    field = page.soup.select_one(f'input[type="text"][name="{name}"]')
    assert field is None or field["value"] == value
    assert count(sqlite_app, reference) == 0


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_error_says_how_to_write_a_number(
    app: Flask, case: dict[str, Any], language: str
) -> None:
    visitor = signed_in(app, case["manager"], language)
    page = check(visitor, case["incident"], language, total_deviation="een kwart")
    assert WORDS[language]["number"] in page.main


def test_fewer_than_nobody_is_said_to_be_too_few(app: Flask, case: dict[str, Any]) -> None:
    page = check(signed_in(app, case["manager"]), case["incident"], patients="-3")
    assert page.status == 422
    assert "Dit getal kan niet kleiner zijn dan" in page.main


@pytest.mark.parametrize("role", [Role.REPORTER, Role.QUALITY_MANAGER, Role.ANALYST, Role.READER])
def test_others_do_not_find_it(app: Flask, case: dict[str, Any], role: Role) -> None:
    with app.app_context():
        regulator = role is Role.ANALYST
        elsewhere = None if regulator else factories.department(db.session, "zuid")
        stranger = factories.person(db.session, role, department=elsewhere).email
        db.session.commit()
    visitor = signed_in(app, stranger)
    base = f"/nl/incidents/{case['incident']}"
    for path in ("obligation", "obligation/result", "notify", "filings/1"):
        assert visitor.get(f"{base}/{path}").status == 404
    for path in ("obligation", "notify"):
        assert visitor.post(f"{base}/{path}", NOBODY_KNOWS_MORE).status in {400, 404}


def test_the_reporter_reads_the_dossier_but_not_the_check(app: Flask, case: dict[str, Any]) -> None:
    with app.app_context():
        incident = stored(db.session, case["incident"])
        reporter = factories.person(db.session, Role.REPORTER, department=incident.department)
        incident.owner = reporter
        email = reporter.email
        db.session.commit()
    visitor = signed_in(app, email)
    assert visitor.get(f"/nl/incidents/{case['incident']}").status == 200
    for path in ("obligation", "obligation/result", "notify"):
        assert visitor.get(f"/nl/incidents/{case['incident']}/{path}").status == 404


def test_two_people_who_answer_differently_see_both(app: Flask, case: dict[str, Any]) -> None:
    one, other = signed_in(app, case["manager"]), signed_in(app, case["physician"])
    path = f"/nl/incidents/{case['incident']}/obligation"
    mine, theirs = one.get(path), other.get(path)
    assert theirs.submit(**(NOBODY_KNOWS_MORE | {"total_deviation": "12"})).status == 200
    clash = mine.submit(**(NOBODY_KNOWS_MORE | {"total_deviation": "3"}))
    assert clash.status == 409
    assert clash.soup.select_one('input[name="total_deviation"]')["value"] == "3"  # type: ignore[index]
    assert "12" in clash.main
    assert f"Iemand anders wijzigde deze tekst op {format_moment(now(), Language.NL)}" in clash.main
    kept = clash.submit(total_deviation_keep="theirs")
    assert kept.status == 200
    with app.app_context():
        exposure = stored(db.session, case["incident"]).exposure
        assert exposure is not None
        assert exposure.total_deviation == 12


def test_a_near_miss_needs_no_dose(app: Flask, case: dict[str, Any]) -> None:
    with app.app_context():
        incident = stored(db.session, case["incident"])
        incident.event_type = EventType.NEAR_MISS
        incident.patient_reached = PatientReached.CAUGHT
        check_ = obligation.recheck(db.session, incident)
        assert check_.outcome is Outcome.VOLUNTARY
        incident.event_type = EventType.UNSAFE_SITUATION
        incident.patient_reached = PatientReached.YES
        assert obligation.recheck(db.session, incident).outcome is Outcome.UNDETERMINED
        incident.patient_reached = PatientReached.UNKNOWN
        assert obligation.recheck(db.session, incident).outcome is Outcome.VOLUNTARY
        incident.event_type = EventType.NEAR_MISS
        db.session.commit()
    page = check(signed_in(app, case["manager"]), case["incident"])
    assert page.status == 422, "a near miss reached no patient"


def test_an_event_beyond_patients_asks_to_call(app: Flask, case: dict[str, Any]) -> None:
    page = check(signed_in(app, case["manager"]), case["incident"], beyond_patients="yes")
    assert "48 uur" in page.main
    assert "2 kalendermaanden" in page.main
    page = check(
        signed_in(app, case["manager"], "fr"), case["incident"], "fr", beyond_patients="yes"
    )
    assert "48 heures" in page.main
    assert "2 mois calendrier" in page.main


def test_the_seed_incident_is_undetermined_and_names_the_doses(app: Flask) -> None:
    """A day of treatments was lost and entered again by hand; the doses are not told."""
    with app.app_context():
        department = factories.department(db.session)
        email = factories.person(db.session, Role.QUALITY_MANAGER, department=department).email
        reference = factories.incident(
            db.session,
            department,
            title=Translated(nl="Een fractie te veel op de grote velden na een restore"),
            narrative=Translated(
                nl="De behandelingen van een dag ontbraken na de restore en werden met de hand "
                "opnieuw ingegeven. Bij een patiënt klopte de teller niet: de grote velden "
                "kregen een fractie te veel. Een fractie van de boost minder maakte dat goed."
            ),
            event_type=EventType.INCIDENT,
            patient_reached=PatientReached.YES,
            patients_reached=PatientsReached.ONE,
            other_dose=OtherDose.YES,
        ).reference
        db.session.commit()
    page = check(
        signed_in(app, email),
        reference,
        total_deviation="",
        fraction_deviation="",
        patients="1",
    )
    text = page.main.replace("\u00a0", " ")
    assert "Onbepaald, want dit is niet gekend" in text
    for words in ("Totale dosis, voorgeschreven (Gy)", "Totale dosis, toegediend (Gy)"):
        assert words in text
    assert "Aantal patiënten" not in text.partition("Wat elke regel zegt")[0]
    assert count(app, reference) == 1


def test_the_first_notification_needs_a_physician_when_it_must(
    app: Flask, case: dict[str, Any]
) -> None:
    visitor = signed_in(app, case["manager"])
    check(visitor, case["incident"], fraction_deviation="22")
    page = visitor.get(f"/nl/incidents/{case['incident']}/notify")
    assert "Verkeerd veld geladen" in page.main
    assert "22" in page.main
    refused = page.submit("/notify")
    assert refused.status == 422
    assert "Kies de arts" in refused.main
    sent = refused.submit("/notify", physician_id=case["physician_id"])
    assert sent.status == 200, sent.main
    with app.app_context():
        incident = stored(db.session, case["incident"])
        assert incident.status is IncidentStatus.NOTIFIED
        assert incident.notified_at is not None
        sent_first = incident.filings[0]
        assert (sent_first.kind, sent_first.physician_id) == (
            FilingKind.FIRST,
            case["physician_id"],
        )
        assert sent_first.digest == digest_of(sent_first.content)
        content = json.loads(sent_first.content)
        assert content["exposure"]["fraction_deviation"] == "22"
        assert content["duty"]["outcome"] == "must"
        digest, number = sent_first.digest, sent_first.id
    assert digest in sent.main
    proof = visitor.get(f"/nl/incidents/{case['incident']}/filings/{number}")
    assert digest_of(proof.response.text) == digest
    assert visitor.get(f"/nl/incidents/{case['incident']}/filings/{number + 1}").status == 404
    again = visitor.get(f"/nl/incidents/{case['incident']}/notify")
    assert again.status == 409


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_may_name_somebody_stands_above_the_first_notification(
    sqlite_app: Flask, language: str
) -> None:
    house = House.build(
        sqlite_app,
        IncidentStatus.WITH_DEPARTMENT,
        narrative=Translated(nl="Dr. Peeters belde. Het nummer is 85.07.30-033 28."),
        patient_reached=PatientReached.CAUGHT,
    )
    visitor = house.enter("quality", language)
    visitor.get(house.path("/obligation", language)).submit()
    page = visitor.get(house.path("/notify", language))
    assert house.said("Does it name anybody?", language) in page.main
    assert house.said("This looks like a name", language) in page.main
    assert "Peeters" in [each.get_text() for each in page.soup.select("main .notice q")]
    assert page.soup.select("main .notice a[href$='/analysis/privacy']")
    refused = page.submit("/notify")
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href$='/analysis/privacy']")
    house.change(narrative=Translated(nl="De arts belde."))
    sent = visitor.get(house.path("/notify", language))
    assert house.said("Does it name anybody?", language) in sent.main, "no detector finds all"
    assert not sent.soup.select("main .notice q")
    assert sent.submit("/notify").status == 200
    assert house.status() is IncidentStatus.NOTIFIED


def test_sending_twice_is_one_notification(app: Flask, case: dict[str, Any]) -> None:
    visitor = signed_in(app, case["manager"])
    check(visitor, case["incident"], fraction_deviation="22")
    page = visitor.get(f"/nl/incidents/{case['incident']}/notify")
    assert page.submit("/notify", physician_id=case["physician_id"]).status == 200
    assert page.submit("/notify", physician_id=case["physician_id"]).status == 409
    with app.app_context():
        assert len(db.session.scalars(select(Filing)).all()) == 1


def test_a_voluntary_notification_needs_nobody_and_a_strange_physician_is_refused(
    app: Flask, case: dict[str, Any]
) -> None:
    with app.app_context():
        other = factories.department(db.session, "zuid")
        stranger = factories.person(db.session, Role.PHYSICIAN, department=other).id
        db.session.commit()
    visitor = signed_in(app, case["manager"])
    assert visitor.get(f"/nl/incidents/{case['incident']}/notify").heading == (
        "Meldplicht nakijken"
    ), "the check comes first"
    check(visitor, case["incident"])
    page = visitor.get(f"/nl/incidents/{case['incident']}/notify")
    assert page.submit("/notify", physician_id=stranger).status == 422
    assert page.submit("/notify").status == 200


def test_the_physician_checks_but_does_not_notify(app: Flask, case: dict[str, Any]) -> None:
    visitor = signed_in(app, case["physician"])
    page = check(visitor, case["incident"], fraction_deviation="22")
    assert "/notify" not in page.response.text
    assert visitor.get(f"/nl/incidents/{case['incident']}/notify").status == 404


def test_an_answer_keeps_its_rule_when_the_rule_changes(
    app: Flask, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        publisher = factories.person(db.session, Role.PUBLISHER).email
        rule = db.session.scalars(
            select(DutyRule).where(DutyRule.code == "fraction_dose-external")
        ).one()
        number = rule.id
        db.session.commit()
    visitor = signed_in(app, case["manager"])
    check(visitor, case["incident"], fraction_deviation="22")
    editor = signed_in(app, publisher)
    page = editor.get(f"/nl/duty/{number}")
    changed = {
        "valid_from": format_date(today()),
        "text_nl": "De dosis van een fractie wijkt 25 % of meer af",
        "text_fr": "La dose d’une fraction s’écarte de 25 % ou plus",
        "threshold": "25",
        "doubt_from": "20",
    }
    assert page.submit(f"/duty/{number}", **(changed | {"valid_from": "01/01/2026"})).status == 422
    assert page.submit(f"/duty/{number}", **(changed | {"valid_from": "31/02/2027"})).status == 422
    assert page.submit(f"/duty/{number}", **(changed | {"doubt_from": "26"})).status == 422
    assert page.submit(f"/duty/{number}", **(changed | {"text_fr": " "})).status == 422
    assert page.submit(f"/duty/{number}", **(changed | {"threshold": ""})).status == 422
    assert page.submit(f"/duty/{number}", **(changed | {"deadline_days": "0"})).status == 422
    assert page.submit(f"/duty/{number}", **changed).status == 200
    assert page.submit(f"/duty/{number}", **changed).status == 422, "another follows it already"
    before = visitor.get(f"/nl/incidents/{case['incident']}/obligation/result")
    assert before.heading.startswith(WORDS["nl"]["must"])
    assert "Een regel werd na dit antwoord gewijzigd" in before.main
    after = visitor.get(f"/nl/incidents/{case['incident']}/obligation").submit()
    assert after.heading == WORDS["nl"]["close"]
    assert f"Ingesteld op {format_date(today())} door het FANC" in after.main
    assert "25 % of meer" in after.main
    with app.app_context():
        first, second = stored(db.session, case["incident"]).duty_checks
        assert (first.rule_id, first.outcome) == (number, Outcome.MUST)
        assert second.outcome is Outcome.PROBABLY_NOT


def test_of_a_rule_that_ended_nothing_is_confirmed(app: Flask) -> None:
    with app.app_context():
        admin = factories.person(db.session, Role.ADMINISTRATOR).email
        rule = db.session.scalars(
            select(DutyRule).where(DutyRule.code == "total_dose-external")
        ).one()
        number = rule.id
        db.session.commit()
    editor = signed_in(app, admin)
    opened = editor.get(f"/nl/duty/{number}")
    changed = {
        "valid_from": format_date(today()),
        "text_nl": "De totale dosis wijkt 25 % of meer af",
        "text_fr": "La dose totale s’écarte de 25 % ou plus",
        "threshold": "25",
        "doubt_from": "",
    }
    assert opened.submit(f"/duty/{number}", **changed).status == 200
    late = opened.submit(f"/duty/{number}/note", **{"note-confirmed": "y"})
    assert late.status == 409
    assert not editor.get(f"/nl/duty/{number}").soup.select("[name=note-confirmed]")
    with app.app_context():
        assert not db.session.get_one(DutyRule, number).confirmed


def test_a_coming_rule_does_not_count_yet(app: Flask, case: dict[str, Any]) -> None:
    with app.app_context():
        admin = factories.person(db.session, Role.ADMINISTRATOR).email
        rule = db.session.scalars(
            select(DutyRule).where(DutyRule.code == "total_dose-external")
        ).one()
        number = rule.id
        db.session.commit()
    editor = signed_in(app, admin, "fr")
    tomorrow = today() + timedelta(days=1)
    page = editor.get(f"/fr/duty/{number}")
    saved = page.submit(
        f"/duty/{number}",
        valid_from=format_date(tomorrow),
        text_nl="De totale dosis wijkt 2,5 % of meer af",
        text_fr="La dose totale s’écarte de 2,5 % ou plus",
        threshold="2,5",
        doubt_from="",
    )
    assert saved.status == 200
    assert format_date(tomorrow) in saved.main
    page = check(signed_in(app, case["manager"]), case["incident"], total_deviation="5")
    assert page.heading == WORDS["nl"]["voluntary"]


def test_a_sentence_that_says_another_number_is_refused(app: Flask) -> None:
    with app.app_context():
        admin = factories.person(db.session, Role.ADMINISTRATOR).email
        query = select(DutyRule.id).where(DutyRule.code == "fraction_dose-external")
        number = db.session.scalars(query).one()
        db.session.commit()
    page = signed_in(app, admin).get(f"/nl/duty/{number}")
    new = {"valid_from": format_date(today()), "threshold": "25"}
    refused = page.submit(f"/duty/{number}", **new)
    assert refused.status == 422
    links = {str(a["href"]) for a in refused.soup.select(".error-summary a")}
    assert links == {"#text_nl", "#text_fr"}
    one = page.submit(f"/duty/{number}", **new, text_nl="Een fractie wijkt 25 % of meer af")
    assert one.status == 422
    links = {str(a["href"]) for a in one.soup.select(".error-summary a")}
    assert links == {"#text_fr"}
    with app.app_context():
        assert db.session.get_one(DutyRule, number).valid_to is None


def test_the_telephone_number_counts_at_once(app: Flask, case: dict[str, Any]) -> None:
    with app.app_context():
        admin = factories.person(db.session, Role.ADMINISTRATOR).email
        db.session.commit()
    editor = signed_in(app, admin)
    page = editor.get("/nl/duty")
    assert page.submit("/telephone", telephone="bel ons").status == 422
    assert page.submit("/telephone", telephone="02 000 00 00").status == 200
    visitor = signed_in(app, case["manager"])
    answer = check(visitor, case["incident"], fraction_deviation="22")
    assert "02 000 00 00" in answer.main
    with app.app_context():
        check_ = obligation.latest(stored(db.session, case["incident"]))
        assert check_ is not None
        number = check_.rule_id
    page = editor.get(f"/nl/duty/{number}")
    saved = page.submit("/note", **{"note-telephone": "02 000 00 01", "note-confirmed": "y"})
    assert saved.status == 200
    result = visitor.get(f"/nl/incidents/{case['incident']}/obligation/result")
    assert "02 000 00 01" in result.main


@pytest.mark.parametrize(
    "answers",
    [
        {"fraction_deviation": "22"},
        {"fraction_deviation": "19"},
        {"fraction_deviation": ""},
        {"beyond_patients": "yes"},
        {},
    ],
)
def test_every_answer_has_the_number_to_call(sqlite_app: Flask, answers: dict[str, str]) -> None:
    with sqlite_app.app_context():
        department = factories.department(db.session)
        email = factories.person(db.session, Role.QUALITY_MANAGER, department=department).email
        reference = factories.incident(db.session, department).reference
        rules = db.session.scalars(select(DutyRule).order_by(DutyRule.id)).all()
        rules[-1].telephone = "02 000 00 00"
        db.session.commit()
    page = check(signed_in(sqlite_app, email), reference, **answers)
    link = page.soup.select_one('main a[href="tel:020000000"]')
    assert link is not None
    assert link.get_text() == "02 000 00 00"


def test_all_criteria_that_are_met_are_named_with_what_was_found(
    app: Flask, case: dict[str, Any]
) -> None:
    visitor = signed_in(app, case["manager"])
    page = check(
        visitor,
        case["incident"],
        total_deviation="-12",
        fraction_deviation="25",
        patients="1",
        systematic="yes",
    )
    text = page.main.replace("\u00a0", " ")
    head, _, reasons = text.partition("Wat elke regel zegt")
    for threshold in ("10 %", "20 %"):
        assert threshold in head
    for found in ("−12 %. ", "25 %. ", "1 pati"):
        assert found in reasons
    assert "Gemeten" not in reasons
    assert f"{case['incident']} · " in head


def test_everybody_with_an_account_reads_the_rules_and_few_change_them(app: Flask) -> None:
    with app.app_context():
        reader = factories.person(db.session, Role.READER).email
        db.session.commit()
        number = db.session.scalars(select(DutyRule.id)).first()
    assert Visitor(app).get("/nl/duty", follow=False).status in {302, 303, 401}
    visitor = signed_in(app, reader)
    for language, words in (("nl", "Regels van de meldplicht"), ("fr", "Règles de l’obligation")):
        page = visitor.get(f"/{language}/duty")
        assert page.status == 200
        assert words in page.heading
        assert not page.soup.select("main form")
    assert visitor.get(f"/nl/duty/{number}").status == 404
    assert visitor.get("/nl/duty/2147483647").status == 404
    assert visitor.post("/nl/duty/telephone", {"telephone": ""}).status in {400, 403}


@pytest.mark.parametrize(
    "statement", ["UPDATE duty_rule SET threshold = '1'", "DELETE FROM duty_rule"]
)
def test_the_database_keeps_the_rules(app: Flask, statement: str) -> None:
    with app.app_context(), pytest.raises(DatabaseError):
        db.session.connection().exec_driver_sql(statement)


@pytest.fixture
def post(app: Flask) -> Callable[[], list[EmailMessage]]:
    """Send what waits, and give the mails of this kind of notice that came since the last time."""
    seen: set[str] = set()

    def fetch() -> list[EmailMessage]:
        with app.app_context():
            app.extensions["outbox"].drain()
        new = [each for each in mailbox.letters(app) if each["Message-ID"] not in seen]
        seen.update(each["Message-ID"] for each in new)
        return new

    return fetch


def test_who_signs_is_mailed_at_once_and_reminded_twice(
    app: Flask,
    case: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    post: Callable[[], list[EmailMessage]],
) -> None:
    clock = Clock(monkeypatch)
    check(signed_in(app, case["manager"]), case["incident"], fraction_deviation="22")
    first = post()
    assert {each["To"] for each in first} == {case["manager"], case["physician"]}
    assert {each["Subject"] for each in first} == {
        f"Nog 4 dagen: eerste melding {case['incident']}"
    }
    assert "Verkeerd veld" not in "".join(map(mailbox.text_of, first))
    subjects: list[list[str]] = []
    for _day in range(6):
        clock.forward(days=1)
        with app.app_context():
            schedule.run()
        subjects.append(sorted({each["Subject"] for each in post()}))
    reference = case["incident"]
    assert subjects == [
        [f"Nog 3 dagen: eerste melding {reference}"],
        [],
        [f"Nog 1 dag: eerste melding {reference}"],
        [],
        [],
        [],
    ]


def test_an_answer_that_is_corrected_is_not_mailed_again_for_the_same_day(
    app: Flask, case: dict[str, Any], post: Callable[[], list[EmailMessage]]
) -> None:
    visitor = signed_in(app, case["manager"])
    check(visitor, case["incident"], fraction_deviation="22")
    assert len(post()) == 2
    check(visitor, case["incident"], fraction_deviation="2")
    check(visitor, case["incident"], fraction_deviation="24")
    assert count(app, case["incident"]) == 3
    assert post() == []


def test_who_was_mailed_today_is_not_reminded_today(
    app: Flask,
    case: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    post: Callable[[], list[EmailMessage]],
) -> None:
    clock = Clock(monkeypatch)
    with app.app_context():
        stored(db.session, case["incident"]).found_on = today() - timedelta(days=5)
        db.session.commit()
    check(signed_in(app, case["manager"]), case["incident"], fraction_deviation="22")
    assert {each["To"] for each in post()} == {case["manager"], case["physician"]}
    with app.app_context():
        schedule.run()
    assert post() == []
    clock.forward(days=1)
    with app.app_context():
        schedule.run()
    assert {each["To"] for each in post()} == {case["manager"], case["physician"]}


def test_a_dossier_that_cannot_be_reminded_of_keeps_no_other_waiting(
    app: Flask,
    case: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    post: Callable[[], list[EmailMessage]],
) -> None:
    clock = Clock(monkeypatch)
    with app.app_context():
        home = stored(db.session, case["incident"]).department
        found = today() - timedelta(days=3)
        values = {"found_on": found, "patient_reached": PatientReached.YES}
        other = factories.incident(db.session, home, **values).reference
        db.session.commit()
    for reference in (case["incident"], other):
        check(signed_in(app, case["manager"]), reference, fraction_deviation="22")
    post()
    clock.forward(days=1)
    who_signs = obligation.people_who_sign

    def failing(session: Session, incident: Incident) -> list[Person]:
        if incident.reference == case["incident"]:
            raise ValueError("no such person")
        return who_signs(session, incident)

    with app.app_context(), monkeypatch.context() as broken:
        broken.setattr(obligation, "people_who_sign", failing)
        schedule.run()
    assert {each["Subject"] for each in post()} == {f"Nog 3 dagen: eerste melding {other}"}
    clock.forward(days=1)
    with app.app_context():
        schedule.run()
    assert {each["Subject"] for each in post()} == {
        f"Nog 2 dagen: eerste melding {case['incident']}"
    }


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_after_a_call_both_reports_have_their_terms(
    app: Flask,
    case: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    post: Callable[[], list[EmailMessage]],
    language: str,
) -> None:
    """Found on 29 November, called on 2 December at 8:30, an hour and a half before now."""
    clock = Clock(monkeypatch)
    manager, reference = signed_in(app, case["manager"], language), case["incident"]
    page = check(manager, reference, language, beyond_patients="yes", called_at="2/12/2026 8u30")
    answer = {"nl": "Dit is nog niet te bepalen", "fr": "Impossible à déterminer pour l’instant"}
    assert page.heading == answer[language]
    assert "04/12/2026" in page.main
    assert "02/02/2027" in page.main
    again = manager.get(f"/{language}/incidents/{reference}/obligation")
    assert again.soup.select_one("#called_at")["value"] == "02/12/2026 08:30"  # type: ignore[index]
    start = manager.get(f"/{language}/")
    assert "04/12/2026" in start.main
    assert "02/02/2027" in start.main
    assert {each["To"] for each in post()} == {case["manager"], case["physician"]}
    subjects: dict[str, set[str]] = {}
    for _day in range(62):
        clock.forward(days=1)
        if f"{today()}" == "2026-12-04":
            notify = signed_in(app, case["manager"], language)
            notify.get(f"/{language}/incidents/{reference}/notify").submit("/notify")
        with app.app_context():
            schedule.run()
        mails = [each for each in post() if each["To"] == case["physician"]]
        if mails:
            subjects[f"{today()}"] = {each["Subject"] for each in mails}
    assert subjects == {
        "2026-12-03": {f"Nog 1 dag: eerste melding {reference}"},
        "2027-01-30": {f"Tot 02/02/2027: eindverslag {reference}"},
        "2027-02-01": {f"Tot 02/02/2027: eindverslag {reference}"},
    }
    listed = signed_in(app, case["manager"], language).get(f"/{language}/incidents")
    assert "02/02/2027" in listed.main


def test_a_call_that_cannot_be_understood_or_is_still_to_come(
    app: Flask, case: dict[str, Any]
) -> None:
    visitor = signed_in(app, case["manager"])
    for wrong in ("gisteren", "2/12/2026", "31/2/2026 8u30", "2/12/2026 23u00", "2/12/2126 8:30"):
        page = check(visitor, case["incident"], beyond_patients="yes", called_at=wrong)
        assert page.status == 422, wrong
        assert page.soup.select_one("#called_at-error")
        assert page.soup.select_one("#called_at")["value"] == wrong  # type: ignore[index]
    page = check(visitor, case["incident"], called_at="2/12/2026 8u30")
    assert page.heading == WORDS["nl"]["voluntary"], "without more than patients no call counts"
    with app.app_context():
        assert obligation.deadline_of(stored(db.session, case["incident"])) is None


def test_after_the_notification_nobody_is_reminded_and_the_receipt_is_mailed(
    app: Flask,
    case: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    post: Callable[[], list[EmailMessage]],
) -> None:
    clock = Clock(monkeypatch)
    visitor = signed_in(app, case["manager"])
    check(visitor, case["incident"], fraction_deviation="22")
    page = visitor.get(f"/nl/incidents/{case['incident']}/notify")
    page.submit("/notify", physician_id=case["physician_id"])
    received = [each for each in post() if each["To"] == case["manager"]]
    assert f"Ontvangen door het FANC: {case['incident']}" in {each["Subject"] for each in received}
    with app.app_context():
        digest = db.session.scalars(select(Filing.digest)).one()
    assert any(digest in mailbox.text_of(each) for each in received)
    clock.forward(days=3)
    with app.app_context():
        schedule.run()
    assert not [each for each in post() if "eerste melding" in each["Subject"]]


def test_the_whole_dossier_is_received_with_its_own_digest(
    app: Flask, case: dict[str, Any], post: Callable[[], list[EmailMessage]]
) -> None:
    with app.app_context():
        incident = stored(db.session, case["incident"])
        first = filing.file(db.session, incident, FilingKind.FIRST, None)
        incident.title = Translated(nl="Verkeerd veld geladen, en gezien")
        full = filing.file(db.session, incident, FilingKind.FULL, None)
        digest = full.digest
        assert digest != first.digest
        db.session.commit()
    received = [each for each in post() if digest in mailbox.text_of(each)]
    assert [each["To"] for each in received] == [case["manager"]]
    assert "en gezien" not in mailbox.text_of(received[0])


def test_a_french_physician_reads_it_in_french(
    app: Flask, case: dict[str, Any], post: Callable[[], list[EmailMessage]]
) -> None:
    with app.app_context():
        physician = db.session.get(Person, case["physician_id"])
        assert physician is not None
        physician.language = Language.FR
        db.session.commit()
    check(signed_in(app, case["manager"]), case["incident"], fraction_deviation="22")
    subjects = {each["To"]: each["Subject"] for each in post()}
    assert subjects[case["physician"]].replace("\u00a0", " ") == (
        f"Encore 4 jours : première notification {case['incident']}"
    )


def test_a_dossier_says_until_when(app: Flask, case: dict[str, Any]) -> None:
    visitor = signed_in(app, case["manager"])
    assert "Nog niet nagekeken" in visitor.get(f"/nl/incidents/{case['incident']}").main
    check(visitor, case["incident"], fraction_deviation="22")
    assert WORDS["nl"]["left"] in visitor.get(f"/nl/incidents/{case['incident']}").main
    with app.app_context():
        assert obligation.deadline_of(stored(db.session, case["incident"])) == case["due"]


def test_what_was_answered_and_sent_is_never_changed(app: Flask, case: dict[str, Any]) -> None:
    visitor = signed_in(app, case["manager"])
    check(visitor, case["incident"])
    visitor.get(f"/nl/incidents/{case['incident']}/notify").submit("/notify")
    for statement in (
        "UPDATE duty_check SET outcome = 'must'",
        "DELETE FROM duty_check",
        "UPDATE filing SET digest = ''",
        "DELETE FROM filing",
    ):
        with app.app_context(), pytest.raises(DatabaseError):
            db.session.connection().exec_driver_sql(statement)


def test_an_answer_after_the_dossier_left_is_shown_and_not_kept(
    app: Flask, case: dict[str, Any]
) -> None:
    visitor = signed_in(app, case["manager"])
    page = visitor.get(f"/nl/incidents/{case['incident']}/obligation")
    with app.app_context():
        incident = stored(db.session, case["incident"])
        incident.submitted_at = now()
        incident.status = IncidentStatus.SUBMITTED
        db.session.commit()
    late = page.submit(**(NOBODY_KNOWS_MORE | {"total_planned": "50,4"}))
    assert late.status == 409
    assert late.soup.select_one('input[name="total_planned"]')["value"] == "50,4"  # type: ignore[index]
    assert count(app, case["incident"]) == 0
