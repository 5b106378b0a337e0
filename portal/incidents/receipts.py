"""Receipt codes, with which a reporter whom nobody knows follows the report without an account."""

import hashlib
import re
import secrets

from flask import Blueprint, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Form, StringField

from portal.db import db
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.timeline import Event
from portal.permissions import Permission
from portal.web import PREFIX, requires

blueprint = Blueprint("receipts", __name__)
DIGITS = 16
_BETWEEN = re.compile(r"[\s.\-–]")


def new_code() -> str:
    """A code of sixteen digits that cannot be guessed."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def read_code(text: str | None) -> str:
    """The digits of a code as people copy it, in groups or not; nothing if it is no code."""
    digits = _BETWEEN.sub("", text or "")
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else ""


def grouped(code: str) -> str:
    """A code as people read it: 1234 5678 9012 3456."""
    return " ".join(code[start : start + 4] for start in range(0, DIGITS, 4))


def digest(code: str) -> str:
    """What is stored instead of the code.

    It is slow on purpose, so that who holds a copy of the database cannot try out all codes. It
    does not depend on the portal's key, so that a receipt outlives a change of key.
    """
    return hashlib.scrypt(code.encode(), salt=b"receipt", n=2**12, r=8, p=1, dklen=32).hex()


def find(session: Session, code: str) -> Incident | None:
    """The report that was sent with ``code``.

    Digests are compared, so the time that it takes says nothing about the code.
    """
    return session.scalar(select(Incident).where(Incident.receipt_hash == digest(code)))


IN_PLAIN_WORDS: dict[str, LazyString] = {
    IncidentStatus.WITH_DEPARTMENT: _("Your department is looking into it."),
    IncidentStatus.SUBMITTED: _(
        "Your department looked into it and notified it to the FANC, which will read it."
    ),
    IncidentStatus.IN_REVIEW: _("The FANC is reading it."),
    IncidentStatus.ACCEPTED: _(
        "The FANC prepares a REX from it, so that every department can learn from it."
    ),
    IncidentStatus.CLOSED: _("The FANC read it and closed the dossier without a REX."),
    IncidentStatus.WITHDRAWN: _("The report was withdrawn."),
    IncidentStatus.PUBLISHED: _("It led to a REX, from which every department can learn."),
}


def events_of(incident: Incident) -> list[Event]:
    """What happened to the report so far."""
    moments = (
        (incident.reported_at, _("Your report was received")),
        (incident.opened_at, _("Your department opened the report")),
        (incident.submitted_at, _("Your department notified it to the FANC")),
    )
    return [Event(at, text) for at, text in moments if at is not None]


class ReceiptForm(Form):
    """The code that was shown once."""

    code = StringField(_("Receipt code"), description=_("16 digits, with or without spaces"))


@blueprint.route(f"{PREFIX}/receipt", methods=["GET", "POST"])
@requires(Permission.RECEIPT)
def page() -> str | tuple[str, int]:
    """What came of a report, for who has its code. Neither address nor session keeps the code."""
    form = ReceiptForm(request.form)
    if request.method == "GET":
        return render_template("report/receipt.html", form=form)
    code = read_code(form.code.data)
    incident = find(db.session, code) if code else None
    if incident is None or incident.owner_id is not None:
        form.code.errors = [_("No report has this code. Compare the 16 digits with your note")]
        return render_template("report/receipt.html", form=form), 422
    return render_template(
        "report/progress.html",
        incident=incident,
        words=IN_PLAIN_WORDS[incident.status],
        events=events_of(incident),
    )
