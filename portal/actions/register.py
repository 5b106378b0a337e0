"""The register of a department's corrective actions, by due date."""

from typing import Any

from flask import render_template, request
from sqlalchemy import ColumnElement
from sqlalchemy.orm import contains_eager, raiseload, selectinload

from portal.actions.due import View, count, in_view, of_department
from portal.actions.edit import blueprint
from portal.db import db
from portal.i18n import today
from portal.incidents.models import CorrectiveAction, Incident
from portal.pages import paged
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires


@blueprint.get(f"{PREFIX}/actions")
@requires(Permission.ACTIONS)
def overview() -> str:
    """The actions of the own department in one view, what is due first on top."""
    asked, day = request.args.get("view", ""), today()
    view = View(asked) if asked in list(View) else View.OPEN
    own = of_department(current_user())
    found = (
        own.where(in_view(view, day))
        .order_by(CorrectiveAction.due_on.is_(None), *_order(view), CorrectiveAction.id)
        .options(
            contains_eager(CorrectiveAction.incident).options(
                raiseload(Incident.causes), raiseload(Incident.actions)
            ),
            selectinload(CorrectiveAction.owner),
        )
    )
    return render_template(
        "actions/overview.html",
        actions=paged(db.session, found),
        view=view,
        counts={each: count(db.session, own.where(in_view(each, day))) for each in View},
        today=day,
    )


def _order(view: View) -> tuple[ColumnElement[Any], ...]:
    if view is View.DONE:
        return (CorrectiveAction.done_on.desc().nulls_last(),)
    return (CorrectiveAction.due_on.asc(),)
