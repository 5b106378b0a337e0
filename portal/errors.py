"""The pages for what goes wrong: what happened and what to do, in the visitor's language."""

import secrets
from types import TracebackType
from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask_babel import force_locale, gettext
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from portal.db import db
from portal.i18n import Language, current_language
from portal.log import without_values
from portal.web import switch_url
from portal.workflow import NotOpen, Refused

Failure = tuple[type, BaseException, TracebackType] | tuple[None, None, None]


def init_app(app: Flask) -> None:
    """Answer every error with a page, and log failures without what was typed."""
    app.register_error_handler(HTTPException, _error_page)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(InternalServerError, _failure)
    for refusal in (NotOpen, Refused):
        app.register_error_handler(refusal, _not_open)
    app.log_exception = _log  # type: ignore[method-assign]


def _error_page(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    return render_error(error.code), error.code


def render_error(code: int) -> str:
    """The page for an error: what happened and what to do, in the user's language."""
    heading, advice = _words(code)
    return render_template("errors/page.html", code=code, heading=heading, advice=advice)


def page_too_long() -> str:
    """The page for an address that nobody has read: it may be of either language."""
    parts = []
    for language in Language:
        with force_locale(language.value):
            part = {
                "language": language,
                "heading": gettext("This address is too long"),
                "advice": gettext("Search with fewer words, or with fewer filters."),
                "search": gettext("Search"),
            }
        parts.append(part)
    return render_template("errors/too_long.html", parts=parts)


def _words(code: int) -> tuple[str, str]:
    return {
        400: (gettext("This form could not be read"), gettext("Go back and send it once more.")),
        403: (gettext("You have no access to this page"), gettext("Ask the administrator.")),
        404: (
            gettext("This page does not exist"),
            gettext("The address may be incomplete, or you have no access to what it names."),
        ),
        405: (gettext("This page does not exist"), gettext("Go back and follow a link or button.")),
        409: (
            gettext("This step is no longer possible"),
            gettext(
                "Somebody, perhaps you, did it already. Open the page again to see where it stands."
            ),
        ),
        413: (
            gettext("This is too large to send"),
            gettext("Go back: your text is still there. Send at most 16 MB at once."),
        ),
    }.get(
        code,
        (
            gettext("Something went wrong on our side"),
            gettext("Go back: your text is still there. Try again in a moment."),
        ),
    )


def _not_open(_error: Exception) -> tuple[str, int]:
    return render_error(409), 409


def _unknown_host(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
    """For the operator; a page has no address here that its links could start from."""
    base_url = current_app.config["PORTAL"].base_url
    return (
        f"This portal is at {base_url}/ (PORTAL_BASE_URL).\n",
        SecurityError.code,
        {"Content-Type": "text/plain; charset=utf-8"},
    )


def _failure(_error: InternalServerError) -> tuple[str, int]:
    """A page that asks nothing of session and database: perhaps those are what failed."""
    db.session.rollback()
    code = InternalServerError.code
    heading, advice = _words(code)
    page = current_app.jinja_env.get_template("errors/page.html").render(
        code=code,
        heading=heading,
        advice=advice,
        number=g.get("failure"),
        language=current_language(),
        switch_url=switch_url(),
    )
    return page, code


def _log(exc_info: Failure) -> None:
    """Under a number that the page shows too, and that says nothing of anybody."""
    error = exc_info[1]
    g.failure = secrets.token_hex(4).upper()
    current_app.logger.error(
        "%s %s failed: %s (%s)",
        request.method,
        request.endpoint,
        type(error).__name__,
        g.failure,
        exc_info=error and without_values(error),
    )
