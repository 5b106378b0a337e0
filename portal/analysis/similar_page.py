"""Similar events for who analyses one: a page of its own, which can be skipped."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.analysis.task import ADDRESS, blueprint
from portal.incidents import similar
from portal.incidents.models import Incident
from portal.permissions import Permission
from portal.web import requires

ACT = "similar"


@blueprint.get(f"{ADDRESS}/similar")
@requires(Permission.INCIDENT_FOLLOW, Incident)
def similar_events(incident: Incident) -> str:
    """What looks like the dossier as it is saved."""
    found = similar.to_dossier(incident)
    return render_template("analysis/similar.html", incident=incident, found=found)


def to_similar(incident: Incident) -> Response:
    """To that page, after what was typed is saved."""
    target = url_for("analysis.similar_events", incident=incident.reference)
    return redirect(target, code=303)
