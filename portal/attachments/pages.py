"""The task in which files are added to a dossier, and the address of each file."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import ServiceUnavailable

from portal.analysis import task
from portal.attachments import operations, store, wording
from portal.attachments.models import Attachment
from portal.attachments.operations import Outcome, Sent
from portal.attachments.verdict import LARGEST
from portal.db import READING, db
from portal.incidents.dossier import Answer
from portal.incidents.guarded import came_late
from portal.incidents.models import Incident
from portal.incidents.operations import open_by_department
from portal.incidents.taxonomy import AnalysisTask
from portal.permissions import Permission
from portal.web import PREFIX, current_user, load, requires

blueprint = Blueprint("attachments", __name__)
PAGE = f"{task.ADDRESS}/attachments"
DISK_REFUSED = 507
SANDBOX = "default-src 'none'; sandbox"


@blueprint.route(PAGE, methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def page(incident: Incident) -> Answer:
    """The files of a dossier: add some, and say whether that is all."""
    if came_late(incident):
        return _page(incident, late=True), 409
    if request.method in READING:
        return _page(incident)
    files = [each for each in request.files.getlist("files") if each.filename]
    if not files:
        return _without_files(incident)
    if len(files) > operations.MOST_FILES:
        most = _("Choose at most %(most)s files", most=operations.MOST_FILES)
        return _page(incident, problems=[most]), 422
    return _add(incident, [_sent(each) for each in files])


@blueprint.post(f"{PAGE}/<token>/remove")
@requires(Permission.INCIDENT_WRITE, Incident)
def remove(incident: Incident, token: str) -> Answer:
    """Take a file out of the dossier."""
    attachment = _of(incident, token)
    operations.remove(db.session, attachment)
    open_by_department(incident, current_user())
    flash(_("%(name)s is removed.", name=attachment.name), "success")
    return redirect(_here(incident), code=303)


@blueprint.get(f"{PREFIX}/incidents/<incident>/attachments/<token>")
@requires(Permission.INCIDENT_READ, Incident)
def file(incident: Incident, token: str) -> Response:
    """The file itself, to be kept by who asks for it; no browser shows it as a page of ours."""
    attachment = _of(incident, token)
    try:
        content = BytesIO(store.read(attachment))
    except store.Lost as error:
        raise ServiceUnavailable from error
    response = send_file(
        content, attachment.media_type, as_attachment=True, download_name=attachment.name
    )
    response.headers.set("Content-Security-Policy", SANDBOX)
    response.headers.set("Cache-Control", "private, no-store")
    return response


def part(incident: Incident) -> dict[str, Any] | None:
    """What the page of the dossier shows."""
    attachments = operations.attachments_of(db.session, incident)
    return {"attachments": attachments} if attachments else None


def _of(incident: Incident, token: str) -> Attachment:
    attachment = None if "\0" in token else operations.find(db.session, incident, token)
    return attachment or abort(404)


def _sent(file: FileStorage) -> Sent:
    """Of what is too large, no more is read than tells so."""
    return Sent(file.filename or "", file.stream.read(LARGEST + 1))


def _without_files(incident: Incident) -> Answer:
    if request.form.get("action") == "add":
        return _page(incident, problems=[_("Choose at least one file")]), 422
    return task.finished(incident, AnalysisTask.ATTACHMENTS)


def _add(incident: Incident, files: list[Sent]) -> Answer:
    """Clean the files while nobody waits for us, then take the dossier again and keep them."""
    reference = incident.reference
    db.session.rollback()
    examined = operations.examine(files)
    again: Any = load(Permission.INCIDENT_READ, Incident, reference)
    if came_late(again):
        return _page(again, late=True), 409
    try:
        outcomes = list(operations.add(db.session, again, examined))
    except OSError:
        db.session.rollback()
        return _page(again, problems=[wording.disk_refused()]), DISK_REFUSED
    return _answer(again, outcomes)


def _answer(incident: Incident, outcomes: list[Outcome]) -> Answer:
    refused = [each for each in outcomes if each.reason]
    if len(refused) == len(outcomes):
        return _page(incident, problems=[wording.said(each) for each in refused]), 422
    wording.tell(outcomes)
    if refused or request.form.get("action") == "add":
        open_by_department(incident, current_user())
        task.mark(incident, AnalysisTask.ATTACHMENTS, ready=request.form.get("ready") == "yes")
        return redirect(_here(incident), code=303)
    return task.finished(incident, AnalysisTask.ATTACHMENTS)


def _here(incident: Incident) -> str:
    return url_for("attachments.page", incident=incident.reference)


def _page(incident: Incident, *, problems: Iterable[str] = (), late: bool = False) -> str:
    return render_template(
        "attachments/page.html",
        incident=incident,
        task=AnalysisTask.ATTACHMENTS,
        form=None,
        late=late,
        problems=list(problems),
        clashes=[("files", each) for each in problems],
        attachments=operations.attachments_of(db.session, incident),
        most=operations.MOST_FILES,
    )
