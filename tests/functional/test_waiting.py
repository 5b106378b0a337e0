"""What the start page says is waiting: with a verb, a date, and only what the person may do."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Department
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import Bulletin
from portal.db import db
from portal.dialogue.models import Part, Question
from portal.downtime.models import PaperReport
from portal.duty.models import Outcome
from portal.i18n import Language, Translated, format_date, now, today
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import IncidentStatus
from portal.incidents.parts import DutyCheck
from portal.incidents.taxonomy import ActionStatus, Danger
from portal.permissions import Role
from tests import factories
from tests.pages import Visitor


@pytest.fixture
def references(app: Flask) -> dict[str, str]:
    """One of each thing that can wait in the department noord; sud has nothing."""
    with app.app_context():
        noord = factories.department(db.session, "noord")
        sud = factories.department(db.session, "sud")
        analyst = factories.person(db.session, Role.ANALYST)
        for name, roles, home in (
            ("quality", [Role.QUALITY_MANAGER], noord),
            ("reporter", [Role.REPORTER], noord),
            ("stranger", [Role.QUALITY_MANAGER], sud),
        ):
            factories.person(db.session, *roles, department=home, email=f"{name}@test.invalid")
        other = factories.person(db.session, Role.REPORTER, department=noord)
        must = factories.incident(db.session, noord)
        must.duty_checks.append(
            DutyCheck(
                checked_at=now(),
                outcome=Outcome.MUST,
                due_on=today() + timedelta(days=3),
                facts="{}",
                results="[]",
            )
        )
        asked = factories.incident(db.session, noord, status=IncidentStatus.QUESTION)
        question = Question(
            incident=asked,
            number=1,
            part=Part.COURSE,
            text="Waarom?",
            language=Language.NL,
            asked_at=now(),
            asked_by=analyst.id,
            due_on=today(),
        )
        late = CorrectiveAction(
            text=Translated(nl="Lijst invoeren"),
            status=ActionStatus.PLANNED,
            due_on=today() - timedelta(days=1),
        )
        accepted = factories.incident(
            db.session, noord, status=IncidentStatus.ACCEPTED, actions=[late]
        )
        confirmation = Confirmation(
            bulletin=Bulletin(edited_at=now()),
            incident=accepted,
            asked_at=now(),
            asked_by=analyst.id,
            shown="{}",
        )
        paper = PaperReport(
            serial="P-1",
            department_id=noord.id,
            language=Language.NL,
            written_on=today(),
            answers="{}",
            taken_over_by=other.id,
            taken_over_at=now(),
        )
        db.session.add_all([question, confirmation, paper])
        db.session.commit()
        return {
            "must": must.reference,
            "asked": asked.reference,
            "accepted": accepted.reference,
        }


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_quality_manager_sees_each_thing_with_its_way(
    app: Flask, references: dict[str, str], language: str
) -> None:
    page = Visitor(app).sign_in("quality@test.invalid", language, follow=True)
    links = {str(a["href"]): " ".join(a.get_text().split()) for a in page.soup.select(".tasks a")}
    base = f"/{language}/incidents"
    assert list(links)[:4] == [
        f"/{language}/downtime",
        f"{base}/{references['must']}/notify",
        f"{base}/{references['asked']}/questions/1",
        f"{base}/{references['accepted']}/confirm",
    ]
    assert f"/{language}/actions?view=overdue" in links
    must = links[f"{base}/{references['must']}/notify"]
    assert references["must"] in must
    assert format_date(today() + timedelta(days=3)) in must
    assert format_date(today()) in links[f"{base}/{references['asked']}/questions/1"]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_danger_comes_first(app: Flask, references: dict[str, str], language: str) -> None:
    with app.app_context():
        home = db.session.scalars(select(Department).where(Department.code == "noord")).one()
        pressing = factories.incident(db.session, home, danger=Danger.YES).reference
        db.session.commit()
    page = Visitor(app).sign_in("quality@test.invalid", language, follow=True)
    first = page.soup.select(".tasks a")[0]
    assert str(first["href"]) == f"/{language}/incidents/{pressing}"
    assert pressing in first.get_text()


@pytest.mark.parametrize(("name", "expected"), [("reporter", ["/nl/downtime"]), ("stranger", [])])
def test_others_see_what_they_may_do(
    app: Flask, references: dict[str, str], name: str, expected: list[str]
) -> None:
    page = Visitor(app).sign_in(f"{name}@test.invalid", follow=True)
    assert [str(a["href"]) for a in page.soup.select(".tasks a")] == expected
    assert not any(reference in page.text for reference in references.values())
