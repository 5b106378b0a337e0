"""The page of one question: the department answers, the regulator reads what changed."""

from flask import abort, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from portal.analysis.task import ENDPOINTS
from portal.db import db
from portal.dialogue import questions
from portal.dialogue.changes import shown
from portal.dialogue.forms import AnswerForm, CourseAnswerForm
from portal.dialogue.models import Part, Question
from portal.dialogue.pages import blueprint
from portal.incidents import facts, operations
from portal.incidents.ball import whose_turn
from portal.incidents.dossier import Answer, back_to
from portal.incidents.guarded import opened_with, sent
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.operations import Conflicts
from portal.incidents.taxonomy import AnalysisTask
from portal.permissions import Permission, can
from portal.text import clean, one_line
from portal.web import PREFIX, current_user, requires

GUARDED = {"title": one_line, "narrative": clean}


@blueprint.route(
    f"{PREFIX}/incidents/<incident>/questions/<int(max=9999):number>", methods=["GET", "POST"]
)
@requires(Permission.DIALOGUE_READ, Incident)
def question(incident: Incident, number: int) -> Answer:
    """One question with its answer, or with the fields to answer it."""
    found = _find(incident, number)
    form = _form(found)
    if not form.is_submitted():
        return _page(found, form)
    if not _open(found):
        if not can(current_user(), Permission.INCIDENT_FOLLOW, incident):
            abort(404)
        return _page(found, form, late=True), 409
    if not form.validate():
        return _page(found, form), 422
    conflicts = _write(found, form)
    if conflicts:
        db.session.rollback()
        return _page(found, form, conflicts.theirs), 409
    questions.answer(db.session, current_user(), found, form.answer.data or "")
    return back_to(incident, _sent(incident))


def _sent(incident: Incident) -> str:
    if incident.status is IncidentStatus.QUESTION:
        return _("Your answer is sent. Another question waits for its answer.")
    return _("Your answer is sent. It is now the turn of the FANC.")


def _find(incident: Incident, number: int) -> Question:
    query = select(Question).where(Question.incident_id == incident.id, Question.number == number)
    found = db.session.scalar(query)
    if found is None:
        abort(404)
    return found


def _open(question: Question) -> bool:
    """Whether this person may answer it now."""
    unanswered = question.answered_at is None
    return unanswered and can(current_user(), Permission.INCIDENT_ANSWER, question.incident)


def _form(question: Question) -> AnswerForm:
    if question.part is not Part.COURSE:
        return AnswerForm()
    incident = question.incident
    return CourseAnswerForm(data={name: facts.as_text(incident, name) for name in GUARDED})


def _write(question: Question, form: AnswerForm) -> Conflicts:
    if not isinstance(form, CourseAnswerForm):
        return Conflicts()
    incident = question.incident
    mine = {
        name: sent(name, form[name].data or "")
        for name, tidied in GUARDED.items()
        if form[name].data != tidied(facts.as_text(incident, name))
    }
    return operations.write_facts(incident, mine)


def _page(
    question: Question,
    form: AnswerForm,
    theirs: dict[str, str] | None = None,
    *,
    late: bool = False,
) -> str:
    incident = question.incident
    stored = {name: facts.as_text(incident, name) for name in GUARDED}
    return render_template(
        "dialogue/question.html",
        incident=incident,
        question=question,
        turn=whose_turn(incident),
        form=form,
        course=isinstance(form, CourseAnswerForm),
        may_answer=_open(question),
        late=late,
        theirs=theirs or {},
        opened=opened_with(stored, theirs),
        changes=shown(question),
        task_url=_task_url(question),
    )


def _task_url(question: Question) -> str:
    """Where the department changes what the question is about."""
    endpoint = ENDPOINTS[AnalysisTask(question.part.value)]
    return url_for(endpoint, incident=question.incident.reference)
