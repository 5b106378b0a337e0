"""Whose page a form comes from: its token tells, and only to the portal."""

import secrets

from flask import current_app, request
from itsdangerous import BadData, Signer, URLSafeTimedSerializer


def token_for(person: int) -> str:
    """A new token for the forms of one person: random, and marked without a word on who it is."""
    number = secrets.token_hex(20)
    return f"{number}.{_signer().get_signature(_marked(number, person)).decode()}"


def token_sent() -> str:
    """The token of the page that makes this request, open session or not; "" if a visitor's."""
    sent = request.form.get("csrf_token") or request.headers.get("X-CSRFToken", "")
    key = current_app.config["SECRET_KEY"]
    try:
        token = str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").loads(sent))
    except BadData:
        return ""
    return token if "." in token else ""


def is_of(token: str, person: int) -> bool:
    """Whether ``token`` was made for this person."""
    number, _dot, mark = token.partition(".")
    return _signer().verify_signature(_marked(number, person), mark)


def _marked(number: str, person: int) -> str:
    return f"{number} {person}"


def _signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt="page-owner")
