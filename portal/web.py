"""What every page shares: its gate, its language and the names that templates use."""

import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    g,
    get_flashed_messages,
    request,
    url_for,
)
from flask_babel import Babel
from sqlalchemy import select
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.routing import BuildError

from portal import i18n, mail
from portal.config import Settings
from portal.db import READING, Model, db
from portal.i18n import Language
from portal.permissions import Permission, Role, User, allowed, can, is_public

View = Callable[..., Any]
PREFIX = "/<any(nl, fr):language>"


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
    """The row that ``key`` names, if the user has ``permission`` on it; else 404.

    Who may change it holds it: others who come to change it wait, and find what became of it.
    """
    if "\0" in str(key):
        abort(404)
    condition = allowed(current_user(), permission, model)
    query = select(model).where(getattr(model, model.route_key) == key, condition)
    if request.method not in READING:
        query = query.with_for_update(of=model).execution_options(populate_existing=True)
    row: Model | None = db.session.scalar(query)
    if row is None:
        abort(404)
    return row


def add_pages(app: Flask, *modules: ModuleType) -> None:
    """Register the pages of ``modules``: each has a ``blueprint``, of its own or another's."""
    for module in modules:
        blueprint: Blueprint = module.blueprint
        if app.blueprints.get(blueprint.name) is not blueprint:
            app.register_blueprint(blueprint)


def pdf_answer(content: bytes, name: str, *, shown: bool = True) -> Response:
    """A PDF under a name for who saves it; the browser shows it, or keeps its page and saves it."""
    answer = Response(content, mimetype="application/pdf")
    manner = "inline" if shown else "attachment"
    answer.headers["Content-Disposition"] = f'{manner}; filename="{name}.pdf"'
    return answer


def init_app(app: Flask, settings: Settings) -> None:
    """Put the gate, the languages and the template names in place."""
    app.config["TRUSTED_HOSTS"] = settings.trusted_hosts
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
    app.context_processor(_template_names)
    app.jinja_env.filters.update(
        date=i18n.format_date,
        long_date=i18n.format_long_date,
        moment=i18n.format_moment,
        time=i18n.format_time,
    )
    app.jinja_env.globals.update(address=mail.address, static=static_url, Language=Language)


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
    settings: Settings = current_app.config["PORTAL"]
    # A proxy may pass on another host than the one that people see.
    own = {request.host, urlsplit(settings.base_url).netloc}
    return origin is not None and urlsplit(origin).netloc not in own


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
