"""Two dossiers about the same: one is read together with the other, until the link is undone.

Nothing is merged. The department of the linked dossier learns its state, not which other dossier
there is.
"""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.db import db
from portal.desk.forms import LinkForm
from portal.incidents import similar
from portal.incidents.desk import blueprint
from portal.incidents.dossier import Answer, back_to
from portal.incidents.models import Incident
from portal.incidents.workflow import INCIDENT
from portal.permissions import Permission, User, can, only
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen, Problem, Refused

ADDRESS = f"{PREFIX}/desk/<incident>"
FIELD = "reference"


@blueprint.route(f"{ADDRESS}/link", methods=["GET", "POST"])
@requires(Permission.INCIDENT_TRIAGE, Incident)
def link(incident: Incident) -> Answer:
    """Choose the dossier with which this one is read together."""
    form = LinkForm(data={FIELD: request.args.get("to", "")})
    if incident.status not in INCIDENT.transitions["link"].sources:
        raise NotOpen("link")
    if not form.is_submitted():
        return _page(incident, form, _in_the_way(incident))
    form.reference.data = request.form.get("to") or form.reference.data
    if not form.validate():
        return _page(incident, form), 422
    target = _find(db.session, current_user(), form.reference.data or "")
    if target is None:
        form.reference.errors = [_("No dossier that you can link to now has this reference")]
        return _page(incident, form), 422
    try:
        join(db.session, current_user(), incident, target)
    except Refused as refused:
        return _page(incident, form, refused.problems), 422
    return back_to(incident, _("Linked to %(reference)s", reference=target.reference))


@blueprint.post(f"{ADDRESS}/unlink")
@requires(Permission.INCIDENT_TRIAGE, Incident)
def unlink(incident: Incident) -> Answer:
    """Undo the link: the dossier is in review again."""
    INCIDENT.advance(current_user(), incident, "unlink")
    incident.linked_to = None
    return back_to(incident, _("The link is undone"))


@blueprint.get(f"{ADDRESS}/unlink")
@requires(Permission.INCIDENT_TRIAGE, Incident)
def before_unlinking(incident: Incident) -> Response:
    """The other language of a refusal: where the button stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


def join(session: Session, user: User, incident: Incident, target: Incident) -> None:
    """Link one dossier to another; Refused, and nothing changed, where that would make a chain."""
    with session.no_autoflush:
        incident.linked_to = target
        try:
            INCIDENT.advance(user, incident, "link")
        except (NotOpen, Refused):
            incident.linked_to = None
            raise


def _find(session: Session, user: User, reference: str) -> Incident | None:
    """The dossier of that reference; None too while somebody else is changing it."""
    query = only(user, Permission.INCIDENT_TRIAGE, Incident).where(
        Incident.reference == reference.upper()
    )
    held = query.with_for_update(of=Incident, skip_locked=True)
    return session.scalar(held.execution_options(populate_existing=True))


def _in_the_way(incident: Incident) -> list[Problem]:
    """What keeps it from being linked to whatever dossier."""
    problems = INCIDENT.problems(incident, "link")
    return [each for each in problems if each.field != FIELD]


def _page(incident: Incident, form: LinkForm, problems: Sequence[Problem] = ()) -> str:
    """The form; what is to be mended first stands on the page of the dossier."""
    dossier = url_for("incidents.page", incident=incident.reference)
    errors = [
        (each.field if each.field == FIELD else f"{dossier}#{each.field}", each.message)
        for each in problems
    ]
    return render_template(
        "desk/link.html",
        incident=incident,
        form=form,
        errors=errors,
        alike=[each for each in similar.to_dossier(incident) if each.reference],
    )


def part(incident: Incident) -> dict[str, Any] | None:
    """Both ends of the links, for the regulator alone; each end only to who may read it."""
    user = current_user()
    if not can(user, Permission.INTERNAL_NOTE, incident):
        return None
    target = incident.linked_to
    ends = {
        "target": target if target and can(user, Permission.INCIDENT_READ, target) else None,
        "linked": [each for each in incident.linked if can(user, Permission.INCIDENT_READ, each)],
    }
    return ends | {"steps": INCIDENT.open_to(user, incident)} if any(ends.values()) else None
