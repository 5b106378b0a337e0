"""The end of a quick report: the page to check all answers, the sending, and the receipt."""

from flask import abort, make_response, redirect, render_template, request, url_for
from sqlalchemy import select

from portal.db import READING, db, forget_wal
from portal.i18n import current_language
from portal.incidents import drafts, hints, receipts, sending, similar
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident
from portal.incidents.report import Answer, blueprint, department_here, page_url
from portal.incidents.report_answers import Report
from portal.incidents.report_forms import SendForm
from portal.incidents.report_letters import reply_by
from portal.incidents.workflow import INCIDENT
from portal.outbox import do_after
from portal.permissions import Permission, can
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen


@blueprint.get(f"{PREFIX}/report/<draft>/4")
@requires(Permission.REPORT_DRAFT, Draft)
def check(draft: Draft) -> str:
    """All answers, with the way back to each."""
    form = SendForm(data={"visible": "quality_manager"})
    return _show_check(draft, Report.of(drafts.read(draft)), form)


def _show_check(draft: Draft, report: Report, form: SendForm) -> str:
    form.code.data = form.code.data or receipts.new_code()
    rows = [
        {
            "label": row.label,
            "value": row.value,
            "lang": row.language.tag if row.language else None,
            "url": f"{page_url(draft, row.page)}#{row.field}",
        }
        for row in report.rows()
    ]
    missing = [
        (f"{page_url(draft, each.page)}#{each.field}", each.message) for each in report.missing
    ]
    return render_template(
        "report/check.html",
        form=form,
        draft=draft,
        department=department_here(),
        report=report,
        rows=rows,
        missing=[] if request.method in READING else missing,
        personal=hints.personal(report),
    )


@blueprint.post(f"{PREFIX}/report/<draft>/4")
@requires(Permission.REPORT)
def send(draft: str) -> Answer:
    """Send the report to the department: once, however often the button is pressed.

    Who stays unnamed gets the receipt code in this answer and nowhere else, so there is no
    redirect. The check page carries the code along: pressed twice, it leads to the same receipt.
    """
    user = current_user()
    form = SendForm(request.form)
    row = db.session.scalar(select(Draft).where(Draft.token == draft).with_for_update())
    if row is None:
        return _sent_before(form)
    if not can(user, Permission.REPORT_DRAFT, row):
        abort(404)
    report = Report.of(drafts.read(row))
    if not form.validate() or report.missing:
        return _show_check(row, report, form), 422
    named = form.visible.data != "nobody"
    try:
        incident, code = sending.send(db.session, user, row, named=named, code=form.code.data or "")
    except NotOpen:
        return _sent_before(form)
    answer = make_response(_receipt(incident, code))
    if not named:
        do_after(answer, forget_wal)
    return answer


def _sent_before(form: SendForm) -> Answer:
    incident = receipts.find(db.session, form.code.data) if form.code.data else None
    if incident is None or incident.owner_id not in {None, current_user().id}:
        raise NotOpen("send")
    return _receipt(incident, None if incident.owner_id else form.code.data)


def _receipt(incident: Incident, code: str | None) -> Answer:
    if code is None:
        return redirect(url_for("report.done", incident=incident.reference), code=303)
    return render_template(
        "report/code.html",
        incident=incident,
        code=receipts.grouped(code),
        switch_url=url_for("receipts.page", language=current_language().other),
    )


@blueprint.get(f"{PREFIX}/report/<incident>/done")
@requires(Permission.INCIDENT_READ, Incident)
def done(incident: Incident) -> str:
    """The reference of a report and what happens next, for who sent it with their name."""
    if incident.owner_id != current_user().id:
        abort(404)
    return render_template(
        "report/done.html",
        incident=incident,
        reply_by=reply_by(incident),
        found=similar.to_dossier(incident),
        may_withdraw="withdraw" in INCIDENT.open_to(current_user(), incident),
    )
