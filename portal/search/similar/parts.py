"""Similar events beside each dossier and each REX, and the analyst's way to a link from there."""

from typing import Any

from flask import Flask

from portal.bulletins.models import Bulletin, BulletinStatus
from portal.bulletins.rex import Part as RexPart
from portal.bulletins.rex import add_part as add_rex_part
from portal.incidents.dossier import Part, add_part
from portal.incidents.models import Incident
from portal.incidents.workflow import INCIDENT
from portal.search.similar import events
from portal.web import current_user


def init_app(app: Flask) -> None:
    """Add to each dossier and each REX what looks like it."""
    add_part(app, Part("search/_similar_to_dossier.html", beside_dossier, beside=True))
    add_rex_part(app, RexPart("search/_similar_to_rex.html", beside_rex))


def beside_dossier(incident: Incident) -> dict[str, Any] | None:
    """The events like a dossier, none if there are none; an analyst may link two dossiers."""
    found = events.to_row(incident)
    linkable = "link" in INCIDENT.open_to(current_user(), incident)
    return {"found": found, "linkable": linkable} if found else None


def beside_rex(bulletin: Bulletin) -> dict[str, Any] | None:
    """The events like a REX; none of one that was withdrawn."""
    found = [] if bulletin.status is BulletinStatus.WITHDRAWN else events.to_row(bulletin)
    return {"found": found} if found else None
