"""How people sign in: Flask-Security, set to our pages, our words and our one transaction."""

from datetime import timedelta
from typing import Any

from flask import Flask, Response, flash, g, make_response, render_template, request, session
from flask_babel import gettext
from flask_login import current_user, user_logged_out
from flask_security import (
    FSQLALiteUserDatastore,
    MailUtil,
    Security,
    hash_password,
    password_changed,
    password_reset,
    user_authenticated,
)
from flask_security.proxies import _pwd_context as hashing
from flask_wtf.csrf import generate_csrf
from sqlalchemy import update

from portal import mail, trail
from portal.accounts import held, sessions
from portal.accounts.forms import ChangePasswordForm, NewPasswordForm, SignInForm
from portal.accounts.messages import MESSAGES
from portal.accounts.models import Person, PersonRole
from portal.accounts.operations import RESET_LIMIT
from portal.accounts.paths import drop_foreign_next
from portal.config import ROOT
from portal.db import db, writing_engine
from portal.text import one_line
from portal.web import PREFIX, SignInNeeded

# Argon2id with the memory of the OWASP password storage cheat sheet: 46 MiB, once, one lane.
ARGON2 = {"argon2__memory_cost": 46 * 1024, "argon2__time_cost": 1, "argon2__parallelism": 1}
LAST_PART = ".be"
OPTIONS: dict[str, Any] = {
    "API_ENABLED_METHODS": ["session"],
    "CACHE_CONTROL": {},  # portal.headers says it for every page
    "CHANGEABLE": True,
    "CHANGE_URL": "/password",
    "CLI_ROLES_NAME": None,
    "CLI_USERS_NAME": None,
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    "FRESHNESS": timedelta(seconds=-1),
    "HASHING_SCHEMES": ["hex_sha256"],
    "I18N_DIRNAME": str(ROOT / "translations"),
    "I18N_DOMAIN": "messages",
    "PASSWORD_HASH": "argon2",
    "PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
    "PASSWORD_LENGTH_MIN": 12,
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_SINGLE_HASH": {"argon2"},
    "POST_CHANGE_VIEW": "start.page",
    "POST_LOGIN_VIEW": "start.page",
    "POST_LOGOUT_VIEW": "start.page",
    "RECOVERABLE": True,
    "RESET_PASSWORD_WITHIN": RESET_LIMIT,
    "SEND_PASSWORD_CHANGE_EMAIL": False,
    "SEND_PASSWORD_RESET_NOTICE_EMAIL": False,
    "STATIC_FOLDER": None,
    "URL_PREFIX": PREFIX,
    "USER_IDENTITY_ATTRIBUTES": [{"email": {"case_insensitive": False}}],
}


class People(FSQLALiteUserDatastore):
    """Where Flask-Security finds people."""

    def commit(self) -> None:
        """Leave it to the transaction of the request."""


class Addresses(MailUtil):
    """Which e-mail addresses are accepted: also in domains kept for tests, such as .invalid."""

    def normalize(self, email: str) -> str:
        """The address as an account keeps it.

        The library refuses some last parts of a domain; so it is shown one that it accepts.
        """
        return super().normalize(f"{one_line(email)}{LAST_PART}").removesuffix(LAST_PART).lower()

    def validate(self, email: str) -> str:
        """The same for an address that mail is sent to."""
        return self.normalize(email)


def init_app(app: Flask) -> None:
    """Put sign-in in place. Its first function before each request finds out who asks."""
    for name, value in OPTIONS.items():
        app.config.setdefault(f"SECURITY_{name}", value)
    for name, value in MESSAGES.items():
        app.config.setdefault(f"SECURITY_MSG_{name}", value)
    app.config.setdefault("SESSION_PROTECTION", None)
    app.before_request(_know_user)
    security = Security(
        app,
        People(db, Person, PersonRole),
        mail_util_cls=Addresses,
        login_form=SignInForm,
        reset_password_form=NewPasswordForm,
        change_password_form=ChangePasswordForm,
        render_template=_render,  # type: ignore[arg-type] # its views return what this gives
    )
    security.login_manager.request_loader(_nobody)
    security.want_json(_never)
    security.unauthn_handler(_ask_to_sign_in)
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    for changed in (password_changed, password_reset):
        changed.connect(_tell_password_changed, app)


def _know_user() -> None:
    if request.blueprint == "security":
        drop_foreign_next()
    if request.endpoint == "security.login" and request.method == "POST":
        db.session.connection(execution_options={"writes": False})
    user = current_user._get_current_object()  # noqa: SLF001 - Werkzeug's way to the object
    g.user = user if isinstance(user, Person) else None
    if g.user is not None:
        trail.act_as(db.session, f"person:{g.user.id}")


def _signed_in(_app: Flask, user: Person, **_more: object) -> None:
    if request.endpoint == "security.login":
        _rehash(user, request.form["password"])
    sessions.renew()
    sessions.here().begin(user.id)
    generate_csrf()
    held.keep(user)


def _signed_out(_app: Flask, **_more: object) -> None:
    sessions.renew()
    session.clear()
    g.user = None
    flash(gettext("You are signed out."), "success")


def _rehash(user: Person, password: str) -> None:
    """Hash again with the parameters of today, apart from the request, which only reads."""
    if hashing.needs_update(user.password):
        hashed = hash_password(password)
        with writing_engine().begin() as connection:
            changed = update(Person).where(Person.id == user.id)
            connection.execute(changed.values(password=hashed))


def _tell_password_changed(_app: Flask, user: Person, **_more: object) -> None:
    trail.act_as(db.session, f"person:{user.id}")
    mail.queue(db.session, "password", user.id)


def _render(template: str, **context: Any) -> Response:
    """The page with its form; 422 when that form has to be filled in again."""
    form = next(value for name, value in context.items() if name.endswith("_form"))
    if isinstance(form, SignInForm):
        page = held.sign_in_page(form)
    else:
        page = render_template(template, form=form, **context)
    return make_response(page, 422 if request.method == "POST" and form.errors else 200)


def _nobody(_request: object) -> None:
    """Nobody signs in by a token in an address or a header."""


def _never(_request: object) -> bool:
    """These pages are pages, never JSON."""
    return False


def _ask_to_sign_in(*_arguments: object, **_more: object) -> Any:
    raise SignInNeeded
