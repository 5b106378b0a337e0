"""The warnings to all departments: the list, each on its page, and the steps of each."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal import mail
from portal.alerts import letters, operations
from portal.alerts.forms import SendForm
from portal.alerts.models import Alert
from portal.alerts.workflow import ALERT, told_of
from portal.db import db
from portal.i18n import Language, current_language
from portal.incidents.models import Incident
from portal.language.finding import Severity
from portal.pages import paged
from portal.permissions import Permission, can, only
from portal.web import PREFIX, current_user, requires
from portal.workflow import Refused

blueprint = Blueprint("alerts", __name__)
ADDRESS = f"{PREFIX}/warnings/<alert>"
Answer = str | Response | tuple[str, int]


@blueprint.get(f"{PREFIX}/warnings")
@requires(Permission.ALERT_LIST)
def overview() -> str:
    """The warnings that this person may read, the newest first."""
    query = only(current_user(), Permission.ALERT_READ, Alert)
    found = paged(db.session, query.order_by(Alert.begun_at.desc(), Alert.id.desc()))
    return render_template("alerts/overview.html", alerts=found)


@blueprint.get(ADDRESS)
@requires(Permission.ALERT_READ, Alert)
def page(alert: Alert) -> str:
    """One warning: in the language of the page, and to the regulator in both."""
    return _page(alert)


@blueprint.post(f"{ADDRESS}/<any(offer, rework, withdraw):verb>")
@requires(Permission.ALERT_READ, Alert)
def advance(alert: Alert, verb: str) -> Answer:
    """Take a step that needs no words."""
    user = current_user()
    if verb == "offer":
        try:
            operations.offer(db.session, user, alert)
        except Refused as refused:
            write = url_for("alerts.write", alert=alert.reference)
            problems = [(f"{write}#{each.field}", each.message) for each in refused.problems]
            return _page(alert, problems), 422
    elif verb == "rework":
        ALERT.advance(user, alert, "rework")
    else:
        operations.withdraw(user, alert)
    flash(_("The warning is now: %(status)s", status=alert.status.label), "success")
    return _to(alert)


@blueprint.post(f"{ADDRESS}/send")
@requires(Permission.ALERT_READ, Alert)
def send(alert: Alert) -> Answer:
    """Approve it as it was read; the mails leave with the commit."""
    form = SendForm()
    try:
        operations.send(db.session, current_user(), alert, form.seen.data or "")
    except operations.Changed:
        changed = _("The warning changed since you read it. Read it once more")
        return _page(alert, [("warning-text", changed)]), 409
    except Refused as refused:
        return _page(alert, [("warning-text", each.message) for each in refused.problems]), 422
    flash(_("The warning is sent to all departments"), "success")
    return _to(alert)


@blueprint.post(f"{ADDRESS}/discard")
@requires(Permission.ALERT_READ, Alert)
def discard(alert: Alert) -> Answer:
    """Remove a warning that is still being written."""
    operations.discard(db.session, current_user(), alert)
    flash(_("The draft is discarded"), "success")
    return redirect(url_for("alerts.overview"), code=303)


@blueprint.get(f"{ADDRESS}/<any(offer, rework, withdraw, send, discard):_verb>")
@requires(Permission.ALERT_READ, Alert)
def before(alert: Alert, _verb: str) -> Response:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("alerts.page", alert=alert.reference))


def part(incident: Incident) -> dict[str, Any] | None:
    """The warnings that a dossier gave cause to, for the regulator alone."""
    user = current_user()
    if not can(user, Permission.INTERNAL_NOTE, incident):
        return None
    query = select(Alert).where(Alert.incident_id == incident.id).order_by(Alert.id)
    return {
        "alerts": db.session.scalars(query).all(),
        "may_begin": can(user, Permission.ALERT_BEGIN),
    }


def _page(alert: Alert, problems: list[tuple[str, str | LazyString]] | None = None) -> str:
    user = current_user()
    inside = can(user, Permission.DESK)
    cause = alert.incident if inside else None
    return render_template(
        "alerts/page.html",
        alert=alert,
        inside=inside,
        cause=cause if cause and can(user, Permission.INCIDENT_READ, cause) else None,
        problems=problems or [],
        steps=ALERT.open_to(user, alert),
        own=user.id in (alert.owner_id, alert.last_editor_id),
        form=SendForm(formdata=None, data={"seen": operations.name_of(alert)}),
        mails=list(_mails(alert)) if inside else [],
        reached=len(operations.recipients(db.session)) if inside else 0,
        hits=[
            (finding.message[current_language()], words)
            for _field, words, finding in told_of(alert)
            if finding.severity is not Severity.INFO
        ]
        if inside
        else [],
    )


def _mails(alert: Alert) -> Iterator[tuple[Language, str, str, str, str]]:
    """The mail in each language: its subject, its sentence, the label and address of its link."""
    notice = letters.notice(alert)
    for language in Language:
        link = mail.address(notice.endpoint, language, **notice.values)
        with force_locale(language.value):
            yield language, str(notice.subject), str(notice.words), str(notice.link), link


def _to(alert: Alert) -> Response:
    return redirect(url_for("alerts.page", alert=alert.reference), code=303)
