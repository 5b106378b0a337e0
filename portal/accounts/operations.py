"""Accounts: by invitation, changed and closed by an administrator."""

from collections.abc import Iterable
from datetime import timedelta
from secrets import token_urlsafe

from flask import current_app
from flask_babel import lazy_gettext as _
from flask_security import hash_password
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import mail
from portal.accounts.models import Department, Person, PersonRole
from portal.accounts.rules import problems_with
from portal.i18n import Language, now
from portal.permissions import Role
from portal.workflow import NotOpen, Problem, Refused

INVITATION_LIMIT = timedelta(days=7)
RESET_LIMIT = timedelta(hours=1)
RESET_AGAIN_AFTER = timedelta(minutes=5)


def invite(
    session: Session,
    *,
    name: str,
    email: str,
    language: Language,
    department: Department | None,
    roles: Iterable[Role],
) -> Person:
    """Make an account without a password; raise Refused for what does not go together."""
    wanted = set(roles)
    problems = problems_with(wanted, has_department=department is not None)
    if session.scalar(select(Person.id).where(Person.email == email.lower())):
        problems.append(_taken())
    if problems:
        raise Refused(problems)
    person = Person(
        name=name,
        email=email,
        language=language,
        department=department,
        roles=[PersonRole(name=role.value) for role in sorted(wanted)],
        fs_uniquifier=token_urlsafe(24),
        invited_at=now(),
    )
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError as error:
        raise Refused([_taken()]) from error
    return person


def _taken() -> Problem:
    return Problem(_("There is an account with this e-mail address already"), "email")


def send_invitation(session: Session, person: Person) -> None:
    """Send a link to choose a password; the links sent before work no longer."""
    if not person.is_invited:
        raise NotOpen("invite")
    person.fs_uniquifier = token_urlsafe(24)
    person.invited_at = now()
    mail.queue(session, "invitation", person.id)


def invitation_link(person: Person) -> str:
    """The address at which ``person`` chooses a password."""
    token = _invitations().dumps(person.fs_uniquifier)
    return mail.address("account.invitation", person.language, token=token)


def invited(session: Session, token: str) -> Person | None:
    """Who is invited by this token, if it is not too old and not used."""
    try:
        uniquifier, sent_at = _invitations().loads(token, return_timestamp=True)
    except BadData:
        return None
    if now() - sent_at > INVITATION_LIMIT:
        return None
    person = session.scalar(select(Person).where(Person.fs_uniquifier == uniquifier))
    return person if person and person.is_invited else None


def accept(person: Person, password: str) -> None:
    """Choose the first password; the invitation is used up."""
    person.password = hash_password(password)
    person.fs_uniquifier = token_urlsafe(24)


def change(
    person: Person,
    *,
    name: str,
    language: Language,
    department: Department | None,
    roles: Iterable[Role],
    by: Person,
) -> None:
    """Change what an account may do, from its next request; raise Refused as ``invite`` does."""
    wanted = {role.value for role in roles}
    problems = problems_with([Role(name) for name in wanted], has_department=department is not None)
    if person == by and Role.ADMINISTRATOR not in wanted:
        message = _("Keep your own role of administrator; another administrator can end it")
        problems.append(Problem(message, "roles"))
    if problems:
        raise Refused(problems)
    person.name, person.language, person.department = name, language, department
    kept = [role for role in person.roles if role.name in wanted]
    added = sorted(wanted - {role.name for role in kept})
    person.roles = kept + [PersonRole(name=name) for name in added]


def close(person: Person, by: Person) -> None:
    """End every session and open link of ``person``, who can no longer sign in."""
    if person == by or not person.active:
        raise NotOpen("close")
    person.active = False
    person.fs_uniquifier = token_urlsafe(24)


def reopen(person: Person) -> None:
    """Let ``person`` sign in again, with the password from before."""
    if person.active:
        raise NotOpen("reopen")
    person.active = True


def ask_reset(session: Session, email: str) -> None:
    """Send a link to choose a new password, unless one was sent just before.

    The same work is done then, and when nobody has this address.
    """
    moment = now()
    free = or_(Person.reset_sent_at.is_(None), Person.reset_sent_at <= moment - RESET_AGAIN_AFTER)
    asked = update(Person).where(Person.email == email, Person.active, free)
    sent = asked.values(reset_sent_at=moment).returning(Person.id)
    mail.queue(session, "reset", session.scalar(sent) or 0)


def _invitations() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="invitation")
