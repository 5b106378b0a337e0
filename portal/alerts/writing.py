"""The page on which a warning is written, from a dossier or from nothing."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portal.alerts import operations
from portal.alerts.forms import GUARDED, AlertForm, form_of, put, texts_of
from portal.alerts.models import Alert
from portal.alerts.pages import ADDRESS, Answer, blueprint
from portal.db import db
from portal.incidents.guarded import opened_with, sent
from portal.incidents.models import Incident
from portal.incidents.operations import merged
from portal.permissions import Permission, can, only
from portal.web import PREFIX, current_user, requires
from portal.workflow import Problem, Refused


@blueprint.route(f"{PREFIX}/warnings/new", methods=["GET", "POST"])
@requires(Permission.ALERT_BEGIN)
def begin() -> Answer:
    """Write a new warning, perhaps because of the dossier that the address names."""
    incident = _dossier()
    form = form_of(None)
    if not form.is_submitted():
        return _page(None, form, incident)
    if not form.validate():
        return _page(None, form, incident), 422
    alert = operations.begin(db.session, current_user(), incident)
    texts = {name: form[name].data or "" for name in GUARDED}
    problems = _store(alert, form, texts)
    return (_page(None, form, incident, problems), 422) if problems else _to(alert)


@blueprint.route(f"{ADDRESS}/write", methods=["GET", "POST"])
@requires(Permission.ALERT_READ, Alert)
def write(alert: Alert) -> Answer:
    """Write on; what two people changed at once is shown to the second."""
    user, form = current_user(), form_of(alert)
    if not can(user, Permission.ALERT_BEGIN):
        abort(404)
    if not can(user, Permission.ALERT_WRITE, alert):
        if form.is_submitted():
            return _page(alert, form, alert.incident, late=True), 409
        return redirect(url_for("alerts.page", alert=alert.reference))
    if not form.is_submitted():
        return _page(alert, form, alert.incident)
    if not form.validate():
        return _page(alert, form, alert.incident), 422
    stored = texts_of(alert)
    merges = {name: merged(sent(name, form[name].data or ""), stored[name]) for name in GUARDED}
    theirs = {name: stored[name] for name, merge in merges.items() if merge.conflict}
    if theirs:
        return _page(alert, form, alert.incident, theirs=theirs), 409
    problems = _store(alert, form, {name: merge.text for name, merge in merges.items()})
    return (_page(alert, form, alert.incident, problems), 422) if problems else _to(alert)


def _store(alert: Alert, form: AlertForm, texts: dict[str, str]) -> list[Problem]:
    """Keep what was written and, if asked, offer it to the publishers; or say what hinders that."""
    user = current_user()
    if (texts, form.last_day) != (texts_of(alert), alert.expires_on):
        put(alert, texts)
        alert.expires_on, alert.last_editor_id = form.last_day, user.id or 0
    db.session.flush()
    if request.form.get("action") == "offer":
        try:
            operations.offer(db.session, user, alert)
        except Refused as refused:
            return refused.problems
        flash(_("The publishers are asked to approve the warning"), "success")
    else:
        flash(_("Saved"), "success")
    return []


def _to(alert: Alert) -> Answer:
    return redirect(url_for("alerts.page", alert=alert.reference), code=303)


def _dossier() -> Incident | None:
    reference = request.args.get("dossier", "")
    if not reference or "\0" in reference:
        return None
    query = only(current_user(), Permission.INCIDENT_TRIAGE, Incident)
    found: Incident | None = db.session.scalar(query.where(Incident.reference == reference))
    if found is None:
        abort(404)
    return found


def _page(
    alert: Alert | None,
    form: AlertForm,
    incident: Incident | None,
    problems: Sequence[Problem] = (),
    *,
    theirs: dict[str, str] | None = None,
    late: bool = False,
) -> str:
    stored = texts_of(alert) if alert else dict.fromkeys(GUARDED, "")
    for each in problems:
        form[each.field].errors = [*form[each.field].errors, each.message]
    return render_template(
        "alerts/write.html",
        alert=alert,
        form=form,
        incident=incident,
        theirs=theirs or {},
        opened=opened_with(stored, theirs),
        late=late,
    )
