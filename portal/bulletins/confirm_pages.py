"""The pages on which the agreement of the departments is asked, and given or refused."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from portal.bulletins import confirming, overruling
from portal.bulletins.confirmation import Confirmation
from portal.bulletins.models import OUT, Bulletin
from portal.bulletins.side_by_side import comparisons
from portal.bulletins.workshop import ADDRESS, Answer
from portal.db import READING, db
from portal.incidents.dossier import back_to
from portal.incidents.forms import LINE_LIMIT, too_long
from portal.incidents.models import Incident
from portal.incidents.next_step import Step
from portal.permissions import Permission, User, can
from portal.text import clean
from portal.web import PREFIX, current_user, requires
from portal.workflow import Problem, Refused

blueprint = Blueprint("confirming", __name__)


class ConfirmForm(FlaskForm):
    """Agree with the text that was shown, or say why not."""

    seen = HiddenField()
    reason = TextAreaField(
        lazy_gettext("Why you do not agree"),
        description=lazy_gettext("Only needed when you do not agree"),
        filters=[clean],
        validators=[too_long(LINE_LIMIT)],
    )


@blueprint.get(f"{ADDRESS}/confirm")
@requires(Permission.BULLETIN_CONFIRM, Bulletin)
def opinions(bulletin: Bulletin) -> Answer:
    """What the departments say of the text as it is now."""
    if bulletin.status in OUT:
        return redirect(url_for("rex.page", year=bulletin.year, number=bulletin.number))
    return _opinions(bulletin)


@blueprint.post(f"{ADDRESS}/confirm")
@requires(Permission.BULLETIN_CONFIRM, Bulletin)
def ask(bulletin: Bulletin) -> Answer:
    """Ask the departments that have not seen this text yet."""
    try:
        asked = confirming.ask(db.session, current_user(), bulletin)
    except Refused as refused:
        return _opinions(bulletin, refused.problems), 422
    message = ngettext("%(num)d department is asked", "%(num)d departments are asked", asked)
    flash(message, "success")
    return redirect(url_for("confirming.opinions", bulletin=bulletin.id), code=303)


@blueprint.route(f"{PREFIX}/incidents/<incident>/confirm", methods=["GET", "POST"])
@requires(Permission.INCIDENT_FOLLOW, Incident)
def confirm(incident: Incident) -> Answer:
    """Our text and that of the bulletin side by side, and whether we agree."""
    last = confirming.last_of(db.session, incident)
    may = can(current_user(), Permission.INCIDENT_CONFIRM, incident)
    if last is None or (request.method in READING and not may):
        abort(404)
    form = ConfirmForm(data={"seen": str(last.id)})
    if not form.is_submitted():
        return _confirm(incident, form)
    if not _is_open(incident, last) or form.seen.data != str(last.id):
        return _confirm(incident, form, late=True), 409
    agreed = request.form.get("answer") == "agree"
    if not form.validate() or not (agreed or _has_reason(form)):
        return _confirm(incident, form), 422
    reason = form.reason.data or ""
    confirming.answer(db.session, current_user(), last, agreed=agreed, reason=reason)
    told = _("You agree with this text. The FANC has your answer.")
    other = _("You do not agree with this text. The FANC has your answer and your reason.")
    return back_to(incident, told if agreed else other)


def _has_reason(form: ConfirmForm) -> bool:
    if form.reason.data:
        return True
    form.reason.errors = [_("Write why you do not agree")]
    return False


def _is_open(incident: Incident, last: Confirmation | None) -> bool:
    may = can(current_user(), Permission.INCIDENT_CONFIRM, incident)
    return may and last is not None and confirming.is_open(db.session, last)


def part(incident: Incident) -> dict[str, Any] | None:
    """What the dossier shows of it, to the department and to who asks."""
    user, last = current_user(), confirming.last_of(db.session, incident)
    mine = can(user, Permission.INCIDENT_CONFIRM, incident)
    if last is None or not (mine or can(user, Permission.DIALOGUE_READ, incident)):
        return None
    overruled = overruling.last_of(db.session, incident)
    open_ = confirming.is_open(db.session, last)
    return {"last": last, "mine": mine, "overruled": overruled, "open": open_}


def step(user: User, incident: Incident) -> Step | None:
    """What the dossier asks of the department while the text waits for its answer."""
    if not can(user, Permission.INCIDENT_CONFIRM, incident):
        return None
    last = confirming.last_of(db.session, incident)
    if last is None or not confirming.is_open(db.session, last):
        return None
    address = url_for("confirming.confirm", incident=incident.reference)
    return Step(lazy_gettext("Confirm the anonymised text"), address)


def _opinions(bulletin: Bulletin, problems: Sequence[Problem] = ()) -> str:
    found = confirming.opinions_of(db.session, bulletin)
    return render_template(
        "workshop/confirm.html",
        bulletin=bulletin,
        opinions=found,
        to_ask=[each for each in found if each.to_ask],
        problems=problems,
    )


def _confirm(incident: Incident, form: ConfirmForm, *, late: bool = False) -> str:
    last = confirming.last_of(db.session, incident)
    if late and last is not None:
        form.seen.data = str(last.id)
    return render_template(
        "confirm/page.html",
        incident=incident,
        confirmation=last,
        comparisons=comparisons(last) if last else [],
        form=form,
        late=late,
        overruled=overruling.last_of(db.session, incident),
        open=_is_open(incident, last),
    )
