"""Corrective actions after a recommendation: in the register, on a page of their own, done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, and_, false, true
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts.models import Person
from portal.actions.due import SOON, Due, View, count
from portal.conflicts import fingerprint, merge
from portal.db import db
from portal.followup.forms import ActionForm, chosen_owner, offer
from portal.followup.models import RexAction
from portal.followup.pages import colleagues
from portal.i18n import format_date, today
from portal.incidents.taxonomy import ActionStatus
from portal.permissions import Permission, User, only
from portal.web import PREFIX, requires

blueprint = Blueprint("rex_actions", __name__)
ADDRESS = f"{PREFIX}/actions/rex/<int(max=2147483647):rexaction>"
MOST = 100
Answer = str | Response | tuple[str, int]


def in_view(view: View, day: date) -> ColumnElement[bool]:
    """The actions of one part of the register; nobody asks later whether these work."""
    planned = RexAction.status == ActionStatus.PLANNED
    match view:
        case View.OPEN:
            return planned
        case View.OVERDUE:
            return and_(planned, RexAction.due_on < day)
        case View.DONE:
            return RexAction.status == ActionStatus.DONE
        case View.TO_CHECK:
            return false()


def of_department(user: User) -> Select[RexAction]:
    """The actions of the user's department."""
    return only(user, Permission.FOLLOWUP_ACT, RexAction)


def count_in(user: User, view: View, day: date) -> int:
    """How many stand in one part of the register."""
    return count(db.session, of_department(user).where(in_view(view, day)))


def rows_in(user: User, view: View, day: date) -> Markup | None:
    """Those of one part of the register, what is due first on top; None without any."""
    order = RexAction.done_on.desc() if view is View.DONE else RexAction.due_on
    query = of_department(user).where(in_view(view, day)).order_by(order, RexAction.id)
    rows = db.session.scalars(query.limit(MOST)).all()
    if not rows:
        return None
    drawn = render_template("followup/_actions.html", rex_actions=rows, today=day)
    return Markup(drawn)  # noqa: S704 - by a template, which escapes


def waiting(session: Session, user: User, *, only_own: bool = False) -> Due:
    """How many of them wait for the user's department, or of those the user is reminded of."""
    day = today()
    query = of_department(user).where(RexAction.owner_id == user.id if only_own else true())
    soon = and_(in_view(View.OPEN, day), RexAction.due_on.between(day, day + SOON))
    overdue = query.where(in_view(View.OVERDUE, day))
    return Due(overdue=count(session, overdue), soon=count(session, query.where(soon)), to_check=0)


@blueprint.get(ADDRESS)
@requires(Permission.FOLLOWUP_ACT, RexAction)
def page(rexaction: RexAction) -> str:
    """One action after a recommendation."""
    return _page(rexaction, _opened(rexaction))


@blueprint.post(ADDRESS)
@requires(Permission.FOLLOWUP_ACT, RexAction)
def change(rexaction: RexAction) -> Answer:
    """Write it anew: its words, its date, who is reminded."""
    form = ActionForm()
    offer(form.owner_id, _people(rexaction))
    if not form.validate():
        return _page(rexaction, form), 422
    stored, mine = _as_text(_values(rexaction)), _as_text(_sent(form))
    result = merge(
        opened_with=form.opened.data or "", mine=mine, theirs=stored, keep=form.keep.data or ""
    )
    if result.conflict:
        form.opened.data = fingerprint(stored)
        return _page(rexaction, form, theirs=_shown(_values(rexaction))), 409
    if result.text == mine:
        for name, value in _sent(form).items():
            setattr(rexaction, name, value)
    flash(_("Saved"), "success")
    return redirect(url_for("rex_actions.page", rexaction=rexaction.id), code=303)


@blueprint.post(f"{ADDRESS}/done")
@requires(Permission.FOLLOWUP_ACT, RexAction)
def done(rexaction: RexAction) -> Response:
    """Note that it is done today, or take that back; to say it twice changes nothing."""
    if "undo" in request.form:
        rexaction.status, rexaction.done_on = ActionStatus.PLANNED, None
        flash(_("The action is open again"), "success")
    else:
        rexaction.status, rexaction.done_on = ActionStatus.DONE, rexaction.done_on or today()
        flash(_("Noted as done. You can change the answer to the recommendation too"), "success")
    if "from_list" in request.form:
        return redirect(url_for("actions.overview"), code=303)
    return redirect(url_for("rex_actions.page", rexaction=rexaction.id), code=303)


@blueprint.get(f"{ADDRESS}/done")
@requires(Permission.FOLLOWUP_ACT, RexAction)
def before(rexaction: RexAction) -> Response:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("rex_actions.page", rexaction=rexaction.id))


def _page(row: RexAction, form: ActionForm, *, theirs: str | None = None) -> str:
    mine = _shown(_sent(form)) if theirs is not None else ""
    return render_template(
        "followup/action.html", action=row, form=form, theirs=theirs, mine=mine, today=today()
    )


def _opened(row: RexAction) -> ActionForm:
    values = _values(row)
    data = values | {"owner_id": str(row.owner_id or ""), "opened": fingerprint(_as_text(values))}
    form = ActionForm(formdata=None, data=data)
    offer(form.owner_id, _people(row))
    return form


def _people(row: RexAction) -> list[tuple[str, str]]:
    """Who can be reminded, and who was chosen while they could."""
    able = dict(colleagues())
    if row.owner and str(row.owner.id) not in able:
        able[str(row.owner.id)] = row.owner.name
    return list(able.items())


def _values(row: RexAction) -> dict[str, Any]:
    return {"text": row.text, "due_on": row.due_on, "owner_id": row.owner_id}


def _sent(form: ActionForm) -> dict[str, Any]:
    owner = chosen_owner(form.owner_id)
    return {"text": form.text.data, "due_on": form.due_on.understood, "owner_id": owner}


def _as_text(values: Mapping[str, Any]) -> str:
    return repr(sorted(values.items()))


def _shown(values: Mapping[str, Any]) -> str:
    owner = db.session.get(Person, values["owner_id"]) if values["owner_id"] else None
    lines = [
        values["text"],
        _("Due on %(date)s", date=format_date(values["due_on"])),
        _("%(name)s is reminded", name=owner.name) if owner else "",
    ]
    return "\n".join(filter(None, lines))
