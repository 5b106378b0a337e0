"""Where a page may lead on to: only to pages of our own."""

from urllib.parse import unquote, urlsplit, urlunsplit

from flask import current_app, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import HTTPException


def own_path(address: str | None) -> str:
    """``address`` if it is the path, with its query, of a page of ours; else nothing."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path.startswith("/") or not path.isprintable():
        return ""
    return urlunsplit(("", "", path, parts.query, "")) if _is_page(path) else ""


def drop_foreign_next() -> None:
    """Let nothing in this request see a ``next`` that is not ours."""
    request.args, request.form = _with_own_next(request.args), _with_own_next(request.form)


def _with_own_next(values: MultiDict[str, str]) -> ImmutableMultiDict[str, str]:
    return ImmutableMultiDict(
        (name, own_path(value) if name == "next" else value)
        for name, value in values.items(multi=True)
    )


def _is_page(path: str) -> bool:
    """Whether somebody who has signed in can go there; the pages to sign in lead nowhere."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return not endpoint.startswith("security.") or endpoint == "security.change_password"
