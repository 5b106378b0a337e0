"""The steps of a dossier after its report: withdrawn, or read, accepted and closed."""

from flask import redirect, url_for
from flask_babel import gettext as _

from portal.incidents import operations
from portal.incidents.dossier import Answer, back_to, blueprint, render_page
from portal.incidents.forms import CloseForm
from portal.incidents.models import Incident
from portal.incidents.workflow import INCIDENT
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen, Refused


@blueprint.post(f"{PREFIX}/incidents/<incident>/<any(withdraw, review, accept):verb>")
@requires(Permission.INCIDENT_READ, Incident)
def advance(incident: Incident, verb: str) -> Answer:
    """Take a step that needs no words."""
    try:
        INCIDENT.advance(current_user(), incident, verb)
    except Refused as refused:
        return render_page(incident, problems=refused.problems), 422
    if verb == "withdraw":
        return back_to(incident, _("Your report is withdrawn"))
    return back_to(incident, _status_now(incident))


@blueprint.post(f"{PREFIX}/incidents/<incident>/close")
@requires(Permission.INCIDENT_TRIAGE, Incident)
def close(incident: Incident) -> Answer:
    """End the dossier without REX, with a reason that the department reads."""
    form = CloseForm()
    if "close" not in INCIDENT.open_to(current_user(), incident):
        if not form.closed_reason.data:
            raise NotOpen("close")
        return render_page(incident, form), 409
    if not form.validate():
        return render_page(incident, form), 422
    try:
        operations.close(current_user(), incident, form.closed_reason.data or "")
    except Refused as refused:
        return render_page(incident, form, refused.problems), 422
    return back_to(incident, _status_now(incident))


@blueprint.get(f"{PREFIX}/incidents/<incident>/<any(withdraw, review, accept, close):_verb>")
@requires(Permission.INCIDENT_READ, Incident)
def before(incident: Incident, _verb: str) -> Answer:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


def _status_now(incident: Incident) -> str:
    return _("The dossier is now: %(status)s", status=incident.status.label)
