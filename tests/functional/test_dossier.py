"""The department completes its dossier, the regulator decides: pages, rights and bad input."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from portal.accounts.models import Department, Person
from portal.db import db
from portal.i18n import Language, Translated, format_date, today
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import (
    ActionStatus,
    Danger,
    EventType,
    Labelled,
    PatientReached,
    PatientsReached,
    Technique,
)
from portal.permissions import Role
from tests import factories
from tests.pages import Page, Visitor


@pytest.fixture
def reference(app: Flask) -> str:
    """A report that nobody has completed yet, with a department around it and a regulator."""
    with app.app_context():
        noord = factories.department(db.session, "noord")
        sud = factories.department(db.session, "sud")
        reporter = factories.person(
            db.session, Role.REPORTER, department=noord, email="reporter@test.invalid"
        )
        for name, role, where in (
            ("quality", Role.QUALITY_MANAGER, noord),
            ("second", Role.QUALITY_MANAGER, noord),
            ("doctor", Role.PHYSICIAN, noord),
            ("stranger", Role.QUALITY_MANAGER, sud),
            ("foreign.doctor", Role.PHYSICIAN, sud),
            ("reader", Role.READER, noord),
            ("analyst", Role.ANALYST, None),
            ("translator", Role.TRANSLATOR, None),
            ("administrator", Role.ADMINISTRATOR, None),
        ):
            factories.person(
                db.session, role, department=where, email=f"{name}@test.invalid", name=name.title()
            )
        incident = factories.incident(
            db.session, noord, owner_id=reporter.id, causes=[], actions=[]
        )
        db.session.commit()
        return incident.reference


TASKS = ("facts", "course", "consequences", "causes", "actions", "equipment", "privacy")
PAGE_OF = {
    "title": "course",
    "narrative": "course",
    "patient_reached": "consequences",
    "patients": "consequences",
    "other_dose": "consequences",
    "severity": "consequences",
    "total_deviation": "consequences",
    "equipment": "equipment",
    "vendor": "equipment",
}


def task_of(name: str) -> str:
    """The task on whose page the field ``name`` stands."""
    return f"analysis/{PAGE_OF.get(name, 'facts')}"


def looked_at(page: Page) -> Page:
    """The dossier once the regulator has answered its two first questions."""
    return page.submit("/first", elsewhere="no", judged="yes")


def stored(app: Flask, reference: str) -> Incident:
    """The incident as the database has it, with its lists loaded."""
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        assert incident.causes is not None
        assert incident.actions is not None
        return incident


def said(app: Flask, text: str, **values: Any) -> str:
    """A text of the interface in Dutch."""
    with app.app_context(), force_locale("nl"):
        return gettext(text, **values)


def labelled(app: Flask, member: Labelled) -> str:
    """What a member of a list is called in Dutch."""
    with app.app_context(), force_locale("nl"):
        return str(member.label)


def complete(quality: Visitor, reference: str, language: str = "nl") -> Page:
    """Fill in causes and actions, and submit in the name of the physician."""
    base = f"/{language}/incidents/{reference}"
    causes = quality.get(f"{base}/analysis/causes").submit(
        button="do=stay", **{"new-0-text": "Geen controle", "new-1-text": "Tijdsdruk"}
    )
    first = causes.soup.select_one("button[value^=code-]")
    assert first is not None
    causes.submit(button=f"do={first['value']}").submit(code="HRV")
    quality.get(f"{base}/analysis/actions").submit(
        **{
            "rows-0-text": "Controlelijst",
            "rows-0-status": "planned",
            "rows-0-owner_role": "physicist",
            "rows-0-due_on": "1/3/2027",
            "rows-0-strength": "weak",
        }
    )
    page = quality.get(f"{base}/submit")
    option = page.soup.select("#physician_id option")[1]
    return page.submit(physician_id=option["value"])


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_department_completes_and_submits(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    quality = enter("quality", language)
    page = complete(quality, reference, language)
    assert page.status == 200
    incident = stored(app, reference)
    assert incident.status is IncidentStatus.SUBMITTED
    assert incident.submitted_at is not None
    assert [(c.text.nl, c.code) for c in incident.causes] == [
        ("Geen controle", "HRV"),
        ("Tijdsdruk", None),
    ]
    assert [(a.text.nl, a.status, a.strength) for a in incident.actions] == [
        ("Controlelijst", "planned", "weak")
    ]
    assert "Doctor" in page.main
    page = quality.get(f"/{language}/incidents/{reference}/analysis/course")
    assert page.status == 404


def test_what_is_missing_is_listed_before_submission(
    reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter("quality").get(f"/nl/incidents/{reference}/submit")
    option = page.soup.select("#physician_id option")[1]
    answer = page.submit(physician_id=option["value"])
    assert answer.status == 422
    assert len(answer.soup.select(".error-summary a")) == 2
    assert {str(a["href"]) for a in answer.soup.select(".error-summary a")} == {
        f"/nl/incidents/{reference}/analysis/causes",
        f"/nl/incidents/{reference}/analysis/actions",
    }


def test_only_a_physician_of_the_own_department_can_sign(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    quality = enter("quality")
    page = quality.get(f"/nl/incidents/{reference}/submit")
    names = [option.get_text() for option in page.soup.select("#physician_id option")]
    assert names[1:] == ["Doctor"]
    refused = quality.post(
        page.url,
        {"physician_id": "999", "csrf_token": page.soup.select_one("[name=csrf_token]")["value"]},  # type: ignore[index]
    )
    assert refused.status == 422
    assert stored(app, reference).status is IncidentStatus.WITH_DEPARTMENT


@pytest.mark.parametrize("who", ["stranger", "foreign.doctor", "translator", "administrator"])
@pytest.mark.parametrize(
    "path", ["", "/analysis", *(f"/analysis/{each}" for each in TASKS), "/submit"]
)
def test_a_dossier_of_another_department_does_not_exist(
    reference: str, enter: Callable[..., Visitor], who: str, path: str
) -> None:
    visitor = enter(who)
    page = visitor.get(f"/nl/incidents/{reference}{path}")
    unknown = visitor.get(f"/nl/incidents/M-1999-0001{path}")
    assert (page.status, unknown.status) == (404, 404)
    assert page.main == unknown.main
    assert reference not in page.main


@pytest.mark.parametrize("verb", ["accept", "review", "close", "withdraw"])
def test_a_foreign_dossier_cannot_be_moved_either(
    app: Flask, reference: str, enter: Callable[..., Visitor], verb: str
) -> None:
    visitor = enter("stranger")
    token = visitor.get("/nl/incidents").soup.select_one("[name=csrf_token]")
    assert token is not None
    fields = {"csrf_token": token["value"], "closed_reason": "x"}
    answer = visitor.post(f"/nl/incidents/{reference}/{verb}", fields)
    assert answer.status == 404
    assert stored(app, reference).status is IncidentStatus.WITH_DEPARTMENT


def test_the_regulator_sees_nothing_before_submission(
    reference: str, enter: Callable[..., Visitor]
) -> None:
    analyst = enter("analyst")
    assert reference not in analyst.get("/nl/desk").main
    assert analyst.get(f"/nl/incidents/{reference}").status == 404


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_regulator_accepts_once(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    complete(enter("quality"), reference)
    analyst = enter("analyst", language)
    page = looked_at(analyst.get(f"/{language}/desk").follow("Verkeerd veld geladen"))
    assert page.submit("/accept").status == 200
    assert stored(app, reference).status is IncidentStatus.ACCEPTED
    again = page.submit("/accept")
    assert again.status == 409
    assert stored(app, reference).status is IncidentStatus.ACCEPTED


def test_the_regulator_closes_with_a_reason_that_the_department_reads(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    quality, analyst = enter("quality"), enter("analyst", "fr")
    complete(quality, reference)
    page = looked_at(analyst.get(f"/fr/incidents/{reference}"))
    refused = page.submit("/close", closed_reason="  ")
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#closed_reason']")
    page.submit("/close", closed_reason="Reeds bekend: zie REX 3 – 2020")
    assert stored(app, reference).status is IncidentStatus.CLOSED
    assert "Reeds bekend: zie REX 3 – 2020" in quality.get(f"/nl/incidents/{reference}").main
    assert page.submit("/close", closed_reason="nog eens").status == 409


def test_the_regulator_never_sees_who_reported(
    reference: str, enter: Callable[..., Visitor], app: Flask
) -> None:
    complete(enter("quality"), reference)
    with app.app_context():
        owner = stored(app, reference).owner_id
        person = db.session.get(Person, owner)
        assert person is not None
        name = person.name
    assert name in enter("quality").get(f"/nl/incidents/{reference}").main
    analyst = enter("analyst")
    for path in ("/nl/desk", f"/nl/incidents/{reference}", "/nl/search?q=veld"):
        assert name not in analyst.get(path).response.text


def test_danger_comes_first_in_the_inbox(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    complete(enter("quality"), reference)
    with app.app_context():
        department = stored(app, reference).department_id
        row = db.session.get(Department, department)
        assert row is not None
        factories.incident(
            db.session,
            row,
            status=IncidentStatus.SUBMITTED,
            danger=Danger.YES,
            title=Translated(nl="Gevaar duurt voort"),
        )
        db.session.commit()
    titles = [a.get_text() for a in enter("analyst").get("/nl/desk").soup.select(".record a")]
    assert titles[0] == "Gevaar duurt voort"


def test_the_reporter_withdraws_until_the_department_works_on_it(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    reporter = enter("reporter")
    page = reporter.get(f"/nl/incidents/{reference}")
    quality = enter("quality")
    quality.get(f"/nl/incidents/{reference}/analysis/course").submit(title="Overgenomen")
    late = page.submit("/withdraw")
    assert late.status == 409
    assert stored(app, reference).status is IncidentStatus.WITH_DEPARTMENT


def test_the_reporter_withdraws(app: Flask, reference: str, enter: Callable[..., Visitor]) -> None:
    enter("reporter").get(f"/nl/incidents/{reference}").submit("/withdraw")
    assert stored(app, reference).status is IncidentStatus.WITHDRAWN


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_two_editors_of_one_text_both_keep_their_words(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    path = f"/{language}/incidents/{reference}/analysis/course"
    first, second = enter("quality", language).get(path), enter("second", language).get(path)
    first.submit(narrative="De tekst van de eerste.")
    clash = second.submit(narrative="De tekst van de tweede.", title="Nieuwe titel")
    assert clash.status == 409
    assert "De tekst van de eerste." in clash.main
    assert "De tekst van de tweede." in clash.response.text
    assert stored(app, reference).narrative.nl == "De tekst van de eerste."
    kept = clash.submit(narrative_keep="mine")
    assert kept.status == 200
    incident = stored(app, reference)
    assert (incident.narrative.nl, incident.title.nl) == (
        "De tekst van de tweede.",
        "Nieuwe titel",
    )


def test_the_other_text_can_be_kept_too(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    path = f"/nl/incidents/{reference}/analysis/course"
    first, second = enter("quality").get(path), enter("second").get(path)
    first.submit(narrative="Eerste")
    second.submit(narrative="Tweede").submit(narrative_keep="theirs")
    assert stored(app, reference).narrative.nl == "Eerste"


WORDS = {
    "analysis/course": {"narrative": "Wat ik net typte."},
    "analysis/facts": {"found_how": "Wat ik net typte."},
    "analysis/consequences": {"effects": "Wat ik net typte."},
    "analysis/causes": {"new-0-text": "Wat ik net typte."},
    "analysis/actions": {"rows-0-text": "Wat ik net typte.", "rows-0-status": "done"},
}


@pytest.mark.parametrize("path", WORDS)
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_words_that_come_after_the_submission_are_shown_and_not_lost(
    app: Flask, reference: str, enter: Callable[..., Visitor], path: str, language: str
) -> None:
    page = enter("doctor", language).get(f"/{language}/incidents/{reference}/{path}")
    complete(enter("quality"), reference)
    late = page.submit(**WORDS[path])
    assert late.status == 409
    assert "Wat ik net typte." in late.main
    assert not late.soup.select("main form button:not(.hidden)")
    incident = stored(app, reference)
    rows = [cause.text for cause in incident.causes] + [each.text for each in incident.actions]
    own = (incident.narrative, incident.found_how, incident.effects)
    assert "Wat ik net typte." not in [text.nl for text in (*own, *rows)]


@pytest.mark.parametrize("who", ["reporter", "analyst", "stranger"])
def test_who_could_never_write_finds_no_page_to_write_on(
    reference: str, enter: Callable[..., Visitor], who: str
) -> None:
    complete(enter("quality"), reference)
    visitor = enter(who)
    token = visitor.get("/nl/").soup.select_one("[name=csrf_token]")
    assert token is not None
    for path in WORDS:
        address = f"/nl/incidents/{reference}/{path}"
        assert visitor.get(address).status == 404
        assert visitor.post(address, {"csrf_token": token["value"]}).status == 404


def test_an_action_is_not_done_before_somebody_says_so(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter("quality").get(f"/nl/incidents/{reference}/analysis/actions")
    refused = page.submit(**{"rows-0-text": "Controlelijst"})
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#rows-0-status']")
    assert stored(app, reference).actions == []
    planned = {"status": "planned", "owner_role": "ict", "due_on": "1/3/2027"}
    refused.submit(**{f"rows-0-{name}": answer for name, answer in planned.items()})
    assert [row.status for row in stored(app, reference).actions] == [ActionStatus.PLANNED]


@pytest.mark.parametrize("kind", EventType)
def test_the_kind_of_event_is_among_the_facts(
    app: Flask, reference: str, enter: Callable[..., Visitor], kind: EventType
) -> None:
    quality = enter("quality")
    page = quality.get(f"/nl/incidents/{reference}/analysis/facts")
    page.submit(event_type=kind.value)
    dossier = quality.get(f"/nl/incidents/{reference}")
    answers = [row.get_text(" ", strip=True) for row in dossier.soup.select("dl div")]
    asked = said(app, "What kind of event was it?")
    (shown,) = [answer for answer in answers if answer.startswith(asked)]
    assert shown.endswith(labelled(app, kind))
    assert stored(app, reference).near_miss is (kind is EventType.NEAR_MISS)


def test_the_views_of_a_list_follow_the_workflow(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    statuses = list(IncidentStatus)
    with app.app_context():
        home = db.session.get_one(Department, stored(app, reference).department_id)
        for status in reversed(statuses):
            reason = "Bekend" if status is IncidentStatus.CLOSED else ""
            other = db.session.scalars(select(Incident)).first() if status == "linked" else None
            factories.incident(
                db.session, home, status=status, closed_reason=reason, linked_to=other
            )
        db.session.commit()
    quality = enter("quality")
    links = quality.get("/nl/incidents").soup.select(".views a")[1:]
    counts = {str(link["href"]).partition("=")[2]: link.get_text()[-1] for link in links}
    assert counts == {
        "new": "2",
        "analysis": "1",
        "question": "1",
        "regulator": "3",
        "finished": "4",
    }
    for view, count in counts.items():
        page = quality.get(f"/nl/incidents?view={view}")
        assert len(page.soup.select("tbody tr")) == int(count)
    for status in statuses:
        page = quality.get(f"/nl/incidents?status={status.value}")
        assert len(page.soup.select("tbody tr")) == (2 if status == "with_department" else 1)


def test_the_desk_tells_new_dossiers_from_those_in_review(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    complete(enter("quality"), reference)
    analyst = enter("analyst")
    inbox = analyst.get("/nl/desk")
    assert reference in inbox.main
    assert reference not in analyst.get("/nl/desk?view=review").main
    assert said(app, "Received on %(date)s", date=format_date(today())) in inbox.main
    caught = labelled(app, PatientReached.CAUGHT)
    assert said(app, "Reached a patient: %(answer)s", answer=caught) in inbox.main
    analyst.get(f"/nl/incidents/{reference}").submit("/review")
    assert reference not in analyst.get("/nl/desk").main
    assert reference in analyst.get("/nl/desk?view=review").main
    assert analyst.get("/nl/").soup.select(".tasks a[href='/nl/desk?view=review']")


def test_danger_is_told_first_on_the_dossier(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    quality = enter("quality")
    path = f"/nl/incidents/{reference}"
    assert not quality.get(path).soup.select("main .warning")
    quality.get(f"{path}/analysis/facts").submit(danger="yes")
    assert quality.get(path).soup.select("main .warning")
    assert quality.get("/nl/incidents").soup.select("tbody .warning")


def in_both_languages(app: Flask, reference: str) -> None:
    """Give the dossier actions that were imported in both languages."""
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        for nl, fr in (("Een", "Un"), ("Twee", "Deux"), ("Drie", "Trois")):
            action = CorrectiveAction(text=Translated(nl, fr), status=ActionStatus.DONE)
            incident.actions.append(action)
        db.session.commit()


def test_dutch_and_french_stay_together_when_a_row_disappears(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    in_both_languages(app, reference)
    before = {row.text: row.id for row in stored(app, reference).actions}
    page = enter("quality").get(f"/nl/incidents/{reference}/analysis/actions")
    assert page.submit(**{"rows-0-text": "", "rows-2-text": "Derde"}).status == 200
    rows = stored(app, reference).actions
    texts = [(row.text.nl, row.text.fr) for row in rows]
    assert texts == [("Twee", "Deux"), ("Derde", "Trois")]
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].id == before[Translated("Twee", "Deux")]
    assert rows[1].id == before[Translated("Drie", "Trois")]


def test_a_page_opened_earlier_resets_no_fact(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    told = {
        "occurred_on": "1/11/2026",
        "step_arose": "planning",
        "step_found": "delivery",
        "technique": "vmat",
        "found_on": "3/11/2026",
        "found_time": "15u42",
        "occurred_about": "y",
        "patient_reached": "yes",
        "patients": "4",
        "other_dose": "unknown",
        "danger": "yes",
        "severity": "mild",
        "equipment": "Versneller 1",
        "vendor": "Toravel",
    }
    quality, second = enter("quality"), enter("second")
    paths = sorted({f"/nl/incidents/{reference}/{task_of(name)}" for name in told})
    earlier = [second.get(path) for path in paths]
    for path in paths:
        mine = {name: text for name, text in told.items() if path.endswith(task_of(name))}
        assert quality.get(path).submit(**mine).status == 200
    before = stored(app, reference)
    for page, answer in zip(earlier, ("effects", "product", "found_how"), strict=True):
        assert page.submit(**{answer: "Nieuw"}).status == 200
    after = stored(app, reference)
    assert (after.effects.nl, after.product, after.found_how.nl) == ("Nieuw", "Nieuw", "Nieuw")
    for name in told.keys() - {"patients"}:
        assert getattr(after, name) == getattr(before, name), name
    assert after.patients_reached is PatientsReached.FEW
    assert (after.occurred_on, after.technique, after.vendor) == (
        date(2026, 11, 1),
        Technique.VMAT,
        "Toravel",
    )
    assert (after.found_on, after.found_time, after.danger) == (
        date(2026, 11, 3),
        "15:42",
        Danger.YES,
    )
    read = enter("quality").get(f"/nl/incidents/{reference}").main
    assert "03/11/2026 · 15u42" in read
    assert said(app, "about %(date)s", date="01/11/2026") in read


@pytest.mark.parametrize(
    ("name", "one", "two", "label"),
    [
        ("technique", "vmat", "imrt", "VMAT"),
        ("occurred_on", "1/11/2026", "2/11/2026", "01/11/2026"),
        ("found_time", "7u50", "8u10", "7u50"),
        ("danger", "yes", "unknown", ""),
        ("equipment", "Versneller 1", "Versneller 2", "Versneller 1"),
        ("step_arose", "planning", "ict_maintenance", ""),
    ],
)
@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_two_answers_to_one_question_are_a_choice(
    app: Flask,
    reference: str,
    enter: Callable[..., Visitor],
    name: str,
    one: str,
    two: str,
    label: str,
    keep: str,
) -> None:
    path = f"/nl/incidents/{reference}/{task_of(name)}"
    first, second = enter("quality").get(path), enter("second").get(path)
    first.submit(**{name: one})
    theirs = getattr(stored(app, reference), name)
    clash = second.submit(**{name: two})
    assert clash.status == 409
    assert clash.soup.select(f".error-summary a[href='#{name}_keep-mine']")
    shown = clash.soup.select_one("fieldset.conflict")
    assert shown
    assert label in shown.get_text()
    assert getattr(stored(app, reference), name) == theirs
    clash.submit(**{f"{name}_keep": keep})
    assert (getattr(stored(app, reference), name) == theirs) is (keep == "theirs")


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_who_reads_the_whole_department_reads_so(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    path = f"/{language}/incidents"
    headings = {who: enter(who).get(path).heading for who in ("reporter", "quality", "doctor")}
    assert headings["doctor"] == headings["quality"] != headings["reporter"]


def test_the_reporter_is_named_to_the_quality_manager_only(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        person = db.session.scalars(
            select(Person).where(Person.email == "reporter@test.invalid")
        ).one()
        name = person.name
    page = f"/nl/incidents/{reference}"
    assert name in enter("quality").get(page).main
    assert name not in enter("doctor").get(page).main


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"title": ""}, "title"),
        ({"narrative": " \n "}, "narrative"),
        ({"occurred_on": "31/2/2026"}, "occurred_on"),
        ({"occurred_on": "1/1/2100"}, "occurred_on"),
        ({"step_arose": "nowhere"}, "step_arose"),
        ({"found_on": "1/1/2100"}, "found_on"),
        ({"found_time": "25:99"}, "found_time"),
        ({"occurred_on": "3/11/2026", "found_on": "2/11/2026"}, "occurred_on"),
        ({"event_type": "feest"}, "event_type"),
        ({"patient_reached": "misschien"}, "patient_reached"),
        ({"total_deviation": "veel"}, "total_deviation"),
        ({"title": "x" * 201}, "title"),
        ({"narrative": "woord " * 10_000}, "narrative"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_wrong_answers_are_named_and_kept(
    reference: str,
    enter: Callable[..., Visitor],
    answers: dict[str, str],
    field: str,
    language: str,
) -> None:
    at = f"/{language}/incidents/{reference}/{task_of(field)}"
    page = enter("quality", language).get(at)
    kept = {
        "analysis/course": "rows-0-text",
        "analysis/facts": "prisma_reference",
        "analysis/consequences": "effects",
    }[task_of(field)]
    refused = page.submit(**{kept: "Toravel", **answers})
    assert refused.status == 422
    summary = refused.soup.select_one(".error-summary")
    assert summary is not None
    assert summary.has_attr("autofocus")
    assert [str(a["href"]) for a in summary.select("a")] == [f"#{field}"]
    assert "Toravel" in refused.response.text


@pytest.mark.parametrize(
    "text",
    [
        "een\0 fractie",
        "\u200fעברית\u200e",
        "x" * 20_000,
        "<script>alert(1)</script> {{ 7*7 }} </textarea>",
        "«\u00a0cœur\u00a0» 🙂 2,67\u202fGy",
    ],
)
def test_odd_text_survives(
    app: Flask, reference: str, enter: Callable[..., Visitor], text: str
) -> None:
    quality = enter("quality")
    quality.get(f"/nl/incidents/{reference}/analysis/course").submit(narrative=text)
    assert stored(app, reference).narrative.nl == text.replace("\0", "")
    page = quality.get(f"/nl/incidents/{reference}")
    assert page.status == 200
    assert text.replace("\0", "").split()[0] in page.main
    assert not page.soup.select("main script")


def test_a_paste_of_ten_megabytes_is_refused_and_kept(
    sqlite_app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter("quality").get(f"/nl/incidents/{reference}/analysis/course")
    text = "zin. " * 2_000_000
    refused = page.submit(narrative=text)
    assert refused.status == 422
    assert len(refused.response.data) > 9_900_000
    too_much = page.submit(narrative=text * 2)
    assert too_much.status == 413


def test_the_recommendation_is_written_by_the_regulator_only(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    complete(enter("quality"), reference)
    analyst = enter("analyst")
    looked_at(analyst.get(f"/nl/incidents/{reference}")).submit("/accept")
    path = f"/nl/desk/{reference}/recommendation"
    assert enter("quality").get(path).status == 404
    analyst.get(path).submit(nl="Kijk na.", fr="Vérifiez.")
    assert stored(app, reference).recommendation == Translated("Kijk na.", "Vérifiez.")


def test_text_in_the_other_language_is_marked(
    reference: str, enter: Callable[..., Visitor]
) -> None:
    page = enter("quality", "fr").get(f"/fr/incidents/{reference}")
    assert page.soup.select_one("h1")["lang"] == Language.NL.tag  # type: ignore[index]
    assert page.soup.select_one("#course ~ .narrative")["lang"] == Language.NL.tag  # type: ignore[index]
