"""What a form says about texts that somebody else may change meanwhile."""

from flask import abort, request

from portal.conflicts import fingerprint
from portal.db import READING
from portal.incidents.models import Incident
from portal.incidents.operations import Sent
from portal.permissions import Permission, can
from portal.web import current_user


def came_late(incident: Incident) -> bool:
    """Whether the department lost the dossier while this person wrote in it; 404 to all others."""
    user = current_user()
    if can(user, Permission.INCIDENT_WRITE, incident):
        return False
    theirs = incident.department_id == user.department_id
    if request.method in READING or not (theirs and can(user, Permission.INCIDENT_OVERSEE)):
        abort(404)
    return True


def sent(name: str, text: str) -> Sent:
    """The text of a field with the fingerprint and the choice that came with it."""
    return Sent(
        text,
        request.form.get(f"{name}_opened", ""),
        request.form.get(f"{name}_keep", ""),
    )


def opened_with(stored: dict[str, str], theirs: dict[str, str] | str | None) -> dict[str, str]:
    """What the page's hidden fields say: as the form was opened, but anew where two texts clash.

    ``theirs`` names the fields that clash, or is the one text that does. A field that nobody but
    the other person changed keeps its fingerprint: it is theirs when the form comes again.
    """
    clash = set(stored if isinstance(theirs, str) else theirs or ())
    return {
        name: fingerprint(text)
        if name in clash or not request.form
        else request.form.get(f"{name}_opened", "")
        for name, text in stored.items()
    }
