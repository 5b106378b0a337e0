"""Internal notes of the regulator: no department can fetch them, nor learn that there are any."""

from collections.abc import Sequence
from typing import Any

from flask import g, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.db import db
from portal.dialogue.forms import NoteForm
from portal.dialogue.models import InternalNote
from portal.dialogue.pages import blueprint
from portal.i18n import current_language, now
from portal.incidents.dossier import Answer, back_to, render_page
from portal.incidents.models import Incident
from portal.permissions import Permission, can
from portal.web import PREFIX, current_user, requires

ADDRESS = f"{PREFIX}/incidents/<incident>/notes"


@blueprint.post(ADDRESS)
@requires(Permission.INTERNAL_NOTE, Incident)
def note(incident: Incident) -> Answer:
    """Write an internal note on a dossier."""
    form = NoteForm()
    if not form.validate():
        g.note_form = form
        return render_page(incident), 422
    note = InternalNote(
        incident_id=incident.id,
        written_at=now(),
        written_by=current_user().id,
        text=form.note.data,
        language=current_language(),
    )
    last = next(reversed(_notes_of(incident)), None)
    if last is None or (last.written_by, last.text) != (note.written_by, note.text):
        db.session.add(note)
    return back_to(incident, _("The internal note is saved"))


@blueprint.get(ADDRESS)
@requires(Permission.INTERNAL_NOTE, Incident)
def notes(incident: Incident) -> Response:
    """The other language of a note that was refused: where the form stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


def _notes_of(incident: Incident) -> Sequence[InternalNote]:
    query = select(InternalNote).where(InternalNote.incident_id == incident.id)
    return db.session.scalars(query.order_by(InternalNote.id)).all()


def part(incident: Incident) -> dict[str, Any] | None:
    """What the dossier shows of the notes, to the regulator alone."""
    if not can(current_user(), Permission.INTERNAL_NOTE, incident):
        return None
    return {
        "notes": _notes_of(incident),
        "form": g.get("note_form") or NoteForm(formdata=None),
    }
