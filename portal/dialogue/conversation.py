"""What the dossier shows of the dialogue: whose turn, the questions, the talk with the reporter."""

from typing import Any

from flask import g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.db import db
from portal.dialogue import talking
from portal.dialogue.forms import MessageForm
from portal.dialogue.pages import blueprint
from portal.dialogue.questions import questions_of
from portal.incidents.ball import whose_turn
from portal.incidents.dossier import Answer, back_to, render_page
from portal.incidents.models import Incident
from portal.incidents.workflow import INCIDENT
from portal.permissions import Permission, can
from portal.web import PREFIX, current_user, requires

ADDRESS = f"{PREFIX}/incidents/<incident>/messages"


@blueprint.post(ADDRESS)
@requires(Permission.INCIDENT_TALK, Incident)
def message(incident: Incident) -> Answer:
    """Write to the reporter, or as the reporter to the department."""
    form = MessageForm()
    if not form.validate():
        g.message_form = form
        return render_page(incident), 422
    talking.write(db.session, current_user(), incident, form.text.data or "")
    return back_to(incident, _("Your message is sent"))


@blueprint.get(ADDRESS)
@requires(Permission.INCIDENT_TALK, Incident)
def messages(incident: Incident) -> Response:
    """The other language of a message that was refused: where the form stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


def turn_part(incident: Incident) -> dict[str, Any]:
    """Whose turn it is, for everybody who reads the dossier."""
    askable = incident.status in INCIDENT.transitions["ask"].sources
    return {
        "turn": whose_turn(incident),
        "may_ask": askable and can(current_user(), Permission.INCIDENT_ASK, incident),
    }


def questions_part(incident: Incident) -> dict[str, Any] | None:
    """The questions of the regulator, once there are any."""
    if not can(current_user(), Permission.DIALOGUE_READ, incident):
        return None
    found = questions_of(db.session, incident)
    return {"questions": found} if found else None


def reporter_part(incident: Incident) -> dict[str, Any] | None:
    """The talk with the reporter, for the two who hold it."""
    user = current_user()
    if not can(user, Permission.INCIDENT_TALK, incident):
        return None
    return {
        "messages": talking.messages_of(db.session, incident),
        "form": g.get("message_form") or MessageForm(formdata=None),
        "mine": incident.owner_id == user.id,
        "reachable": talking.reaches_reporter(incident),
    }
