"""What the regulator recommends after an incident."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.db import db
from portal.i18n import Language
from portal.incidents import operations
from portal.incidents.forms import RecommendationForm
from portal.incidents.guarded import opened_with, sent
from portal.incidents.models import Incident
from portal.permissions import Permission, can
from portal.phrases import bank
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("desk", __name__)


@blueprint.route(f"{PREFIX}/desk/<incident>/recommendation", methods=["GET", "POST"])
@requires(Permission.INCIDENT_TRIAGE, Incident)
def recommendation(incident: Incident) -> str | Response | tuple[str, int]:
    """What the regulator recommends after this incident."""
    form = RecommendationForm(data={each.value: incident.recommendation[each] for each in Language})
    if not can(current_user(), Permission.INCIDENT_RECOMMEND, incident):
        if not form.is_submitted():
            abort(404)
        return _recommendation(incident, form, late=True), 409
    if chosen := bank.find(db.session, request.form.get("phrase")):
        for each in Language:
            form[each.value].data = f"{form[each.value].data or ''}\n\n{chosen.text[each]}".strip()
        return _recommendation(incident, form, added=True)
    theirs: dict[str, str] | None = None
    status = 200
    if form.is_submitted():
        if form.validate():
            mine = {each: sent(each.value, form[each.value].data or "") for each in Language}
            conflicts = operations.recommend(incident, mine)
            if not conflicts:
                flash(_("Saved"), "success")
                address = url_for("incidents.page", incident=incident.reference)
                return redirect(address, code=303)
            db.session.rollback()
            theirs, status = conflicts.theirs, 409
        else:
            status = 422
    page = _recommendation(incident, form, theirs)
    return (page, status) if status != 200 else page


def _recommendation(
    incident: Incident,
    form: RecommendationForm,
    theirs: dict[str, str] | None = None,
    *,
    late: bool = False,
    added: bool = False,
) -> str:
    stored = {each.value: incident.recommendation[each] for each in Language}
    return render_template(
        "desk/recommendation.html",
        incident=incident,
        form=form,
        theirs=theirs or {},
        opened=opened_with(stored, theirs),
        late=late,
        added=added,
        phrases=bank.offered(db.session),
    )
