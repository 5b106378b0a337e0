"""The page on which a department writes the title, the course and the facts."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from wtforms import SelectField

from portal.db import db
from portal.i18n import current_language, format_date
from portal.incidents import facts, operations
from portal.incidents.dossier import Answer, blueprint, saved
from portal.incidents.forms import CourseForm, DateText, HourText
from portal.incidents.guarded import came_late, opened_with, sent
from portal.incidents.models import Incident
from portal.incidents.moments import write_hour
from portal.permissions import Permission
from portal.web import PREFIX, requires


@blueprint.route(f"{PREFIX}/incidents/<incident>/course", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def course(incident: Incident) -> Answer:
    """Title, course and facts."""
    late = came_late(incident)
    form = CourseForm(data=_opened(incident))
    if late:
        return _page(incident, form, late=True), 409
    if not form.is_submitted():
        return _page(incident, form)
    if not form.validate():
        return _page(incident, form), 422
    mine = {name: sent(name, _text(form[name])) for name in facts.FACTS}
    conflicts = operations.write_facts(incident, mine)
    if conflicts:
        db.session.rollback()
        return _page(incident, form, conflicts.theirs), 409
    return saved(incident)


def _opened(incident: Incident) -> dict[str, Any]:
    shown: dict[str, Any] = {name: facts.as_text(incident, name) for name in facts.FACTS}
    typed = (*facts.DATES, *facts.MARKS)
    return shown | {name: getattr(incident, name) for name in typed}


def _text(field: Any) -> str:
    """What a valid field says, written as :func:`facts.as_text` writes it."""
    if isinstance(field, DateText):
        return format_date(field.understood) if field.understood else ""
    if isinstance(field, HourText):
        return write_hour(field.understood, current_language())
    if isinstance(field.data, bool):
        return facts.YES if field.data else ""
    return field.data or ""


def _page(
    incident: Incident,
    form: CourseForm,
    theirs: dict[str, str] | None = None,
    *,
    late: bool = False,
) -> str:
    stored = {name: facts.as_text(incident, name) for name in facts.FACTS}
    return render_template(
        "incidents/course.html",
        incident=incident,
        form=form,
        theirs=theirs or {},
        late=late,
        opened=opened_with(stored, theirs),
        shown=_shown,
    )


def _shown(field: Any, text: str) -> str:
    """A value as people see it: the label of a choice, otherwise its text."""
    if isinstance(field, SelectField):
        return next(
            (str(label) for value, label, *_rest in field.iter_choices() if value == text), text
        )
    if field.name in facts.MARKS:
        return _("Yes") if text else _("No")
    return text
