"""The pages of the list of hospitals, which the privacy check looks for in texts."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.checks.forms import HospitalForm
from portal.checks.models import Hospital
from portal.db import db
from portal.i18n import current_language
from portal.permissions import Permission
from portal.text import sort_key
from portal.web import PREFIX, requires

blueprint = Blueprint("hospitals", __name__)
ONE = "/hospitals/<int(max=2147483647):hospital>"


@blueprint.get(f"{PREFIX}/hospitals")
@requires(Permission.HOSPITALS)
def overview() -> str:
    """Every hospital, by its name in the language of the page."""
    language = current_language()
    hospitals = sorted(
        db.session.scalars(select(Hospital)),
        key=lambda each: (sort_key(each.name[language]), each.id),
    )
    return render_template("hospitals/overview.html", hospitals=hospitals)


@blueprint.route(f"{PREFIX}/hospitals/new", methods=["GET", "POST"])
@requires(Permission.HOSPITALS)
def new() -> Any:
    """Add a hospital."""
    form = HospitalForm()
    if form.validate_on_submit():
        hospital = Hospital()
        form.fill(hospital)
        db.session.add(hospital)
        return _kept()
    return render_template("hospitals/new.html", form=form), 422 if form.errors else 200


@blueprint.route(f"{PREFIX}{ONE}", methods=["GET", "POST"])
@requires(Permission.HOSPITALS, Hospital)
def page(hospital: Hospital) -> Any:
    """Change what a hospital is called."""
    form = HospitalForm(name_nl=hospital.name.nl, name_fr=hospital.name.fr, short=hospital.short)
    if form.validate_on_submit():
        form.fill(hospital)
        return _kept()
    shown = render_template("hospitals/page.html", form=form, hospital=hospital)
    return shown, 422 if form.errors else 200


@blueprint.post(f"{PREFIX}{ONE}/remove")
@requires(Permission.HOSPITALS, Hospital)
def remove(hospital: Hospital) -> Response:
    """Take a hospital off the list."""
    db.session.delete(hospital)
    flash(_("The hospital is no longer on the list."), "success")
    return redirect(url_for("hospitals.overview"), code=303)


def _kept() -> Response:
    flash(_("The changes are kept."), "success")
    return redirect(url_for("hospitals.overview"), code=303)
