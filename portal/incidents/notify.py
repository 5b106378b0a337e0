"""The first notification to the regulator, and the proof of what was sent."""

from flask import Response as Download
from flask import abort, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import Optional

from portal.accounts.models import Person
from portal.db import db
from portal.duty.labels import OUTCOMES
from portal.duty.models import Outcome
from portal.incidents import exposure, filing, obligation, operations
from portal.incidents.dossier import Answer, back_to, blueprint
from portal.incidents.exposure import ExposureFields
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.moments import write_hour
from portal.incidents.personal import KINDS, undecided
from portal.incidents.workflow import INCIDENT
from portal.language.segments import split
from portal.permissions import Permission
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen, Refused


class NotifyForm(FlaskForm):
    """In whose name the first notification goes."""

    physician_id = SelectField(
        _("In the name of"),
        description=_("The physician who carries the notification"),
        validators=[Optional()],
    )

    def __init__(self, physicians: list[Person], chosen: int | None) -> None:
        super().__init__(physician_id=str(chosen or ""))
        self.physician_id.choices = [
            SelectChoice("", gettext("Choose a physician")),
            *(SelectChoice(str(person.id), person.name) for person in physicians),
        ]


@blueprint.route(f"{PREFIX}/incidents/<incident>/notify", methods=["GET", "POST"])
@requires(Permission.INCIDENT_NOTIFY, Incident)
def notify(incident: Incident) -> Answer:
    """Look at what goes to the regulator now, and send it; the analysis follows."""
    if incident.status is not IncidentStatus.WITH_DEPARTMENT:
        raise NotOpen("notify")
    if obligation.latest(incident) is None:
        return redirect(url_for("incidents.obligation", incident=incident.reference), code=303)
    physicians = operations.physicians_of(db.session, incident)
    form = NotifyForm(physicians, incident.physician_id)
    if not form.is_submitted():
        return _page(incident, form)
    if not form.validate():
        return _page(incident, form), 422
    chosen = next((each for each in physicians if str(each.id) == form.physician_id.data), None)
    try:
        filing.notify(db.session, current_user(), incident, chosen)
    except Refused as refused:
        db.session.rollback()
        form.physician_id.errors = [
            each.message for each in refused.problems if each.field == "physician_id"
        ]
        return _page(incident, form), 422
    return back_to(incident, gettext("The FANC received the first notification. Thank you."))


def _page(incident: Incident, form: NotifyForm) -> str:
    check = obligation.asked_now(db.session, incident)
    labels = {field.name: field.label.text for field in ExposureFields()}
    problems = INCIDENT.problems(incident, "notify")
    return render_template(
        "incidents/notify.html",
        incident=incident,
        form=form,
        check=check,
        outcomes=OUTCOMES,
        must=check.outcome is Outcome.MUST,
        dose=[
            {"label": labels[name], "value": exposure.shown(incident, name)}
            for name, text in exposure.texts(incident).items()
            if text
        ],
        problems=[each for each in problems if each.field != "physician_id"],
        details=[(KINDS[hit.rule], hit.text) for hit in undecided(incident)],
        split=split,
        write_hour=write_hour,
    )


@blueprint.get(f"{PREFIX}/incidents/<incident>/filings/<int(max=2147483647):number>")
@requires(Permission.DIALOGUE_READ, Incident)
def filed(incident: Incident, number: int) -> Download:
    """What the regulator received, to the letter: its SHA-256 is the digest that is shown."""
    found = next((each for each in incident.filings if each.id == number), None)
    if found is None:
        abort(404)
    answer = Download(found.content, mimetype="application/json")
    name = f"{incident.reference}-{found.kind.value}-{found.id}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
