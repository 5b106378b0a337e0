"""Quick reports still being written: answers as they were typed, resumed by who began them."""

import json
import secrets

from sqlalchemy.orm import Session

from portal.i18n import now
from portal.incidents.models import Draft
from portal.permissions import Permission, User, only

Answers = dict[str, str]
MOST_KEPT = 100_000


def begin(session: Session, user: User) -> Draft:
    """An empty draft under a name that cannot be guessed."""
    draft = Draft(
        token=secrets.token_urlsafe(24), owner_id=user.id, started_at=now(), saved_at=now()
    )
    session.add(draft)
    return draft


def fits(answers: Answers) -> bool:
    """Whether ``answers`` are of a size that somebody could have written."""
    return sum(len(answer) for answer in answers.values()) <= MOST_KEPT


def keep(draft: Draft, answers: Answers) -> None:
    """Add ``answers`` to those of the draft, over older ones to the same questions."""
    draft.answers = json.dumps(read(draft) | answers)
    draft.saved_at = now()


def read(draft: Draft) -> Answers:
    """Every answer so far, by the name of its question."""
    answers: Answers = json.loads(draft.answers or "{}")
    return answers


def of(session: Session, user: User) -> list[Draft]:
    """The drafts of ``user``, the latest saved first."""
    query = only(user, Permission.REPORT_DRAFT, Draft)
    return list(session.scalars(query.order_by(Draft.saved_at.desc(), Draft.id.desc())))
