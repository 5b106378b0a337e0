"""One dossier, as the department and the regulator read it."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.db import db
from portal.i18n import today
from portal.incidents.deadlines import deadlines_of
from portal.incidents.forms import CloseForm
from portal.incidents.models import Incident
from portal.incidents.next_step import next_step
from portal.incidents.shown import content
from portal.incidents.timeline import timeline_of
from portal.incidents.workflow import INCIDENT
from portal.permissions import Permission, can
from portal.web import PREFIX, current_user, requires
from portal.workflow import Problem

blueprint = Blueprint("incidents", __name__)
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Part:
    """What another subject adds to the page of a dossier: above, beside or after the content.

    ``values`` gives its template what it shows to this person; None: nothing. What is ``checked``
    stands on the page before submission too.
    """

    template: str
    values: Callable[[Incident], dict[str, Any] | None]
    beside: bool = False
    checked: bool = False
    above: bool = False


def add_part(app: Flask, part: Part) -> None:
    """Show ``part`` on the page of each dossier, after those that came before."""
    app.extensions.setdefault("dossier_parts", []).append(part)


def _parts(
    incident: Incident,
    *,
    beside: bool = False,
    above: bool = False,
    checked: Container[bool] = (True, False),
) -> list[Markup]:
    registered: list[Part] = current_app.extensions.get("dossier_parts", [])
    return [
        Markup(render_template(part.template, incident=incident, **values))  # noqa: S704 - escaped
        for part in registered
        if part.beside is beside
        and part.above is above
        and part.checked in checked
        and (values := part.values(incident)) is not None
    ]


def checked_parts(incident: Incident) -> list[Markup]:
    """What others add to the content that is read before submission."""
    return _parts(incident, checked={True})


@blueprint.get(f"{PREFIX}/incidents/<incident>")
@requires(Permission.INCIDENT_READ, Incident)
def page(incident: Incident) -> str:
    """One dossier, for the department and for the regulator."""
    return render_page(incident)


def render_page(
    incident: Incident, close_form: CloseForm | None = None, problems: Sequence[Problem] = ()
) -> str:
    """The dossier, with the steps that are open to this person, and why one was refused."""
    return render_template(
        "incidents/page.html",
        **content(incident),
        step=next_step(current_user(), incident),
        steps=INCIDENT.open_to(current_user(), incident),
        close_form=close_form or CloseForm(formdata=None),
        deadline=deadlines_of(db.session, [incident]).get(incident.id),
        today=today(),
        timeline=timeline_of(db.session, incident),
        named=can(current_user(), Permission.INCIDENT_REPORTER, incident),
        physician=incident.physician,
        problems=problems,
        above=_parts(incident, above=True),
        after=_parts(incident),
        beside=_parts(incident, beside=True),
    )


def back_to(incident: Incident, message: str) -> Response:
    """Back to the dossier, with word of what was done."""
    flash(message, "success")
    return redirect(url_for("incidents.page", incident=incident.reference), code=303)
