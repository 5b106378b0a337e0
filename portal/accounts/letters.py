"""The mails about somebody's account. Each leads to one page and says nothing else."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _
from flask_security.recoverable import generate_reset_password_token

from portal import mail
from portal.accounts.models import Person
from portal.accounts.operations import INVITATION_LIMIT, RESET_LIMIT, invitation_link
from portal.db import db


def init_app(app: Flask) -> None:
    """Let the outbox send them."""
    mail.builder(app, "invitation", _invitation)
    mail.builder(app, "reset", _reset)
    mail.builder(app, "password", _password)


def _invitation(key: str) -> mail.Letter | None:
    person = db.session.get(Person, int(key))
    if person is None or not person.is_invited:
        return None
    return mail.Letter(
        person.email,
        person.language,
        _("Your account for REX – Radiotherapy"),
        {"link": invitation_link(person), "days": INVITATION_LIMIT.days},
    )


def _reset(key: str) -> mail.Letter | None:
    person = db.session.get(Person, int(key))
    if person is None or not person.active:
        return None
    token = generate_reset_password_token(person)  # type: ignore[no-untyped-call]
    link = mail.address("security.reset_password", person.language, token=token)
    return mail.Letter(
        person.email,
        person.language,
        _("Choose a new password for REX – Radiotherapy"),
        {"link": link, "minutes": RESET_LIMIT // timedelta(minutes=1)},
    )


def _password(key: str) -> mail.Letter | None:
    person = db.session.get_one(Person, int(key))
    return mail.Letter(
        person.email,
        person.language,
        _("Your password for REX – Radiotherapy was changed"),
        {"link": mail.address("security.forgot_password", person.language)},
    )
