"""What every page shares: gate, language, errors, headers and the names that templates use."""

import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    get_flashed_messages,
    render_template,
    request,
    url_for,
)
from flask_babel import Babel, gettext
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError
from werkzeug.routing import BuildError

from portal import i18n
from portal.config import Settings
from portal.db import READING, Model, db
from portal.i18n import Language
from portal.permissions import Permission, Role, User, allowed, can, is_public
from portal.workflow import NotOpen, Refused

View = Callable[..., Any]
PREFIX = "/<any(nl, fr):language>"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Visitor:
    """Somebody who is not signed in."""

    id = None
    department_id = None
    language = Language.NL
    role_set: frozenset[Role] = frozenset()
    is_authenticated = False


class SignInNeeded(HTTPException):
    """The page asks for an account and nobody is signed in."""

    code = 401


def current_user() -> User:
    """The one who asks for this page."""
    user: User = g.get("user") or Visitor()
    return user


def requires(permission: Permission, model: type[Model] | None = None) -> Callable[[View], View]:
    """Open a view to who has ``permission``; load the row that its address names, or 404.

    The address has a parameter named after the model in lower case; the view gets the row
    under that name. Without the permission on a row, the row does not exist.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def gated(**values: Any) -> Any:
            if model is not None:
                name = model.__name__.lower()
                values[name] = load(permission, model, values[name])
            elif not can(current_user(), permission):
                raise Forbidden
            return view(**values)

        gated.permission = permission  # type: ignore[attr-defined]
        return gated

    return decorate


def load(permission: Permission, model: type[Model], key: Any) -> Model:
    """The row that ``key`` names, if the user has ``permission`` on it; else 404."""
    condition = allowed(current_user(), permission, model)
    column = getattr(model, model.route_key)
    row: Model | None = db.session.scalar(select(model).where(column == key, condition))
    if row is None:
        abort(404)
    return row


def init_app(app: Flask, settings: Settings) -> None:
    """Put the gate, the languages, the error pages and the template names in place."""
    Babel(
        app,
        default_locale=Language.NL.value,
        default_timezone="Europe/Brussels",
        locale_selector=_page_language,
        default_translation_directories=str(Path(app.root_path).parent / "translations"),
    )
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.before_request(_gate)
    app.after_request(_secure_headers(settings))
    app.register_error_handler(HTTPException, _error_page)
    for refusal in (NotOpen, Refused):
        app.register_error_handler(refusal, _not_open)
    app.register_error_handler(Exception, _failure)
    app.context_processor(_template_names)
    app.jinja_env.filters.update(
        date=i18n.format_date,
        long_date=i18n.format_long_date,
        moment=i18n.format_moment,
        time=i18n.format_time,
    )
    app.jinja_env.globals.update(static=static_url, Language=Language)


def _page_language() -> str:
    language = g.get("language")
    if language is None and request:
        offered = [each.value for each in Language]
        prefix = request.path.split("/")[1]
        language = prefix if prefix in offered else request.accept_languages.best_match(offered)
    return str(language or Language.NL)


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values and "language" in values:
        g.language = Language(values.pop("language"))


def _give_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = str(i18n.current_language())


def _gate() -> None:
    """Closed by default: a view without a permission answers 403, so does a foreign form."""
    if request.endpoint is None or request.endpoint == "static":
        return
    if request.method not in READING and _comes_from_elsewhere():
        raise Forbidden
    if request.blueprint == "security":
        return
    permission = getattr(current_app.view_functions[request.endpoint], "permission", None)
    if permission is None:
        raise Forbidden
    if not is_public(permission) and not current_user().is_authenticated:
        raise SignInNeeded


def _comes_from_elsewhere() -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def _secure_headers(settings: Settings) -> Callable[[Response], Response]:
    headers = dict(HEADERS)
    if settings.secure:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    def add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return add


def _error_page(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    return render_error(error.code), error.code


def render_error(code: int) -> str:
    """The page for an error: what happened and what to do, in the user's language."""
    heading, advice = {
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
    return render_template("errors/page.html", code=code, heading=heading, advice=advice)


def _not_open(_error: Exception) -> tuple[str, int]:
    return render_error(409), 409


def _failure(error: Exception) -> tuple[str, int]:
    """Log what failed, without what was typed, and answer with a page."""
    if current_app.testing:
        raise error
    current_app.logger.error(
        "%s %s failed: %s",
        request.method,
        request.endpoint,
        type(error).__name__,
        exc_info=_without_values(error),
    )
    db.session.rollback()
    g.user = None
    return render_error(InternalServerError.code), InternalServerError.code


def _without_values(error: BaseException) -> tuple[type[BaseException], BaseException, Any]:
    """The traceback of ``error`` with a message that cannot contain a narrative."""
    return RuntimeError, RuntimeError(type(error).__name__), error.__traceback__


@lru_cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """The address of a static file, which changes when its content does."""
    folder = Path(current_app.static_folder or "")
    return url_for("static", filename=name, v=_fingerprint(folder / name))


def switch_url() -> str:
    """This page in the other language: the prefix changes and nothing else."""
    language = i18n.current_language()
    path = request.full_path.removesuffix("?")
    if path.startswith(f"/{language}/"):
        return f"/{language.other}{path.removeprefix(f'/{language}')}"
    try:
        return url_for("start.page", language=language.other)
    except BuildError:
        return f"/{language.other}/"


def _template_names() -> dict[str, Any]:
    return {
        "can": lambda permission, row=None: can(current_user(), Permission(permission), row),
        "current_user": current_user(),
        "flashed": get_flashed_messages(with_categories=True),
        "language": i18n.current_language(),
        "switch_url": switch_url(),
    }
