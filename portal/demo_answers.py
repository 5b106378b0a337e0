"""What the departments of the demo do with its REX: read, discussed, answered, planned."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Department, Person, PersonRole
from portal.bulletins.models import Bulletin
from portal.followup.answering import Said, plan
from portal.followup.answering import answer as give
from portal.followup.asked import Asked, asked_in
from portal.followup.models import Applies, Reading, Reply
from portal.i18n import now, today
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ActionStatus
from portal.permissions import Role


def load(session: Session, rows: list[dict[str, Any]]) -> None:
    """Store what each row tells of one REX, named by a dossier behind it, in one department."""
    for row in rows:
        bulletin = _published_from(session, row["incident"])
        query = select(Department).where(Department.code == row["department"])
        department = session.scalars(query).one()
        session.add(_reading(bulletin, department, row))
        if said := row.get("answer"):
            [asked, *_others] = asked_in(session, [bulletin.id])[bulletin.id]
            quality = _quality_manager(session, department)
            reply = Said(Reply(said["reply"]), _ahead(said), said.get("reason", ""))
            stored = give(session, quality, asked, None, reply, language=department.language)
            stored.answered_at = now() - timedelta(days=row.get("discussed_days_ago", 2))
            _plan(session, quality, asked, row.get("action"))
    session.flush()


def _published_from(session: Session, external_id: str) -> Bulletin:
    behind = Bulletin.incidents.any(Incident.external_id == external_id)
    return session.scalars(select(Bulletin).where(behind)).one()


def _quality_manager(session: Session, department: Department) -> Person:
    query = select(Person).join(PersonRole).where(PersonRole.name == Role.QUALITY_MANAGER.value)
    return session.scalars(query.where(Person.department_id == department.id)).unique().one()


def _reading(bulletin: Bulletin, department: Department, row: dict[str, Any]) -> Reading:
    discussed = row.get("discussed_days_ago")
    return Reading(
        bulletin_id=bulletin.id,
        department_id=department.id,
        read_at=now() - timedelta(days=row["read_days_ago"]),
        discussed_on=today() - timedelta(days=discussed) if discussed else None,
        applies=Applies(row["applies"]) if "applies" in row else None,
    )


def _plan(session: Session, quality: Person, asked: Asked, row: dict[str, Any] | None) -> None:
    due_on = _ahead(row or {})
    if row is None or due_on is None:
        return
    action = plan(quality, asked, row["text"], due_on, quality.id, quality.language)
    if ago := row.get("done_days_ago"):
        action.status, action.done_on = ActionStatus.DONE, today() - timedelta(days=ago)
    session.add(action)


def _ahead(row: dict[str, Any]) -> date | None:
    days = row.get("due_in_days")
    return None if days is None else today() + timedelta(days=days)
