"""Where a page may lead on to: only to pages of our own."""

from urllib.parse import quote, unquote, urlsplit, urlunsplit

from flask import current_app
from werkzeug.exceptions import HTTPException


def own_path(address: str | None) -> str:
    """``address`` if it is the path, with its query, of a page of ours; else nothing."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path.isprintable() or not _is_page(path):
        return ""
    return urlunsplit(("", "", quote(path), quote(parts.query, safe="=&%+/,:"), ""))


def _is_page(path: str) -> bool:
    """Whether somebody who has signed in can go there; the pages to sign in lead nowhere."""
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return not endpoint.startswith("security.") or endpoint == "security.change_password"
