"""Quick reports still being written: answers as they were typed, resumed by who began them."""

import json
import re
import secrets

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.i18n import now
from portal.incidents.models import Draft
from portal.permissions import Permission, User, only

Answers = dict[str, str]
MOST_KEPT = 100_000
_TOKEN = re.compile("[A-Za-z0-9_-]{32}")


def new_token() -> str:
    """A name that cannot be guessed."""
    return secrets.token_urlsafe(24)


def begin(session: Session, user: User, token: str = "") -> Draft:
    """An empty draft under the name ``token``, or the one that this person began under it.

    The first page of a report carries the name, so that it begins one draft however often it is
    sent. A name that is no such name, or somebody else's, is replaced.
    """
    token = token if _TOKEN.fullmatch(token) else new_token()
    insert = (postgresql if session.connection().dialect.name == "postgresql" else sqlite).insert
    empty = insert(Draft).values(
        token=token, owner_id=user.id, answers="{}", started_at=now(), saved_at=now()
    )
    session.execute(empty.on_conflict_do_nothing(index_elements=["token"]))
    draft = session.scalar(only(user, Permission.REPORT_DRAFT, Draft).where(Draft.token == token))
    return draft or begin(session, user)


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
