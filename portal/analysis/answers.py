"""What a task's form asks of an incident: shown, compared with what others wrote, and stored."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from wtforms import SelectField

from portal.analysis.task import finished
from portal.db import db
from portal.i18n import current_language, format_date
from portal.incidents import facts, operations
from portal.incidents.dossier import Answer
from portal.incidents.forms import DateText, HourText
from portal.incidents.guarded import came_late, opened_with, sent
from portal.incidents.models import Incident
from portal.incidents.moments import write_hour
from portal.incidents.operations import Conflicts
from portal.incidents.taxonomy import AnalysisTask


def opened(incident: Incident, names: Iterable[str]) -> dict[str, Any]:
    """What a form of these fields starts with."""
    values: dict[str, Any] = {}
    for name in names:
        value = getattr(incident, name)
        values[name] = value if isinstance(value, date | bool) else facts.as_text(incident, name)
    return values


def store(incident: Incident, form: Any, names: Iterable[str]) -> Conflicts:
    """Store each answer that was changed, except where somebody else changed it too."""
    mine = {name: sent(name, typed(form[name])) for name in names}
    return operations.write_facts(incident, mine)


def typed(field: Any) -> str:
    """What a valid field says, written as :func:`facts.as_text` writes it."""
    if isinstance(field, DateText):
        return format_date(field.understood) if field.understood else ""
    if isinstance(field, HourText):
        return write_hour(field.understood, current_language())
    if isinstance(field.data, bool):
        return facts.YES if field.data else ""
    return field.data or ""


def answer(
    incident: Incident,
    task: AnalysisTask,
    form: Any,
    names: tuple[str, ...],
    after: Callable[[Incident], None] = lambda _incident: None,
) -> Answer:
    """Show the page of a task, or store what it says and go back to the list."""
    if came_late(incident):
        return page(incident, task, form, names, late=True), 409
    if not form.is_submitted():
        return page(incident, task, form, names)
    if not form.validate():
        return page(incident, task, form, names), 422
    conflicts = store(incident, form, names)
    if conflicts:
        db.session.rollback()
        return page(incident, task, form, names, conflicts.theirs), 409
    after(incident)
    return finished(incident, task)


def page(
    incident: Incident,
    task: AnalysisTask,
    form: Any,
    names: Iterable[str],
    theirs: dict[str, str] | None = None,
    *,
    late: bool = False,
    also: dict[str, str] | None = None,
    **values: Any,
) -> str:
    """The page of a task, with both texts where two people wrote; ``also`` are texts elsewhere."""
    stored = {name: facts.as_text(incident, name) for name in names} | (also or {})
    return render_template(
        f"analysis/{task.value}.html",
        incident=incident,
        task=task,
        form=form,
        theirs=theirs or {},
        clashes=clashes(form, theirs or {}),
        late=late,
        opened=opened_with(stored, theirs),
        shown=_shown,
        **values,
    )


def clashes(form: Any, theirs: dict[str, str]) -> list[tuple[str, str]]:
    """For each text that two people changed: the field with the choice, and what to do."""
    return [
        (
            f"{name}_keep-mine",
            _("%(label)s: choose which version you keep", label=form[name].label.text),
        )
        for name in theirs
        if name in form
    ]


def _shown(field: Any, text: str) -> str:
    """A value as people see it: the label of a choice, otherwise its text."""
    if isinstance(field, SelectField):
        return next(
            (str(label) for value, label, *_rest in field.iter_choices() if value == text), text
        )
    if isinstance(field.data, bool):
        return _("Yes") if text else _("No")
    return text
