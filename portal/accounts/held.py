"""A form sent after its session had closed: held in the page, given back after signing in."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask import (
    Flask,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_security import logout_user
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from portal.accounts import page_owner
from portal.accounts.forms import SignInForm
from portal.accounts.models import Person
from portal.accounts.paths import own_path
from portal.accounts.sessions import here
from portal.config import IDLE_LIMIT
from portal.db import READING
from portal.errors import render_error
from portal.text import clean
from portal.web import SignInNeeded

QUOTED_FROM = 40
QUOTED_TO = 600
HELD_LIMIT = 1_000_000
NOT_HELD = frozenset({"csrf_token"})


class TooLong(Exception):
    """A form holds more text than is kept for anybody."""


@dataclass(frozen=True)
class HeldForm:
    """What somebody sent, to which path; ``whose`` is the token of its page, "" if a visitor's.

    Files are not held; ``files`` says that there were some.
    """

    path: str
    fields: list[list[str]]
    files: bool
    whose: str = ""

    def is_of(self, person: Person | None) -> bool:
        """Whether this person had written it."""
        return person is not None and page_owner.is_of(self.whose, person.id)

    @property
    def quotes(self) -> Iterator[str]:
        """The longer texts, or their beginnings, by which the writer knows the form again."""
        for _name, text in self.fields:
            if len(text) >= QUOTED_FROM and " " in text:
                yield text[:QUOTED_TO] + ("…" if len(text) > QUOTED_TO else "")


def init_app(app: Flask) -> None:
    """Answer forms that come too late."""
    app.register_error_handler(SignInNeeded, _ask_to_sign_in)
    app.register_error_handler(CSRFError, _give_back)
    app.after_request(_forget_once_taken)


def seal(form: HeldForm) -> str:
    """The form as a hidden field: compressed, and signed so that nobody else can make one."""
    return _serializer().dumps(asdict(form))


def unseal(sealed: str | None) -> HeldForm | None:
    """The form of a hidden field; None if it is not ours."""
    try:
        return HeldForm(**_serializer().loads(sealed or ""))
    except BadData:
        return None


def waiting() -> HeldForm | None:
    """The form that waits in this session to be sent again."""
    kept = session.get("late_form")
    return HeldForm(**kept) if kept else None


def keep(person: Person) -> None:
    """Let the form that came with the sign-in form wait, if this person had written it."""
    form = unseal(request.form.get("held"))
    if form is not None and form.is_of(person):
        session["late_form"] = asdict(form)


def sign_in_page(form: SignInForm) -> str:
    """The page to sign in; it says why that is asked, and that the text is still there."""
    return render_template(
        "security/login_user.html",
        form=form,
        held=unseal(form.held.data),
        closed=here().closed_person is not None,
        closes_after=IDLE_LIMIT // timedelta(minutes=1),
    )


def sign_in_first(sealed: str) -> tuple[str, int]:
    """The page to sign in for who had written this form; it comes back to nobody else."""
    return sign_in_page(SignInForm(formdata=None, held=sealed, next=_resume_url())), 401


def _ask_to_sign_in(_error: SignInNeeded) -> Any:
    path = _path()
    if request.accept_mimetypes.best == "application/json":
        return {}, 401  # a script asks; whose session it was stays known to the page
    if request.method in READING:
        return redirect(url_for("security.login", next=own_path(path) or None), code=303)
    try:
        form = _sent(path, session.get("person", here().closed_person))
    except RequestEntityTooLarge:
        return render_error(413), 413
    except TooLong:
        return _too_long()
    if not form.fields:
        return redirect(url_for("security.login"), code=303)
    return sign_in_first(seal(form))


def _give_back(_error: CSRFError) -> Any:
    """The form's token is of another session: let it be sent again with a new one."""
    if request.endpoint == "security.logout":
        logout_user()
        return redirect(url_for("start.page"), code=303)
    if request.endpoint == "security.login":
        return _sign_in_again()
    if _asks_password():
        flash(_("This page had been open for too long. Fill it in once more."), "info")
        return redirect(_path(), code=303)
    try:
        form = _sent(_path())
    except TooLong:
        return _too_long()
    if form.whose and not form.is_of(g.user):
        return _of_another(form)
    return render_template("accounts/resume.html", held=form), 400


def _of_another(form: HeldForm) -> tuple[str, int]:
    """The writer of this form is not here: show no word of it to who is."""
    sealed = seal(form)
    if g.user is None:
        return sign_in_first(sealed)
    return render_template("accounts/of_another.html", held=form, sealed=sealed), 400


def _sign_in_again() -> Any:
    if g.user is not None:
        late = unseal(request.form.get("held"))
        if late is not None and not late.is_of(g.user):
            return _of_another(late)
        keep(g.user)
        return redirect(_resume_url() if waiting() else url_for("start.page"), code=303)
    form = SignInForm(request.form)
    form.form_errors = [_("This page had been open for too long. Sign in once more.")]
    return sign_in_page(form), 400


def _forget_once_taken(response: Response) -> Response:
    """What was sent again waits no longer, unless the page that it was for answers otherwise."""
    if request.method not in READING and (
        response.status_code < 400 or response.status_code == 422
    ):
        form = waiting() if "late_form" in session else None
        if form is not None and form.path == _path():
            del session["late_form"]
    return response


def _too_long() -> tuple[str, int]:
    return render_template("accounts/too_long.html"), 413


def _sent(path: str, person: int | None = None) -> HeldForm:
    """What this request sends; ``person`` is whose it is where its token does not say so.

    Raise TooLong if a session would grow by more than the limit.
    """
    sent = [each for each in request.form.items(multi=True) if each[0] not in NOT_HELD]
    if sum(len(name) + len(value) for name, value in sent) > HELD_LIMIT:
        raise TooLong
    fields = [[name, clean(value)] for name, value in sent]
    if len(json.dumps(fields)) > HELD_LIMIT:
        raise TooLong
    files = any(file.filename for file in request.files.values())
    whose = page_owner.token_sent() or (page_owner.token_for(person) if person else "")
    return HeldForm(path, fields, files, whose)


def _asks_password() -> bool:
    return request.blueprint == "security" or request.endpoint == "account.invitation"


def _path() -> str:
    return request.full_path.removesuffix("?")


def _resume_url() -> str:
    return url_for("account.resume")


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="late-form")
