"""The register of a department: what is due, done with one click, and whether it works."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import column, select

from portal import schedule
from portal.accounts.models import Department, Person
from portal.actions.due import waiting
from portal.db import db
from portal.i18n import Translated
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ActionStatus, Effect, Profession, Strength
from portal.outbox import Outbox
from portal.permissions import KEPT, Role
from tests import factories
from tests.clock import Clock
from tests.mailbox import letters, link_in, text_of
from tests.pages import Visitor
from tests.statements import recorded

TODAY = datetime(2026, 11, 21, 9, tzinfo=UTC)
NARRATIVE = "Zeldzaamheden omtrent bestralingsvelden"
MEASURE = "Nulmeting herhalen"
TEXTS = {
    "late": "Vergrendeling inbouwen",
    "soon": "Handboek herschrijven",
    "later": "Oefening plannen",
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch, TODAY)


@pytest.fixture
def reference(app: Flask, clock: Clock) -> str:
    """An accepted dossier with three planned actions, and one of another department."""
    with app.app_context():
        noord = factories.department(db.session, "noord")
        sud = factories.department(db.session, "sud")
        for name, role, where in (
            ("quality", Role.QUALITY_MANAGER, noord),
            ("doctor", Role.PHYSICIAN, noord),
            ("stranger", Role.QUALITY_MANAGER, sud),
            ("reporter", Role.REPORTER, noord),
            ("analyst", Role.ANALYST, None),
        ):
            factories.person(
                db.session, role, department=where, email=f"{name}@test.invalid", name=name.title()
            )
        days = {"late": date(2026, 11, 10), "soon": date(2026, 11, 26), "later": date(2027, 3, 1)}
        incident = factories.incident(
            db.session,
            noord,
            status=IncidentStatus.ACCEPTED,
            title=Translated(nl=NARRATIVE),
            narrative=Translated(nl=NARRATIVE),
            actions=[
                CorrectiveAction(
                    text=Translated(nl=text),
                    measure=Translated(nl=MEASURE),
                    status=ActionStatus.PLANNED,
                    owner_role=Profession.PHYSICIST,
                    strength=Strength.STRONG,
                    due_on=days[name],
                )
                for name, text in TEXTS.items()
            ],
        )
        theirs = CorrectiveAction(
            text=Translated(nl="Van elders"), status=ActionStatus.PLANNED, due_on=days["late"]
        )
        factories.incident(db.session, sud, status=IncidentStatus.SUBMITTED, actions=[theirs])
        db.session.commit()
        return incident.reference


def action_of(app: Flask, name: str) -> CorrectiveAction:
    with app.app_context():
        query = select(CorrectiveAction).where(column("text_nl") == TEXTS[name])
        action = db.session.scalars(query).one()
        assert action.incident.reference
        assert action.effect_checks is not None
        return action


def path_of(action: CorrectiveAction, language: str = "nl") -> str:
    return f"/{language}/incidents/{action.incident.reference}/actions/{action.id}"


def change(app: Flask, name: str, **values: object) -> None:
    with app.app_context():
        action = db.session.get_one(CorrectiveAction, action_of(app, name).id)
        for attribute, value in values.items():
            setattr(action, attribute, value)
        db.session.commit()


def said(app: Flask, text: str, language: str = "nl") -> str:
    with app.app_context(), force_locale(language):
        return gettext(text)


def shown(visitor: Visitor, view: str = "", language: str = "nl") -> list[str]:
    page = visitor.get(f"/{language}/actions?view={view}")
    assert page.status == 200
    return [link.get_text() for link in page.soup.select(".record bdi")]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_register_lists_the_own_actions_by_due_date(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    quality = enter("quality", language)
    assert shown(quality, language=language) == list(TEXTS.values())
    assert shown(quality, "overdue", language) == [TEXTS["late"]]
    assert shown(quality, "done", language) == shown(quality, "check", language) == []
    page = quality.get(f"/{language}/actions")
    assert reference in page.main
    assert "Van elders" not in page.main
    late, soon, _later = page.soup.select(".record")
    assert said(app, "Overdue", language) in late.get_text()
    assert said(app, "Overdue", language) not in soon.get_text()
    assert "10/11/2026" in late.get_text()


@pytest.mark.parametrize(("who", "status"), [("reporter", 403), ("analyst", 403), ("doctor", 200)])
def test_the_register_is_for_who_leads_the_department(
    reference: str, enter: Callable[..., Visitor], who: str, status: int
) -> None:
    assert enter(who).get("/nl/actions").status == status


@pytest.mark.parametrize("status", [each for each in IncidentStatus if each in KEPT])
def test_an_action_is_done_with_one_click_in_every_later_state(
    app: Flask, reference: str, enter: Callable[..., Visitor], status: IncidentStatus
) -> None:
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        incident.closed_reason = "Bekend"
        incident.notified_at = incident.submitted_at
        if status is IncidentStatus.LINKED:
            other = factories.incident(
                db.session,
                incident.department,
                status=IncidentStatus.CLOSED,
                closed_reason="Bekend",
            )
            incident.linked_to_id = other.id
        incident.status = status
        db.session.commit()
    action = action_of(app, "late")
    page = enter().get("/nl/actions").submit(f"/actions/{action.id}/done")
    assert page.url == "/nl/actions"
    after = action_of(app, "late")
    assert (after.status, after.done_on) == (ActionStatus.DONE, date(2026, 11, 21))
    checks = [(check.months, check.due_on) for check in after.effect_checks]
    assert checks == [(3, date(2027, 2, 21)), (6, date(2027, 5, 21))]


def test_to_say_it_twice_changes_nothing_and_it_can_be_taken_back(
    app: Flask, reference: str, enter: Callable[..., Visitor], clock: Clock
) -> None:
    page = enter().get(path_of(action_of(app, "late")))
    page.submit("/done")
    clock.forward(days=3)
    quality = enter()
    token = quality.get(page.url).soup.select_one("[name=csrf_token]")
    assert token is not None
    again = quality.post(f"{page.url}/done", {"csrf_token": token["value"]})
    assert again.status == 200
    assert action_of(app, "late").done_on == date(2026, 11, 21)
    quality.get(page.url).submit("/done")
    back = action_of(app, "late")
    assert (back.status, back.done_on, back.effect_checks) == (ActionStatus.PLANNED, None, [])


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_whether_it_works_is_asked_after_three_and_six_months(
    app: Flask, reference: str, enter: Callable[..., Visitor], clock: Clock, language: str
) -> None:
    path = path_of(action_of(app, "late"), language)
    enter("quality", language).get(path).submit("/done")
    clock.moment = datetime(2027, 2, 20, 12, tzinfo=UTC)
    quality = enter("quality", language)
    assert not quality.get(path).soup.select("form[action$='/effect/3']")
    assert shown(quality, "check", language) == []
    clock.moment = datetime(2027, 2, 21, 12, tzinfo=UTC)
    quality = enter("quality", language)
    assert shown(quality, "check", language) == [TEXTS["late"]]
    page = quality.get(path)
    refused = page.submit("/effect/3", **{"m3-how": "Twee keer gezien"})
    assert refused.status == 422
    assert refused.soup.select(".error-summary a[href='#m3-answer']")
    assert "Twee keer gezien" in refused.main
    kept = refused.submit("/effect/3", **{"m3-answer": "partly"})
    assert kept.status == 200
    check, later = action_of(app, "late").effect_checks
    assert (check.answer, check.how.nl, check.checked_on) == (
        Effect.PARTLY,
        "Twee keer gezien",
        date(2027, 2, 21),
    )
    assert later.answer is None
    assert shown(quality, "check", language) == []
    assert "Twee keer gezien" in quality.get(f"/{language}/incidents/{reference}").main
    token = kept.form("/effect/3").select_one("[name=csrf_token]")
    assert token is not None
    early = {"csrf_token": token["value"], "m6-answer": "yes", "m6-how": "Te vroeg geschreven"}
    answer = quality.post(f"{path}/effect/6", early)
    assert answer.status == 409
    assert "Te vroeg geschreven" in answer.main


def test_two_answers_about_one_check_are_a_choice(
    app: Flask, reference: str, enter: Callable[..., Visitor], clock: Clock
) -> None:
    path = path_of(action_of(app, "late"))
    enter().get(path).submit("/done")
    clock.forward(days=100)
    first, second = enter("quality").get(path), enter("doctor").get(path)
    first.submit("/effect/3", **{"m3-answer": "yes", "m3-how": "Van de eerste"})
    clash = second.submit("/effect/3", **{"m3-answer": "no", "m3-how": "Van de tweede"})
    assert clash.status == 409
    assert "Van de eerste" in clash.main
    assert "Van de tweede" in clash.main
    clash.submit("/effect/3", **{"m3-keep": "mine"})
    check, _later = action_of(app, "late").effect_checks
    assert (check.answer, check.how.nl) == (Effect.NO, "Van de tweede")


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_another_date_is_given_after_submission_too(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    path = path_of(action_of(app, "late"), language)
    first, second = enter("quality", language).get(path), enter("doctor", language).get(path)
    refused = first.submit("/due", due_on="overmorgen")
    assert refused.status == 422
    assert 'value="overmorgen"' in refused.response.text
    assert refused.submit("/due", due_on="15/1/27").status == 200
    assert action_of(app, "late").due_on == date(2027, 1, 15)
    clash = second.submit("/due", due_on="1/2/2027")
    assert clash.status == 409
    assert "15/01/2027" in clash.main
    clash.submit("/due", keep="mine")
    assert action_of(app, "late").due_on == date(2027, 2, 1)
    second.submit("/done")
    assert second.submit("/due", due_on="1/4/2027").status == 409


@pytest.mark.parametrize("verb", ["", "/done", "/due", "/effect/3"])
def test_an_action_of_another_department_does_not_exist(
    app: Flask, reference: str, enter: Callable[..., Visitor], verb: str
) -> None:
    for who in ("stranger", "reporter", "analyst"):
        visitor = enter(who)
        token = visitor.get("/nl/").soup.select_one("[name=csrf_token]")
        assert token is not None
        path = path_of(action_of(app, "late")) + verb
        answer = visitor.post(path, {"csrf_token": token["value"]}) if verb else visitor.get(path)
        assert answer.status == 404
        assert TEXTS["late"] not in answer.main
    assert action_of(app, "late").status is ActionStatus.PLANNED


def test_an_action_is_found_inside_its_own_dossier_only(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        foreign = db.session.scalars(
            select(CorrectiveAction.id).where(column("text_nl") == "Van elders")
        ).one()
    for id_ in (foreign, 0, 2147483647):
        assert enter().get(f"/nl/incidents/{reference}/actions/{id_}").status == 404


def remind(app: Flask) -> list[tuple[str, str]]:
    """Do the jobs of today; the mails that follow, as (to, subject)."""
    before = len(letters(app))
    with app.app_context():
        schedule.run()
        box: Outbox = app.extensions["outbox"]
        box.drain()
    return [(str(each["To"]), str(each["Subject"])) for each in letters(app)[before:]]


def about_actions(app: Flask) -> list[tuple[str, str]]:
    return [each for each in remind(app) if "Actie" in each[1] or "Werkt" in each[1]]


def test_reminders_come_a_week_before_and_weekly_afterwards(
    app: Flask, reference: str, clock: Clock
) -> None:
    quality = "quality@test.invalid"
    strangers = ("stranger@test.invalid", "Actie tegen 10/11/2026")
    late, soon = (quality, "Actie tegen 10/11/2026"), (quality, "Actie tegen 26/11/2026")
    assert sorted(about_actions(app)) == sorted([late, soon, strangers])
    for _day in range(5):
        clock.forward(days=1)
        assert about_actions(app) == []
    clock.forward(days=1)
    assert about_actions(app) == [soon]
    clock.forward(days=1)
    assert sorted(about_actions(app)) == sorted([late, strangers])
    change(app, "late", status=ActionStatus.DONE)
    clock.forward(days=30)
    assert late not in about_actions(app)


def test_a_colleague_who_takes_care_of_it_is_reminded_instead(
    app: Flask, reference: str, clock: Clock
) -> None:
    with app.app_context():
        doctor = db.session.scalars(
            select(Person).where(Person.email == "doctor@test.invalid")
        ).one()
        id_ = doctor.id
    change(app, "late", owner_id=id_)
    mails = about_actions(app)
    assert ("doctor@test.invalid", "Actie tegen 10/11/2026") in mails
    assert ("quality@test.invalid", "Actie tegen 10/11/2026") not in mails


def test_nobody_is_reminded_of_a_withdrawn_dossier(
    app: Flask, reference: str, clock: Clock
) -> None:
    with app.app_context():
        for incident in db.session.scalars(select(Incident)):
            incident.status = IncidentStatus.WITHDRAWN
        db.session.commit()
    assert about_actions(app) == []


def test_an_effect_check_is_asked_once(
    app: Flask, reference: str, enter: Callable[..., Visitor], clock: Clock
) -> None:
    for name in TEXTS:
        enter().get(path_of(action_of(app, name))).submit("/done")
    about_actions(app)
    clock.moment = datetime(2027, 2, 21, 12, tzinfo=UTC)
    asked = [each for each in about_actions(app) if "Werkt het" in each[1]]
    assert asked == [("quality@test.invalid", f"Werkt het? {reference}")] * 3
    clock.forward(days=1)
    assert not [each for each in about_actions(app) if "Werkt het" in each[1]]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_reminder_holds_no_word_of_the_dossier(
    app: Flask, reference: str, enter: Callable[..., Visitor], clock: Clock, language: str
) -> None:
    with app.app_context():
        for person in db.session.scalars(select(Person)):
            person.language = language  # type: ignore[assignment]
        db.session.commit()
    remind(app)
    enter().get(path_of(action_of(app, "later"))).submit("/done")
    clock.forward(days=120)
    remind(app)
    found = [each for each in letters(app) if each["To"] == "quality@test.invalid"]
    assert len(found) >= 4
    words = {word for text in (*TEXTS.values(), NARRATIVE, MEASURE) for word in text.split()}
    for letter in found:
        html = letter.get_body(("html",))
        assert html is not None
        whole = f"{letter['Subject']} {text_of(letter)} {html.get_content()}"
        assert not [word for word in words if word in whole]
        assert "Quality" not in whole
        assert letter["Content-Language"] == f"{language}-BE"
        assert f"/{language}/incidents/{reference}/actions/" in link_in(letter)


def test_what_waits_is_counted_for_the_department_and_for_one_person(
    app: Flask, reference: str, clock: Clock
) -> None:
    query = select(Person).where(Person.email == "doctor@test.invalid")
    with app.app_context():
        id_ = db.session.scalars(query).one().id
    change(app, "soon", owner_id=id_)
    with app.app_context():
        doctor = db.session.scalars(query).one()
        found, own = waiting(db.session, doctor), waiting(db.session, doctor, only_own=True)
    assert (found.overdue, found.soon, found.to_check) == (1, 1, 0)
    assert (own.overdue, own.soon, own.to_check) == (0, 1, 0)


def test_a_long_register_is_read_in_few_statements(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_app.app_context():
        home = factories.department(db.session, "noord")
        email = factories.person(db.session, Role.QUALITY_MANAGER, department=home).email
        for _number in range(3):
            factories.incident(db.session, home)
        db.session.commit()
    visitor = Visitor(sqlite_app)
    visitor.sign_in(email)
    with recorded(sqlite_app) as few:
        visitor.get("/nl/actions?view=done")
    with sqlite_app.app_context():
        home = db.session.scalars(select(Department)).one()
        for _number in range(30):
            factories.incident(db.session, home)
        db.session.commit()
    with recorded(sqlite_app) as many:
        page = visitor.get("/nl/actions?view=done")
    assert len(many) == len(few)
    assert len(page.soup.select(".record")) == 25
    assert page.soup.select(".pagination")
