"""The inbox of the regulator: what came in, most pressing first, and who handles it."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_
from werkzeug.wrappers import Response

from portal.db import db
from portal.desk import assigning
from portal.desk.forms import NOBODY, AssignForm
from portal.desk.views import OPEN, all_views, conditions, pressing
from portal.i18n import BRUSSELS, today
from portal.incidents import similar
from portal.incidents.deadlines import deadlines_of
from portal.incidents.desk import blueprint
from portal.incidents.dossier import back_to
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import Danger
from portal.incidents.workflow import INCIDENT
from portal.incidents.worklist import counts_of, list_page
from portal.permissions import Permission, can, only
from portal.web import PREFIX, current_user, requires

Answer = str | Response | tuple[str, int]


@blueprint.get(f"{PREFIX}/desk")
@requires(Permission.DESK)
def inbox() -> str:
    """The dossiers in one view: first where danger lasts, then by deadline, then the oldest."""
    return _inbox(AssignForm(formdata=None))


@blueprint.post(f"{PREFIX}/desk")
@requires(Permission.DESK_ASSIGN)
def assign() -> Answer:
    """Give the chosen dossiers to one analyst, or to nobody."""
    form = AssignForm()
    chosen = assigning.chosen(db.session, current_user(), request.form.getlist("dossier"))
    if not form.validate() or not chosen:
        if not chosen:
            form.form_errors = [_("Choose at least one dossier")]
        return _inbox(form), 422
    assigning.assign(db.session, current_user(), chosen, form.person)
    message = ngettext("%(num)d dossier is assigned", "%(num)d dossiers are assigned", len(chosen))
    flash(message, "success")
    return redirect(url_for("desk.inbox", view=_view()), code=303)


@blueprint.post(f"{PREFIX}/desk/<incident>/assign")
@requires(Permission.INCIDENT_TRIAGE, Incident)
def assign_one(incident: Incident) -> Answer:
    """Give this dossier to an analyst, or to nobody."""
    form = AssignForm()
    if not form.validate():
        abort(400)
    assigning.assign(db.session, current_user(), [incident], form.person)
    return back_to(incident, _("Saved"))


@blueprint.get(f"{PREFIX}/desk/<incident>/assign")
@requires(Permission.INCIDENT_TRIAGE, Incident)
def before_assigning(incident: Incident) -> Response:
    """The other language of a refusal: where the form stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


def part(incident: Incident) -> dict[str, Any] | None:
    """Who handles the dossier and what may be done with it; for the regulator alone."""
    user = current_user()
    if not can(user, Permission.INCIDENT_TRIAGE, incident):
        return None
    chosen = str(incident.analyst_id or NOBODY)
    return {
        "form": AssignForm(formdata=None, data={"analyst": chosen}),
        "linkable": "link" in INCIDENT.open_to(user, incident),
    }


def _view() -> str:
    asked = request.args.get("view", "")
    return asked if asked in {view.name for view in all_views()} else "new"


def _days_open(incidents: Iterable[Incident]) -> Iterator[tuple[int, int]]:
    """Id and calendar days since it came in, of each dossier that came in."""
    for incident in incidents:
        if came := incident.submitted_at or incident.notified_at:
            yield incident.id, (today() - came.astimezone(BRUSSELS).date()).days


def _inbox(form: AssignForm) -> str:
    user, view = current_user(), _view()
    views = conditions(user)
    query = only(user, Permission.INCIDENT_READ, Incident).where(views[view])
    incidents = list_page(query.order_by(*pressing()))
    notified = Incident.status == IncidentStatus.NOTIFIED
    counts = counts_of(views | {"danger": and_(notified, Incident.danger == Danger.YES)})
    return render_template(
        "desk/inbox.html",
        incidents=incidents,
        analysts=assigning.names_of(db.session, incidents),
        deadlines=deadlines_of(db.session, incidents),
        days=dict(_days_open(incidents)),
        alike=similar.counts(incidents.rows),
        open=OPEN,
        view=view,
        in_address=next(each.in_address for each in all_views() if each.name == view),
        views=[(each.name, each.label, counts[each.name]) for each in all_views()],
        counts=counts,
        form=form if can(user, Permission.DESK_ASSIGN) else None,
        chosen=request.form.getlist("dossier"),
    )
