"""What a form says about texts that somebody else may change meanwhile."""

from typing import Any

from flask import request

from portal.conflicts import fingerprint
from portal.incidents.operations import Sent


def sent(name: str, text: str) -> Sent:
    """The text of a field with the fingerprint and the choice that came with it."""
    return Sent(
        text,
        request.form.get(f"{name}_opened", ""),
        request.form.get(f"{name}_keep", ""),
    )


def opened_with(stored: dict[str, str], theirs: Any) -> dict[str, str]:
    """What the page's hidden fields say: as before after a mistake, anew after a conflict."""
    return {
        name: fingerprint(text)
        if theirs is not None or not request.form
        else request.form.get(f"{name}_opened", "")
        for name, text in stored.items()
    }
