"""The administrator's pages: who has an account, and what each may do."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.accounts import operations
from portal.accounts.forms import InviteForm, PersonForm
from portal.accounts.models import Department, Person
from portal.accounts.rules import HINTS, LABELS
from portal.db import db
from portal.i18n import Language
from portal.pages import paged
from portal.permissions import Permission, Role, only
from portal.web import PREFIX, requires
from portal.workflow import Refused

blueprint = Blueprint("people", __name__)
ONE = "/people/<int(max=2147483647):person>"  # what both databases take for an id


@blueprint.get(f"{PREFIX}/people")
@requires(Permission.PEOPLE)
def overview() -> str:
    """Everybody with an account, by name."""
    query = only(g.user, Permission.PEOPLE, Person).order_by(Person.sort_name, Person.id)
    return render_template(
        "people/overview.html", people=paged(db.session, query), labels=LABELS, order=list(Role)
    )


@blueprint.route(f"{PREFIX}/people/invite", methods=["GET", "POST"])
@requires(Permission.PEOPLE)
def invite() -> Any:
    """Make an account and send its invitation."""
    form = InviteForm()
    departments = _offer(form)
    if form.validate_on_submit():
        try:
            invited = operations.invite(
                db.session, email=form.email.data or "", **_answers(form, departments)
            )
        except Refused as refused:
            form.show(refused.problems)
        else:
            operations.send_invitation(db.session, invited)
            flash(_("The invitation is on its way to %(email)s.", email=invited.email), "success")
            return redirect(url_for("people.overview"), code=303)
    page = render_template("people/invite.html", form=form, hints=_hints())
    return page, 422 if form.errors else 200


@blueprint.route(f"{PREFIX}{ONE}", methods=["GET", "POST"])
@requires(Permission.PEOPLE, Person)
def page(person: Person) -> Any:
    """One account: change it, or go on to close it or to send its invitation again."""
    form = PersonForm(
        name=person.name,
        language=person.language.value,
        department=person.department.code if person.department else "",
        roles=[role.name for role in person.roles],
    )
    departments = _offer(form)
    if form.validate_on_submit():
        try:
            operations.change(person, by=g.user, **_answers(form, departments))
        except Refused as refused:
            form.show(refused.problems)
        else:
            flash(_("The changes are kept."), "success")
            return redirect(url_for("people.overview"), code=303)
    shown = render_template("people/page.html", form=form, person=person, hints=_hints())
    return shown, 422 if form.errors else 200


@blueprint.post(f"{PREFIX}{ONE}/invite")
@requires(Permission.PEOPLE, Person)
def invite_again(person: Person) -> Response:
    """Send a new link; the one sent before works no longer."""
    operations.send_invitation(db.session, person)
    flash(_("The invitation is on its way to %(email)s.", email=person.email), "success")
    return _back_to(person)


@blueprint.post(f"{PREFIX}{ONE}/close")
@requires(Permission.PEOPLE, Person)
def close(person: Person) -> Response:
    """Close the account and sign the person out everywhere."""
    operations.close(person, g.user)
    flash(_("The account of %(name)s is closed.", name=person.name), "success")
    return _back_to(person)


@blueprint.post(f"{PREFIX}{ONE}/reopen")
@requires(Permission.PEOPLE, Person)
def reopen(person: Person) -> Response:
    """Open the account again."""
    operations.reopen(person)
    flash(_("The account of %(name)s is open again.", name=person.name), "success")
    return _back_to(person)


def _back_to(person: Person) -> Response:
    return redirect(url_for("people.page", person=person.id), code=303)


def _offer(form: InviteForm) -> dict[str, Department]:
    departments = list(db.session.scalars(select(Department).order_by(Department.code)))
    form.offer(departments)
    return {each.code: each for each in departments}


def _answers(form: InviteForm, departments: dict[str, Department]) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "language": Language(form.language.data),
        "department": departments.get(form.department.data),
        "roles": form.role_set,
    }


def _hints() -> dict[str, str]:
    return {role.value: str(hint) for role, hint in HINTS.items()}
