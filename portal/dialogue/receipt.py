"""What an unnamed reporter reads with the receipt code, and answers to the department."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from portal.db import db
from portal.dialogue import talking
from portal.dialogue.forms import MessageForm
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.receipts import find, read_code
from portal.incidents.timeline import Event
from portal.permissions import Permission
from portal.web import PREFIX, requires

blueprint = Blueprint("receipts", __name__)
Answer = str | tuple[str, int]
IN_PLAIN_WORDS: dict[str, LazyString] = {
    IncidentStatus.WITH_DEPARTMENT: _("Your department is looking into it."),
    IncidentStatus.NOTIFIED: _(
        "Your department notified it to the FANC and is still looking for the causes."
    ),
    IncidentStatus.SUBMITTED: _(
        "Your department looked into it and notified it to the FANC, which will read it."
    ),
    IncidentStatus.IN_REVIEW: _("The FANC is reading it."),
    IncidentStatus.QUESTION: _("The FANC asked your department something about it."),
    IncidentStatus.ACCEPTED: _(
        "The FANC prepares a REX from it, so that every department can learn from it."
    ),
    IncidentStatus.CLOSED: _("The FANC read it and closed the dossier without a REX."),
    IncidentStatus.LINKED: _("The FANC reads it together with another report."),
    IncidentStatus.WITHDRAWN: _("The report was withdrawn."),
    IncidentStatus.PUBLISHED: _("It led to a REX, from which every department can learn."),
}


class ReceiptForm(FlaskForm):
    """The code that was shown once."""

    code = StringField(_("Receipt code"), description=_("16 digits, with or without spaces"))


class AnswerForm(MessageForm):
    """What the reporter writes; the code goes along in the body of the request only."""

    code = HiddenField()


def events_of(incident: Incident) -> list[Event]:
    """What happened to the report so far."""
    moments = (
        (incident.reported_at, _("Your report was received")),
        (incident.opened_at, _("Your department opened the report")),
        (incident.submitted_at, _("Your department notified it to the FANC")),
    )
    return [Event(at, text) for at, text in moments if at is not None]


@blueprint.route(f"{PREFIX}/receipt", methods=["GET", "POST"])
@requires(Permission.RECEIPT)
def page() -> Answer:
    """What came of a report, for who has its code. Neither address nor session keeps the code."""
    form = ReceiptForm()
    if request.method == "GET":
        return render_template("report/receipt.html", form=form)
    incident = _unnamed(form.code.data)
    if incident is None:
        return _unknown(form)
    return _progress(incident, AnswerForm(formdata=None, data={"code": read_code(form.code.data)}))


@blueprint.post(f"{PREFIX}/receipt/answer")
@requires(Permission.RECEIPT)
def answer() -> Answer:
    """Answer the department without a name; nothing is kept of who was signed in meanwhile."""
    form = AnswerForm()
    incident = _unnamed(form.code.data, hold=True)
    if incident is None:
        return _unknown(ReceiptForm())
    if not form.validate():
        return _progress(incident, form), 422
    talking.answer_unnamed(db.session, incident, form.text.data or "")
    fresh = AnswerForm(formdata=None, data={"code": read_code(form.code.data)})
    return _progress(incident, fresh, sent=True)


@blueprint.get(f"{PREFIX}/receipt/answer")
@requires(Permission.RECEIPT)
def before() -> Response:
    """The other language of an answer: where the code is entered, for no address has it."""
    return redirect(url_for("receipts.page"))


def _unnamed(typed: str | None, *, hold: bool = False) -> Incident | None:
    code = read_code(typed)
    incident = find(db.session, code, hold=hold) if code else None
    return incident if incident is not None and incident.owner_id is None else None


def _unknown(form: ReceiptForm) -> Answer:
    form.code.errors = [_("No report has this code. Compare the 16 digits with your note")]
    return render_template("report/receipt.html", form=form), 422


def _progress(incident: Incident, form: AnswerForm, *, sent: bool = False) -> str:
    return render_template(
        "report/progress.html",
        incident=incident,
        words=IN_PLAIN_WORDS[incident.status],
        events=events_of(incident),
        messages=talking.messages_of(db.session, incident),
        form=form,
        sent=sent,
    )
