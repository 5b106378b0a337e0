"""One's own account: a forgotten password, an invitation, a text that waits to be sent."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import logout_user

from portal import trail
from portal.accounts import held, operations, page_owner
from portal.accounts.forms import ForgottenForm, NewPasswordForm
from portal.accounts.paths import own_path
from portal.accounts.sessions import here
from portal.config import IDLE_LIMIT
from portal.db import db
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("account", __name__)


def init_app(app: Flask) -> None:
    """Put our page of a forgotten password in place of Flask-Security's."""
    app.view_functions["security.forgot_password"] = forgot_password


def forgot_password() -> Any:
    """In place of Flask-Security's page: the same answer and work for an unknown address."""
    form = ForgottenForm()
    sent = form.validate_on_submit()
    if sent:
        operations.ask_reset(db.session, form.email.data or "")
    page = render_template("security/forgot_password.html", form=form, sent=sent)
    return page, 422 if form.errors else 200


@blueprint.route(f"{PREFIX}/invitation/<token>", methods=["GET", "POST"])
@requires(Permission.INVITATION)
def invitation(token: str) -> Any:
    """Choose the first password."""
    person = operations.invited(db.session, token)
    if person is None:
        return render_template("accounts/invitation.html"), 410
    form = NewPasswordForm()
    form.user = person
    if form.validate_on_submit():
        trail.act_as(db.session, f"person:{person.id}")
        operations.accept(person, form.password.data or "")
        flash(_("Your password is in use. Sign in with your e-mail address."), "success")
        return redirect(url_for("security.login"), code=303)
    page = render_template("security/reset_password.html", form=form, invited=person)
    return page, 422 if request.method == "POST" else 200


@blueprint.get(f"{PREFIX}/resume")
@requires(Permission.OWN_ACCOUNT)
def resume() -> Any:
    """Give back the text that was sent when its session had closed."""
    form = held.waiting()
    if form is None:
        return redirect(url_for("start.page"))
    return render_template("accounts/resume.html", held=form)


@blueprint.get(f"{PREFIX}/session/left")
@requires(Permission.OWN_ACCOUNT)
def session_left() -> dict[str, int]:
    """How many seconds this session stays open; to ask it does not keep it open.

    Nothing for a page of somebody else, who is not here any more.
    """
    here().at_rest = True
    page = page_owner.token_sent()
    if page and not page_owner.is_of(page, current_user().id or 0):
        return {"left": 0}
    return {"left": here().left // timedelta(seconds=1)}


@blueprint.post(f"{PREFIX}/session/other")
@requires(Permission.OWN_ACCOUNT)
def session_other() -> tuple[str, int]:
    """Sign out, so that who had written a form of another account can sign in and have it back."""
    logout_user()
    return held.sign_in_first(request.form.get("held", ""))


@blueprint.post(f"{PREFIX}/session/alive")
@requires(Permission.OWN_ACCOUNT)
def session_alive() -> Any:
    """Somebody is still at work: the session stays open as long as after any other request."""
    if request.accept_mimetypes.best == "application/json":
        return {"left": IDLE_LIMIT // timedelta(seconds=1)}
    return redirect(own_path(request.form.get("next")) or url_for("start.page"), code=303)
