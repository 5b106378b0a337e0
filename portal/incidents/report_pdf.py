"""A report as a PDF, for who sent it: made when it is asked for, and kept nowhere."""

from datetime import date

from flask import Response, abort, render_template, request

from portal import pdf
from portal.db import db
from portal.i18n import format_date
from portal.incidents import receipts
from portal.incidents.models import Incident
from portal.incidents.report import blueprint
from portal.incidents.report_answers import Report
from portal.pdf import RenderError
from portal.permissions import Permission
from portal.web import PREFIX, current_user, pdf_answer, requires


@blueprint.get(f"{PREFIX}/report/<incident>/done.pdf")
@requires(Permission.INCIDENT_READ, Incident)
def done_pdf(incident: Incident) -> Response:
    """The text of a report, for who sent it with their name."""
    if incident.owner_id != current_user().id:
        abort(404)
    return _answer(incident)


@blueprint.post(f"{PREFIX}/report/unnamed.pdf")
@requires(Permission.REPORT)
def unnamed_pdf() -> Response:
    """The text of a report without a name, from the one page that shows its receipt code.

    The code comes in the body and is not in the file. The file is saved instead of shown, so that
    the page with the code stays.
    """
    code = receipts.read_code(request.form.get("code"))
    incident = receipts.find(db.session, code) if code else None
    if incident is None or incident.owner_id is not None:
        abort(404)
    if incident.department_id != current_user().department_id:
        abort(404)
    return _answer(incident, shown=False)


def _answer(incident: Incident, *, shown: bool = True) -> Response:
    rows = [row for row in report_of(incident).rows() if row.value]
    html = render_template("report/text.html", incident=incident, rows=rows)
    try:
        content = pdf.previews.render(html)
    except RenderError:
        abort(503)
    answer = pdf_answer(content, incident.reference, shown=shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def report_of(incident: Incident) -> Report:
    """The quick report that ``incident`` was, with what the department changed in it since."""
    same = incident.occurred_on == incident.found_on
    happened = "unknown" if incident.occurred_on is None else "same" if same else "other"
    return Report.of(
        {
            "description": incident.narrative.best(incident.language)[1],
            "language": incident.language.value,
            "found": "other",
            "found_date": _day(incident.found_on),
            "found_time": incident.found_time,
            "happened": "other" if same and incident.occurred_about else happened,
            "happened_date": _day(incident.occurred_on),
            "happened_about": "y" if incident.occurred_about else "",
            "step": incident.step_arose.value,
            "system_other": incident.equipment.best(incident.language)[1],
            "patient": incident.patient_reached.value,
            "patients": incident.patients_reached or "",
            "dose": incident.other_dose or "",
            "danger": incident.danger.value,
        }
    )


def _day(day: date | None) -> str:
    return format_date(day) if day else ""
