"""The steps of a dossier, from the department to the bulletin."""

from flask_babel import lazy_gettext as _

from portal.i18n import Language
from portal.incidents.first_look import ASKED, unanswered
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.personal import blocking
from portal.incidents.taxonomy import AnalysisTask, EventType, PatientReached
from portal.permissions import Permission
from portal.workflow import Problem, Transition, Workflow


def _text(incident: Incident, field: str) -> str:
    value = getattr(incident, field)
    language: Language = incident.language
    text: str = value.best(language)[1]
    return text.strip()


def _has_facts(incident: Incident) -> list[Problem]:
    told = {
        "event_type": (incident.event_type, _("Choose what kind of event it was")),
        "found_on": (incident.found_on, _("Write when it was found")),
        "step_found": (incident.step_found, _("Choose the step in which it was found")),
        "found_by": (
            incident.found_by or _text(incident, "found_how"),
            _("Tell who found it, or how"),
        ),
    }
    return [Problem(message, name) for name, (answer, message) in told.items() if not answer]


def _has_course(incident: Incident) -> list[Problem]:
    problems = []
    if not _text(incident, "title"):
        problems.append(Problem(_("Give the event a title"), "title"))
    if not _text(incident, "narrative"):
        problems.append(Problem(_("Describe the course of the incident"), "course"))
    return problems


def _has_consequences(incident: Incident) -> list[Problem]:
    happened = incident.event_type is EventType.INCIDENT
    if not happened or incident.patient_reached is not PatientReached.UNKNOWN:
        return []
    return [Problem(_("Tell whether a patient was reached"), "patient_reached")]


def _has_causes(incident: Incident) -> list[Problem]:
    if incident.causes or incident.no_causes_reason.strip():
        return []
    return [Problem(_("Add at least one cause, or explain why there is none"), "causes")]


def _has_actions(incident: Incident) -> list[Problem]:
    if incident.actions or incident.no_actions_reason.strip():
        return []
    message = _("Add at least one corrective action, done or planned, or explain why there is none")
    return [Problem(message, "actions")]


def _has_physician(incident: Incident) -> list[Problem]:
    if incident.physician_id or not incident.must_be_notified:
        return []
    return [Problem(_("Choose the physician in whose name you submit"), "physician_id")]


def _names_nobody(incident: Incident) -> list[Problem]:
    if not blocking(incident):
        return []
    return [Problem(_("This looks like a national number. Remove it"), "privacy")]


def _has_reason(incident: Incident) -> list[Problem]:
    if incident.closed_reason.strip():
        return []
    return [Problem(_("Write why the dossier is closed without REX"), "closed_reason")]


def _is_looked_at(incident: Incident) -> list[Problem]:
    if not unanswered(incident):
        return []
    return [Problem(_("Answer the two first questions before you decide"), "first-questions")]


def _has_target(incident: Incident) -> list[Problem]:
    """A link leads to a dossier that is not linked itself, so that there are no chains."""
    target = incident.linked_to
    if target is None or target is incident:
        return [Problem(_("Write the reference of another dossier"), "reference")]
    if target.status not in LINKABLE:
        message = _("%(reference)s is itself linked to another dossier", reference=target.reference)
        return [Problem(message, "reference")]
    return []


def _ends_no_link(incident: Incident) -> list[Problem]:
    if not incident.linked:
        return []
    first = incident.linked[0].reference
    message = _("%(reference)s is linked to this dossier: undo that first", reference=first)
    return [Problem(message, "links")]


TASK_OF = {
    "event_type": AnalysisTask.FACTS,
    "found_on": AnalysisTask.FACTS,
    "step_found": AnalysisTask.FACTS,
    "found_by": AnalysisTask.FACTS,
    "title": AnalysisTask.COURSE,
    "course": AnalysisTask.COURSE,
    "patient_reached": AnalysisTask.CONSEQUENCES,
    "causes": AnalysisTask.CAUSES,
    "actions": AnalysisTask.ACTIONS,
    "privacy": AnalysisTask.PRIVACY,
}

_S = IncidentStatus
LINKABLE = ASKED | {_S.ACCEPTED, _S.PUBLISHED, _S.CLOSED}
INCIDENT = Workflow(
    {
        "notify": Transition(
            frozenset({_S.WITH_DEPARTMENT}),
            _S.NOTIFIED,
            Permission.INCIDENT_NOTIFY,
            _("Send the first notification to the FANC"),
            blockers=(_has_course, _names_nobody, _has_physician),
            button=False,
        ),
        "submit": Transition(
            frozenset({_S.WITH_DEPARTMENT, _S.NOTIFIED}),
            _S.SUBMITTED,
            Permission.INCIDENT_SUBMIT,
            _("Submit to the FANC"),
            blockers=(
                _has_facts,
                _has_course,
                _has_consequences,
                _has_causes,
                _has_actions,
                _names_nobody,
                _has_physician,
            ),
        ),
        "withdraw": Transition(
            frozenset({_S.WITH_DEPARTMENT}),
            _S.WITHDRAWN,
            Permission.INCIDENT_WITHDRAW,
            _("Withdraw my report"),
        ),
        "review": Transition(
            frozenset({_S.SUBMITTED}),
            _S.IN_REVIEW,
            Permission.INCIDENT_TRIAGE,
            _("Take into review"),
        ),
        "ask": Transition(
            frozenset({_S.SUBMITTED, _S.IN_REVIEW}),
            _S.QUESTION,
            Permission.INCIDENT_ASK,
            _("Ask a question"),
            button=False,
        ),
        "answer": Transition(
            frozenset({_S.QUESTION}),
            _S.IN_REVIEW,
            Permission.INCIDENT_ANSWER,
            _("Send the answer"),
            button=False,
        ),
        "accept": Transition(
            frozenset({_S.SUBMITTED, _S.IN_REVIEW}),
            _S.ACCEPTED,
            Permission.INCIDENT_TRIAGE,
            _("Accept for a REX"),
            blockers=(_is_looked_at,),
        ),
        "close": Transition(
            frozenset({_S.SUBMITTED, _S.IN_REVIEW, _S.ACCEPTED}),
            _S.CLOSED,
            Permission.INCIDENT_TRIAGE,
            _("Close without REX"),
            blockers=(_is_looked_at, _has_reason),
            needs_reason=True,
        ),
        "link": Transition(
            frozenset({_S.SUBMITTED, _S.IN_REVIEW}),
            _S.LINKED,
            Permission.INCIDENT_TRIAGE,
            _("Link to an existing dossier"),
            blockers=(_is_looked_at, _ends_no_link, _has_target),
        ),
        "unlink": Transition(
            frozenset({_S.LINKED}),
            _S.IN_REVIEW,
            Permission.INCIDENT_TRIAGE,
            _("Undo the link"),
        ),
        "publish": Transition(
            frozenset({_S.ACCEPTED}),
            _S.PUBLISHED,
            Permission.INCIDENT_PUBLISH,
            _("Published in a REX"),
            button=False,
        ),
    }
)
