"""What a department notes of a REX; whoever notes it holds the REX, so that all is there once."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.bulletins.models import Bulletin
from portal.conflicts import merge
from portal.followup.asked import Asked
from portal.followup.models import Answer, Applies, Reading, Reply, RexAction
from portal.i18n import Language, now
from portal.permissions import User

Talk = tuple[date | None, str]


@dataclass(frozen=True)
class Said:
    """An answer to a recommendation as a form gives it."""

    reply: Reply
    due_on: date | None
    reason: str


def _reading(session: Session, user: User, bulletin: Bulletin) -> Reading:
    key = (bulletin.id, user.department_id)
    row = session.get(Reading, key)
    if row is None:
        row = Reading(bulletin_id=bulletin.id, department_id=user.department_id)
        session.add(row)
    return row


def mark_read(session: Session, user: User, bulletin: Bulletin) -> None:
    """Note that the department read it; to say it twice changes nothing."""
    row = _reading(session, user, bulletin)
    row.read_at = row.read_at or now()


def talk_of(reading: Reading | None) -> Talk:
    """When it was discussed and whether it applies, as stored."""
    return (reading.discussed_on, reading.applies or "") if reading else (None, "")


def talk_as_text(talk: Talk) -> str:
    """The same on one line, to compare."""
    return json.dumps([talk[0].isoformat() if talk[0] else "", talk[1]])


def discuss(
    session: Session, user: User, bulletin: Bulletin, talk: Talk, *, opened: str, keep: str
) -> Talk | None:
    """Note when it was discussed and whether it applies, or return what a colleague noted."""
    row = session.get(Reading, (bulletin.id, user.department_id))
    stored = talk_as_text(talk_of(row))
    result = merge(opened_with=opened, mine=talk_as_text(talk), theirs=stored, keep=keep)
    if result.conflict:
        return talk_of(row)
    if result.text != stored:
        mark_read(session, user, bulletin)
        row = _reading(session, user, bulletin)
        row.discussed_on, row.applies = talk[0], Applies(talk[1]) if talk[1] else None
    return None


def said_of(answer: Answer | None) -> Said | None:
    """What is stored of an answer."""
    return Said(answer.reply, answer.due_on, answer.reason) if answer else None


def said_as_text(said: Said | None) -> str:
    """The same on one line, to compare; nothing before there is an answer."""
    if said is None:
        return ""
    return json.dumps([said.reply, said.due_on.isoformat() if said.due_on else "", said.reason])


def answer(
    session: Session,
    user: User,
    asked: Asked,
    stored: Answer | None,
    said: Said,
    *,
    language: Language,
) -> Answer:
    """Store what the department answers to the recommendation as it is worded now."""
    row = stored or Answer(recommendation_id=asked.id, department_id=user.department_id)
    row.reply, row.due_on, row.reason = said.reply, said.due_on, said.reason
    row.language, row.wording, row.answered_at = language, asked.wording, now()
    session.add(row)
    return row


def plan(
    user: User, asked: Asked, text: str, due_on: date, owner_id: int | None, language: Language
) -> RexAction:
    """An action that the department plans after a recommendation."""
    return RexAction(
        recommendation_id=asked.id,
        department_id=user.department_id,
        text=text,
        language=language,
        due_on=due_on,
        owner_id=owner_id,
    )
