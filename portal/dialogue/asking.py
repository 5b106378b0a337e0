"""The page on which the regulator asks the department up to three questions in one go."""

from flask import render_template, request
from flask_babel import gettext as _

from portal.db import db
from portal.dialogue import questions
from portal.dialogue.forms import AskForm
from portal.dialogue.models import Part
from portal.dialogue.pages import blueprint
from portal.dialogue.questions import Asked
from portal.dialogue.quotes import sentences_of
from portal.i18n import Language, format_date, today
from portal.incidents.dossier import Answer, back_to
from portal.incidents.models import Incident
from portal.incidents.workflow import INCIDENT
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen


@blueprint.route(f"{PREFIX}/desk/<incident>/question", methods=["GET", "POST"])
@requires(Permission.INCIDENT_ASK, Incident)
def ask(incident: Incident) -> Answer:
    """Ask, after a look at how the department will read it."""
    form = AskForm(
        data={
            "language": incident.department.language.value,
            "due_on": format_date(questions.working_days_after(today())),
            "rows": [{"part": Part.COURSE.value}] * questions.MOST_OPEN,
        }
    )
    form.offer(sentences_of(incident))
    if not form.is_submitted():
        if incident.status not in INCIDENT.transitions["ask"].sources:
            raise NotOpen("ask")
        return _page(incident, form)
    if incident.status not in INCIDENT.transitions["ask"].sources:
        return _page(incident, form, late=True), 409
    if not form.validate() or form.due is None:
        return _page(incident, form), 422
    if request.form.get("action") == "preview":
        return _page(incident, form, preview=True)
    language = Language(form.language.data)
    questions.ask(db.session, current_user(), incident, _asked(form), language, form.due)
    return back_to(incident, _("Your question is with the department"))


def _asked(form: AskForm) -> list[Asked]:
    rows = (row.form for row in form.rows if row.form.asked)
    return [Asked(Part(row.part.data), row.quote.data or "", row.text.data or "") for row in rows]


def _page(incident: Incident, form: AskForm, *, preview: bool = False, late: bool = False) -> str:
    return render_template(
        "dialogue/ask.html",
        incident=incident,
        form=form,
        preview=_asked(form) if preview else [],
        late=late,
    )
