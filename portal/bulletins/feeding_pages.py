"""From a dossier: begin another REX, add it to one that is being written, take it off again."""

from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.bulletins import feeding
from portal.bulletins.models import Bulletin, BulletinStatus
from portal.db import db
from portal.incidents.dossier import Answer, back_to, render_page
from portal.incidents.models import Incident
from portal.permissions import Permission, can
from portal.web import PREFIX, current_user, requires
from portal.workflow import Refused

blueprint = Blueprint("feeding", __name__)
ADDRESS = f"{PREFIX}/incidents/<incident>/rex"


@blueprint.post(f"{ADDRESS}/begin")
@requires(Permission.BULLETIN_FEED, Incident)
def begin(incident: Incident) -> Response:
    """Begin another REX of this dossier, beside those that the page showed."""
    seen = [int(each) for each in request.form.getlist("seen") if each.isdecimal()]
    bulletin = feeding.begin_another(db.session, current_user(), incident, seen)
    return redirect(url_for("workshop.page", bulletin=bulletin.id), code=303)


@blueprint.post(f"{ADDRESS}/add")
@requires(Permission.BULLETIN_FEED, Incident)
def add(incident: Incident) -> Answer:
    """Let this dossier feed a REX that is being written."""
    feeding.add(current_user(), incident, _chosen())
    return back_to(incident, _("The dossier now feeds that REX too"))


@blueprint.post(f"{ADDRESS}/remove")
@requires(Permission.INCIDENT_TRIAGE, Incident)
def remove(incident: Incident) -> Answer:
    """Let this dossier feed a REX no more."""
    try:
        feeding.take_off(current_user(), incident, _chosen())
    except Refused as refused:
        return render_page(incident, problems=refused.problems), 422
    return back_to(incident, _("The dossier no longer feeds that REX"))


@blueprint.get(f"{ADDRESS}/<any(begin, add, remove):_verb>")
@requires(Permission.INCIDENT_READ, Incident)
def before(incident: Incident, _verb: str) -> Response:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


def _chosen() -> Bulletin:
    key = request.form.get("bulletin", "")
    if not key.isdecimal() or int(key) >= 2**31:
        abort(404)
    bulletin = feeding.hold(db.session, current_user(), int(key))
    if bulletin is None:
        abort(404)
    return bulletin


def part(incident: Incident) -> dict[str, Any] | None:
    """The REX that the dossier feeds and those it could feed, for who writes them."""
    user = current_user()
    if not can(user, Permission.BULLETIN_LIST) or not can(user, Permission.INCIDENT_READ, incident):
        return None
    fed = feeding.bulletins_of(db.session, incident)
    may_feed = can(user, Permission.BULLETIN_FEED, incident)
    if not fed and not may_feed:
        return None
    return {
        "fed": [each for each in fed if can(user, Permission.BULLETIN_READ, each)],
        "draft": BulletinStatus.DRAFT,
        "may_feed": may_feed,
        "open": feeding.open_to(db.session, user, incident) if may_feed else [],
    }
