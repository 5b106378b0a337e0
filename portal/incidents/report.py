"""The quick report: three short pages of questions, a page to check, and the receipt."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.accounts.models import Department
from portal.conflicts import fingerprint, merge
from portal.db import READING, db
from portal.i18n import current_language, format_time
from portal.incidents import drafts, receipts, sending
from portal.incidents.drafts import Answers
from portal.incidents.models import Draft, Incident
from portal.incidents.report_answers import CHECK_PAGE, PAGES, Report
from portal.incidents.report_forms import DESCRIPTION_LIMIT, SendForm, WhatForm, WhenForm
from portal.incidents.report_questions import Questions
from portal.permissions import Permission, can
from portal.web import PREFIX, current_user, requires
from portal.workflow import NotOpen

blueprint = Blueprint("report", __name__)
Answer = str | Response | tuple[str, int]
TEMPLATES = {1: "report/what.html", 2: "report/when.html", 3: "report/patient.html"}


@blueprint.route(f"{PREFIX}/report", methods=["GET", "POST"])
@requires(Permission.REPORT)
def begin() -> Answer:
    """Page 1 of a new report; its draft begins with the first answers."""
    return _answer(WhatForm, None)


@blueprint.route(f"{PREFIX}/report/<draft>/<int(min=1, max=3):page>", methods=["GET", "POST"])
@requires(Permission.REPORT_DRAFT, Draft)
def questions(draft: Draft, page: int) -> Answer:
    """One page of questions of a report that was begun."""
    return _answer(PAGES[page], draft)


def _answer(page: type[Questions], draft: Draft | None) -> Answer:
    kept = drafts.read(draft) if draft else {"language": current_language().value}
    if request.method in READING:
        return _show(page.opened(kept), draft)
    form = page(request.form)
    answers = form.answers()
    later = request.form.get("action") == "later"
    if not form.validate() and not (later and drafts.fits(answers)):
        return _show(form, draft), 422
    theirs = _merge_description(answers, kept)
    if theirs is not None:
        return _show(form, draft, theirs), 409
    draft = draft or drafts.begin(db.session, current_user())
    drafts.keep(draft, answers)
    if later:
        flash(_("Saved at %(time)s", time=format_time(draft.saved_at)), "success")
        return redirect(url_for("report.begin"), code=303)
    return redirect(page_url(draft, Report.of(drafts.read(draft)).next_page), code=303)


def _merge_description(answers: Answers, kept: Answers) -> str | None:
    """Let ``answers`` hold the description to keep, or return the one that another window kept."""
    stored = kept.get("description", "")
    if "description" not in answers or not stored:
        return None
    merged = merge(
        opened_with=request.form.get("description_opened", ""),
        mine=answers["description"],
        theirs=stored,
        keep=request.form.get("description_keep", ""),
    )
    answers["description"] = merged.text
    return stored if merged.conflict else None


def _show(form: Questions, draft: Draft | None, theirs: str | None = None) -> str:
    department = _department()
    if isinstance(form, WhenForm):
        form.offer(department.system_list)
    stored = fingerprint(drafts.read(draft).get("description", "") if draft else "")
    opened = request.form.get("description_opened", stored) if theirs is None else stored
    return render_template(
        TEMPLATES[form.number],
        form=form,
        draft=draft,
        department=department,
        unfinished=[] if draft else _unfinished(),
        page_url=page_url,
        limit=DESCRIPTION_LIMIT,
        opened=opened,
        theirs=theirs,
    )


def _department() -> Department:
    department = db.session.get(Department, current_user().department_id or 0)
    return department or abort(403)


def _unfinished() -> list[tuple[Draft, Report]]:
    """The drafts of this person with their answers."""
    of_this_person = drafts.of(db.session, current_user())
    return [(draft, Report.of(drafts.read(draft))) for draft in of_this_person]


def page_url(draft: Draft, page: int) -> str:
    """The address of a page of the report."""
    if page == CHECK_PAGE:
        return url_for("report.check", draft=draft.token)
    return url_for("report.questions", draft=draft.token, page=page)


@blueprint.post(f"{PREFIX}/report/<draft>/discard")
@requires(Permission.REPORT_DRAFT, Draft)
def discard(draft: Draft) -> Response:
    """Remove a draft for good."""
    db.session.delete(draft)
    flash(_("The draft was removed"), "success")
    return redirect(url_for("report.begin"), code=303)


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
        department=_department(),
        report=report,
        rows=rows,
        missing=[] if request.method in READING else missing,
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
    row = db.session.scalar(select(Draft).where(Draft.token == draft))
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
    return _receipt(incident, code)


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
    return render_template("report/done.html", incident=incident)
