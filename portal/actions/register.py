"""The register of a department's corrective actions, by due date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask, current_app, render_template, request
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import contains_eager, raiseload, selectinload

from portal.actions.due import View, count, in_view, of_department
from portal.actions.edit import blueprint
from portal.db import db
from portal.i18n import today
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident
from portal.pages import asked_page, paged
from portal.permissions import Permission, User
from portal.web import PREFIX, current_user, requires

EXTENSION = "register_sources"


@dataclass(frozen=True)
class Source:
    """Actions of another subject in the same register: how many, and their rows if any."""

    count: Callable[[User, View, date], int]
    rows: Callable[[User, View, date], Markup | None]


def add_source(app: Flask, source: Source) -> None:
    """Show the actions of ``source`` in the register, before those of the dossiers."""
    app.extensions.setdefault(EXTENSION, []).append(source)


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
        counts={each: _count(own, each, day) for each in View},
        others=_others(view, day) if asked_page() == 1 else [],
        today=day,
    )


def _sources() -> list[Source]:
    found: list[Source] = current_app.extensions.get(EXTENSION, [])
    return found


def _count(own: Select[CorrectiveAction], view: View, day: date) -> int:
    others = sum(source.count(current_user(), view, day) for source in _sources())
    return count(db.session, own.where(in_view(view, day))) + others


def _others(view: View, day: date) -> list[Markup]:
    found = (source.rows(current_user(), view, day) for source in _sources())
    return [rows for rows in found if rows is not None]


def _order(view: View) -> tuple[ColumnElement[Any], ...]:
    if view is View.DONE:
        return (CorrectiveAction.done_on.desc().nulls_last(),)
    return (CorrectiveAction.due_on.asc(),)
