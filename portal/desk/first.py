"""The two questions that stand on top of each new dossier, before the rest."""

from typing import Any

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.db import db
from portal.desk.forms import NO, YES, FirstForm
from portal.i18n import now
from portal.incidents.desk import blueprint
from portal.incidents.dossier import Answer, back_to, render_page
from portal.incidents.first_look import ASKED, FirstAnswer, FirstQuestion, answers_of, unanswered
from portal.incidents.models import Incident
from portal.incidents.next_step import Step
from portal.permissions import Permission, User, can
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen

ADDRESS = f"{PREFIX}/desk/<incident>/first"


@blueprint.post(ADDRESS)
@requires(Permission.INCIDENT_TRIAGE, Incident)
def first(incident: Incident) -> Answer:
    """Answer both; from there to the warning, to a question, or on with the dossier."""
    form, asking = FirstForm(), request.form.get("action") == "ask"
    if incident.status not in ASKED:
        raise NotOpen("first")
    if not form.is_complete(asking=asking):
        g.first_form = form
        return render_page(incident), 422
    danger, duty = form.elsewhere.data == YES, form.judged.data == YES
    elsewhere = danger and not _said(incident, FirstQuestion.DANGER)
    note = "" if duty else form.should_be.data or ""
    given = {FirstQuestion.DANGER: (danger, ""), FirstQuestion.DUTY: (duty, note)}
    answer(db.session, current_user(), incident, given)
    if asking:
        return redirect(url_for("dialogue.ask", incident=incident.reference), code=303)
    if elsewhere:
        return redirect(url_for("alerts.begin", dossier=incident.reference), code=303)
    return back_to(incident, _("Both first questions are answered"))


@blueprint.get(ADDRESS)
@requires(Permission.INCIDENT_TRIAGE, Incident)
def before(incident: Incident) -> Response:
    """The other language of answers that were refused: where the form stood."""
    return redirect(url_for("incidents.page", incident=incident.reference))


def answer(
    session: Session,
    user: User,
    incident: Incident,
    given: dict[FirstQuestion, tuple[bool, str]],
) -> None:
    """Store each answer with its note, who gave it and when, unless the same was said before."""
    known = answers_of(incident)
    for question, (yes, note) in given.items():
        row = known.get(question)
        if row is not None and (row.yes, row.note) == (yes, note):
            continue
        if row is None:
            row = FirstAnswer(question=question)
            incident.first_answers.append(row)
        row.yes, row.note = yes, note
        row.answered_at, row.answered_by = now(), user.id or 0
    session.flush()


def _said(incident: Incident, question: FirstQuestion) -> bool:
    found = answers_of(incident).get(question)
    return found is not None and found.yes


def part(incident: Incident) -> dict[str, Any] | None:
    """The questions until they are answered, then what was answered; for the regulator alone."""
    user = current_user()
    may = can(user, Permission.INCIDENT_TRIAGE, incident) and incident.status in ASKED
    answers = answers_of(incident)
    if not may and not (answers and can(user, Permission.INTERNAL_NOTE, incident)):
        return None
    return {
        "answers": [answers[each] for each in FirstQuestion if each in answers],
        "open": unanswered(incident),
        "form": (g.get("first_form") or _form(answers)) if may else None,
    }


def _form(answers: dict[FirstQuestion, FirstAnswer]) -> FirstForm:
    fields = {FirstQuestion.DANGER: "elsewhere", FirstQuestion.DUTY: "judged"}
    given = {fields[each]: YES if row.yes else NO for each, row in answers.items()}
    notes = [row.note for row in answers.values() if row.note]
    return FirstForm(formdata=None, data=given | {"should_be": "\n".join(notes)})


def step(user: User, incident: Incident) -> Step | None:
    """Before anything else the dossier asks for both answers."""
    if not unanswered(incident) or not can(user, Permission.INCIDENT_TRIAGE, incident):
        return None
    return Step(lazy_gettext("Answer the two first questions"), "#first-questions")
