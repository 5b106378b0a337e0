"""Quick reports still being written: answers as they were typed, resumed by who began them."""

import hashlib
import json
import re
import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Model
from portal.i18n import now
from portal.permissions import Permission, User, only
from portal.schedule import Occasion
from portal.workflow import NotOpen

Answers = dict[str, str]
MOST_KEPT = 100_000
ENDED, REMINDER, NOTICE = "draft_ended", "draft_reminder", "draft_expires"
_TOKEN = re.compile("[A-Za-z0-9_-]{32}")


class Draft(Model):
    """A quick report still being written; it is removed when the report is sent.

    It leaves no trail, so that a reporter who stays unnamed is named nowhere. ``reminded_at`` is
    when its writer was told that it will be removed.
    """

    __tablename__ = "draft"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form
    trailed = False
    route_key = "token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answers: Mapped[str] = mapped_column(default="{}")
    started_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]


def new_token() -> str:
    """A name that cannot be guessed."""
    return secrets.token_urlsafe(24)


def begin(session: Session, user: User, token: str = "") -> Draft:
    """An empty draft under the name ``token``, or the one that this person began under it.

    The first page of a report carries the name, so that it begins one draft however often it is
    sent. A name that is no such name, or somebody else's, is replaced. Raise NotOpen for one whose
    draft was sent or removed: the words of an unnamed report never come back beside a person.
    """
    token = token if _TOKEN.fullmatch(token) else new_token()
    insert = (postgresql if session.connection().dialect.name == "postgresql" else sqlite).insert
    empty = insert(Draft).values(
        token=token, owner_id=user.id, answers="{}", started_at=now(), saved_at=now()
    )
    session.execute(empty.on_conflict_do_nothing(index_elements=["token"]))
    mine = only(user, Permission.REPORT_DRAFT, Draft).where(Draft.token == token)
    draft = session.scalar(mine.with_for_update(of=Draft))
    if session.get(Occasion, (ENDED, _digest(token))) is not None:
        raise NotOpen("begin")
    return draft or begin(session, user)


def end(session: Session, draft: Draft, *still: ColumnElement[bool]) -> bool:
    """Remove a draft for good, with what was noted about it; False where it was gone already.

    ``still`` are conditions on which it goes. Of the draft only the digest of its name stays, with
    the day, so that nothing that comes late begins it again.
    """
    removed = delete(Draft).where(Draft.id == draft.id, *still).returning(Draft.id)
    if session.scalar(removed) is None:
        return False
    mailed = Occasion.name.in_([REMINDER, NOTICE]), Occasion.key.startswith(f"{draft.id}:")
    session.execute(delete(Occasion).where(*mailed))
    day = now().replace(hour=0, minute=0, second=0, microsecond=0)
    session.add(Occasion(name=ENDED, key=_digest(draft.token), at=day))
    return True


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


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
