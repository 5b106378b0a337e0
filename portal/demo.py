"""A portal to try out: departments, people, incidents in every state and bulletins, all made up."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import demo_answers
from portal.accounts.models import Department, Person, PersonRole
from portal.accounts.operations import accept
from portal.actions import effects
from portal.bulletins import gate, operations, taking
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import Audience, Block, Bulletin, BulletinStatus, Section
from portal.bulletins.operations import Plan
from portal.bulletins.side_by_side import text_of
from portal.bulletins.states import approve_all
from portal.bulletins.writing import place
from portal.dialogue import questions
from portal.dialogue.models import Part
from portal.duty.models import DutyRule
from portal.i18n import Language, Translated, now, today
from portal.incidents import importing, interchange
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.first_look import FirstAnswer, FirstQuestion
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ActionStatus, ProcessStep, Profession
from portal.language.segments import Kind
from portal.permissions import Role

DATA = Path(__file__).with_name("demo_data")
PASSWORD = "rex demo portal"  # noqa: S105 - printed at every start, on purpose
DOMAIN = "@demo.invalid"
TELEPHONE = "02 000 00 00"
READ_OVER = "Nagelezen in beide talen: zo bedoeld"
OWNERS = (Profession.PHYSICIST, Profession.ICT, Profession.QUALITY_MANAGER, Profession.HEAD)


def load(session: Session) -> None:
    """Fill an empty database."""
    departments = {row["code"]: _department(row) for row in _read("departments.json")}
    session.add_all(departments.values())
    session.flush()
    for row in _read("people.json"):
        person = _person(row, departments)
        accept(person, PASSWORD)
        session.add(person)
    session.flush()
    with (DATA / "incidents.jsonl").open("rb") as lines:
        importing.store(session, interchange.read(lines))
    _give_owners(session)
    _plan_actions(session)
    author, publisher = (_somebody(session, each) for each in (Role.ANALYST, Role.PUBLISHER))
    _ask(session, author)
    _look(session, author)
    session.execute(update(DutyRule).values(telephone=TELEPHONE))
    for row in _read("bulletins.json"):
        _bulletin(session, row, author, publisher)
    demo_answers.load(session, _read("answers.json"))


def accounts(session: Session) -> list[tuple[str, str]]:
    """The demo accounts of this database with their roles, if it has any."""
    people = session.scalars(
        select(Person).where(Person.email.endswith(DOMAIN), Person.active).order_by(Person.id)
    )
    return [
        (
            person.email,
            ", ".join(sorted(role.value.replace("_", " ") for role in person.role_set))
            + (f" ({person.department.code})" if person.department else ""),
        )
        for person in people
    ]


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text())


def _department(row: dict[str, Any]) -> Department:
    return Department(
        code=row["code"],
        name=Translated(**row["name"]),
        language=Language(row["language"]),
        safety_phone=row["safety_phone"],
        systems="\n".join(row["systems"]),
    )


def _person(row: dict[str, Any], departments: dict[str, Department]) -> Person:
    return Person(
        email=row["email"],
        name=row["name"],
        language=Language(row["language"]),
        department=departments.get(row["department"] or ""),
        roles=[PersonRole(name=Role(name).value) for name in row["roles"]],
    )


def _somebody(session: Session, role: Role) -> Person:
    query = select(Person).join(PersonRole).where(PersonRole.name == role.value)
    return session.scalars(query.order_by(Person.id).limit(1)).unique().one()


def _give_owners(session: Session) -> None:
    """Let the demo reports be those of each department's reporter, now and then of nobody."""
    owners = {
        person.department_id: person
        for person in session.scalars(select(Person))
        if Role.REPORTER in person.role_set
    }
    for incident in session.scalars(select(Incident)):
        incident.found_on = incident.found_on or incident.occurred_on
        incident.report_seconds = 90 + incident.id * 37 % 120
        if incident.id % 5:
            incident.owner = owners.get(incident.department_id)
    session.flush()


def _plan_actions(session: Session) -> None:
    """Give planned actions an owner and a date, some late; and those done a day and its checks."""
    for number, action in enumerate(
        session.scalars(select(CorrectiveAction).order_by(CorrectiveAction.id))
    ):
        action.owner_role = OWNERS[number % len(OWNERS)]
        if action.status is ActionStatus.PLANNED:
            action.due_on = today() + timedelta(days=7 * (number % 9 - 2) + 3)
        else:
            action.done_on = today() - timedelta(days=20 + number * 11 % 160)
            effects.follow(action)
    session.flush()


def _ask(session: Session, author: Person) -> None:
    """Let some dossiers wait for an answer of their department."""
    for row in _read("questions.json"):
        query = select(Incident).where(Incident.external_id == row["incident"])
        incident = session.scalars(query).one()
        asked = questions.Asked(Part(row["part"]), row["quote"], row["text"])
        due = questions.working_days_after(today())
        questions.ask(session, author, incident, [asked], incident.language, due)


def _published_on(row: dict[str, Any]) -> date | None:
    """The day in its row, or so many days ago: of those nobody is reminded yet."""
    if ago := row.get("published_days_ago"):
        return today() - timedelta(days=ago)
    return date.fromisoformat(row["published_on"]) if row["published_on"] else None


def _recommend(bulletin: Bulletin, rows: list[dict[str, Any]]) -> None:
    """Say to whom the recommendations are addressed, and of which the follow-up is asked."""
    for recommendation, row in zip(bulletin.recommendations, rows, strict=True):
        recommendation.addressed_to = row.get("addressed_to", recommendation.addressed_to)
        recommendation.systems = "\n".join(row.get("systems", ()))
        recommendation.techniques = " ".join(row.get("techniques", ()))
        recommendation.causes = row.get("causes", "")
        recommendation.follow_up = row.get("follow_up", False)


def _look(session: Session, author: Person) -> None:
    """Let the regulator have answered its first two questions, but of what is new."""
    for incident in session.scalars(select(Incident).where(Incident.submitted_at.is_not(None))):
        if incident.status is IncidentStatus.SUBMITTED or incident.submitted_at is None:
            continue
        incident.first_answers = [
            FirstAnswer(
                question=question,
                yes=question is FirstQuestion.DUTY,
                answered_at=incident.submitted_at + timedelta(hours=5),
                answered_by=author.id,
            )
            for question in FirstQuestion
        ]
    session.flush()


def _bulletin(session: Session, row: dict[str, Any], author: Person, publisher: Person) -> None:
    bulletin = Bulletin(
        year=today().year,
        title=Translated(**row["title"]),
        essence=Translated(**row["essence"]),
        step=ProcessStep(row["step"]),
        systems="\n".join(row["systems"]),
        cause_families="".join(row["cause_families"]),
        language=Language(row.get("language", Language.NL)),
        last_editor_id=author.id,
        edited_at=now(),
        incidents=list(
            session.scalars(select(Incident).where(Incident.external_id.in_(row["incidents"])))
        ),
    )
    for section in Section:
        blocks = [
            Block(kind=Kind(block["kind"]), text=Translated(block["nl"], block["fr"]))
            for block in row[section.value]
        ]
        place(bulletin, section, blocks)
    _recommend(bulletin, row["recommendation"])
    session.add(bulletin)
    session.flush()
    _tie(bulletin)
    if row["status"] != BulletinStatus.DRAFT:
        approve_all(bulletin)
        bulletin.status = BulletinStatus.READY
    if published_on := _published_on(row):
        moment = datetime.combine(published_on, time(9), UTC)
        _agree(session, bulletin, author, moment)
        _read_over(session, bulletin, author)
        plan = Plan(audience=Audience.PUBLIC, quiet=True)
        operations.publish(session, publisher, bulletin, moment.year, plan, moment=moment)


def _tie(bulletin: Bulletin) -> None:
    """Say which paragraph of its dossiers each text comes from: they stand in the same order."""
    for section in Section:
        blocks = bulletin.section(section)
        for one in taking.found(bulletin, section):
            if one.number <= len(blocks):
                taking.tie(bulletin, one, blocks[one.number - 1])


def _read_over(session: Session, bulletin: Bulletin, author: Person) -> None:
    """Let somebody have looked at what the checks ask about."""
    asked = [each.found for each in gate.judged(session, bulletin) if each.hinders]
    gate.confirm(session, author, bulletin, {found.key: READ_OVER for found in asked})


def _agree(session: Session, bulletin: Bulletin, author: Person, moment: datetime) -> None:
    """Let the departments of its dossiers have agreed with the text."""
    for incident in bulletin.incidents:
        confirmation = Confirmation(
            bulletin=bulletin,
            incident=incident,
            asked_at=moment,
            asked_by=author.id,
            shown=text_of(bulletin, incident.language),
            agreed=True,
            answered_at=moment,
        )
        session.add(confirmation)
