"""The task of an analysis in which a department lists its corrective actions."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.accounts.notices import people_with
from portal.actions import writing
from portal.actions.forms import ActionRow, ActionsForm
from portal.actions.mirror import mirror_of
from portal.actions.rows import Move, move, plan_of, rows_of, shown
from portal.analysis import task
from portal.conflicts import Merge, fingerprint
from portal.db import db
from portal.incidents import operations
from portal.incidents.guarded import came_late, opened_with, sent
from portal.incidents.models import Incident
from portal.incidents.taxonomy import AnalysisTask, Strength
from portal.permissions import LEADING, Permission
from portal.web import current_user, requires

blueprint = Blueprint("actions", __name__)
Answer = str | Response | tuple[str, int]
REASON = "no_actions_reason"


@blueprint.route(f"{task.ADDRESS}/actions", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def edit(incident: Incident) -> Answer:
    """The corrective actions, done or planned, or why there are none."""
    late = came_late(incident)
    # A row that was sent must not be filled up from another one now stored at its place.
    stored = {} if request.form else {"rows": rows_of(incident)}
    form = ActionsForm(data=stored | {REASON: incident.no_actions_reason})
    form.offer(_colleagues(incident), _causes(incident))
    asked = move(form, request.form.get("action", ""))
    if late:
        return _page(incident, form, late=True), 409
    if not form.is_submitted():
        return _page(incident, form)
    if not form.validate():
        return _page(incident, form), 422
    plan, reason = plan_of(incident, form, asked), _merged_reason(incident, form)
    if plan.theirs or reason.conflict:
        return _page(incident, form, plan.theirs, reason), 409
    writing.write(incident, plan.rows)
    incident.no_actions_reason = reason.text
    return _next(incident, asked)


def _merged_reason(incident: Incident, form: ActionsForm) -> Merge:
    mine = sent(REASON, form.no_actions_reason.data or "")
    return operations.merged(mine, incident.no_actions_reason)


def _next(incident: Incident, asked: Move | None) -> Response:
    if asked is None:
        return task.finished(incident, AnalysisTask.ACTIONS)
    operations.open_by_department(incident, current_user())
    flash(_("Saved"), "success")
    here = url_for("actions.edit", incident=incident.reference, _anchor=asked.anchor)
    return redirect(here, code=303)


def _colleagues(incident: Incident) -> list[tuple[str, str]]:
    """Who can follow an action and so be reminded of it, and who was chosen while they could."""
    able = people_with(db.session, *LEADING, department_id=incident.department_id)
    people = {*able, *(action.owner for action in incident.actions if action.owner)}
    return [(str(each.id), each.name) for each in sorted(people, key=lambda each: each.sort_name)]


def _causes(incident: Incident) -> list[tuple[str, str]]:
    return [
        (str(cause.id), f"{number}. {cause.text.best(incident.language)[1]}")
        for number, cause in enumerate(incident.causes, 1)
    ]


def _page(
    incident: Incident,
    form: ActionsForm,
    theirs: dict[int, writing.Values | None] | None = None,
    reason: Merge | None = None,
    *,
    late: bool = False,
) -> str:
    clashes = theirs or {}
    for number, stored in clashes.items():
        row: ActionRow = form.rows[number].form
        row.opened.data = fingerprint(writing.as_text(stored))
    if not late:
        form.add_spare_row()
        form.offer(_colleagues(incident), _causes(incident))
    other_reason = reason.text if reason and reason.conflict else None
    links: list[tuple[str, Any]] = [
        (
            f"rows-{number}-keep-mine",
            _("Action %(number)s: choose which version you keep", number=number + 1),
        )
        for number in clashes
    ]
    if other_reason is not None:
        links.append((f"{REASON}_keep-mine", _("Choose which version of the text you keep")))
    return render_template(
        "actions/edit.html",
        incident=incident,
        task=AnalysisTask.ACTIONS,
        form=form,
        strengths=list(Strength),
        late=late,
        clashes=links,
        theirs={number: shown(form, values) for number, values in clashes.items()},
        other_reason=other_reason,
        opened=opened_with({REASON: incident.no_actions_reason}, other_reason),
        mirror=None if late else mirror_of(incident),
    )
