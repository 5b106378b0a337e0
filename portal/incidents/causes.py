"""The pages on which a department lists the base causes and the corrective actions."""

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from portal.conflicts import fingerprint
from portal.incidents import operations
from portal.incidents.dossier import Answer, blueprint, saved
from portal.incidents.forms import ActionsForm, CausesForm
from portal.incidents.guarded import came_late, opened_with
from portal.incidents.models import Incident
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires

Write = Callable[[Incident, list[dict[str, Any]]], None]


@blueprint.route(f"{PREFIX}/incidents/<incident>/causes", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def causes(incident: Incident) -> Answer:
    """The base causes, coded or not yet."""
    rows = [
        {
            "id": cause.id,
            "text": cause.text[incident.language],
            "code": cause.code.value if cause.code else "",
        }
        for cause in incident.causes
    ]
    return _list_page(
        incident,
        CausesForm(data={"rows": rows}),
        "incidents/causes.html",
        operations.causes_as_text(incident),
        operations.write_causes,
    )


@blueprint.route(f"{PREFIX}/incidents/<incident>/actions", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def actions(incident: Incident) -> Answer:
    """The corrective actions, done or planned."""
    rows = [
        {
            "id": action.id,
            "text": action.text[incident.language],
            "status": action.status.value,
            "strength": action.strength.value if action.strength else "",
        }
        for action in incident.actions
    ]
    return _list_page(
        incident,
        ActionsForm(data={"rows": rows}),
        "incidents/actions.html",
        operations.actions_as_text(incident),
        operations.write_actions,
    )


def _list_page(incident: Incident, form: Any, template: str, stored: str, write: Write) -> Answer:
    theirs: str | None = None
    late = came_late(incident)
    status = 409 if late else 200
    if form.is_submitted() and not late:
        keep = request.form.get("rows_keep", "")
        changed_meanwhile = request.form.get("rows_opened", "") != fingerprint(stored)
        if not form.validate():
            status = 422
        elif keep == "theirs":
            return saved(incident)
        elif changed_meanwhile and keep != "mine":
            theirs, status = stored, 409
        else:
            return _write(incident, form, write)
    form.add_spare_rows()
    opened = opened_with({"rows": stored}, theirs)
    page = render_template(
        template,
        incident=incident,
        form=form,
        theirs=theirs,
        late=late,
        opened=opened["rows"],
    )
    return (page, status) if status != 200 else page


def _write(incident: Incident, form: Any, write: Write) -> Response:
    write(incident, form.filled())
    if "more" not in request.form:
        return saved(incident)
    operations.open_by_department(incident, current_user())
    return redirect(request.path, code=303)
