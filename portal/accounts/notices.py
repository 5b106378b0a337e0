"""Short mails about something that waits: what and where, and never a word of a dossier."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask_babel import LazyString
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import mail
from portal.accounts.models import Person, PersonRole
from portal.db import db
from portal.permissions import Role

MUTABLE = "mutable_notices"


@dataclass(frozen=True)
class Link:
    """A page that a mail leads to, called by its reference."""

    label: str
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """One mail: subject, one sentence, and the page that it leads to.

    ``subject`` and ``words`` hold references and dates only; ``endpoint`` with ``values`` is the
    page, ``link`` what its link says. ``pages`` are those of what the mail is about, where
    that is not the one page itself; ``lines`` follow: texts that are public.
    """

    subject: LazyString
    words: LazyString
    link: LazyString
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    lines: Sequence[LazyString | str] = ()
    pages: Sequence[Link] = ()


Build = Callable[[Person, str], Notice | None]


def register(app: Flask, kind: str, build: Build, label: LazyString | None = None) -> None:
    """Let ``build`` make the notices of ``kind`` for a person from their key; None: no longer due.

    With a ``label``, people can switch this kind off in their profile.
    """

    def letter(key: str) -> mail.Letter | None:
        person_id, _colon, about = key.partition(":")
        person = db.session.get(Person, int(person_id))
        if person is None or not person.active or kind in (person.muted or "").split():
            return None
        notice = build(person, about)
        if notice is None:
            return None
        values = {
            "words": notice.words,
            "pages": [
                (each.label, mail.address(each.endpoint, person.language, **each.values))
                for each in notice.pages
            ],
            "lines": notice.lines,
            "label": notice.link,
            "link": mail.address(notice.endpoint, person.language, **notice.values),
        }
        return mail.Letter(person.email, person.language, notice.subject, values, "notice")

    mail.builder(app, kind, letter)
    if label is not None:
        app.extensions.setdefault(MUTABLE, {})[kind] = label


def send(session: Session, kind: str, about: object, people: Iterable[Person]) -> None:
    """Mail the notice ``kind`` about something to each of ``people``, after the commit."""
    for person in people:
        mail.queue(session, kind, f"{person.id}:{about}")


def people_with(session: Session, *roles: Role, department_id: int | None) -> list[Person]:
    """Who has one of ``roles``: in that department, or for None at the regulator."""
    query = (
        select(Person)
        .where(
            Person.id.in_(
                select(PersonRole.person_id).where(
                    PersonRole.name.in_([role.value for role in roles])
                )
            ),
            Person.active,
            Person.password.is_not(None),
        )
        .order_by(Person.id)
    )
    if department_id is not None:
        query = query.where(Person.department_id == department_id)
    return list(session.scalars(query).unique())
