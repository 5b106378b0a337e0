"""A quick report becomes an incident of the department, with the reporter's name or without."""

import re

from sqlalchemy.orm import Session

from portal import trail
from portal.i18n import Language, Translated, now, this_minute, today
from portal.incidents import drafts, receipts
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.report_answers import Report
from portal.incidents.report_letters import announce
from portal.incidents.taxonomy import Danger, EventType, PatientReached, ProcessStep, Severity
from portal.language.segments import split
from portal.numbering import next_number
from portal.permissions import Permission, User, can
from portal.workflow import NotOpen, Problem, Refused

TITLE_LENGTH = 100
HALF_MINUTE, HALF_HOUR = 30, 1800
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s")


def send(
    session: Session, user: User, draft: Draft, *, named: bool, code: str = ""
) -> tuple[Incident, str | None]:
    """Turn ``draft`` into an incident; with it, unless ``named``, the receipt code to show once.

    ``code`` is the receipt code if one was made already. Raise Refused while answers are missing,
    NotOpen when the draft was sent before. A report that is not ``named`` bears no trace of the
    reporter: no owner, no draft, no second at which it was sent, and the department in the trail.
    """
    if user.department_id is None or not can(user, Permission.REPORT):
        raise NotOpen("send")
    report = Report.of(drafts.read(draft))
    if report.missing:
        raise Refused([Problem(each.message, each.field) for each in report.missing])
    code = code or receipts.new_code()
    incident = incident_of(report)
    incident.department_id = user.department_id
    incident.owner_id = user.id if named else None
    incident.report_seconds = _seconds(draft, incident, exact=named)
    if not named:
        incident.reported_at = this_minute()
    incident.receipt_hash = receipts.digest(code)
    if not drafts.end(session, draft):
        raise NotOpen("send")
    receive(session, incident, None if named else f"department:{user.department_id}")
    return incident, None if named else code


def receive(session: Session, incident: Incident, actor: str | None = None) -> None:
    """Let a new report, typed or on paper, become a dossier of its department.

    What happens with every new report happens here. ``actor``, if given, stands in the trail.
    """
    year = today().year
    incident.reference = f"M-{year}-{next_number(session, 'M', year):04}"
    session.add(incident)
    _record(session, actor)
    announce(session, incident)


def _seconds(draft: Draft, incident: Incident, *, exact: bool) -> int | None:
    """How long the report took from its first words; an unnamed one only in half minutes.

    Longer than half an hour, that would tell when somebody began, so it is not kept.
    """
    seconds = int((incident.reported_at - draft.started_at).total_seconds())
    if exact:
        return seconds
    return round(seconds / HALF_MINUTE) * HALF_MINUTE if seconds <= HALF_HOUR else None


def incident_of(report: Report) -> Incident:
    """What ``report`` says, as an incident that is with its department from this moment."""
    language = Language(report.what.language.data)
    patient = PatientReached(report.patient.patient.data)
    text = report.what.description.data or ""
    return Incident(
        status=IncidentStatus.WITH_DEPARTMENT,
        language=language,
        title=Translated.only(language, title_of(text)),
        narrative=Translated.only(language, text),
        equipment=Translated.only(language, report.when.equipment),
        found_on=report.when.found_on,
        found_time=report.when.found_at,
        occurred_on=report.when.occurred_on,
        occurred_about=report.when.occurred_about,
        step_arose=ProcessStep(report.when.step.data),
        patient_reached=patient,
        patients_reached=report.patient.patients_reached,
        other_dose=report.patient.other_dose,
        event_type=EventType.NEAR_MISS if patient is PatientReached.CAUGHT else None,
        danger=Danger(report.patient.danger.data),
        severity=Severity.UNKNOWN,
        reported_at=now(),
    )


def title_of(text: str) -> str:
    """The first sentence, cut between words where it is long; the quality manager edits it."""
    first = next((segment.text for segment in split(text)), text)
    sentence = _SENTENCE_END.split(first)[0].removesuffix(".")
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    words, space, _rest = sentence[:TITLE_LENGTH].rpartition(" ")
    return f"{words if space else sentence[: TITLE_LENGTH - 1]}…"


def _record(session: Session, actor: str | None) -> None:
    """Write the rows now, in the trail as done by ``actor`` if one is given."""
    usual = session.info.get("actor", trail.SYSTEM)
    if actor is not None:
        trail.act_as(session, actor)
    session.flush()
    trail.act_as(session, usual)
